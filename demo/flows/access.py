"""Which programs of the demo's municipality read its figures. Nobody has their tokens: they were shown to nobody."""

from datetime import timedelta
from typing import Final

from demo.flows.story import HENRIK
from insight.bi.flows import end_token, make_token, note_reading
from insight.rules.tokens import Scope
from people.access import guest, viewer_for
from people.models import Unit, User
from people.viewer import Viewer

# What for, what it may read, of which unit, for how many days, whether it is used, whether it has been ended.
PROGRAMS: Final = (
    ("Power BI, HR", tuple(Scope), "", 365, True, False),
    ("Ledelsestavle, Velfærd og Sundhed", (Scope.FIGURES,), "Velfærd og Sundhed", 180, False, False),
    ("Prøve hos leverandøren", (Scope.UNITS,), "", 14, True, True),
)


def give_access(*, by: Viewer) -> None:
    """One that reads, one that does not yet, and one that has been ended."""
    henrik = viewer_for(User.objects.get(username=HENRIK), by.now)
    for name, scopes, unit, days, is_used, has_ended in PROGRAMS:
        made = make_token(
            name=name,
            scopes=scopes,
            unit=Unit.objects.get(name=unit).pk if unit else None,
            last_day=by.today + timedelta(days=days),
            by=henrik,
        )
        if is_used:
            note_reading(token=made.token, what="api_units", by=guest(name, by.now))
        if has_ended:
            end_token(token=made.token, by=henrik)
