"""What is chosen on the page of messages, as it stands in its address."""

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from cases.notices.rules import NoticeState
from cases.outbox.queries import SHOWN


def chosen_state(told: QueryDict) -> NoticeState | None:
    return next((state for state in SHOWN if state == told.get("state")), None)


def chosen_day(told: QueryDict) -> date | None:
    try:
        return date.fromisoformat(told.get("day", ""))
    except ValueError:
        return None


def address(state: NoticeState | None, day: date | None) -> str:
    chosen = [("state", state.value)] if state else []
    return urlencode([*chosen, *([("day", day.isoformat())] if day else [])])
