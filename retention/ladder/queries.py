"""The reads of the ladder."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from people.querysets import Among
from people.words import Chip, Tone, chip
from retention.ladder.words import PARTIES
from retention.matter.queries import Placed
from retention.models import Placement, Step
from retention.rules.ladder import Numbered, Party, counting


def steps_on(day: date) -> list[Step]:
    """The steps as they are called that day, 1 (at work) first. One query."""
    return list(Step.objects.running(day).order_by("number"))


def latest_placements(employee_ids: Collection[int]) -> dict[int, dict[Party, Placement]]:
    """Employee -> party -> the latest placement that stands, its step with it. One query; none for nobody."""
    if not employee_ids:
        return {}
    rows = (
        Placement.objects.filter(Among("employee_id", employee_ids), withdrawn_at=None)
        .select_related("step")
        .order_by("employee_id", "party", "-placed_on", "-placed_at", "-pk")
        .distinct("employee_id", "party")
    )
    found: dict[int, dict[Party, Placement]] = {}
    for row in rows:
        found.setdefault(row.employee_id, {})[Party(row.party)] = row
    return found


def placement_chip(latest: Mapping[Party, Numbered]) -> Chip | None:
    """`Fælles trin 5`, else `Trin 4, leder`: the placement that counts. None where nobody has placed."""
    found = counting(latest)
    if found is None:
        return None
    party, placement = found
    if party is Party.AGREED:
        return chip(Tone.FACT, _("Agreed step %(number)s") % {"number": placement.number})
    words = {"number": placement.number, "party": PARTIES[party]}
    return chip(Tone.FACT, _("Step %(number)s, %(party)s") % words)


def latest_of(placements: Iterable[Placed]) -> dict[Party, Placed]:
    """Party -> the first of it, of placements the latest first; in the order of the parties."""
    found: dict[Party, Placed] = {}
    for row in placements:
        found.setdefault(Party(row.party), row)
    return {party: found[party] for party in Party if party in found}
