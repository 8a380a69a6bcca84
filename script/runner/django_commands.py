"""Run several Django commands in one process: `python django_commands.py STEPS FOLDER`.

Starting Django takes longer than most of them do. STEPS are `set_up.Step`s as JSON; what a step says goes into
a file of FOLDER that has the command's name, unless it is to be shown. Runs in the application's environment,
not in the runner's Python.
"""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from django.core.management import execute_from_command_line  # noqa: E402

from runner.progress import say, stage  # noqa: E402

for title, arguments, shown in json.loads(sys.argv[1]):
    if shown:
        say(f"{title}:")
        execute_from_command_line(["manage.py", *arguments])
    else:
        file = Path(sys.argv[2], f"{arguments[0]}.txt")
        with stage(title), file.open("w") as output, redirect_stdout(output):
            execute_from_command_line(["manage.py", *arguments])
