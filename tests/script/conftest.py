"""A state folder of one's own for each test that starts real processes."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from runner.environment import digest, prepare_environment
from runner.layout import Instance, Layout

from tests.script.processes import Command

CLONE = Path(__file__).parent.parent.parent
#: script/test tells the tests; what they start must find out for itself.
TOLD_BY_THE_RUNNER = {
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"),
    *("EMAIL_URL", "MAIL_FOLDER", "STATIC_ROOT", "PORT"),
}
PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(scope="session")
def environment() -> Iterator[Path]:
    """Packages to run the application with: those that run this test, when script/test installed them."""
    if (Path(sys.prefix) / "whole").exists():
        yield Path(sys.prefix)
    else:
        layout = Layout.here()
        layout.make_home()
        environment = prepare_environment(layout, "demo")
        with environment.hold:
            yield environment.folder


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """pytest's own temporary folders have paths that are too long for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(short_folder: Path, environment: Path) -> Path:
    return make_home(short_folder / "home", environment)


@pytest.fixture
def instance(short_folder: Path) -> Instance:
    instance = Instance(short_folder / "server")
    instance.make()
    return instance


def make_home(home: Path, environment: Path) -> Path:
    """A state folder in which the packages lie already."""
    home.mkdir(mode=0o700, parents=True)
    lock = CLONE / "requirements/demo.txt"
    name = f"venv-demo-{sys.version_info.major}.{sys.version_info.minor}-{digest(lock)[:12]}"
    (home / name).symlink_to(environment)
    return home


Start = Callable[..., Command]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program of script/, in a session of its own; what is left of it at the end is killed."""
    started: list[Command] = []
    # Whoever runs the tests may be deaf to it (nohup), and what is started would be deaf with them.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def start(program: Path, *arguments: str, home: Path, **variables: str) -> Command:
        inherited = {name: value for name, value in os.environ.items() if name not in TOLD_BY_THE_RUNNER}
        ours = {"TILBAGE_HOME": str(home), "PYTHON": str(PYTHON), "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
        command = Command([str(program), *arguments], {**inherited, **ours, **variables})
        started.append(command)
        return command

    yield start
    for command in started:
        command.clean_up()
