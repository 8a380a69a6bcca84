"""Guides as the pages show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.calendar import COPENHAGEN
from people.language import page_language
from people.terms import with_terms
from people.viewer import Viewer
from people.words import say_date
from retention.models import GuideVersion
from retention.rules.knowledge import Block, FlowStep, GuideKey, blocks_of, steps_of


@dataclass(frozen=True, slots=True)
class GuideRow:
    key: str
    title: str
    summary: str
    checked: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """`versions` say who saved it when, the latest first."""

    key: str
    title: str
    summary: str
    steps: tuple[FlowStep, ...]
    blocks: tuple[Block, ...]
    source: tuple[Block, ...]
    owner: str
    checked: str
    versions: tuple[str, ...]


def guides(viewer: Viewer) -> tuple[GuideRow, ...]:
    """The guides in the order of their keys. One query."""
    latest = GuideVersion.objects.order_by("key", "-number").distinct("key")
    rows = {row.key: row for row in latest}
    return tuple(_row(rows[key], viewer) for key in GuideKey if key in rows)


def _row(row: GuideVersion, viewer: Viewer) -> GuideRow:
    checked = say_date(row.checked_on, viewer.today, page_language())
    return GuideRow(row.key, with_terms(row.title), with_terms(row.summary), checked)


def guide_page(row: GuideVersion, viewer: Viewer) -> GuidePage:
    """One query besides the row."""
    versions = GuideVersion.objects.filter(key=row.key).select_related("saved_by").order_by("-number")
    return GuidePage(
        key=row.key,
        title=with_terms(row.title),
        summary=with_terms(row.summary),
        steps=tuple(steps_of(with_terms(row.steps))),
        blocks=tuple(blocks_of(with_terms(row.text))),
        source=tuple(blocks_of(with_terms(row.source))),
        owner=with_terms(row.owner),
        checked=say_date(row.checked_on, viewer.today, page_language()),
        versions=tuple(_say_version(version, viewer) for version in versions),
    )


def _say_version(version: GuideVersion, viewer: Viewer) -> str:
    day = say_date(version.saved_at.astimezone(COPENHAGEN).date(), viewer.today, page_language())
    if version.saved_by is None:
        return _("%(day)s, came with Tilbage") % {"day": day}
    return _("%(day)s, by %(name)s") % {"day": day, "name": version.saved_by}
