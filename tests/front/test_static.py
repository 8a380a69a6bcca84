"""What the browser fetches: enough, small, and from nowhere else."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings

from config.staticfiles import DesignSystemFinder

ROOT = Path(settings.BASE_DIR)
BUDGET_KB = 150
BUDGET_FILES = 6
# What a style sheet names by url(...).
NAMED = re.compile(r"url\(\"?([^\")]+)\"?\)")


def found(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is missing: run npm ci"
    return Path(path)


def fetched(html: str) -> set[str]:
    """The files of a page: style sheets, scripts and the sprite; without fonts."""
    prefix = re.escape(settings.STATIC_URL)
    return set(re.findall(rf'(?:href|src)="{prefix}([^"#]+)', html)) - {"img/mark.svg"}


@pytest.mark.django_db
def test_a_page_fetches_few_and_small_files(client: Client) -> None:
    files = fetched(client.get("/stil/").content.decode())
    size = sum(len(gzip.compress(found(name).read_bytes(), 9)) for name in files)
    # The style page has one script; no page has more than two.
    assert len(files) + 1 <= BUDGET_FILES
    assert size <= BUDGET_KB * 1000


def test_no_template_loads_more_than_two_scripts() -> None:
    many = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "demo" and len(re.findall(r"<script\b|{% htmx_script", path.read_text())) > 2
    ]
    assert many == []


def test_all_of_our_own_is_small() -> None:
    """All pages together; the meeting's wall has a sheet and a script that no other page fetches."""
    own = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in own) <= 30_000


@pytest.mark.parametrize("name", ["css/base.css", "css/components.css"])
def test_our_style_sheets_name_only_what_is_served(name: str) -> None:
    path = found(name)
    for target in NAMED.findall(path.read_text()):
        assert found((Path(name).parent / target).as_posix().replace("css/../", "")).is_file()


def test_pages_need_four_letter_files_at_most() -> None:
    assert len(set(re.findall(r"split/[^\"]+woff2", found("css/base.css").read_text()))) == 3


def test_no_file_names_another_host() -> None:
    own = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    strangers = {
        address
        for path in [*own, *(ROOT / "templates").rglob("*.html")]
        for address in re.findall(r"https?://[^\s\"'<)]+", path.read_text())
    }
    assert strangers <= {"http://www.w3.org/2000/svg"}


def test_finder_serves_the_list_and_nothing_else() -> None:
    finder = DesignSystemFinder()
    assert finder.find("dkfds/css/dkfds.min.css")
    assert finder.find("dkfds/scss/dkfds.scss") == []
    assert finder.find("dkfds/../package.json") == []
    assert finder.find("css/dkfds.min.css") == []
    assert finder.find("dkfds/css/dkfds.min.css", find_all=True) == [str(finder.root / "css/dkfds.min.css")]


def test_every_icon_that_is_named_exists() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', found("dkfds/img/all-svg-icons.svg").read_text()))
    named = {
        icon
        for path in (ROOT / "templates").rglob("*.html")
        for icon in re.findall(r'{% icon "([^"]+)"|icon_name="([^"]+)"', path.read_text())
        for icon in icon
        if icon
    }
    assert named - sprite == set()


def test_manifest_storage_finds_all_that_style_sheets_name(tmp_path: Path) -> None:
    """As in production, where a style sheet that names a missing file stops collectstatic."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=str(tmp_path), STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", static("css/base.css"))
    assert (tmp_path / "staticfiles.json").is_file()
