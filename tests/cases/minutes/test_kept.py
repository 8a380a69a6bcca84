"""What the database itself keeps: no version, copy or comment is changed or taken away."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from cases.minutes.rules import RecallReason
from cases.models import Minutes, MinutesComment, MinutesCopy
from tests.cases.minutes.test_flows import recall, say
from tests.world import NOW, World


def refused(change: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "pgtrigger: Cannot" in str(error)
    return False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", {"title": "andet"}),
        ("pdf", b"%PDF andet"),
        ("version", 7),
        ("reason", "andet"),
        ("words_override", "andet"),
        ("made_at", NOW.replace(year=2027)),
        ("made_by", None),
        ("ref", "andet"),
    ],
)
def test_a_version_is_locked(minutes: Minutes, field: str, value: object) -> None:
    assert refused(lambda: Minutes.objects.filter(pk=minutes.pk).update(**{field: value}))


def test_a_version_cannot_be_taken_away(minutes: Minutes) -> None:
    assert refused(lambda: Minutes.objects.filter(pk=minutes.pk)._raw_delete("default"))  # type: ignore[attr-defined]


def test_a_recall_cannot_be_undone_or_told_otherwise(world: World, minutes: Minutes) -> None:
    recall(world, minutes)
    row = Minutes.objects.filter(pk=minutes.pk)
    assert refused(lambda: row.update(recalled_at=None, recall_reason="", recalled_by=None))
    assert refused(lambda: row.update(recall_reason=RecallReason.MISTAKE))


def test_who_got_a_version_is_kept_and_when_they_read_it_is_noted(world: World, minutes: Minutes) -> None:
    copies = MinutesCopy.objects.filter(minutes=minutes)
    assert refused(copies.delete)
    assert refused(lambda: copies.filter(participant=world.seats["guest"]).update(ref="andet"))
    assert copies.update(read_at=NOW) == 4


def test_a_comment_stands(world: World, minutes: Minutes) -> None:
    say(world, minutes, "employee", "Ja")
    assert refused(lambda: MinutesComment.objects.update(text="Nej"))
    assert refused(MinutesComment.objects.all().delete)


def test_a_version_without_a_reason_is_only_the_first(world: World, minutes: Minutes) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.create(conversation=minutes.conversation, version=2, content={}, pdf=b"", made_at=NOW)
