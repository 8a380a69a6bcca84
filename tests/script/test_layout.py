import os
import stat
from pathlib import Path

import pytest
from runner.layout import Instance, Layout, fits_sockets
from runner.problem import Problem


@pytest.mark.parametrize(
    ("folder", "fits"),
    [
        ("/srv/tilbage/.tilbage/server/run", True),
        ("/" + "a" * 91, True),
        ("/" + "a" * 92, False),
        ("/home/mette/mine projekter/run", False),
        ("/home/åse/run", False),
        ("/home/ole/50%/run", False),
    ],
)
def test_socket_folder_is_short_and_plain(folder: str, fits: bool) -> None:
    assert fits_sockets(Path(folder)) is fits


def test_sockets_lie_in_the_instance_where_its_path_fits(short_folder: Path) -> None:
    instance = Instance(short_folder / "server")
    instance.make()

    assert instance.sockets() == short_folder / "server/run"
    assert stat.S_IMODE((short_folder / "server/run").stat().st_mode) == 0o700


def test_sockets_of_a_long_path_lie_in_a_temporary_folder_of_its_own(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(short_folder))
    one, other = (Instance(short_folder / ("x" * 120) / name) for name in ("one", "other"))

    assert one.sockets() == one.sockets()
    assert one.sockets() != other.sockets()
    assert one.sockets().parent == short_folder
    assert stat.S_IMODE(one.sockets().stat().st_mode) == 0o700


@pytest.mark.parametrize("kind", ["open to others", "a link"])
def test_temporary_folder_that_is_not_ours_alone_is_refused(
    kind: str, short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(short_folder))
    instance = Instance(short_folder / ("x" * 120))
    folder = instance.temporary()
    if kind == "a link":
        folder.rename(short_folder / "elsewhere")
        folder.symlink_to(short_folder / "elsewhere")
    else:
        folder.chmod(0o777)

    with pytest.raises(Problem, match="is not ours alone"):
        instance.temporary()


def test_state_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    layout = Layout(tmp_path, tmp_path / "a/b")

    layout.make_home()

    assert stat.S_IMODE((tmp_path / "a/b").stat().st_mode) == 0o700


def test_state_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Problem, match="Name another with TILBAGE_HOME"):
        Layout(tmp_path, tmp_path / "file/home").make_home()


def test_state_folder_is_named_by_the_environment_or_lies_in_the_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    clone = Path(__file__).parent.parent.parent
    monkeypatch.setenv("TILBAGE_HOME", "/srv/state")
    assert Layout.here() == Layout(clone, Path("/srv/state"))
    monkeypatch.delenv("TILBAGE_HOME")
    assert Layout.here() == Layout(clone, clone / ".tilbage")
    assert os.fspath(Layout.here().requirements("demo")).endswith("requirements/demo.txt")
