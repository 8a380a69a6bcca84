"""Of when the page of figures is: how long, and the times beside it. No database."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from people.forms import DAY_FORMAT
from people.viewer import Viewer
from roundtable.figures.page import say_window
from roundtable.rules.windows import Span, Window, after, before


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """`pills` say how long, `earlier` and `later` lead to the times beside it where there are any; `query` is what the
    address of the page and of its files has. `is_free`: the days are typed.
    """

    pills: tuple[Link, ...]
    earlier: Link | None
    later: Link | None
    query: str
    is_free: bool


def choice_of(span: Span, window: Window, viewer: Viewer) -> Choice:
    labels = {
        Span.MONTH: _("Month"),
        Span.QUARTER: _("Quarter"),
        Span.YEAR: _("Year"),
        Span.FREE: _("From day to day"),
    }
    # A longer time leads to the latest shorter one in it that has begun.
    at = min(window.last, viewer.today) if window.first <= viewer.today else window.first
    pills = tuple(
        Link(label, f"?{query_of(each, Window(window.first if each is Span.FREE else at, at))}", each is span)
        for each, label in labels.items()
    )
    is_free = span is Span.FREE
    earlier, later = (None, None) if is_free else (before(span, window), after(span, window))
    return Choice(
        pills=pills,
        earlier=_link(span, earlier, viewer) if earlier else None,
        later=_link(span, later, viewer) if later and later.first <= viewer.today else None,
        query=query_of(span, window),
        is_free=is_free,
    )


def _link(span: Span, window: Window, viewer: Viewer) -> Link:
    return Link(say_window(window, span, viewer), f"?{query_of(span, window)}")


def query_of(span: Span, window: Window) -> str:
    said = {"slags": span, "fra": window.first.strftime(DAY_FORMAT)}
    if span is Span.FREE:
        said["til"] = window.last.strftime(DAY_FORMAT)
    return urlencode(said)
