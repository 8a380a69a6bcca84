"""What the toolbox knows of one employee: all of it in one query, as a page shows a little of everything.

The apps above have theirs read along (`MATTER_READS` in the settings).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.module_loading import import_string

from absence.matter.queries import periods_of_employee, spell_on
from people.models import Assignment, Employee
from people.nested import made, name_of, nested
from retention.models import Consent, FastTrack, OfferUse, Placement, Screening, Share, StatutoryParameter
from retention.rules.fasttrack import Law, Span, Window, window_of

KEPT: Final = "_retention_matter"


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement that stands. The names are the step's; `by` is who recorded it."""

    ref: str
    party: str
    number: int
    name_da: str
    name_en: str
    occasion: str
    placed_on: date
    placed_by_id: int | None
    by: str
    told_how: str


@dataclass(frozen=True, slots=True)
class Used:
    """An offer in use, or used before. The names are the offer's."""

    ref: str
    offer_id: int
    key: str
    name_da: str
    name_en: str
    started_on: date
    ended_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A Fast track, or a window that closed unused."""

    ref: str
    state: str
    about_day: date | None
    started_on: date
    informed_on: date | None
    answered_on: date | None
    sent_on: date | None
    outcome: str
    outcome_on: date | None
    missed_on: date | None
    missed_reason: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What was passed on by a consent."""

    consent_id: int
    content: list[str]
    shared_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent, given and perhaps withdrawn."""

    pk: int
    ref: str
    purpose: str
    receiver: str
    content: list[str]
    given_on: date
    given_how: str
    given_by: str
    withdrawn_on: date | None
    withdrawn_how: str
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening advised, and what was decided."""

    ref: str
    screened_on: date
    advice: str
    decision: str
    look_again_on: date | None


@dataclass(frozen=True, slots=True)
class Having:
    """Whom the matter is referred to; `by` is the consultant, empty for the whole team."""

    first_day: date
    by: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything, the latest first. Of the spell that runs: `window` is Fast track's, and `law` held on day 1."""

    placed: tuple[Placed, ...]
    used: tuple[Used, ...]
    tracked: tuple[Tracked, ...]
    consented: tuple[Consented, ...]
    shared: tuple[Shared, ...]
    screened: tuple[Screened, ...]
    having: tuple[Having, ...]
    window: Window | None
    law: Law | None
    more: Mapping[str, list[dict[str, Any]]]
    """What the apps above have asked for, by their names for it."""


def matter_of(employee: Employee, today: date) -> Matter:
    """One query beside the periods', however often it is asked."""
    kept = vars(employee)
    if KEPT not in kept:
        kept[KEPT] = _read(employee, today)
    found: Matter = kept[KEPT]
    return found


def _read(employee: Employee, today: date) -> Matter:
    spell = spell_on(periods_of_employee(employee), today)
    about = {"employee": OuterRef("pk")}
    placements = Placement.objects.filter(withdrawn_at=None, **about).order_by("-placed_on", "-placed_at", "-pk")
    law = StatutoryParameter.objects.running(spell.first if spell else today)
    found: Mapping[str, Any] = (
        Employee.objects.filter(pk=employee.pk)
        .values(
            placed=nested(
                Placed,
                placements,
                number=F("step__number"),
                name_da=F("step__name_da"),
                name_en=F("step__name_en"),
                by=name_of("placed_by"),
            ),
            used=nested(
                Used,
                OfferUse.objects.filter(withdrawn_at=None, **about).order_by("-started_on", "-pk"),
                key=F("offer__key"),
                name_da=F("offer__name_da"),
                name_en=F("offer__name_en"),
                by=name_of("started_by"),
            ),
            tracked=nested(Tracked, FastTrack.objects.filter(**about).order_by("-started_on", "-pk")),
            consented=nested(
                Consented,
                Consent.objects.filter(**about).order_by("-given_on", "-pk"),
                given_by=name_of("recorded_by"),
                withdrawn_by=name_of("withdrawn_by"),
            ),
            shared=nested(Shared, Share.objects.filter(**about).order_by("shared_on", "pk"), by=name_of("shared_by")),
            screened=nested(Screened, Screening.objects.filter(**about).order_by("-screened_on", "-pk")[:1]),
            having=nested(
                Having, Assignment.objects.running(today).filter(**about).order_by("pk"), by=name_of("consultant")
            ),
            numbers=ArraySubquery(law.values(json=JSONObject(key="key", value="value"))),
            **{f"more_{name}": import_string(path)() for name, path in settings.MATTER_READS.items()},
        )
        .get()
    )
    held = Law.of({row["key"]: row["value"] for row in found["numbers"]}) if spell else None
    return Matter(
        placed=made(Placed, found["placed"]),
        used=made(Used, found["used"]),
        tracked=made(Tracked, found["tracked"]),
        consented=made(Consented, found["consented"]),
        shared=made(Shared, found["shared"]),
        screened=made(Screened, found["screened"]),
        having=made(Having, found["having"]),
        window=window_of(Span(spell.first, spell.last), held) if spell and held else None,
        law=held,
        more={name: found[f"more_{name}"] for name in settings.MATTER_READS},
    )
