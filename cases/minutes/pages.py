"""What the page of minutes shows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.minutes.access import writes
from cases.minutes.content import from_json
from cases.minutes.panels import on_screen
from cases.minutes.queries.pages import (
    CommentRow,
    CopyRow,
    VersionRow,
    comment_rows,
    comments_on,
    copy_rows,
    version_rows,
    versions_of,
)
from cases.minutes.rules import newest_standing
from cases.models import Minutes
from cases.panels import Panel
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Page:
    """One version, as it was sent; of one that was recalled only that it was. `may_write`: amends and recalls it.

    `newer` leads to the version that counts, where that is another.
    """

    title: str
    shown: VersionRow
    content: Panel | None
    newer: VersionRow | None
    versions: tuple[VersionRow, ...]
    copies: tuple[CopyRow, ...]
    comments: tuple[CommentRow, ...]
    may_write: bool


def page_of(minutes: Minutes, viewer: Viewer) -> Page:
    """Three queries."""
    versions = versions_of(minutes.conversation)
    counts = newest_standing(versions)
    rows = version_rows(versions, viewer)
    stands = minutes.recalled_at is None
    shown = next(row for row in rows if row.ref == minutes.ref)
    content = from_json(minutes.content) if stands else None
    return Page(
        title=content.title if content else _("Minutes"),
        shown=shown,
        content=on_screen(content) if content else None,
        newer=next((row for row in rows if row.counts and row != shown), None),
        versions=rows,
        copies=copy_rows(minutes, viewer),
        comments=comment_rows(comments_on(minutes.conversation), viewer, counts=counts),
        may_write=stands and writes(viewer, minutes),
    )
