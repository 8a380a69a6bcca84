"""Who does what when, in short."""

from datetime import date, timedelta

from retention.rules.saying import opened_with
from roundtable.agreements import flows
from roundtable.agreements.queries import Agreement, agreement_of
from roundtable.flows import hold_fast
from roundtable.models import AgreedAction
from tests.roundtable.sitting import Table, table
from tests.world import TODAY

WHAT = "Laver ny vagtplan til uge 49 og 50"
SOON = TODAY + timedelta(days=3)


def mark(action: AgreedAction | None) -> str:
    return opened_with(agreement_of(action).said)


def agree(
    table: Table,
    ref: str = "en-aftale",
    *,
    what: str = WHAT,
    who: str = "leader",
    due_on: date | None = SOON,
    by: str = "consultant",
    opened: str | None = None,
    override: str = "",
) -> AgreedAction:
    standing = AgreedAction.objects.filter(ref=ref).select_related("owner").first()
    return flows.write_agreement(
        meeting=table.meeting,
        ref=ref,
        written=Agreement(what=what, owner=table.seats[who].ref if who else "", due_on=due_on, what_override=override),
        opened=mark(standing) if opened is None else opened,
        by=table.by(by),
    )


def owe_all(table: Table, by: str = "consultant") -> int:
    """As closing the meeting does."""
    viewer = table.by(by)
    return flows.owe_agreements(held=hold_fast(meeting=table.meeting, by=viewer), by=viewer)


__all__ = ["table"]
