"""What the night settles, and the law's numbers that the house brings."""

import tomllib
from pathlib import Path
from typing import Final

from django.db import transaction

from people.models import Employee
from people.rules import insist
from people.viewer import Viewer
from retention.fasttrack.flows.writing import ONE_DAY, owe_next, record, unused_window, withdraw
from retention.fasttrack.queries import closed_unused, law_on, unsettled, windows_of
from retention.models import FastTrack, StatutoryParameter
from retention.rules.fasttrack import (
    UNSENT,
    Event,
    FastTrackEvent,
    FastTrackKind,
    FastTrackState,
    Window,
    next_state,
    outlasted,
)

STATUTORY: Final = Path(__file__).parents[2] / "data" / "statutory.toml"


@transaction.atomic
def settle_fast_tracks(*, by: Viewer) -> int:
    """The night's work, which may run twice: windows that have closed, days that absence has moved, and who is back.

    An unsent referral whose window has closed is missed, and asks for its reason; one whose spell is over, or gone, is
    withdrawn. A window that closed without any referral is written down as missed. What is owed follows the window.
    Returns how many rows changed. Audit: `fast_track_withdrawn`, `fast_track_missed` for each.
    """
    law, today = law_on(by.today), by.today
    locked = {row.employee_id for row in unsettled(today)} | {who.pk for who, _window in closed_unused(law, today)}
    Employee.objects.lock(locked)
    # Read anew, as it stands now that nobody else can change it.
    rows = [row for row in unsettled(today) if row.employee_id in locked]
    about = windows_of(rows, law, today)
    changed = 0
    for row in rows:
        span, window = about.get(row.pk, (None, None))
        over = span is None or (span.last is not None and span.last < today)
        outlived = span is not None and window is not None and outlasted(span, window, today)
        if row.kind == FastTrackKind.ORDINARY and row.state in UNSENT and outlived:
            _miss(row, window, by)
        elif row.kind == FastTrackKind.ORDINARY and (
            (row.state in UNSENT and over) or (row.state == FastTrackState.MISSED and not outlived)
        ):
            withdraw(row, by)
            record(Event.WITHDRAWN, row, by.standing, by, ["state"])
        elif not owe_next(row, window, by):
            continue
        changed += 1
    for employee, window in closed_unused(law, today):
        if employee.pk in locked:
            _miss(unused_window(employee, window, by), window, by)
            changed += 1
    return changed


def seed_parameters(*, by: Viewer) -> int:
    """Adds the law's numbers that are not there yet, and ends those that the law has ended."""
    insist(by.is_system, "only_the_system")
    known = {(row.key, row.first_day): row for row in StatutoryParameter.objects.all()}
    shipped = tomllib.loads(STATUTORY.read_text(encoding="utf-8"))["parameter"]
    for values in shipped:
        row = known.get((values["key"], values["first_day"]))
        if row is not None and row.last_day is None and "last_day" in values:
            StatutoryParameter.objects.filter(pk=row.pk).update(last_day=values["last_day"])
    new = [StatutoryParameter(**values) for values in shipped if (values["key"], values["first_day"]) not in known]
    return len(StatutoryParameter.objects.bulk_create(new))


def _miss(row: FastTrack, window: Window | None, by: Viewer) -> None:
    row.state, row.closed_on = next_state(FastTrackState(row.state), FastTrackEvent.MISS), by.today
    row.missed_on = window.last + ONE_DAY if window else by.today
    row.save()
    owe_next(row, window, by)
    record(Event.MISSED, row, by.standing, by, ["state"])
