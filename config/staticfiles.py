"""Finds the few files of the design system that are served; the package holds thousands."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class DesignSystemFinder(BaseFinder):
    """Serves what the allowlist names out of node_modules/dkfds/dist, under `dkfds/`."""

    allowed = (
        "css/dkfds.min.css",
        "img/all-svg-icons.svg",
        # static/css/base.css: the letters of Danish, and the whole alphabet for names from elsewhere.
        "fonts/IBMPlexSans/split/woff2/IBMPlexSans-[RMS]e*-Latin1.woff2",
        "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-*.woff2",
        # Named by dkfds.min.css, the last by the comment at its end; few are ever fetched, but the
        # manifest storage refuses a style sheet that names a missing file.
        "css/dkfds.min.css.map",
        "img/logo-*placeholder.png",
        "img/svg-icons/*.svg",
        "fonts/IBMPlexSans/complete/eot/IBMPlexSans-Regular.eot",
        "fonts/IBMPlexSans/complete/ttf/IBMPlexSans-Regular.ttf",
        "fonts/IBMPlexSans/complete/woff/IBMPlexSans-*.woff",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Path(settings.BASE_DIR) / "node_modules" / "dkfds" / "dist"
        self.storage = FileSystemStorage(location=str(self.root))
        self.storage.prefix = "dkfds"  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        name = path.removeprefix("dkfds/")
        if name != path and self._is_allowed(name) and (self.root / name).is_file():
            found = str(self.root / name)
            return [found] if find_all else found
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for pattern in self.allowed:
            for path in sorted(self.root.glob(pattern)):
                yield str(path.relative_to(self.root)), self.storage

    def _is_allowed(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.allowed)
