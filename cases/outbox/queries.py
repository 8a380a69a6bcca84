"""What pages show of the outbox: how it goes, and the envelopes day by day. An envelope names no employee, and who
takes part in a talk about one is only told as what they do.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.invitations.words import say_role
from cases.models import Heartbeat, Notice
from cases.notices.queries import SEND_NOTICES, SILENCE, overdue
from cases.notices.rules import NoticeKind, NoticeState, may_resend
from cases.outbox.words import say_reason, say_remedy
from cases.words import NOTICE_KINDS, NOTICE_STATES
from people.calendar import ONE_WEEK
from people.language import page_language
from people.querysets import DanishOrder
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, say_day, say_moment

PAGE = 50
DAYS = 14
TONES = {
    NoticeState.OWED: Tone.CALM,
    NoticeState.CLAIMED: Tone.CALM,
    NoticeState.SENT: Tone.MET,
    NoticeState.WITHDRAWN: Tone.FACT,
    NoticeState.FAILED: Tone.LATE,
}


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the sending goes. `unsent` should have left an hour ago; `failed` are those of the last seven days."""

    unsent: int
    failed: int
    last_ran: datetime | None
    silent: bool

    @property
    def ringing(self) -> bool:
        return bool(self.unsent) or self.silent


def outbox_of(viewer: Viewer) -> Outbox:
    """One query. While the worker has never run, nothing is known but that."""
    last_ran = Heartbeat.objects.filter(job=SEND_NOTICES).annotate(
        unsent=_number(overdue(viewer.now)),
        failed=_number(Notice.objects.filter(state=NoticeState.FAILED, day__gt=viewer.today - ONE_WEEK)),
    )
    for beat_at, unsent, failed in last_ran.values_list("beat_at", "unsent", "failed"):
        return Outbox(unsent, failed, beat_at, viewer.now - beat_at > SILENCE)
    return Outbox(0, 0, None, silent=True)


def say_alarm(outbox: Outbox, viewer: Viewer) -> str:
    """What is wrong with the sending; empty where nothing is."""
    if outbox.last_ran is None:
        return _("Messages have never been sent from here: the worker has not run.")
    if outbox.silent:
        when = say_moment(outbox.last_ran, viewer.today, page_language())
        return _("Messages do not go out: the worker has not run since %(when)s.") % {"when": when}
    if not outbox.unsent:
        return ""
    return ngettext(
        "%(number)s message should have been sent more than an hour ago.",
        "%(number)s messages should have been sent more than an hour ago.",
        outbox.unsent,
    ) % {"number": outbox.unsent}


def _number(notices: QuerySet[Notice]) -> Coalesce:
    """How many there are, as a part of another query."""
    counted = notices.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# --- The list --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One envelope. `why` is empty where nothing went wrong; `again` says that it may be sent again."""

    pk: int
    recipient: str
    what: str
    chip: Chip
    when: str
    why: str
    remedy: str
    again: bool


@dataclass(frozen=True, slots=True)
class DayLines:
    """The envelopes of one day that stand on this page."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day in the list of days, and what became of its envelopes: `12 sendt, 1 fejlet`."""

    day: str
    name: str
    words: str
    failed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class StateCount:
    """A choice of state; the empty one is all of them."""

    state: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class NoticeList:
    days: Sequence[DayLines]
    page: Page[Notice]
    counts: Sequence[DayCount]
    states: Sequence[StateCount]
    again: int
    """How many that have failed may still be sent again."""


# What is being sent is shown as waiting.
SHOWN = {
    NoticeState.FAILED: (NoticeState.FAILED,),
    NoticeState.OWED: (NoticeState.OWED, NoticeState.CLAIMED),
    NoticeState.SENT: (NoticeState.SENT,),
    NoticeState.WITHDRAWN: (NoticeState.WITHDRAWN,),
}
WORST_FIRST = Case(
    *(When(state__in=inner, then=place) for place, inner in enumerate(SHOWN.values())), output_field=IntegerField()
)


