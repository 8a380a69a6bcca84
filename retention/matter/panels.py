"""The way back, on an employee's page and on a case's: a line about each thing, and the way to it. And on one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Case
from cases.panels import Panel
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs
from people.terms import term
from people.viewer import Viewer
from people.words import Chip, say_period
from retention.caseload.panels import WhoHasIt, who_has_it
from retention.consent.panels import consents_of
from retention.fasttrack.panels import OfEmployee, Own, fast_track_of, own_fast_track
from retention.ladder.panels import is_present
from retention.ladder.queries import latest_of, placement_chip
from retention.ladder.words import say_agreed_step, say_apart
from retention.matter.queries import matter_of
from retention.offers.words import offer_name
from retention.partners.access import may_read
from retention.rules.ladder import parties_for
from retention.screening.panels import screened_of


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what is said of it, the page that shows all of it, and what may be done. The links may be empty."""

    what: str
    said: str
    page: str = ""
    act: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that one uses or has used."""

    name: str
    when: str


@dataclass(frozen=True, slots=True)
class OwnHelp:
    """What helps the employee back, as they see it."""

    running: tuple[Offered, ...]
    earlier: tuple[Offered, ...]
    fast_track: Own | None
    consultant: WhoHasIt | None


def way_back_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """One query beside the absence's."""
    fast_track = fast_track_of(employee, today)
    lines = [
        *_fast_track(fast_track, employee),
        _ladder(employee, today),
        _offers(employee, today),
        *_screening(employee, today),
        *_consents(employee, today),
        *_consultant(employee, today),
        *_home(viewer, employee),
    ]
    return Panel("retention/matter/panel.html", tuple(lines), chips=tuple(_chips(fast_track, employee, today)))


def way_back_of_case(viewer: Viewer, today: date, case: Case) -> Panel:
    return way_back_of_employee(viewer, today, case.employee)


def own_help(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """What helps one back: the offers, Fast track, the consultant. None where there is nothing of it."""
    lang, used = page_language(), matter_of(employee, today).used
    who = who_has_it(employee, today)
    said = [Offered(offer_name(use, lang), say_period(use.started_on, use.ended_on, today, lang)) for use in used]
    rows = OwnHelp(
        running=tuple(each for each, use in zip(said, used, strict=True) if use.ended_on is None),
        earlier=tuple(each for each, use in zip(said, used, strict=True) if use.ended_on is not None),
        fast_track=own_fast_track(employee, today),
        consultant=who if who.referred or who.may_refer else None,
    )
    return Panel("retention/matter/own.html", rows) if used or rows.fast_track or rows.consultant else None


def _chips(fast_track: OfEmployee | None, employee: Employee, today: date) -> Iterable[Chip]:
    placed = placement_chip(latest_of(matter_of(employee, today).placed))
    if placed:
        yield placed
    if fast_track and fast_track.chip:
        yield fast_track.chip


def _fast_track(found: OfEmployee | None, employee: Employee) -> Iterable[Line]:
    if found is None:
        return
    what, page = _("Fast track"), reverse("fast_track_and_consent", args=[employee.ref])
    if found.open:
        page = reverse("fast_track_detail", args=[found.open.ref])
        yield Line(what, _sentences(found.open.state, found.open.waits_for, found.window), page, _("Open"), page)
    elif found.may_explain:
        said = _sentences(found.window or found.earlier[0].state)
        yield Line(what, said, page, _("Say why not"), reverse("fast_track_missed", args=[employee.ref]))
    elif found.may_start:
        yield Line(what, _sentences(found.window), page, _("Start"), reverse("fast_track_start", args=[employee.ref]))
    elif found.earlier:
        yield Line(what, _sentences(found.earlier[0].state, found.earlier[0].waits_for), page)
    else:
        yield Line(what, _("None under way."), page)


def _ladder(employee: Employee, today: date) -> Line:
    latest = latest_of(matter_of(employee, today).placed)
    said = _sentences(say_agreed_step(latest, page_language()), say_apart(latest, present=is_present(employee)))
    may_place = parties_for(employee.seen_as) and not employee.has_left(today)
    return Line(
        what=_("Step ladder"),
        said=said or _("Nobody has placed yet."),
        page=_steps_page(employee),
        act=_("Place them") if may_place else "",
        url=reverse("place_on_ladder", args=[employee.ref]) if may_place else "",
    )


def _offers(employee: Employee, today: date) -> Line:
    lang = page_language()
    running = [offer_name(use, lang) for use in matter_of(employee, today).used if use.ended_on is None]
    page = _steps_page(employee)
    said = _sentences(*running) or _("None in use.")
    return Line(_("Offers"), said, page, _("What fits?"), f"{page}#offers")


def _screening(employee: Employee, today: date) -> Iterable[Line]:
    found = screened_of(employee, today)
    if found is None:
        return
    decided = _("Decided: %(decision)s") % {"decision": found.decision} if found.decision else ""
    yield Line(
        what=_("May it become long?"),
        said=_sentences(found.advice, decided) or _("Not answered yet."),
        page=reverse("screening_result", args=[found.ref]) if found.ref else "",
        act=(_("Answer again") if found.ref else _("Answer")) if found.may_screen else "",
        url=reverse("screening", args=[employee.ref]) if found.may_screen else "",
    )


def _consents(employee: Employee, today: date) -> Iterable[Line]:
    found = consents_of(employee, today)
    if found is not None:
        said = _sentences(*dict.fromkeys(line.what for line in found.runs)) or _("Nothing may be passed on.")
        page = reverse("fast_track_and_consent", args=[employee.ref]) + "#consents"
        yield Line(_("Consent"), said, page, _("Note one"), reverse("consent_give", args=[employee.ref]))


def _consultant(employee: Employee, today: date) -> Iterable[Line]:
    found, what = who_has_it(employee, today), capfirst(term("consultant"))
    page = reverse("referral", args=[employee.ref]) if found.may_open else ""
    if found.names:
        since = _("referred %(day)s") % {"day": found.since}
        yield Line(what, _sentences(f"{', '.join(found.names)}, {since}"), page)
    elif found.referred:
        yield Line(what, _("Referred to the team. Nobody has taken it yet."), page)
    elif found.may_refer and employee.seen_as is not ActingAs.SELF:
        yield Line(what, _("Helps you both to a plan."), "", _("Refer"), reverse("refer", args=[employee.ref]))


def _home(viewer: Viewer, employee: Employee) -> Iterable[Line]:
    """No query: it is looked up when it is asked for."""
    if may_read(viewer):
        page = reverse("home_contact", args=[employee.ref])
        yield Line(_("The home municipality"), _("Whom to speak to."), "", _("Find the contact"), page)


def _steps_page(employee: Employee) -> str:
    return reverse("steps_and_offers", args=[employee.ref])


def _sentences(*said: str) -> str:
    return " ".join(f"{words.rstrip('.')}." for words in said if words)
