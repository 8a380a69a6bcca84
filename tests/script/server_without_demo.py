"""script/server as it is, but for the demo municipality, which takes long to load: `python ... server`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "script"))

from runner import set_up
from runner.commands import main

set_up.DEMO = tuple(step for step in set_up.DEMO if step.arguments[0] not in {"load_demo", "demo_logins"})

sys.exit(main(["server"]))
