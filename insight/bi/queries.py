"""HR's page of tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from insight.bi.words import SCOPES, STATES
from insight.models import ApiToken
from insight.rules.tokens import BEGINS, Scope, State, state_of
from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, chip, say_date

ENDED_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One token. `mark` is how it begins; `ref` is empty where it has been ended."""

    ref: str
    name: str
    mark: str
    opens: str
    reach: str
    last_day: str
    last_used: str
    made: str
    state: Chip


def tokens_of(viewer: Viewer) -> list[Line]:
    """Those that have not been ended, by name, and the latest that have. Two queries."""
    rows = ApiToken.objects.select_related("unit", "made_by")
    standing = rows.filter(ended_at=None).order_by("name", "pk")
    ended = rows.exclude(ended_at=None).order_by(F("ended_at").desc(), "-pk")[:ENDED_SHOWN]
    return list(_lines([*standing, *ended], viewer))


def _lines(rows: Iterable[ApiToken], viewer: Viewer) -> Iterable[Line]:
    today, lang = viewer.today, page_language()
    for row in rows:
        state = state_of(ended=row.ended_at is not None, last_day=row.last_day, today=today)
        tone, words = STATES[state]
        made_on = row.made_at.astimezone(COPENHAGEN).date()
        made = {"day": say_date(made_on, today, lang), "who": str(row.made_by or "Tilbage")}
        yield Line(
            ref="" if state is State.ENDED else row.ref,
            name=row.name,
            mark=f"{BEGINS}{row.mark}…",
            opens=_opens(row),
            reach=row.unit.name if row.unit else _("Every unit"),
            last_day=say_date(row.last_day, today, lang),
            last_used=say_date(row.last_used_on, today, lang) if row.last_used_on else _("Not yet"),
            made=_("Made %(day)s by %(who)s") % made,
            state=chip(tone, str(words)),
        )


def _opens(row: ApiToken) -> str:
    """`Hvilke enheder der er, enhedernes tal`."""
    return ", ".join(str(SCOPES[scope]) for scope in Scope if scope in row.scopes).capitalize()
