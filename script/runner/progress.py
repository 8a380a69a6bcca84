"""Short lines that say what is being waited for, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class _Screen:
    stream: TextIO = sys.stdout


def report_on(stream: TextIO) -> None:
    """Choose where progress goes: `script/manage` leaves standard output to the command it runs."""
    _Screen.stream = stream


def say(text: str, end: str = "\n") -> None:
    """Print at once. A terminal that has gone away must not keep anybody from tidying up."""
    try:
        _Screen.stream.write(text + end)
        _Screen.stream.flush()
    except (OSError, ValueError):
        pass


class Stage:
    """One thing that is being waited for."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()

    def tick(self) -> None:
        """Show that time passes, where a terminal can show it on the same line."""
        if _Screen.stream.isatty():
            say(f"\r{self.title} ... {self._seconds():.0f} s ", end="")

    def finish(self) -> None:
        say(f"\r{self.title} ... {self._seconds():.1f} s" if _Screen.stream.isatty() else f"{self._seconds():.1f} s")

    def _seconds(self) -> float:
        return time.monotonic() - self.began


@contextmanager
def stage(title: str) -> Iterator[Stage]:
    """Announce something on a line of its own, and add the seconds it took."""
    current = Stage(title)
    say(f"{title} ... ", end="")
    try:
        yield current
    except BaseException:
        say("")
        raise
    current.finish()
