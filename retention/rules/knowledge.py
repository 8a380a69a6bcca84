"""Guides: which there are, and how their plain text is laid out. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final


class GuideKey(StrEnum):
    """The schemes that have a guide; the part of the address, too."""

    FAST_TRACK = "fast-track"
    SECTION_56 = "paragraf-56"
    PARTIAL_RETURN = "delvis-raskmelding"
    ABILITY_STATEMENT = "mulighedserklaering"
    PERSONAL_ASSISTANCE = "personlig-assistance"
    PRAKTIK = "praktik"


class Event(StrEnum):
    """What the flows of knowledge record."""

    GUIDE_SAVED = "guide_saved"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text: one line for a paragraph or heading, one for each entry of a list."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A box of the drawing; `who` and `when` may be empty."""

    who: str
    what: str
    when: str


_MARKS: Final = (
    (BlockKind.HEADING, re.compile(r"#\s+(.*)")),
    (BlockKind.LIST, re.compile(r"[-*•]\s+(.*)")),
    (BlockKind.NUMBERED, re.compile(r"\d{1,2}[.)]\s+(.*)")),
)


def blocks_of(text: str) -> list[Block]:
    """A text as it is laid out: `# ` begins a heading, `- ` an entry of a list, `1. ` a numbered step.

    Other lines are a paragraph, which ends at an empty line. Everything else stands as it was written.
    """
    marked = [_marked(line.strip()) for line in text.splitlines()]
    found: list[Block] = []
    for kind, group in groupby(marked, key=lambda line: line[0]):
        lines = tuple(words for _kind, words in group)
        if kind is BlockKind.PARAGRAPH:
            found.append(Block(kind, (" ".join(lines),)))
        elif kind is BlockKind.HEADING:
            found += [Block(kind, (line,)) for line in lines]
        elif kind is not None:
            found.append(Block(kind, lines))
    return found


def _marked(line: str) -> tuple[BlockKind | None, str]:
    if not line:
        return None, ""
    for kind, pattern in _MARKS:
        match = pattern.fullmatch(line)
        if match:
            return kind, match[1].strip()
    return BlockKind.PARAGRAPH, line


def steps_of(drawing: str) -> list[FlowStep]:
    """The boxes of a drawing, one a line: `Leder: tal om det | inden 5 uger`. Empty lines are passed by."""
    found = []
    for line in drawing.splitlines():
        what, _bar, when = line.partition("|")
        who, colon, rest = what.partition(":")
        if colon and rest.strip():
            found.append(FlowStep(who.strip(), rest.strip(), when.strip()))
        elif what.strip():
            found.append(FlowStep("", what.strip(), when.strip()))
    return found
