"""Lists and packs as papers: tagged PDF files, set by one template."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cases.papers import typeset
from people.language import page_language

_TEMPLATE = Path(__file__).with_name("pack.typ")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the paper's."""

    label: str
    width: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under a heading, which may be empty; without rows `empty` stands there."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """`whose` is the unit; `lead` says on top of when it is and what has changed, `notes` below how it is counted."""

    title: str
    whose: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    confidential: bool = False


def pdf(paper: Paper, *, made_at: datetime) -> bytes:
    """The same paper makes the same file."""
    words = {
        "municipality": settings.MUNICIPALITY_NAME,
        "lang": page_language(),
        "page": _("Page"),
        "of": _("of"),
        "foot": f"{_('Confidential') + '. ' if paper.confidential else ''}{paper.title}, {paper.whose}",
    }
    return typeset(_TEMPLATE, {**asdict(paper), **words}, made_at=made_at)