def notices_of(viewer: Viewer, *, state: NoticeState | None, day: date | None, number: str) -> NoticeList:
    """One page of the envelopes, the newest day first, what went wrong first in it. Three queries."""
    lang, seen = page_language(), Notice.objects.visible_to(viewer)
    counted = list(seen.values_list("day", "state", "kind").annotate(number=Count("pk")).order_by("-day"))
    here = [(its, n) for on, its, _kind, n in counted if day in (None, on)]
    numbers = {shown: sum(n for its, n in here if its in inner) for shown, inner in SHOWN.items()}
    rows = seen.select_related("recipient", "participant").order_by(
        "-day", WORST_FIRST, DanishOrder("recipient__first_name"), "pk"
    )
    if day is not None:
        rows = rows.filter(day=day)
    if state is not None:
        rows = rows.filter(state__in=SHOWN[state])
    page = Paginator(rows, PAGE).get_page(number)
    return NoticeList(
        days=_by_day(page, viewer, lang),
        page=page,
        counts=_day_counts(counted, day, viewer.today, lang),
        states=[
            StateCount("", _("All"), sum(numbers.values()), state is None),
            *(StateCount(s.value, say_state(s), n, s is state) for s, n in numbers.items()),
        ],
        again=sum(
            n
            for on, its, kind, n in counted
            if its == NoticeState.FAILED and may_resend(NoticeKind(kind), on, viewer.today)
        ),
    )


def _by_day(page: Page[Notice], viewer: Viewer, lang: Language) -> list[DayLines]:
    days: defaultdict[date, list[Line]] = defaultdict(list)
    for notice in page:
        days[notice.day].append(_line(notice, viewer, lang))
    return [
        DayLines(capfirst(say_day(day, viewer.today, lang, weekday_back=True)), lines) for day, lines in days.items()
    ]


def _line(notice: Notice, viewer: Viewer, lang: Language) -> Line:
    state, kind = NoticeState(notice.state), NoticeKind(notice.kind)
    shown = NoticeState.OWED if state is NoticeState.CLAIMED else state
    what = str(NOTICE_KINDS[kind])
    if kind is NoticeKind.DIGEST and notice.items:
        tasks = ngettext("%(number)s task", "%(number)s tasks", notice.items) % {"number": notice.items}
        what = f"{what}: {tasks}"
    return Line(
        pk=notice.pk,
        recipient=say_role(notice.participant.role) if notice.participant else str(notice.recipient),
        what=what,
        chip=chip(TONES[state], say_state(shown)),
        when=_say_when(notice, state, viewer, lang),
        why=say_reason(notice.reason) if state is not NoticeState.SENT else "",
        remedy=say_remedy(shown, notice.reason, of_talk=notice.participant is not None),
        again=state is NoticeState.FAILED and may_resend(kind, notice.day, viewer.today),
    )


def _say_when(notice: Notice, state: NoticeState, viewer: Viewer, lang: Language) -> str:
    """When it was sent, or is tried the next time."""
    moment = notice.sent_at if state is NoticeState.SENT else notice.not_before
    if moment is None or state in {NoticeState.FAILED, NoticeState.WITHDRAWN}:
        return ""
    words = say_moment(moment, viewer.today, lang)
    if state is not NoticeState.SENT:
        return _("is tried %(when)s") % {"when": words} if moment > viewer.now else _("is tried in a moment")
    return _("%(when)s, perhaps twice") % {"when": words} if notice.repeated else words


def say_state(state: NoticeState) -> str:
    return str(NOTICE_STATES[state])


def _day_counts(
    counted: Sequence[tuple[date, str, str, int]], chosen: date | None, today: date, lang: Language
) -> list[DayCount]:
    """The latest days, and the chosen one if it is older."""
    of_day: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for day, state, _kind, number in counted:
        of_day[day][state] += number
    days = [day for place, day in enumerate(of_day) if place < DAYS or day == chosen]
    return [
        DayCount(
            day=day.isoformat(),
            name=capfirst(say_day(day, today, lang, weekday_back=True)),
            words=", ".join(
                f"{number} {say_state(shown).lower()}"
                for shown, inner in SHOWN.items()
                if (number := sum(of_day[day][its] for its in inner))
            ),
            failed=bool(of_day[day][NoticeState.FAILED]),
            chosen=day == chosen,
        )
        for day in days
    ]
