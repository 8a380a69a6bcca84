"""Logs that tell what failed and where, and nothing of whom it was about.

An exception's own words may quote a row or what somebody typed (a database names the failing values), and a
traceback with local variables quotes everything. So both are left out: the kind of exception and the lines remain.
"""

import copy
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Final

import structlog

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

# The token of an invitation, of a forgotten password or of a place at a talk opens something.
# One by which another program reads figures comes in a header, which is not logged; whoever puts it elsewhere is wrong.
OPENS: Final = re.compile(
    r"(/invitation/[^/\s]+/|/konto/ny/[0-9A-Za-z]+-|/moede/|/moeder/udefra/|/puls/|\btilbage_(?=[\w-]{20}))[^/\s?]+"
)


def without_tokens(text: str) -> str:
    """An address, or words around one, without what would open something."""
    return OPENS.sub(r"\1...", text)


def frames(exc_info: ExcInfo) -> str:
    """The kind of exception and the lines that led to it, its causes first; no words and no values."""
    told = []
    for error in _chain(exc_info[1]):
        lines = "".join(traceback.format_tb(error.__traceback__))
        told.append(f"{_kind(error)}\n{lines}".rstrip())
    return "\n".join(reversed(told))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what caused it; each once, since some go round in a ring."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__name__}"


class Formatter(logging.Formatter):
    """The plain format, with exceptions as `frames` tells them, and messages without an exception's words or tokens."""

    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)
        told.msg, told.args = without_tokens(_message(record)), None
        told.exc_text = None  # what another formatter may have left there
        return super().format(told)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return frames(ei)


def _message(record: logging.LogRecord) -> str:
    """The message, with an exception in it told by its kind: given as a value, or said by somebody else's code.

    Celery writes the words of what a task raised into its message, under the name `exc`.
    """
    told = copy.copy(record)
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(record.args, Mapping):
        told.args = {name: _spoken(value) for name, value in record.args.items()}
        if "exc" in record.args:
            told.args["exc"] = "?" if error is None else _kind(error)
    elif record.args:
        told.args = tuple(map(_spoken, record.args))
    elif isinstance(record.msg, BaseException):
        told.msg = _kind(record.msg)
    message = told.getMessage()
    for each in _chain(error):
        for words in filter(None, (repr(each), str(each))):
            message = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", _kind(each), message)
    return message


def _spoken(value: object) -> object:
    return _kind(value) if isinstance(value, BaseException) else value


def told_by_frames(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A structlog processor: what failed, without words and values."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    elif isinstance(exc_info, BaseException):
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
