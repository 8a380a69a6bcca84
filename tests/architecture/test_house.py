"""What import-linter cannot see of the house's rules."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
# From the ground up.
LAYERS = ["audit", "people", "cases", "absence", "retention", "roundtable", "insight", "demo"]
APPS = [*LAYERS, "config"]
# Who may ask the database.
ASKS_THE_DATABASE = {"querysets", "queries", "access", "flows", "models", "migrations"}
# Listen to Django and Celery, not to each other: the check of the database role, and the logging.
WIRING = {ROOT / "config" / "apps.py", ROOT / "config" / "celery.py"}
CLOCKS = {"timezone.now", "timezone.localdate", "datetime.now", "date.today", "time.time"}
READS_THE_CLOCK = {"views", "tasks", "commands", "middleware", "context", "clock"}


def modules(*names: str) -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = {*path.relative_to(ROOT / app).with_suffix("").parts}
            if "migrations" not in parts and (not names or parts & set(names)):
                yield path


def everything_but(*names: str) -> Iterator[Path]:
    allowed = set(modules(*names))
    yield from (path for path in modules() if path not in allowed)


def told(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_foreign_keys_point_downwards() -> None:
    """A string such as "cases.Case" is invisible to import-linter."""
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in LAYERS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in LAYERS
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(model._meta.app_label)
    ]
    assert upwards == []


def test_models_override_neither_save_nor_delete() -> None:
    found = [
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if model._meta.app_label in LAYERS
        for name in ("save", "delete", "asave", "adelete")
        if name in vars(model)
    ]
    assert found == []


def test_no_signals_between_our_apps() -> None:
    found = [
        told(path, number)
        for path in modules()
        if path not in WIRING
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"\.signals\b|django\.dispatch|@receiver", line)
    ]
    assert found == []


def test_managers_and_cursors_stay_where_reads_and_writes_live() -> None:
    found = [
        told(path, node.lineno)
        for path in everything_but(*ASKS_THE_DATABASE)
        if path not in WIRING
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "cursor", "_base_manager", "_default_manager"}
    ]
    assert found == []


def test_clock_is_read_at_the_edge_only() -> None:
    found = [
        told(path, node.lineno)
        for path in everything_but(*READS_THE_CLOCK)
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and node.module == "people.clock" and not only_the_zone(node))
        or (isinstance(node, ast.ImportFrom) and node.module == "people" and any(a.name == "clock" for a in node.names))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS)
    ]
    assert found == []


def only_the_zone(node: ast.ImportFrom) -> bool:
    return {alias.name for alias in node.names} <= {"COPENHAGEN"}


def test_views_are_short() -> None:
    """More than about twenty lines means that a flow is hiding in a view."""
    long = [
        f"{told(path, node.lineno)} {node.name} ({lines} lines)"
        for path in modules("views")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.body[0].lineno + 1) > 30
    ]
    assert long == []


def public_flows() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of each `flows.py`; of a package those that it exports: its modules share helpers."""
    for path in modules("flows"):
        if path.relative_to(ROOT).parts[0] == "audit" or path.name == "__init__.py":
            continue
        exported = None
        if path.parent.name == "flows":
            exported = set(importlib.import_module(".".join(path.parent.relative_to(ROOT).parts)).__all__)
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (
                node.name in exported if exported is not None else not node.name.startswith("_")
            ):
                yield told(path, node.lineno), node


def test_flows_are_keyword_only_and_say_by_whom() -> None:
    found = [
        f"{where} {node.name}"
        for where, node in public_flows()
        if node.args.args or "by" not in {argument.arg for argument in node.args.kwonlyargs}
    ]
    assert found == []


def test_templates_include_only_their_own_app_and_components() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for tag in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)", path.read_text())
        if not re.match(
            rf"(base|{re.escape(path.relative_to(ROOT / 'templates').parts[0])}/|components/|#|dkfds/)", tag
        )
    ]
    assert found == []


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy would block them."""
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for hit in re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"", path.read_text())
    ]
    assert found == []


def test_modules_stay_one_room() -> None:
    """About 400 lines is when a module asks to be several."""
    long = [f"{told(path, lines)}" for path in modules() if (lines := len(path.read_text().splitlines())) > 450]
    assert long == []


def test_nothing_reads_outside_the_repository() -> None:
    found = [
        told(path, number)
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"[\"']/(work|home|root|opt)/|\.\./shared", line)
    ]
    assert found == []


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
