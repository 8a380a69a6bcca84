"""What is done at the table: by each side for itself, and by whoever leads the meeting for all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from cases.guard import check_note
from cases.models import Participant
from people.models import User
from people.rules import insist
from people.viewer import Viewer
from retention.ladder.flows import record_at_table, withdraw_placement
from retention.ladder.queries import steps_on
from retention.models import Placement, Step
from retention.rules.ladder import Occasion, Party
from retention.rules.saying import insist_on_opened
from retention.saying import as_it_stands
from roundtable.flows import Held, hold_fast, record, touch
from roundtable.models import Meeting, Preparation
from roundtable.rules import table as rules
from roundtable.rules.meetings import MeetingState
from roundtable.rules.rights import MAY_RUN
from roundtable.rules.table import Event, Phase, Seat, TablePart, WorkRelated
from roundtable.table.questions import keys_of

WORDING = ("wording",)
FOCUS = ("physical", "tasks", "functions", "colleagues")
FOCUS_AND_WORK = (*FOCUS, "work_related")


@dataclass(frozen=True, slots=True)
class Focus:
    """What was said to the four focus questions, and whether causes at work were talked about."""

    physical: str
    tasks: str
    functions: str
    colleagues: str
    work_related: WorkRelated | None = None


# --- The meeting as a whole -------------------------------------------------------------------------------


@transaction.atomic
def begin_table(*, meeting: Meeting, by: Viewer) -> None:
    """The meeting begins: what each side answered is shown from now on. Once begun it stays so.

    `RuleViolation` with `not_yours`, or as for `check_open`. Audit: `table_begun`.
    """
    held = _led(meeting, by)
    rules.check_open(_table(held.meeting))
    _begin(held, by)


@transaction.atomic
def choose_phase(*, meeting: Meeting, phase: Phase, by: Viewer) -> None:
    """What the wall shows; a meeting that has not begun begins. `RuleViolation` as for `begin_table`.

    Audit: `phase_chosen`.
    """
    held = _led(meeting, by)
    rules.check_open(_table(held.meeting))
    _begin(held, by)
    if held.meeting.phase != phase:
        _write(held, by, Event.PHASE_CHOSEN, TablePart.PHASE, phase=phase)


# --- Before the reveal ------------------------------------------------------------------------------------


@transaction.atomic
def place_at_table(
    *, meeting: Meeting, seat: Seat, number: int, by: Viewer, participant: Participant | None = None
) -> None:
    """A side chooses its step, or another one, hidden from everybody: as somebody of it on their own page, or, without
    `participant`, on the shared screen. The first leader who says something speaks for the side.

    `RuleViolation` with `not_yours`, `step_ended`, or as for `check_place`, `check_place_on_wall` and `check_seat`.
    Audit: `placed_at_table`.
    """
    held = hold_fast(meeting=meeting, by=by)
    table = _table(held.meeting)
    own, _made = Preparation.objects.get_or_create(meeting=held.meeting, seat=seat)
    if participant is None:
        insist(held.capacity in MAY_RUN, "not_yours")
        rules.check_place_on_wall(table, chosen_on_own=own.number is not None and not own.on_wall)
        own.participant = own.participant or _only_one_of(held.meeting, seat)
    else:
        rules.check_place(table)
        _take_seat(own, held.meeting, participant, by)
    _step(number, by)
    own.number, own.placed_at, own.on_wall = number, by.now, participant is None
    own.save(update_fields=["number", "placed_at", "on_wall", "participant"])
    touch(meeting=held.meeting, part=TablePart.PLACED, by=by)
    record(event=Event.PLACED_AT_TABLE, held=held, by=by, fields=["step"])


@transaction.atomic
def answer_questions(
    *,
    meeting: Meeting,
    seat: Seat,
    participant: Participant,
    answers: Mapping[str, str],
    override: str,
    opened: str,
    finished: bool,
    by: Viewer,
) -> None:
    """Keeps what somebody writes to the open questions of their side. They count as answered once `finished`; what is
    not is a draft that nobody else sees.

    `RuleViolation` with `not_yours`, `unknown_question`, `changed_meanwhile`, or as for `check_open`, `check_seat` and
    `check_note`. Audit: `questions_answered`.
    """
    held = hold_fast(meeting=meeting, by=by)
    rules.check_open(_table(held.meeting))
    own, _made = Preparation.objects.get_or_create(meeting=held.meeting, seat=seat)
    _take_seat(own, held.meeting, participant, by)
    insist(set(answers) <= set(keys_of(seat)), "unknown_question")
    insist_on_opened(opened, {key: own.answers.get(key, "") for key in keys_of(seat)})
    own.answers_override = _guarded(own.answers, answers, override, own.answers_override)
    own.answers = {key: text for key, text in answers.items() if text}
    if finished:
        own.answered_at = by.now
    own.save(update_fields=["answers", "answers_override", "answered_at", "participant"])
    touch(meeting=held.meeting, part=TablePart.ANSWERS, by=by)
    record(event=Event.QUESTIONS_ANSWERED, held=held, by=by, fields=["answers"])


@transaction.atomic
def skip_picture(*, meeting: Meeting, skip: bool, by: Viewer) -> None:
    """The staircase is left out today, or taken up after all: then what was chosen still stands, hidden.

    `RuleViolation` with `not_yours`, or as for `check_skip`. Audit: `picture_skipped`.
    """
    held = _led(meeting, by)
    rules.check_skip(_table(held.meeting))
    if held.meeting.picture_skipped != skip:
        _write(held, by, Event.PICTURE_SKIPPED, TablePart.PICTURE, picture_skipped=skip)


@transaction.atomic
def reveal(*, meeting: Meeting, by: Viewer) -> None:
    """Shows both placements at once, and records them on the ladder. What has been shown stays so.

    `RuleViolation` with `not_yours`, `step_ended`, or as for `check_reveal`. Audit: `placed` twice, and
    `picture_revealed`.
    """
    held = _led(meeting, by)
    if held.meeting.revealed_at is not None:
        return
    rules.check_reveal(_table(held.meeting))
    for own in Preparation.objects.filter(meeting=held.meeting).select_related("participant__user").order_by("seat"):
        user = own.participant.user if own.participant else None
        _record(held, Party(own.seat), own.number or 0, user, by)
    _write(held, by, Event.PICTURE_REVEALED, TablePart.PICTURE, revealed_at=by.now)


# --- After it ---------------------------------------------------------------------------------------------


@transaction.atomic
def agree_on_step(*, meeting: Meeting, number: int, by: Viewer) -> None:
    """The step that they set together, or another one than before. It is recorded on the ladder.

    `RuleViolation` with `not_yours`, `step_ended`, or as for `check_settle`. Audit: `placed` and `step_agreed`.
    """
    held = _led(meeting, by)
    rules.check_settle(_table(held.meeting))
    if held.meeting.agreed_number == number:
        return
    _withdraw_agreed(held.meeting, by)
    _record(held, Party.AGREED, number, by.user, by)
    _write(held, by, Event.STEP_AGREED, TablePart.AGREED, agreed_number=number, disagreed=False)


@transaction.atomic
def disagree(*, meeting: Meeting, by: Viewer) -> None:
    """They see it differently, and both views are written down. It blocks nothing.

    `RuleViolation` with `not_yours`, or as for `check_settle`. Audit: `step_disagreed`.
    """
    held = _led(meeting, by)
    rules.check_settle(_table(held.meeting))
    if not held.meeting.disagreed:
        _withdraw_agreed(held.meeting, by)
        _write(held, by, Event.STEP_DISAGREED, TablePart.AGREED, agreed_number=None, disagreed=True)


@transaction.atomic
def write_wording(*, meeting: Meeting, wording: str, override: str, opened: str, by: Viewer) -> None:
    """The few words in which they say the same thing.

    `RuleViolation` with `not_yours`, `changed_meanwhile`, or as for `check_begun` and `check_note`.
    Audit: `wording_written`.
    """
    _write_texts(meeting, WORDING, {"wording": wording}, override, opened, by, Event.WORDING_WRITTEN, TablePart.WORDING)


@transaction.atomic
def write_focus(*, meeting: Meeting, focus: Focus, override: str, opened: str, by: Viewer) -> None:
    """What was said to the four focus questions. `RuleViolation` as for `write_wording`. Audit: `focus_written`."""
    said = {**asdict(focus), "work_related": focus.work_related or ""}
    _write_texts(meeting, FOCUS_AND_WORK, said, override, opened, by, Event.FOCUS_WRITTEN, TablePart.FOCUS)


# --- What they share ----------------------------------------------------------------------------------------


def _led(meeting: Meeting, by: Viewer) -> Held:
    held = hold_fast(meeting=meeting, by=by)
    insist(held.capacity in MAY_RUN, "not_yours")
    return held


def _table(meeting: Meeting) -> rules.Table:
    placed = Preparation.objects.filter(meeting=meeting, number__isnull=False).values_list("seat", flat=True)
    return rules.Table(
        state=MeetingState(meeting.state),
        begun=meeting.begun_at is not None,
        revealed=meeting.revealed_at is not None,
        skipped=meeting.picture_skipped,
        placed=frozenset(map(Seat, placed)),
    )


def _write(held: Held, by: Viewer, event: Event, part: TablePart, **changed: object) -> None:
    for name, value in changed.items():
        setattr(held.meeting, name, value)
    held.meeting.save(update_fields=list(changed))
    touch(meeting=held.meeting, part=part, by=by)
    record(event=event, held=held, by=by, fields=changed)


def _begin(held: Held, by: Viewer) -> None:
    if held.meeting.begun_at is None:
        _write(held, by, Event.TABLE_BEGUN, TablePart.BEGUN, begun_at=by.now)


def _take_seat(own: Preparation, meeting: Meeting, participant: Participant, by: Viewer) -> None:
    sits = participant.conversation_id == meeting.conversation_id and participant.removed_at is None
    is_them = by.guest == participant.name if participant.user_id is None else participant.user_id == by.actor_id
    insist(sits and is_them and rules.seat_of(participant.role) == own.seat, "not_yours")
    rules.check_seat(owner=own.participant_id, participant=participant.pk)
    own.participant = participant


def _only_one_of(meeting: Meeting, seat: Seat) -> Participant | None:
    sitting = Participant.objects.present().filter(conversation=meeting.conversation_id, role=seat)[:2]
    return sitting[0] if len(sitting) == 1 else None


def _step(number: int, by: Viewer) -> Step:
    found = next((step for step in steps_on(by.today) if step.number == number), None)
    insist(found is not None, "step_ended")
    assert found is not None  # noqa: S101  # insisted on
    return found


def _record(held: Held, party: Party, number: int, chosen_by: User | None, by: Viewer) -> None:
    record_at_table(case=held.meeting.case, party=party, step=_step(number, by), chosen_by=chosen_by, by=by)


def _withdraw_agreed(meeting: Meeting, by: Viewer) -> None:
    """What they had agreed on earlier at this table."""
    for placement in Placement.objects.filter(
        employee=meeting.employee_id,
        party=Party.AGREED,
        occasion=Occasion.ROUND_TABLE,
        placed_at__gte=meeting.revealed_at,
        withdrawn_at=None,
    ):
        withdraw_placement(placement=placement, by=by)


def _write_texts(
    meeting: Meeting,
    names: tuple[str, ...],
    said: Mapping[str, str],
    override: str,
    opened: str,
    by: Viewer,
    event: Event,
    part: TablePart,
) -> None:
    held = _led(meeting, by)
    row = held.meeting
    rules.check_begun(_table(row))
    stands = as_it_stands(row, names)
    insist_on_opened(opened, stands)
    if stands == said:
        return
    before = {name: str(value) for name, value in stands.items()}
    kept = _guarded(before, said, override, row.words_override)
    _write(held, by, event, part, **said, words_override=kept)


def _guarded(before: Mapping[str, str], texts: Mapping[str, str], given: str, kept: str) -> str:
    """The reason that keeps what was flagged; `RuleViolation` as for `check_note`."""
    reason = rules.reason_for(texts.values(), before.values(), given=given, kept=kept)
    for text in texts.values():
        check_note(text, reason)
    return given or kept
