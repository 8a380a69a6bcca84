"""Logs that tell what failed and where, and nothing of whom it was about.

An exception's own words may quote a row or what somebody typed (a database names the failing values), and a
traceback with local variables quotes everything. So both are left out: the kind of exception and the lines remain.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def frames(exc_info: ExcInfo) -> str:
    """The kind of exception and the lines that led to it, its causes first; no words and no values."""
    _, error, _ = exc_info
    told: list[str] = []
    while error is not None:
        lines = "".join(traceback.format_tb(error.__traceback__))
        told.append(f"{type(error).__module__}.{type(error).__name__}\n{lines}".rstrip())
        error = error.__cause__ or error.__context__
    return "\n".join(reversed(told))


class Formatter(logging.Formatter):
    """The plain format, with exceptions as `frames` tells them."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return frames(ei)


def told_by_frames(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A structlog processor: what failed, without words and values."""
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if isinstance(exc_info, tuple):
        event["exception"] = frames(exc_info)
    event.pop("exception_only", None)
    return event


def configure() -> None:
    """One line of JSON for each event, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            told_by_frames,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
