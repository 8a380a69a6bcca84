"""What a person at the terminal must be told."""


class Problem(Exception):
    """Tilbage cannot go on; the message says why and what to do, and is all that is shown."""
