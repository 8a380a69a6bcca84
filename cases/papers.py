"""Papers: tagged, accessible PDF files (PDF/UA-1 and PDF/A-2a at once), set by typst.

What people wrote reaches typst as data and is never read as markup. The same content makes the same file.
"""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import typst
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

FONT: Final = "IBM Plex Sans"


def typeset(template: Path, content: dict[str, Any], *, made_at: datetime) -> bytes:
    """The template finds the content, which is plain JSON, in `sys.inputs.content`.

    Characters that steer and are not seen are left out: some turn the words of others around. The standards refuse
    what no font at hand can draw, such as an emoji: it is spelled out.
    """
    seen = _translated(content, _SEEN)
    try:
        return _compiled(template.read_bytes(), template.parent, seen, made_at)
    except typst.TypstError:
        return _compiled(template.read_bytes(), template.parent, _translated(seen, _DRAWN), made_at)


def _compiled(source: bytes, root: Path | None, content: dict[str, Any], made_at: datetime) -> bytes:
    compiler = typst.Compiler(source, root=root, font_paths=_fonts(), sys_inputs={"content": json.dumps(content)})
    # A file's own clock has no parts of a second.
    at = made_at.astimezone(UTC).replace(microsecond=0)
    file = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=at)
    return cast("bytes", file)


# --- Fonts -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The design system's, and those that typst brings for other alphabets; never what the machine happens to have."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[settings.PAPER_FONTS])
    if FONT not in fonts.families():
        raise ImproperlyConfigured(f"{FONT} is not in {settings.PAPER_FONTS}: papers would look like another house's.")
    return fonts


def check_fonts(**_: Any) -> list[CheckMessage]:
    """Before the first paper is wanted. Typst itself would take another font without a word."""
    try:
        _fonts()
    except ImproperlyConfigured as fault:
        return [Error(str(fault), hint="Install the front end's packages: npm ci.", id="cases.E001")]
    return []


# --- Characters that cannot be drawn -------------------------------------------------------------------------


class _Table(dict[int, str]):
    """For `str.translate`; filled as characters come along, since there are a million of them."""

    def __init__(self, put: Callable[[str], str]) -> None:
        self._put = put

    def __missing__(self, number: int) -> str:
        self[number] = self._put(chr(number))
        return self[number]


def _translated(value: Any, table: _Table) -> Any:
    match value:
        case str():
            return value.translate(table)
        case list():
            return [_translated(one, table) for one in value]
        case dict():
            return {key: _translated(one, table) for key, one in value.items()}
        case _:
            return value


def _seen(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf"}:
        return character
    return " " if character == "\t" else ""


def _drawn(character: str) -> str:
    """`[slightly smiling face]`, by its name in Unicode, where there is no glyph; found by trying."""
    try:
        _compiled(_TRIAL, None, {"text": character}, datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        # Accents, and the colour of a thumb.
        if unicodedata.category(character) in {"Mn", "Me", "Sk"}:
            return ""
        return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
    return character


_TRIAL: Final = f"""
#set document(title: "x")
#set text(font: "{FONT}")
#json(bytes(sys.inputs.content)).text
""".encode()
_SEEN: Final = _Table(_seen)
_DRAWN: Final = _Table(_drawn)
