"""The guard on free text: flags diagnoses, medicine, symptoms, CPR numbers and the municipality's benefit case. Pure.

It asks people to think, and can be told that it is wrong; a CPR number and the benefit case are never let through.
Nothing leaves the server, and what was flagged is kept nowhere.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from people.rules import RuleViolation

WORD_LIST = Path(__file__).with_name("data") / "health_words.toml"


class FlagKind(StrEnum):
    CPR = "cpr"
    DIAGNOSIS = "diagnosis"
    MEDICINE = "medicine"
    SYMPTOM = "symptom"
    BENEFIT = "benefit"  # the municipality's own matter about benefits: the employer is not that authority


# What no reason keeps.
NEVER_KEPT = frozenset({FlagKind.CPR, FlagKind.BENEFIT})


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in the text, as `tidy` returns it: text[start:end] == words."""

    kind: FlagKind
    words: str
    start: int
    end: int


def tidy(text: str) -> str:
    """The text with letters composed, invisible characters gone and its ends trimmed."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf").strip()


def flags_in(text: str) -> list[Flag]:
    """What the guard finds, in the order of the text, never overlapping."""
    text = tidy(text)
    plain = _plain(text)
    numbers = list(_cpr_numbers(plain))
    taken = [(flag.start, flag.end) for flag in numbers]
    words = [flag for flag in _health_words(plain) if all(flag.end <= s or e <= flag.start for s, e in taken)]
    found = sorted([*numbers, *words], key=lambda flag: flag.start)
    return [replace(flag, words=text[flag.start : flag.end]) for flag in found]


def _plain(text: str) -> str:
    """Wide, bold and other dressed-up letters as plain ones, each in its place."""
    return "".join(c if len(plain := unicodedata.normalize("NFKC", c)) != 1 else plain for c in text)


def check_note(text: str, override: str = "") -> None:
    """May the note be kept? `override` says why a flagged one is kept all the same.

    `RuleViolation` with `cpr_in_note`, `benefit_in_note`, `health_in_note`, or the same about the override itself:
    `cpr_in_override`, `benefit_in_override`, `health_in_override`.
    """
    for words, name in ((override, "override"), (text, "note")):
        kinds = {flag.kind for flag in flags_in(words)}
        if FlagKind.CPR in kinds:
            raise RuleViolation(f"cpr_in_{name}")
        if FlagKind.BENEFIT in kinds:
            raise RuleViolation(f"benefit_in_{name}")
        if kinds and (name == "override" or not override.strip()):
            raise RuleViolation(f"health_in_{name}")


def check_text(*texts: str) -> None:
    """May texts that are about nobody be kept, such as a guide or an offer? Only without a CPR number.

    `RuleViolation("cpr_in_note")`.
    """
    for text in texts:
        if any(flag.kind is FlagKind.CPR for flag in flags_in(text)):
            raise RuleViolation("cpr_in_note")


def may_be_kept(kinds: Iterable[FlagKind]) -> bool:
    """Whether a reason can keep what was flagged."""
    return NEVER_KEPT.isdisjoint(kinds)


# --- CPR numbers -------------------------------------------------------------------------------------

# Six digits that may be a day, perhaps a hyphen or another sign, four digits; not inside a longer number. The day may
# be written with signs or spaces between, and then a hyphen comes before the four: a time of day has none.
_GAP = r"[^\S\n]{0,2}"
_DASH = "[-‐‑‒–—―−]"
_CPR = re.compile(
    r"(?<![\d])(?<!\d[-–.,/])(?:"
    rf"(\d\d)(\d\d)(\d\d){_GAP}(?:{_DASH}|[_/.:])?{_GAP}(\d{{4}})"
    rf"|(\d\d){_GAP}[-./ ]?{_GAP}(\d\d){_GAP}[-./ ]?{_GAP}(\d\d){_DASH}(\d{{4}})"
    r")(?![\d])"
)
_REPLACEMENT = 60  # added to the day of a replacement number


def _cpr_numbers(text: str) -> Iterator[Flag]:
    for match in _CPR.finditer(text):
        day, month, year, _ = (int(group) for group in match.groups() if group is not None)
        if _is_a_day(day - _REPLACEMENT if day > _REPLACEMENT else day, month, year):
            yield Flag(FlagKind.CPR, match[0], match.start(), match.end())


def _is_a_day(day: int, month: int, year: int) -> bool:
    """In some century. The check digit says nothing: numbers without it have been given since 2007."""
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


# --- Words -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")


@dataclass
class _Pattern:
    """Entries of one kind, by how they are compared."""

    exact: set[str] = field(default_factory=set)
    capitals: set[str] = field(default_factory=set)
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    phrases: list[re.Pattern[str]] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[str]) -> "_Pattern":
        pattern = cls()
        for entry in entries:
            if " " in entry:
                pattern.phrases.append(_phrase(entry))
            elif entry.isupper():
                pattern.capitals.add(entry)
            elif entry.startswith("*"):
                pattern.endings += (entry[1:],)
            elif entry.endswith("*"):
                pattern.beginnings += (entry[:-1],)
            else:
                pattern.exact.add(entry)
        return pattern

    def has(self, word: str) -> bool:
        small = word.lower()
        return (
            small in self.exact
            or word in self.capitals
            or small.startswith(self.beginnings)
            or small.endswith(self.endings)
        )


def _phrase(entry: str) -> re.Pattern[str]:
    """`*` at a word's end stands for its inflections; any white space separates."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in entry.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


@cache
def _patterns() -> tuple[dict[FlagKind, _Pattern], _Pattern]:
    lists = tomllib.loads(WORD_LIST.read_text(encoding="utf-8"))
    harmless = _Pattern.of(lists.pop("harmless"))
    return {FlagKind(kind): _Pattern.of(entries) for kind, entries in lists.items()}, harmless


# A diagnosis as a code, as WHO's ICD-10 writes it (F32.1), or the Danish health service's SKS (DF321).
_CODE = re.compile(r"(?<!\w)(?:D?[A-TV-Z]\d\d\.\d{1,2}|DF\d{2,3})(?![\w.]*\w)")


def _health_words(text: str) -> Iterator[Flag]:
    kinds, harmless = _patterns()
    spared = [match.span() for phrase in harmless.phrases for match in phrase.finditer(text)]
    found = {match.start(): Flag(FlagKind.DIAGNOSIS, match[0], *match.span()) for match in _CODE.finditer(text)}
    for kind, pattern in kinds.items():
        for phrase in pattern.phrases:
            for match in phrase.finditer(text):
                found.setdefault(match.start(), Flag(kind, match[0], *match.span()))
    for match in _WORD.finditer(text):
        word = match[0]
        parts = [word, *_PART.findall(word)]
        if harmless.has(word) or _lies_in(match.span(), spared):
            continue
        of_word = next((kind for kind, pattern in kinds.items() if any(map(pattern.has, parts))), None)
        if of_word is not None:
            found.setdefault(match.start(), Flag(of_word, word, *match.span()))
    yield from _apart(found.values(), spared)


def _apart(flags: Iterable[Flag], spared: list[tuple[int, int]]) -> Iterator[Flag]:
    """The flags without those inside another or inside something harmless."""
    end = -1
    for flag in sorted(flags, key=lambda flag: (flag.start, -flag.end)):
        if flag.start >= end and not _lies_in((flag.start, flag.end), spared):
            end = flag.end
            yield flag


def _lies_in(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
