"""What every template keeps to."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)|\bhref=[\"']data:|\bsrc=[\"']data:",
    re.IGNORECASE,
)
# A control that needs a label beside it; buttons and hidden ones name themselves.
CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*>", re.IGNORECASE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def pictures() -> list[Path]:
    return sorted((ROOT / "static").rglob("*.svg"))


@pytest.mark.parametrize("path", [*TEMPLATES, *pictures()], ids=lambda path: path.name)
def test_nothing_stands_inline(path: Path) -> None:
    assert [found.group() for found in INLINE.finditer(path.read_text())] == []


@pytest.mark.parametrize(
    "line",
    ["<p style='x'>", '<svg style="fill:red">', '<a onclick="x()">', "<script>x()</script>", "<style>", 'src="data:x"'],
)
def test_inline_check_sees(line: str) -> None:
    assert INLINE.search(line)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_compiles(path: Path) -> None:
    engines["django"].get_template(name(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_control_has_a_label(path: Path) -> None:
    text = re.sub(r"{#.*?#}|{%.*?%}", "", path.read_text())
    labelled = set(re.findall(r'for="([^"]*)"', text))
    without = [
        tag
        for tag in CONTROL.findall(text)
        if not re.search(r'type="(hidden|submit|button)"|\shidden\b|aria-label', tag)
        and not ((found := re.search(r'\sid="([^"]*)"', tag)) and found.group(1) in labelled)
        # dkfds/option.html is the input alone; whoever includes it writes the label.
        and name(path) != "dkfds/option.html"
    ]
    assert without == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_pictures_say_what_they_show_or_that_they_are_silent(path: Path) -> None:
    tags = re.findall(r"<(?:img|svg)\b[^>]*>", path.read_text())
    assert [tag for tag in tags if not re.search(r"aria-hidden=\"true\"|aria-label=|\balt=", tag)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_pages_have_one_heading_and_a_title(path: Path) -> None:
    text = path.read_text()
    if (
        "{% extends" in text
        and "{% block content %}" in text
        and "{% block heading %}" not in text
        and "{% else %}" not in text
    ):
        assert len(re.findall(r"<h1\b", text)) == 1
    if "{% extends" in text and not name(path).endswith("/page.html"):
        assert "{% block title %}" in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_forms_that_change_something_carry_the_token(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL)
    assert [form for form in forms if "{% csrf_token %}" not in form] == []


def test_forms_are_not_included_without_the_token() -> None:
    """`only` leaves the token behind, and the form would be refused."""
    with_forms = {name(path) for path in TEMPLATES if "{% csrf_token %}" in path.read_text()}
    found = [
        f"{name(path)}: {included}"
        for path in TEMPLATES
        for included, rest in re.findall(r'{% include "([^"]+)"([^%]*)%}', path.read_text())
        if included in with_forms and rest.rstrip().endswith(" only") and "csrf_token=csrf_token" not in rest
    ]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_errors_are_said_once(path: Path) -> None:
    text = path.read_text()
    assert not ("form|crispy }}" in text and "dkfds/errors.html" in text), "the whole form brings its errors along"


def test_components_say_what_they_take() -> None:
    silent = [
        name(path)
        for path in sorted((ROOT / "templates" / "components").glob("*.html"))
        if not path.read_text().startswith("{#")
    ]
    assert silent == []


def test_frame_says_its_language() -> None:
    assert "<html lang=\"{{ LANGUAGE_CODE|default:'da' }}\">" in (ROOT / "templates" / "base.html").read_text()


def test_djlint_finds_nothing() -> None:
    djlint = shutil.which("djlint") or str(Path(sys.executable).with_name("djlint"))
    found = subprocess.run(
        [djlint, "templates", "--lint", "--quiet"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout.strip()) == (0, "")
