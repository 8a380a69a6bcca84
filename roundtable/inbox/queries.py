"""What the inbox is told, read at once."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, Func, OuterRef, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cases.models import FollowUp
from cases.panels import Panel
from people.calendar import ClockMode
from people.language import page_language
from people.models import User
from people.querysets import Among
from people.viewer import Viewer
from people.words import Language
from retention.caseload.queries.inbox import Clocked, Clocks
from roundtable.inbox.waiting import read_waiting, waiting_of
from roundtable.kinds import HELP, HOLD, LEAD, PLAN
from roundtable.models import Meeting
from roundtable.request.queries import Known, known_columns, known_from, read_closing_days, target_from
from roundtable.rules import clock
from roundtable.rules.clock import Target
from roundtable.rules.meetings import RequestReason
from roundtable.words import PAUSE_REASONS, say_wished


def clocks_of(viewer: Viewer, follow_ups: Collection[int]) -> Clocks:
    """For `TASK_CLOCKS`. One query."""
    columns: dict[str, Any] = {
        "clocks": _read_clocks(follow_ups),
        "closing_days": read_closing_days(),
        **read_waiting(viewer),
    }
    oneself: Any = User.objects.filter(pk__in=[viewer.actor_id])
    row: dict[str, Any] = oneself.values(**columns).get()
    about, lang = target_from(row["closing_days"]), page_language()
    panels = [Panel("roundtable/inbox.html", rows) for rows in waiting_of(row, about, viewer, lang)]
    of = dict(_clocks(row["clocks"], about, viewer, lang))
    if not of:
        return Clocks("", "", {}, panels)
    note = _("The clock runs on working days only, and stands still at weekends and on holidays.")
    return Clocks(
        heading=_("%(hours)s hours") % {"hours": about.hours},
        note=note if about.mode is ClockMode.WORKING_DAYS else "",
        of=of,
        panels=panels,
    )


def _read_clocks(follow_ups: Collection[int]) -> ArraySubquery:
    """For a query of one row: those of the tasks that are of a meeting."""
    known = Meeting.objects.filter(ref=OuterRef("meeting_ref")).values(json=known_columns())[:1]
    rows = FollowUp.objects.filter(Among("pk", follow_ups), kind__in=[PLAN, HOLD, HELP, LEAD]).annotate(
        meeting_ref=Func(F("key"), Value(":"), Value(2), function="split_part", output_field=CharField())
    )
    return ArraySubquery(rows.values(json=JSONObject(pk="pk", kind="kind", due_at="due_at", known=Subquery(known))))


def _clocks(rows: list[dict[str, Any]], about: Target, viewer: Viewer, lang: Language) -> Iterator[tuple[int, Clocked]]:
    for row in rows:
        if row["known"]:
            due_at = datetime.fromisoformat(row["due_at"]) if row["due_at"] else None
            yield row["pk"], _clocked(row["kind"], due_at, known_from(row["known"]), about, viewer, lang)


def _clocked(
    kind: str, due_at: datetime | None, known: Known, about: Target, viewer: Viewer, lang: Language
) -> Clocked:
    """A follow-up meeting is planned as soon as it is asked for, and says no more of its clock."""
    follows_up = known.reason == RequestReason.FOLLOW_UP and known.clock.planned_at is not None
    wished = say_wished(known.requester, known.clock.requested_at, viewer.today, lang)
    under = ", ".join(filter(None, (_("Follow-up"), known.place))) if follows_up else wished
    pause = known.clock.running_pause
    return Clocked(
        chip=None if follows_up else clock.chip_of(known.clock, about, viewer.now, lang),
        under=str(PAUSE_REASONS[pause.reason]) if pause else under,
        due_at=due_at,
        is_late=kind != HOLD and known.clock.runs and clock.left(known.clock, about, viewer.now) <= timedelta(),
    )
