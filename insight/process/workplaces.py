"""Workplaces where unusually many are away, and what to do next. Of units, never of a leader by name."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.access import units_seen_by
from insight.process.queries import workplaces_on
from insight.process.words import SIGNALS
from insight.rules.clusters import Cluster, as_of, clusters_in
from insight.rules.measures import FEWEST
from people.calendar import ONE_DAY
from people.language import page_language
from people.viewer import Viewer
from people.words import say_number, say_percent, say_period
from roundtable.series.access import may_begin


@dataclass(frozen=True, slots=True)
class Row:
    """`base` is how many work there, `share` how much of them it is (empty of few), `elsewhere` the same in the rest of
    the municipality. `next` says what to do; `url` leads to a series of care talks, where the viewer may begin one.
    """

    unit: str
    above: str
    signal: str
    number: str
    share: str
    base: str
    elsewhere: str
    next: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """`days` are those in which absences began; `one_in` says how seldom chance gives as many."""

    days: str
    one_in: str
    rows: tuple[Row, ...]


def workplaces_page(viewer: Viewer) -> Page:
    """One query."""
    lang, until = page_language(), as_of(viewer.today)
    since = until - (settings.CLUSTER_DAYS - 1) * ONE_DAY
    seen = units_seen_by(viewer)
    clusters = clusters_in(workplaces_on(until, since), 1 / settings.CLUSTER_ONE_IN)
    return Page(
        days=say_period(since, until, viewer.today, lang),
        one_in=say_number(settings.CLUSTER_ONE_IN, 0, lang),
        rows=tuple(_row(cluster, viewer) for cluster in clusters if cluster.unit in seen),
    )


def _row(cluster: Cluster, viewer: Viewer) -> Row:
    lang, house = page_language(), viewer.organisation
    parent = house.parents[cluster.unit]
    share = ""
    if cluster.number is None:
        number = _("fewer than %(number)s people") % {"number": FEWEST}
    else:
        number = ngettext("%(number)s person", "%(number)s people", cluster.number) % {"number": cluster.number}
        share = say_percent(100 * cluster.number / cluster.people, 0, lang)
    return Row(
        unit=house.unit_names[cluster.unit],
        above="" if parent is None else house.unit_names[parent],
        signal=str(SIGNALS[cluster.signal]),
        number=number,
        share=share,
        base=say_number(cluster.people, 0, lang),
        elsewhere=say_percent(100 * cluster.elsewhere, 1, lang),
        next=_("You lead here. Look at it with your TRIO, and with your own leader.")
        if cluster.unit in viewer.led.units
        else _("Talk with the leader about what lies behind it."),
        url=reverse("series_add") if may_begin(viewer, cluster.unit) else "",
    )
