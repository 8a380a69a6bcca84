"""The interface's words: found in the sources, kept in a catalogue, compiled. Needs none of the gettext tools."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

ROOT: Final = Path(settings.BASE_DIR)
LOCALE: Final = ROOT / "locale"
DANISH: Final = LOCALE / "da" / "LC_MESSAGES" / "django.po"
# What Django and allauth say, in plainer words; these texts stand in no source of ours.
PLAINER: Final = LOCALE / "plainer.po"
NOT_OURS: Final = frozenset({"node_modules", "tests", "migrations", "benchmarks", "locale", "script", "docs"})
KEYWORDS: Final = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
DANISH_PLURALS: Final = "nplurals=2; plural=(n != 1);"


def sources() -> Iterator[Path]:
    """Modules and templates of the project, in a fixed order."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(ROOT.rglob(pattern)):
            parts = path.relative_to(ROOT).parts
            if not NOT_OURS & set(parts) and not any(part.startswith(".") for part in parts):
                if pattern == "*.txt" and parts[0] != "templates":
                    continue
                yield path


def as_python(path: Path) -> str:
    """The source as Python with its marked texts; a template becomes calls between blanked-out text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return re.sub(r"(?m)^[ \t]+", "", templatize(text, origin=str(path)))


def found() -> Catalog:
    """Everything that is marked for translation, without translations."""
    catalogue = Catalog(locale="da", fuzzy=False)
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        source = BytesIO(as_python(path).encode())
        for _, ids, _, context in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
            if ids:
                catalogue.add(ids, locations=[(name, 0)], context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """A catalogue; an empty one where there is no such file."""
    if not path.exists():
        return Catalog(locale="da")
    with path.open("rb") as file:
        return read_po(file, locale="da")


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return not message.fuzzy and bool(strings) and all(strings)


def current() -> Catalog:
    """What is found, with the translations that there are."""
    catalogue, known = found(), read(DANISH)
    for message in catalogue:
        translated = known.get(message.id, message.context) if message.id else None
        if translated is not None and is_translated(translated):
            message.string = translated.string
    for message in read(PLAINER):
        if message.id:
            catalogue.add(message.id, message.string, context=message.context)
    return catalogue


def missing() -> list[str]:
    """The texts without a Danish translation, each with where it stands."""
    return [
        f"{message.locations[0][0] if message.locations else PLAINER.name}: {singular(message)}"
        for message in current()
        if message.id and not is_translated(message)
    ]


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def write(catalogue: Catalog, path: Path) -> None:
    """Sorted, without line numbers and dates, so that a change shows only what changed."""
    catalogue.project, catalogue.version = "tilbage", ""
    body = BytesIO()
    write_po(body, catalogue, sort_output=True, include_lineno=False, omit_header=True, width=120)
    head = (
        'msgid ""\nmsgstr ""\n"Language: da\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {DANISH_PLURALS}\\n"\n\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")


def compile_catalogues() -> list[Path]:
    """Makes each .mo that is missing or older than its .po; returns what was made."""
    made = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Replaced in one step: two processes may do this at once.
            unfinished = target.with_suffix(f".{os.getpid()}")
            with unfinished.open("wb") as file:
                write_mo(file, read(source))
            unfinished.replace(target)
            # What this process has read of the old one is forgotten, as the development server does.
            translation_file_changed(None, target)
            made.append(target)
    return made
