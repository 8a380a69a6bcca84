"""Series that leaders wish for: they wait for a consultant until somebody is invited."""

from django.db.models import QuerySet

from cases.notices.rules import News, NoticeKind
from people.models import Capacity
from people.rules import CapacityKind
from people.viewer import Viewer
from roundtable.models import Series
from roundtable.rules.series import KEEPERS, SeriesState


def news_of_wishes(viewer: Viewer) -> list[News]:
    """For `NEWS`: every consultant is told."""
    rows = list(wished_series(viewer).values_list("ref", "begun_on"))
    if not rows:
        return []
    held = Capacity.objects.filter(kind=CapacityKind.CONSULTANT).held(viewer.today)
    team = frozenset(held.values_list("user_id", flat=True))
    return [News(NoticeKind.SERIES, ref, begun_on, team) for ref, begun_on in rows]


def wished_series(viewer: Viewer) -> "QuerySet[Series, Series]":
    """Begun by somebody who keeps no series themselves, and nobody is invited yet; the oldest first."""
    keepers = Capacity.objects.filter(kind__in=KEEPERS).held(viewer.today).values("user")
    rows = Series.objects.filter(state=SeriesState.PREPARING, begun_by__isnull=False)
    return rows.exclude(begun_by__in=keepers).order_by("begun_on", "pk")
