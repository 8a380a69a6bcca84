"""What every page's frame needs: the municipality, who is looking, and where they can go."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.access import viewer_of
from people.grants.words import say_capacity
from people.queries import name_of_led_place
from people.rules import CapacityKind
from people.viewer import Viewer

OTHER_LANGUAGE: Final = {"da": ("en", "English"), "en": ("da", "Dansk")}
# Pages below an entry of the navigation mark that entry as the current one.
BELOW: Final[dict[str, frozenset[str]]] = {
    "hr_overview": frozenset({"hand_over", "unconfirmed_reports"}),
    "inbox": frozenset({"give_referral", "referral", "end_referral", "board"}),
    "consultant_time": frozenset({"consultant_hours"}),
    "meetings": frozenset(
        {
            "meeting",
            "meeting_plan",
            "meeting_answer",
            "meeting_pause",
            "meeting_cancel",
            "meeting_unheld",
            "clock_watch",
            "outside_settle",
            "outside_end",
            "series_list",
            "series_add",
            "series",
            "series_prepare",
            "series_people",
            "meeting_figures",
        }
    ),
    "figures": frozenset(
        {
            "api_tokens",
            "initiatives",
            "initiative",
            "initiative_add",
            "initiative_change",
            "initiative_compare",
            "initiative_assess",
            "initiative_end",
            "targets",
            "targets_set",
            "action_plan",
            "plan_action_change",
            "leader_spans",
            "process",
            "process_rules",
            "process_treatment",
            "process_workplaces",
            "simulation",
            "unit_figures",
            "packs",
            "long_list",
            "quarter_pack",
            "meeting_pack",
        }
    ),
    "employee_list": frozenset(
        {
            "employee_detail",
            "case_detail",
            "steps_and_offers",
            "fast_track_and_consent",
            "place_on_ladder",
            "offer_start",
            "offer_end",
            "refer",
            "screening",
            "screening_result",
            "consent_give",
            "consent_share",
            "consent_withdraw",
            "minutes",
            "minutes_amend",
            "minutes_recall",
            "fast_track_start",
            "fast_track_missed",
            "meeting_request",
        }
    ),
    "offers": frozenset(
        {
            "offer",
            "offer_add",
            "offer_change",
            "partners",
            "municipality",
            "phone_hours",
            "contact_add",
            "contact_change",
            "contact_end",
            "agreement_add",
            "agreement_end",
            "sheet",
            "sheet_add",
            "sheet_change",
            "status_meeting",
            "status_meeting_add",
            "status_meeting_change",
            "guide",
            "guide_change",
            "guides",
            "fast_track_list",
            "fast_track_detail",
            "fast_track_change",
            "fast_track_inform",
            "fast_track_answer",
            "fast_track_print",
            "fast_track_sent",
            "fast_track_outcome",
        }
    ),
    "my_page": frozenset({"place_oneself", "ask_for_consultant", "own_meeting_request"}),
    "leaders": frozenset(
        {
            "leader_name",
            "deputy_name",
            "leadership_end",
            "capacities",
            "capacity_grant",
            "capacity_end",
            "account_close",
        }
    ),
    "home": frozenset(
        {
            "report_sick",
            "report_receipt",
            "report_fit",
            "report_partly_fit",
            "correct_period",
            "withdraw_period",
            "confirm_follow_up",
            "postpone_follow_up",
            "note_contact",
        }
    ),
}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A place to go. `current` also where the page shown lies below it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The head and the foot of a page. `who` is empty, and `nav` too, where nobody is logged in."""

    who: str
    nav: tuple[NavEntry, ...]
    here: str
    other_language: str
    other_language_name: str


def page(request: HttpRequest) -> dict[str, object]:
    """`frame` is made only where a page has one: a fragment and a mail have none."""
    return {
        "frame": SimpleLazyObject(lambda: frame_of(request)),
        "municipality": settings.MUNICIPALITY_NAME,
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
    }


def frame_of(request: HttpRequest) -> Frame:
    # A request that failed on its way in has none yet.
    viewer = viewer_of(request) if hasattr(request, "viewer") else None
    code, name = OTHER_LANGUAGE[get_language() or settings.LANGUAGE_CODE]
    return Frame(
        who=say_who(viewer),
        nav=nav_of(viewer, _url_name(request)),
        here=request.get_full_path() if request.method == "GET" else request.path,
        other_language=code,
        other_language_name=name,
    )


def say_who(viewer: Viewer | None) -> str:
    """`Birgit Lund, leder, Plejecenter Solgården`; every capacity is named."""
    if viewer is None or viewer.user is None:
        return ""
    parts = [str(viewer.user)]
    if viewer.leads:
        parts += [_("leader"), name_of_led_place(viewer)]
    parts += [say_capacity(kind) for kind in CapacityKind if kind in viewer.capacities]
    return ", ".join(part for part in parts if part)


def nav_of(viewer: Viewer | None, url_name: str) -> tuple[NavEntry, ...]:
    """Where the viewer's capacities lead."""
    if viewer is None or viewer.user is None:
        return ()
    return tuple(
        NavEntry(label, reverse(name), name == url_name or url_name in BELOW.get(name, ()))
        for name, label in _entries(viewer).items()
    )


def _entries(viewer: Viewer) -> dict[str, str]:
    """URL name -> words, in order; what two capacities share stands once, in the later one's words."""
    entries: dict[str, str] = {}
    hr = CapacityKind.HR in viewer.capacities
    if viewer.leads:
        entries |= {"home": _("Today")}
    if hr:
        entries |= {"hr_overview": _("Overview")}
    if CapacityKind.CONSULTANT in viewer.capacities:
        entries |= {"inbox": _("Inbox")}
    if viewer.handles_matters:
        entries |= {"meetings": _("Meetings")}
        entries |= {"employee_list": _("Employees") if hr else _("My employees"), "offers": _("Toolbox")}
    if viewer.leads or hr:
        entries |= {"figures": _("Figures")}
    if viewer.leads:
        entries |= {"leaders": _("My deputy")}
    if CapacityKind.CONSULTANT in viewer.capacities:
        entries |= {"consultant_time": _("Time")}
    if hr:
        entries |= {} if "consultant_time" in entries else {"consultant_time": _("Consultants")}
        entries |= {"leaders": _("Leaders"), "notices": _("Messages sent"), "operations": _("Operations")}
    if CapacityKind.ADMINISTRATOR in viewer.capacities:
        entries |= {"leaders": _("Leaders and access"), "notices": _("Messages sent"), "operations": _("Operations")}
    return entries | {"my_page": _("My page"), "help": _("Help")}


def _url_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""
