"""Entry of `python script/runner COMMAND`: puts `script/` on the path, so that `runner` is a package."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from runner.commands import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
