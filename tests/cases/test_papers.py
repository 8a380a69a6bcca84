"""Papers find their letters, or say so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typst
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from cases import papers

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def no_fonts(settings: Any, tmp_path: Path) -> Iterator[None]:
    papers._fonts.cache_clear()
    settings.PAPER_FONTS = tmp_path
    yield
    papers._fonts.cache_clear()


def template(folder: Path, body: str) -> Path:
    path = folder / "paper.typ"
    path.write_text(f'#set document(title: "Papir")\n#set text(lang: "da", font: "IBM Plex Sans")\n{body}')
    return path


def test_the_house_has_its_letters() -> None:
    assert [fault.id for fault in run_checks() if fault.id == "cases.E001"] == []


@pytest.mark.usefixtures("no_fonts")
def test_missing_letters_are_told_before_the_first_paper() -> None:
    assert [fault.id for fault in run_checks() if fault.id == "cases.E001"] == ["cases.E001"]


@pytest.mark.usefixtures("no_fonts")
def test_no_paper_is_made_with_other_letters(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="IBM Plex Sans"):
        papers.typeset(template(tmp_path, "= Hej"), {}, made_at=AT)


def test_a_paper_is_made_at_any_moment(tmp_path: Path) -> None:
    now = AT.replace(microsecond=123456)
    assert papers.typeset(template(tmp_path, "= Hej"), {}, made_at=now).startswith(b"%PDF")


def test_a_template_that_skips_a_heading_makes_no_paper(tmp_path: Path) -> None:
    with pytest.raises(typst.TypstError, match="heading"):
        papers.typeset(template(tmp_path, "= Hej\n=== Hvor blev to af"), {}, made_at=AT)


def test_a_template_reads_nothing_but_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hemmeligt")
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(typst.TypstError):
        papers.typeset(template(inner, '= Hej\n#read("../secret.txt")'), {}, made_at=AT)
