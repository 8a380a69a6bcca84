"""The causes and policies that are shipped, as files beside this module. Nothing here asks the database."""

from functools import cache
from pathlib import Path

from absence.rules import CauseList, Policy
from absence.rules.toml import parse_causes, parse_policy

HERE = Path(__file__).parent


@cache
def shipped_causes() -> CauseList:
    return parse_causes((HERE / "causes.toml").read_text(encoding="utf-8"))


@cache
def shipped_policies() -> dict[str, Policy]:
    """By key, the statutory one among them."""
    causes = shipped_causes().causes
    files = sorted((HERE / "policies").glob("*.toml"))
    found = (parse_policy(path.read_text(encoding="utf-8"), key=path.stem, causes=causes) for path in files)
    return {policy.key: policy for policy in found}
