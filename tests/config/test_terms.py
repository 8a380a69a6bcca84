"""What the law's reforms rename is said in the municipality's own words, everywhere."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from people.management import catalogue
from people.terms import term, with_terms
from tests.world import World

ROOT = Path(settings.BASE_DIR)
APPS = ("absence", "audit", "cases", "config", "demo", "insight", "people", "retention", "roundtable")
# The words of the settings, and those of before and after the reform, in both languages.
NAMED = re.compile(
    r"job\W?cent(?:er|re)|virksomhedsindgang|business entrance|fastholdelseskonsulent|fastholdelseskoordinator"
    r"|retention (?:consultant|coordinator)|nærværskonsulent",
    re.IGNORECASE,
)
OTHER = {"jobcenter": "Jobhuset", "consultant": "tovholder", "consultants": "tovholdere"}


def words_of_python(source: str) -> Iterator[tuple[int, str]]:
    """What a module says: its strings, without the docstrings and the keys."""
    tree = ast.parse(source)
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        # A key of the terms, as in term("jobcenter"), is none of what is said.
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not (id(node) in silent or node.value in settings.TERMS)
        ):
            yield node.lineno, with_keys_gone(node.value)


def with_keys_gone(text: str) -> str:
    """Without `{jobcenter}`, `%(jobcenter)s` and `{{ jobcenter }}`: there the word comes from the settings."""
    keys = "|".join(settings.TERMS)
    return re.sub(rf"\{{({keys})\}}|%\(({keys})\)s|\{{\{{ ({keys}) \}}\}}", "", text, flags=re.IGNORECASE)


def words_of_template(source: str) -> str:
    """Without comments and without the tag that says a term."""
    return with_keys_gone(re.sub(r"{#.*?#}|{%\s*term\b.*?%}|\b\w+=\w+", "", source))


def words_of_toml(source: str) -> str:
    return with_keys_gone(str(tomllib.loads(source)))


def said() -> Iterator[tuple[str, str]]:
    """Where, what: everything that a page may show or that is kept to be shown."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"migrations", "settings"} & set(path.parts):
                yield from ((told(path, line), text) for line, text in words_of_python(path.read_text()))
        yield from ((told(path), words_of_toml(path.read_text())) for path in sorted((ROOT / app).rglob("*.toml")))
        yield from ((told(path), path.read_text()) for path in sorted((ROOT / app).rglob("*.csv")))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield told(path), words_of_template(path.read_text())
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        yield told(path), path.read_text()
    for message in catalogue.read(catalogue.DANISH):
        for texts in (message.id, message.string):
            yield f"locale: {message.id}", with_keys_gone(" ".join([texts] if isinstance(texts, str) else texts))


def told(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_no_term_stands_outside_the_settings() -> None:
    assert [f"{where}: {found.group()}" for where, text in said() for found in NAMED.finditer(text)] == []


@pytest.mark.parametrize("word", sorted(settings.TERMS.values()))
def test_the_search_knows_every_word_of_the_settings(word: str) -> None:
    assert NAMED.search(word)


@pytest.mark.parametrize(
    "found",
    [
        *words_of_python('x = _("Skriv til jobcentret")'),
        *words_of_python('x = f"{name}, fastholdelseskonsulent"'),
        (0, words_of_template("<p>Send to the job centre</p>")),
        (0, words_of_template('{% translate "Ask the retention consultant" %}')),
        (0, words_of_toml('text = "Ring til virksomhedsindgangen"')),
    ],
)
def test_the_search_finds_a_word_that_is_written_out(found: tuple[int, str]) -> None:
    assert NAMED.search(found[1])


@pytest.mark.parametrize(
    "text",
    [
        words_of_template(
            '{% term "jobcenter" %}{# the jobcenter #}{{ jobcenter }}{% include "x" with jobcenter=jobcenter %}'
        ),
        words_of_toml("# jobcenter\ntext = 'Ring til {jobcenter}. {Jobcenter} svarer.'"),
        *(text for _line, text in words_of_python('"""The jobcenter."""\nx = term("jobcenter") + "%(jobcenter)s"')),
    ],
)
def test_the_search_passes_what_comes_from_the_settings(text: str) -> None:
    assert not NAMED.search(text)


def test_terms_within_a_sentence_and_at_its_beginning() -> None:
    with override_settings(TERMS={"jobcenter": "kommunens kontakt"}):
        assert term("jobcenter") == "kommunens kontakt"
        assert with_terms("{Jobcenter} svarer. Ring til {jobcenter}; {andet}.") == (
            "Kommunens kontakt svarer. Ring til kommunens kontakt; {andet}."
        )
        with pytest.raises(KeyError):
            term("unknown")


def test_a_changed_setting_changes_what_the_pages_show(world: World, client_of: Callable[[str], Client]) -> None:
    hr = client_of("hr")
    hr.post("/adgang/giv/", {"q": "Carl"})
    shown = (
        (client_of("consultant"), "/hjaelp/", "Karen Ravn, {}", "fastholdelseskonsulent", "tovholder"),
        (hr, "/adgang/", "<h2>{}</h2>", "Fastholdelseskonsulenter", "Tovholdere"),
        (hr, "/adgang/giv/?soeg=1", "{}: ser dem", "Fastholdelseskonsulent", "Tovholder"),
        (hr, "/privatliv/", "de {}, du eventuelt", "fastholdelseskonsulenter", "tovholdere"),
        (hr, "/vejledninger/praktik/", "Taler med {}", "kommunens virksomhedsindgang", "Jobhuset"),
        (hr, "/vejledninger/praktik/", '"flow__who">{}<', "Kommunens virksomhedsindgang", "Jobhuset"),
    )
    for client, address, sentence, ours, theirs in shown:
        assert sentence.format(ours) in client.get(address).content.decode(), address
        with override_settings(TERMS=OTHER):
            html = client.get(address).content.decode()
        assert sentence.format(theirs) in html, address
        assert not NAMED.search(html), address
