"""What a form carries from when it was opened, so that nobody writes over what another wrote meanwhile. Pure."""

from collections.abc import Mapping
from hashlib import blake2b

from people.rules import RuleViolation


class ChangedMeanwhile(RuleViolation):
    """Somebody has changed it since the page was opened. `newer` is what stands now, field by field; `opened` is what a
    form carries that has shown it.
    """

    def __init__(self, newer: Mapping[str, object], opened: str) -> None:
        super().__init__("changed_meanwhile")
        self.newer = newer
        self.opened = opened


def opened_with(standing: Mapping[str, object]) -> str:
    """A mark of what stands: another as soon as a field says something else."""
    return blake2b(repr(sorted(standing.items())).encode(), digest_size=12).hexdigest()


def insist_on_opened(opened: str, standing: Mapping[str, object]) -> None:
    """`ChangedMeanwhile` unless the form was opened with what stands now."""
    now = opened_with(standing)
    if opened != now:
        raise ChangedMeanwhile(standing, now)
