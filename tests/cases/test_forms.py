"""The form of a guarded note."""

from cases.forms import GuardedNoteForm

FLAGGED = "Talte om depression"


def test_the_note_comes_before_the_reason_to_keep_it() -> None:
    assert list(GuardedNoteForm().fields) == ["note", "note_override"]


def test_a_flagged_note_is_kept_for_a_reason_only() -> None:
    for reason, is_kept in [("", False), ("\u200b", False), ("Navnet på et kursus", True)]:
        form = GuardedNoteForm({"note": FLAGGED, "note_override": reason})
        assert (form.is_valid(), form.flagged, form.asks_for_reason) == (is_kept, ["depression"], True)
