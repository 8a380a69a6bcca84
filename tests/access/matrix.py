"""Who may open and do what: one row for each address of the URLconf. An address without a row fails the build.

A row says who gets in, with which arguments, and what is posted where something is done:

    "employee_detail": Row(HANDLES_ASE, args=about("employee")),
    "confirm_follow_up": Row(HANDLES_ASE, args=follow_up_of("employee"), post={"done_on": "2026-11-23"}),

Everybody else gets 404, and who is not logged in the log-in page. A page of a participant's own is opened by the one
whose link it is; whoever else has the link is asked for a code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insight.models import PlanAction
from insight.rules.packs import PackKind
from insight.targets.flows import ACTION as FIELDS_OF_ACTION
from retention.fasttrack.flows import ANSWERS
from retention.models import Contact, FastTrack, Sheet, StatusMeeting
from retention.partners import flows
from retention.rules.partners import counted
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from roundtable.agreements.queries import Agreement
from roundtable.plans.queries import Written
from roundtable.table.flows import FOCUS_AND_WORK
from tests.access.arguments import (
    Arguments,
    a_door,
    a_taker_of_part,
    about,
    account_of,
    an_offer,
    api_token,
    at_home,
    capacity_of,
    case_of,
    consent_of,
    copy_at_seat,
    copy_of,
    fast_track_of,
    fast_track_task_of,
    figures_of,
    follow_up_of,
    initiative_at,
    leadership_of,
    link_from_outside,
    meeting_of,
    meeting_task_of,
    minutes_of_ase,
    nothing,
    offer_use_of,
    own_task_of,
    packed,
    partner,
    period_of,
    placement_by,
    plan_action_at,
    plan_of_unit,
    pulse_of_table,
    rows_of,
    screening_of,
    screening_task_of,
    seat_at_table,
    seat_of,
    series_at,
    some_key,
    spent_invitation,
    table_of,
    the_talk,
    unit,
    wish_from_outside,
    work_of,
)
from tests.access.at_closing import agreement_of, came_to, own_agreement_of, plan_of, table_with_plan
from tests.world import ASE_CANARIES, PEOPLE, World

ANONYMOUS = "anonymous"
# Led to the log-in page instead of an answer.
TO_LOG_IN = "to log-in"
# Åse's companion, who is no user and has proved a code.
GUEST = "guest"
# Asked for a code instead of an answer.
TO_PROVE = "to prove"
# Another program, which brings a token of HR's for every unit; and the answer to whoever brings none.
PROGRAM = "program"
NO_TOKEN = 401
PERSONS = (ANONYMOUS, *PEOPLE, PROGRAM, GUEST)
EVERYBODY = frozenset(PERSONS)
OUTSIDE = frozenset({ANONYMOUS, PROGRAM, GUEST})
LOGGED_IN = frozenset(PEOPLE)
LEADERS = frozenset({"director", "leader_above", "leader", "deputy", "sibling_leader"})
HR = frozenset({"hr", "hr_colleague"})
CONSULTANTS = frozenset({"consultant", "other_consultant"})
ADMINISTRATORS = frozenset({"administrator"})
# Whose matter it is decides who handles it.
HANDLES_ASE = frozenset({"leader", "deputy", "consultant"}) | HR
WRITES_FOR_ASE = frozenset({"leader", "deputy"}) | HR
WRITES_CASE_OF_ASE = HANDLES_ASE
HAVE_ASE = frozenset({"consultant"}) | HR
HANDLES_THE_LEADER = frozenset({"leader_above"}) | HR
HANDLES_HR = frozenset({"director", "hr_colleague"})


@dataclass(frozen=True)
class Row:
    """An address. `get` and `post_status` are what those who may get; `post` is what they send (None: 405).

    `others` is what the rest get; other than 404 only where nothing is told by it.
    """

    may: frozenset[str]
    args: Arguments = nothing
    get: int = 200
    post: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] | None = None
    post_status: int | str = 302
    others: int | str = 404


# Name of the address -> its rows: one, or several where it matters whose matter it is.
MATRIX: dict[str, tuple[Row, ...]] = {
    # The frame, the promises to the public, the demo's style page.
    "accessibility": (Row(EVERYBODY),),
    "privacy": (Row(EVERYBODY),),
    "style": (Row(EVERYBODY),),
    "demo_entrance": (Row(EVERYBODY),),
    "demo_enter": (Row(EVERYBODY, args=a_door, get=405, post={}),),
    "demo_mails": (Row(EVERYBODY),),
    "healthz": (Row(EVERYBODY),),
    "help": (Row(LOGGED_IN),),
    "set_language": (Row(EVERYBODY, get=405, post={"language": "da"}),),
    # Log-in and one's own account.
    "account_login": (Row(OUTSIDE, post={"login": "x"}, post_status=200, others=302),),
    "mfa_authenticate": (Row(LOGGED_IN, get=302, post={"code": "1"}),),
    "account_logout": (Row(LOGGED_IN, post={}, post_status=TO_LOG_IN),),
    "account_inactive": (Row(EVERYBODY),),
    "account_reset_password": (Row(EVERYBODY, post={"email": "x@nordstrand.example"}),),
    "account_reset_password_done": (Row(EVERYBODY),),
    "account_reset_password_from_key": (Row(EVERYBODY, args=some_key, post={}, post_status=200),),
    "account_reset_password_from_key_done": (Row(EVERYBODY),),
    "account_change_password": (Row(LOGGED_IN, post={}, post_status=200),),
    "account_reauthenticate": (Row(LOGGED_IN, post={}, post_status=200),),
    "mfa_reauthenticate": (Row(LOGGED_IN, get=302, post={}),),
    "mfa_index": (Row(LOGGED_IN),),
    "mfa_activate_totp": (Row(LOGGED_IN, get=302, post={}),),
    "mfa_deactivate_totp": (Row(LOGGED_IN, get=404, post={}, post_status=404),),
    "mfa_view_recovery_codes": (Row(LOGGED_IN, get=404),),
    "mfa_generate_recovery_codes": (Row(LOGGED_IN, get=302, post={}),),
    # The leader's day, and what is pressed there. Whoever leads nobody is sent to where their own work begins.
    "home": (Row(LEADERS, others=302),),
    "confirm_follow_up": (
        Row(WRITES_FOR_ASE, args=follow_up_of("employee"), post={}),
        Row(HANDLES_THE_LEADER, args=follow_up_of("leader"), post={"when": "yesterday"}),
        Row(HANDLES_HR, args=follow_up_of("hr"), post={}),
    ),
    "postpone_follow_up": (
        Row(WRITES_FOR_ASE, args=follow_up_of("employee"), post={"until": "2026-11-24", "reason": "no_time"}),
    ),
    "undo_follow_up": (Row(WRITES_FOR_ASE, args=follow_up_of("employee"), get=405, post={}),),
    "note_contact": (
        Row(WRITES_FOR_ASE, args=about("employee"), post={"when": "today"}),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={"when": "today"}),
    ),
    # Absence.
    "report_sick": (Row(LEADERS | HR, post={}, post_status=200),),
    "report_receipt": (
        Row(WRITES_FOR_ASE, args=period_of("employee")),
        Row(HANDLES_THE_LEADER, args=period_of("leader")),
    ),
    "undo_report": (Row(WRITES_FOR_ASE, args=period_of("employee"), get=405, post={}),),
    "undo_change": (Row(WRITES_FOR_ASE, args=period_of("employee"), get=405, post={}),),
    "report_fit": (Row(WRITES_FOR_ASE, args=period_of("employee"), post={"back": "today"}),),
    "report_partly_fit": (Row(WRITES_FOR_ASE, args=period_of("employee"), post={"back": "today", "degree": "50"}),),
    "correct_period": (
        Row(
            WRITES_FOR_ASE,
            args=period_of("employee"),
            post={"version": "1", "first_day": "05-11-2026", "cause": "sickness", "degree": "100"},
        ),
        Row(
            HANDLES_HR,
            args=period_of("hr"),
            post={"version": "1", "first_day": "22-11-2026", "cause": "sickness", "degree": "50"},
        ),
    ),
    "withdraw_period": (Row(WRITES_FOR_ASE, args=period_of("employee"), post={"version": "1", "reason": "mistake"}),),
}
MATRIX |= {
    "employee_list": (Row(LEADERS | HR | CONSULTANTS, post={"q": "Kanariefugl"}),),
    "employee_detail": (
        Row(HANDLES_ASE, args=about("employee")),
        Row(HANDLES_THE_LEADER, args=about("leader")),
        Row(HANDLES_HR, args=about("hr")),
    ),
    "case_detail": (
        Row(HANDLES_ASE, args=case_of("employee")),
        Row(HANDLES_THE_LEADER, args=case_of("leader")),
        Row(HANDLES_HR, args=case_of("hr")),
    ),
    "open_case": (
        Row(WRITES_CASE_OF_ASE, args=about("employee"), post={"reason": "by_hand"}, post_status=200),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={"reason": "worry"}, post_status=200),
    ),
    "close_case": (
        Row(WRITES_CASE_OF_ASE, args=case_of("employee"), post={"reason": "back_at_work"}),
        Row(HANDLES_THE_LEADER, args=case_of("leader"), post={"reason": "back_at_work"}),
    ),
    "my_page": (Row(LOGGED_IN),),
    # Nobody but they themselves tick off what they have taken on, and not their other rows.
    "own_task_done": (
        Row(frozenset({"employee"}), args=own_task_of("employee"), get=405, post={}),
        Row(frozenset({"colleague"}), args=own_task_of("colleague"), get=405, post={}),
    ),
}
# Leaders, deputies, capacities and accounts.
MATRIX |= {
    "leaders": (Row(LEADERS | HR | ADMINISTRATORS, post={"q": "Kanariefugl"}),),
    "leader_name": (Row(HR | ADMINISTRATORS, args=unit("solgaarden"), post={}, post_status=200),),
    "deputy_name": (
        Row(HR | ADMINISTRATORS | {"leader"}, args=unit("solgaarden"), post={}, post_status=200),
        Row(HR | ADMINISTRATORS | {"leader_above"}, args=unit("aeldre"), post={}, post_status=200),
    ),
    "leadership_end": (
        Row(HR | ADMINISTRATORS | {"leader"}, args=leadership_of("deputy"), post={"last_day": "23-11-2026"}),
        Row(HR | ADMINISTRATORS, args=leadership_of("leader"), post={"last_day": "23-11-2026"}),
    ),
    "capacities": (Row(HR | ADMINISTRATORS),),
    "capacity_grant": (Row(HR | ADMINISTRATORS, post={}, post_status=200),),
    "capacity_end": (Row(HR | ADMINISTRATORS, args=capacity_of("consultant"), post={"last_day": "23-11-2026"}),),
    "account_invite": (Row(HR | ADMINISTRATORS, args=account_of("colleague"), get=405, post={}),),
    "account_close": (Row(HR | ADMINISTRATORS, args=account_of("colleague"), post={}),),
    "invitation": (Row(EVERYBODY, args=spent_invitation, post={}, post_status=200),),
}
MATRIX |= {
    # HR's desk, and the page of operations, which is the administrators' too.
    "hr_overview": (Row(HR, post={"q": "Kanariefugl"}),),
    "hand_over": (
        Row(HR, get=405, post={"row": "", "to": "me"}),
        Row(HR, get=405, post=rows_of("employee", to="me")),
        Row(HR, get=405, post=rows_of("leader", to="ask"), post_status=200),
        Row(HANDLES_HR & HR, get=405, post=rows_of("hr", to="me")),
    ),
    "unconfirmed_reports": (Row(HR),),
    "notices": (Row(HR | ADMINISTRATORS),),
    "resend_notices": (Row(HR | ADMINISTRATORS, get=405, post={}),),
    "operations": (Row(HR | ADMINISTRATORS),),
    # The consultants' inbox, and who has a referred matter.
    "inbox": (Row(CONSULTANTS, post={"q": "Åse"}),),
    "board": (Row(CONSULTANTS),),
    "give_referral": (
        Row(
            HAVE_ASE,
            get=405,
            post=lambda world: {"row": world.employees["employee"].ref, "to": "nobody"},
        ),
    ),
    "consultant_time": (Row(CONSULTANTS | HR, post={"kind": "other"}, post_status=200),),
    "time_removed": (Row(frozenset({"consultant"}), args=work_of("consultant"), get=405, post={}),),
    "consultant_hours": (
        Row(HR, args=account_of("consultant"), post={"weekly_hours": "20", "first_day": "23-11-2026"}),
    ),
    "refer": (
        Row(WRITES_FOR_ASE, args=about("colleague"), post={"reason": "worry", "to": "team"}),
        Row(HANDLES_HR, args=about("hr"), post={"reason": "worry", "to": "team"}),
    ),
    "referral": (Row(HAVE_ASE, args=about("employee"), post={"hours": "x"}, post_status=200),),
    "end_referral": (Row(HAVE_ASE, args=about("employee"), post={"reason": "not_needed"}),),
    "ask_for_consultant": (Row(frozenset({"colleague"}), args=about("colleague"), post={"note": ""}),),
}
MATRIX |= {
    # The step ladder, and the catalogue of offers.
    "steps_and_offers": (
        Row(HANDLES_ASE, args=about("employee")),
        Row(HANDLES_THE_LEADER, args=about("leader")),
        Row(HANDLES_HR, args=about("hr")),
    ),
    "fast_track_and_consent": (
        Row(HANDLES_ASE, args=about("employee")),
        Row(HANDLES_THE_LEADER, args=about("leader")),
        Row(HANDLES_HR, args=about("hr")),
    ),
    "place_on_ladder": (
        Row(
            HANDLES_ASE,
            args=about("employee"),
            post={"step": "5", "party": "agreed", "occasion": "talk", "placed_on": "23-11-2026"},
        ),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={}, post_status=200),
        Row(HANDLES_HR, args=about("hr"), post={}, post_status=200),
    ),
    "place_oneself": (
        Row(frozenset({"employee"}), args=about("employee"), post={"step": "5"}),
        Row(frozenset({"leader"}), args=about("leader"), post={"step": "2"}),
    ),
    "withdraw_placement": (
        Row(WRITES_FOR_ASE, args=placement_by("leader"), get=405, post={}),
        Row(frozenset({"employee"}), args=placement_by("employee"), get=405, post={}),
    ),
    "offers": (Row(LEADERS | HR | CONSULTANTS),),
    "offer": (Row(LEADERS | HR | CONSULTANTS, args=an_offer),),
    "offer_add": (Row(HR | CONSULTANTS, post={}, post_status=200),),
    "offer_change": (Row(HR | CONSULTANTS, args=an_offer, post={}, post_status=200),),
    "offer_start": (
        Row(HANDLES_ASE, args=about("employee"), post={"offer": "fast-track", "day": "23-11-2026"}),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={}, post_status=200),
    ),
    "offer_end": (Row(HANDLES_ASE, args=offer_use_of("employee"), post={"day": "23-11-2026"}),),
    "offer_use_withdraw": (Row(HANDLES_ASE, args=offer_use_of("employee"), get=405, post={}),),
}
# Partners: consultants and HR keep them, leaders read a municipality's page.
KEEPS = HR | CONSULTANTS
READS = KEEPS | LEADERS
CONTACT = {"name": "Grethe", "phone": "1", "first_day": "23-11-2026"}
SHEET = {"title": "x", "text": "x", "source": "x", "owner": "x", "checked_on": "23-11-2026"}
MEETING = {"held_on": "23-11-2026", "with_whom": "x", "note": "x"}


def opened(
    model: type[Contact | FastTrack | Sheet | StatusMeeting],
    args: Arguments,
    fields: Sequence[str],
    said: Mapping[str, str],
) -> Callable[[World], Mapping[str, Any]]:
    """What a form says that was opened with what stands."""

    def post(world: World) -> Mapping[str, Any]:
        row = model.objects.get(**args(world))
        return {**said, "opened": opened_with(as_it_stands(row, fields))}

    return post


MATRIX |= {
    "partners": (Row(KEEPS),),
    "municipality": (Row(READS, args=at_home),),
    "home_contact": (
        Row(HANDLES_ASE, args=about("employee"), get=302),
        Row(HANDLES_THE_LEADER, args=about("leader"), get=302),
    ),
    "phone_hours": (
        Row(KEEPS, args=at_home, post={"phone_hours": "9-12", "opened": opened_with({"phone_hours": ""})}),
    ),
    "contact_add": (Row(KEEPS, args=at_home, post=CONTACT),),
    "contact_change": (
        Row(KEEPS, args=partner("contact"), post=opened(Contact, partner("contact"), flows.CONTACT, CONTACT)),
    ),
    "contact_confirm": (Row(KEEPS, args=partner("contact"), get=405, post={}),),
    "contact_end": (Row(KEEPS, args=partner("contact"), post={"last_day": "23-11-2026"}),),
    "agreement_add": (Row(KEEPS, args=at_home, post={"kind": "other", "first_day": "23-11-2026"}),),
    "agreement_end": (Row(KEEPS, args=partner("agreement"), post={"last_day": "23-11-2026"}),),
    "agreement_use": (Row(KEEPS, args=partner("agreement"), get=405, post={"opened": opened_with(counted(0))}),),
    "sheet": (Row(READS, args=partner("sheet")),),
    "sheet_add": (Row(KEEPS, args=at_home, post=SHEET),),
    "sheet_change": (Row(KEEPS, args=partner("sheet"), post=opened(Sheet, partner("sheet"), flows.SHEET, SHEET)),),
    "sheet_withdraw": (Row(KEEPS, args=partner("sheet"), get=405, post={}),),
    "status_meeting": (Row(KEEPS, args=partner("meeting"), post={"what": "x", "who": "x", "due_on": "24-11-2026"}),),
    "status_meeting_add": (Row(KEEPS, args=at_home, post=MEETING),),
    "status_meeting_change": (
        Row(KEEPS, args=partner("meeting"), post=opened(StatusMeeting, partner("meeting"), flows.MEETING, MEETING)),
    ),
    "partner_action_settle": (Row(KEEPS, args=partner("action"), get=405, post={}),),
}
# Guides: everybody who is logged in reads them.
GUIDE = {
    "number": "1",
    "title": "x",
    "summary": "x",
    "steps": "x",
    "text": "x",
    "source": "x",
    "owner": "x",
    "checked_on": "23-11-2026",
}
MATRIX |= {
    "guides": (Row(LOGGED_IN),),
    "guide": (Row(LOGGED_IN, args=lambda _: {"key": "fast-track"}),),
    "guide_change": (Row(KEEPS, args=lambda _: {"key": "fast-track"}, post=GUIDE),),
}
# Fast track. Nobody but the employee answers on the employee's own page.
_DAY = {"day": "23-11-2026"}
MATRIX |= {
    "fast_track_list": (Row(LEADERS | HR | CONSULTANTS),),
    "fast_track_start": (
        Row(HANDLES_ASE, args=about("employee"), post={"initiator": "leader", "expected_long": "yes"}),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={}, post_status=200),
        Row(HANDLES_HR, args=about("hr"), post={}, post_status=200),
    ),
    "fast_track_missed": (Row(HANDLES_ASE, args=about("employee"), post={}, post_status=200),),
    "fast_track_detail": (
        Row(HANDLES_ASE, args=fast_track_of("employee")),
        Row(HANDLES_THE_LEADER, args=fast_track_of("leader")),
        Row(HANDLES_HR, args=fast_track_of("hr")),
    ),
    "fast_track_print": (Row(HANDLES_ASE, args=fast_track_of("employee")),),
    "fast_track_change": (
        Row(
            HANDLES_ASE,
            args=fast_track_of("employee"),
            post=opened(FastTrack, fast_track_of("employee"), ANSWERS, {"expected_long": "no"}),
        ),
    ),
    "fast_track_inform": (
        Row(HANDLES_ASE, args=fast_track_of("employee", "drafted"), post={**_DAY, "how": "phone"}),
        Row(HANDLES_THE_LEADER, args=fast_track_of("leader", "drafted"), post={**_DAY, "how": "phone"}),
    ),
    "fast_track_answer": (
        Row(HANDLES_ASE, args=fast_track_of("employee"), post={"answer": "no", "how": "phone"}),
        Row(HANDLES_THE_LEADER, args=fast_track_of("leader"), post={"answer": "yes", "how": "phone"}),
    ),
    "fast_track_sent": (Row(HANDLES_ASE, args=fast_track_of("employee"), post=_DAY),),
    "fast_track_outcome": (
        Row(HANDLES_ASE, args=fast_track_of("employee", "sent"), post={**_DAY, "outcome": "talk_held"}),
    ),
    "fast_track_withdraw": (Row(HANDLES_ASE, args=fast_track_of("employee"), get=405, post={}),),
    "fast_track_task": (Row(HANDLES_ASE, args=fast_track_task_of("employee"), get=302),),
    "own_fast_track_answer": (
        Row(frozenset({"employee"}), args=fast_track_of("employee"), get=405, post={"answer": "no"}),
        Row(frozenset({"leader"}), args=fast_track_of("leader"), get=405, post={"answer": "yes"}),
    ),
    "own_fast_track_wish": (Row(frozenset({"employee"}), args=about("employee"), get=405, post={}),),
}
# Screening and consent.
MATRIX |= {
    "screening": (
        Row(HANDLES_ASE, args=about("employee"), post={}, post_status=200),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={}, post_status=200),
    ),
    "screening_result": (
        Row(HANDLES_ASE, args=screening_of("employee"), post={"decision": "nothing"}),
        Row(HANDLES_HR, args=screening_of("hr"), post={"decision": "nothing"}),
    ),
    "screening_task": (Row(HANDLES_ASE, args=screening_task_of("employee"), get=302),),
    "consent_give": (
        Row(
            HANDLES_ASE,
            args=about("employee"),
            post={"purpose": "fast_track", "receiver": "union", "content": "tasks", **_DAY, "how": "phone"},
        ),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={}, post_status=200),
    ),
    "consent_share": (Row(HANDLES_ASE, args=consent_of("employee"), post={"content": "tasks"}),),
    "consent_withdraw": (Row(HANDLES_ASE, args=consent_of("employee"), post={"how": "phone"}),),
    "own_consent_withdraw": (
        Row(frozenset({"employee"}), args=consent_of("employee"), get=405, post={}),
        Row(frozenset({"leader"}), args=consent_of("leader"), get=405, post={}),
    ),
}
# The round table. The employee takes part on a page of their own.
MATRIX |= {
    "meeting": (
        Row(HANDLES_ASE, args=meeting_of("employee")),
        Row(HANDLES_THE_LEADER, args=meeting_of("leader")),
        Row(HANDLES_HR, args=meeting_of("hr")),
    ),
    "meeting_task": (Row(HANDLES_ASE, args=meeting_task_of("employee"), get=302),),
    "meetings": (Row(LEADERS | HR | CONSULTANTS),),
    "meeting_request": (
        Row(HANDLES_ASE, args=about("employee"), post={"reason": "worry"}),
        Row(HANDLES_THE_LEADER, args=about("leader"), post={"reason": "worry"}),
        Row(HANDLES_HR, args=about("hr"), post={"reason": "worry"}),
    ),
    "meeting_answer": (
        Row(HANDLES_ASE, args=meeting_of("employee"), post={"answer": "no", "how": "phone"}),
        Row(HANDLES_THE_LEADER, args=meeting_of("leader"), post={"answer": "yes", "how": "phone"}),
    ),
    "meeting_plan": (
        Row(HAVE_ASE, args=meeting_of("employee"), post={}, post_status=200),
        Row(HR, args=meeting_of("leader"), post={}, post_status=200),
    ),
    "meeting_pause": (
        Row(HAVE_ASE, args=meeting_of("employee"), post={"reason": "waiting_for_companion"}),
        Row(HR, args=meeting_of("leader"), post={"reason": "waiting_for_companion"}),
    ),
    "meeting_resume": (Row(HAVE_ASE, args=meeting_of("employee"), get=405, post={}),),
    "meeting_cancel": (Row(HAVE_ASE, args=meeting_of("employee"), post={"reason": "not_needed"}),),
    "meeting_unheld": (Row(HAVE_ASE, args=meeting_of("employee"), post={"reason": "nobody_came"}, post_status=200),),
    "own_meeting_request": (
        Row(frozenset({"employee"}), args=about("employee"), post={"reason": "worry"}),
        Row(frozenset({"leader"}), args=about("leader"), post={"reason": "worry"}),
    ),
    "own_meeting_answer": (
        Row(frozenset({"employee"}), args=meeting_of("employee"), get=405, post={"answer": "no"}),
        Row(frozenset({"leader"}), args=meeting_of("leader"), get=405, post={"answer": "yes"}),
    ),
    "clock_watch": (Row(CONSULTANTS | HR, post={}),),
    # From outside: whoever writes, and who confirms it by the link; consultants make something of it.
    "outside_request": (Row(EVERYBODY, post={}, post_status=200),),
    "outside_thanks": (Row(EVERYBODY),),
    "outside_confirm": (Row(EVERYBODY, args=link_from_outside, post={}, post_status=200),),
    "outside_settle": (Row(CONSULTANTS, args=wish_from_outside, post={"who": "elsewhere"}),),
    "outside_end": (Row(CONSULTANTS, args=wish_from_outside, post={"reason": "unclear"}),),
}
MATRIX |= {
    "meeting_new_link": (Row(HAVE_ASE, args=meeting_of("employee"), get=405, post=a_taker_of_part("employee")),),
}
# Places at the talk about Åse. Each opens by its own link, for the one whose place it is.
_YES = {"answer": "yes"}


def of_link(person: str, **fields: Any) -> Row:
    return Row(frozenset({person}), args=seat_of(person), others=TO_PROVE, **fields)


MATRIX |= {
    "seat": tuple(of_link(person) for person in ("guest", "employee", "leader", "consultant")),
    "seat_code": (
        Row(EVERYBODY - {"leader"}, args=seat_of("leader"), post={"code": "1"}, post_status=200, others=302),
    ),
    "seat_answer": (of_link("guest", post=_YES), of_link("employee", post=_YES), of_link("leader", post=_YES)),
    "seat_times": (of_link("guest", get=405, post={}), of_link("employee", get=405, post={})),
    "seat_companion": (of_link("employee", post={"name": "Bo"}, post_status=200),),
    "seat_no_companion": (of_link("employee", get=405, post={}),),
    "seat_calendar": (of_link("guest"), of_link("employee")),
    "own_seat": (Row(frozenset({"employee", "leader", "consultant"}), args=the_talk, get=302),),
}
# What the meetings amount to.
MATRIX |= {
    "meeting_figures": (Row(CONSULTANTS | HR),),
    "meeting_figures_file": (
        Row(CONSULTANTS | HR, args=lambda _: {"kind": "csv"}),
        Row(CONSULTANTS | HR, args=lambda _: {"kind": "xlsx"}),
    ),
}
# Figures of units: of those that one leads with all below, and of all for HR.
SEES_SOLGAARDEN = frozenset({"director", "leader_above", "leader", "deputy"}) | HR
MATRIX |= {
    "figures": (Row(LEADERS | HR, get=302),),
    "unit_figures": (
        Row(SEES_SOLGAARDEN, args=figures_of("solgaarden")),
        Row(frozenset({"director"}) | HR, args=figures_of("kommune")),
    ),
    "unit_figures_file": (
        Row(SEES_SOLGAARDEN, args=figures_of("solgaarden", kind="csv")),
        Row(frozenset({"director"}) | HR, args=figures_of("kommune", kind="xlsx")),
    ),
}
# Lists and packs: a list is its policy's receivers', the rest whoever sees the unit's figures.
OF_AELDRE, OF_SOLGAARDEN = frozenset({"leader_above"}) | HR, frozenset({"leader", "deputy"}) | HR
SEES_AELDRE = frozenset({"director", "leader_above"}) | HR
MATRIX |= {
    "packs": (Row(LEADERS | HR),),
    "long_list": (
        Row(OF_AELDRE, args=packed(PackKind.LIST, "aeldre")),
        Row(OF_SOLGAARDEN, args=packed(PackKind.LIST, "solgaarden")),
    ),
    "long_list_file": (
        Row(OF_AELDRE, args=packed(PackKind.LIST, "aeldre", kind="pdf")),
        Row(OF_SOLGAARDEN, args=packed(PackKind.LIST, "solgaarden", kind="xlsx")),
    ),
    "quarter_pack": (
        Row(SEES_SOLGAARDEN, args=packed(PackKind.QUARTER, "solgaarden")),
        Row(frozenset({"director"}) | HR, args=packed(PackKind.QUARTER, "kommune")),
    ),
    "quarter_pack_file": (
        Row(SEES_SOLGAARDEN, args=packed(PackKind.QUARTER, "solgaarden", kind="pdf")),
        Row(frozenset({"director"}) | HR, args=packed(PackKind.QUARTER, "kommune", kind="xlsx")),
    ),
    "meeting_pack": (
        Row(SEES_AELDRE, args=packed(PackKind.MEETING, "aeldre")),
        Row(frozenset({"director"}) | HR, args=packed(PackKind.MEETING, "kommune")),
    ),
    "meeting_pack_file": (
        Row(SEES_AELDRE, args=packed(PackKind.MEETING, "aeldre", kind="pdf")),
        Row(frozenset({"director"}) | HR, args=packed(PackKind.MEETING, "kommune", kind="xlsx")),
    ),
}
# Policies tried out.
MATRIX |= {
    "simulation": (Row(HR),),
    "simulation_file": (Row(HR, args=lambda _: {"kind": "csv"}), Row(HR, args=lambda _: {"kind": "xlsx"})),
}
# Series of care talks: of the units that one leads, and all of them for consultants and HR.
FOLLOWS_SOLGAARDEN = frozenset({"leader", "deputy"}) | HR | CONSULTANTS
MATRIX |= {
    # Insight: the register of initiatives.
    "initiatives": (Row(LEADERS | HR),),
    "initiative": (
        Row(frozenset({"director", "leader_above", "leader", "deputy"}) | HR, args=initiative_at("solgaarden")),
        Row(LEADERS | HR, args=initiative_at("aeldre")),
    ),
    "initiative_add": (Row(HR, post={}, post_status=200),),
    "initiative_change": (Row(HR, args=initiative_at("solgaarden"), post={}, post_status=200),),
    "initiative_compare": (Row(HR, args=initiative_at("solgaarden"), post={}),),
    "initiative_assess": (Row(HR, args=initiative_at("solgaarden"), post={}, post_status=200),),
    "initiative_end": (Row(HR, args=initiative_at("solgaarden"), post={}, post_status=200),),
    "series_list": (Row(LEADERS | HR | CONSULTANTS),),
    "series_add": (Row(LEADERS | HR | CONSULTANTS, post={}, post_status=200),),
    "series": (
        Row(FOLLOWS_SOLGAARDEN, args=series_at("solgaarden")),
        Row(frozenset({"leader_above"}) | HR | CONSULTANTS, args=series_at("aeldre")),
    ),
    "series_prepare": (Row(FOLLOWS_SOLGAARDEN, args=series_at("solgaarden"), post={}, post_status=200),),
    "series_people": (
        Row(FOLLOWS_SOLGAARDEN, args=series_at("solgaarden"), post={}),
        Row(frozenset({"leader_above"}) | HR | CONSULTANTS, args=series_at("aeldre"), post={}),
    ),
    "series_invite": (
        Row(
            FOLLOWS_SOLGAARDEN,
            args=series_at("solgaarden"),
            get=405,
            post=lambda world: {"who": world.employees["employee"].ref},
        ),
    ),
    "series_end": (Row(FOLLOWS_SOLGAARDEN, args=series_at("solgaarden"), get=405, post={}),),
}
# Minutes. Those who handle the matter read them; whoever takes part opens their own copy, by their own link.
WRITES_MINUTES = frozenset({"consultant"}) | HR


def of_copy(person: str, **fields: Any) -> Row:
    return Row(frozenset({person}), args=copy_at_seat(person), others=TO_PROVE, **fields)


MATRIX |= {
    "minutes": (Row(HANDLES_ASE, args=minutes_of_ase),),
    "minutes_pdf": (Row(HANDLES_ASE, args=minutes_of_ase),),
    "minutes_amend": (Row(WRITES_MINUTES, args=minutes_of_ase, post={"version": "1"}, post_status=200),),
    "minutes_recall": (Row(WRITES_MINUTES, args=minutes_of_ase, post={"reason": "mistake"}),),
    "seat_minutes": tuple(of_copy(person) for person in ("guest", "employee", "leader")),
    "seat_comment": tuple(of_copy(person, post={"text": "Ja"}) for person in ("guest", "employee", "leader")),
    "own_minutes": (Row(frozenset({"employee"}), args=copy_of("employee")),),
}
# At the table. Consultants and HR lead it on the wall, each side chooses on its own page, and the pulse tells nothing.
LEADS_ASE = HAVE_ASE
LEADS_HR = HANDLES_HR & HR


def at_wall(post: Mapping[str, Any], *, revealed: bool = False, **also: str) -> tuple[Row, ...]:
    """What is pressed there."""
    return tuple(
        Row(may, args=table_of(person, revealed=revealed, **also), get=405, post=post)
        for person, may in (("employee", LEADS_ASE), ("leader", HR), ("hr", LEADS_HR))
    )


def of_place(person: str, **fields: Any) -> Row:
    return Row(frozenset({person}), args=seat_at_table(person), others=TO_PROVE, **fields)


def opened_texts(*names: str, **stands: str) -> str:
    return opened_with({name: stands.get(name, "") for name in names})


MATRIX |= {
    "meeting_wall": (
        Row(LEADS_ASE, args=table_of("employee", revealed=True)),
        Row(LEADS_ASE, args=table_of("employee")),
        Row(HR, args=table_of("leader")),
        Row(LEADS_HR, args=table_of("hr")),
    ),
    "meeting_phase": at_wall({"phase": "plan"}),
    "wall_begin": at_wall({}),
    "wall_place": (
        Row(LEADS_ASE, args=table_of("employee", seat="employee"), post={"step": "5"}),
        Row(LEADS_HR, args=table_of("hr", seat="leader"), post={"step": "5"}),
    ),
    "wall_reveal": at_wall({}),
    "wall_skip": at_wall({"skip": "yes"}),
    "wall_agree": at_wall({"step": "5"}, revealed=True),
    "wall_disagree": at_wall({}, revealed=True),
    "wall_wording": (
        Row(
            LEADS_ASE,
            args=table_of("employee"),
            get=405,
            post={"wording": "x", "opened": opened_texts("wording", wording=ASE_CANARIES[2])},
        ),
        Row(LEADS_HR, args=table_of("hr"), get=405, post={"wording": "x", "opened": opened_texts("wording")}),
    ),
    "wall_focus": at_wall({"tasks": "x", "opened": opened_texts(*FOCUS_AND_WORK)}),
    "seat_place": (
        of_place("employee", post={"step": "5"}),
        of_place("leader", post={"step": "5"}),
        of_place("guest", post={"step": "5"}, post_status=200),
        of_place("consultant", post={"step": "5"}, post_status=200),
    ),
    "seat_prepare": (
        of_place("employee", post={"opened": opened_texts("possible", "waits", "helps")}),
        of_place("leader", post={"opened": opened_texts("possible", "waits", "helps")}),
    ),
    "pulse": (Row(EVERYBODY, args=pulse_of_table),),
}
# The plan, who does what when, and closing the meeting. Those who handle the matter keep the plan that runs.
_PLAN = {
    "begins": "2026-11-30",
    "hours_0": "8",
    "evaluate_on": "2026-12-21",
    "opened": opened_with(Written().said),
}
_AGREEMENT = {"ref": "en-ny-aftale", "what": "x", "opened": opened_with(Agreement(what="").said)}
MATRIX |= {
    "wall_plan": at_wall(_PLAN),
    "wall_no_plan": at_wall({"reason": "too_early"}),
    "wall_tried": (
        Row(
            LEADS_ASE,
            args=table_with_plan("employee"),
            get=405,
            post={"words": ASE_CANARIES[2], "effect": "helped"},
        ),
        Row(LEADS_HR, args=table_with_plan("hr"), get=405, post={"words": "x", "effect": "helped"}),
    ),
    "wall_offer": at_wall({}, key="fast-track"),
    "wall_agreements": at_wall(_AGREEMENT),
    "wall_agreement_remove": (
        Row(LEADS_ASE, args=agreement_of("employee"), get=405, post={}),
        Row(LEADS_HR, args=agreement_of("hr"), get=405, post={}),
    ),
    "wall_agreement_keep": (
        Row(LEADS_ASE, args=agreement_of("employee", owed=True), get=405, post={}),
        Row(LEADS_HR, args=agreement_of("hr"), get=405, post={}),
    ),
    "wall_attendance": (
        Row(LEADS_ASE, args=table_of("employee"), get=405, post=came_to("employee")),
        Row(LEADS_HR, args=table_of("hr"), get=405, post=came_to("hr")),
    ),
    "wall_close": at_wall({}),
    "plan": (
        Row(HANDLES_ASE, args=plan_of("employee")),
        Row(HANDLES_THE_LEADER, args=plan_of("leader")),
        Row(HANDLES_HR, args=plan_of("hr")),
    ),
    "plan_amend": (
        Row(HANDLES_ASE, args=plan_of("employee"), post={}, post_status=422),
        Row(HANDLES_HR, args=plan_of("hr"), post={}, post_status=422),
    ),
    "plan_end": (
        Row(HANDLES_ASE, args=plan_of("employee"), post={"reason": "not_needed"}),
        Row(HANDLES_HR, args=plan_of("hr"), post={"reason": "not_needed"}),
    ),
    "seat_action": tuple(
        Row(frozenset({person}), args=own_agreement_of(person), get=405, post={}, others=TO_PROVE)
        for person in ("guest", "employee", "leader", "consultant")
    ),
}

# Targets and plans of units.
ACTION = {"what": "Faste vagter", "who": "MED", "due_on": "01-12-2026"}


def opened_action(world: World) -> Mapping[str, Any]:
    row = PlanAction.objects.get(**plan_action_at("solgaarden")(world))
    return {**ACTION, "opened": opened_with(as_it_stands(row, FIELDS_OF_ACTION))}


MATRIX |= {
    "targets": (Row(LEADERS | HR),),
    "targets_set": (Row(HR, args=lambda _: {"year": "2026"}, post={}),),
    "action_plan": (
        Row(SEES_SOLGAARDEN, args=plan_of_unit("solgaarden"), post=ACTION),
        Row(frozenset({"director"}) | HR, args=plan_of_unit("kommune"), post=ACTION),
    ),
    "plan_action_change": (
        Row(SEES_SOLGAARDEN, args=plan_action_at("solgaarden"), post=opened_action),
        Row(frozenset({"director"}) | HR, args=plan_action_at("kommune"), post=ACTION, post_status=200),
    ),
    "plan_action_settle": (Row(SEES_SOLGAARDEN, args=plan_action_at("solgaarden"), get=405, post={}),),
    "plan_action_drop": (Row(SEES_SOLGAARDEN, args=plan_action_at("solgaarden"), get=405, post={}),),
    "leader_spans": (Row(LEADERS | HR),),
}

# What other programs read, by a token alone: a log-in opens none of it, and a token nothing else.
MATRIX |= {
    "api_about": (Row(frozenset({PROGRAM}), others=NO_TOKEN),),
    "api_units": (Row(frozenset({PROGRAM}), others=NO_TOKEN),),
    "api_figures": (
        Row(frozenset({PROGRAM}), args=figures_of("kommune"), others=NO_TOKEN),
        Row(frozenset({PROGRAM}), args=figures_of("solgaarden"), others=NO_TOKEN),
    ),
    "api_tokens": (Row(HR, post={"name": "Power BI", "scopes": "units", "last_day": "23-12-2026"}, post_status=200),),
    "api_token_end": (Row(HR, args=api_token, get=405, post={}),),
}
# How the work of following up goes.
MATRIX |= {
    "process": (Row(LEADERS | HR),),
    "process_treatment": (Row(LEADERS | HR),),
    "process_workplaces": (Row(LEADERS | HR),),
    "process_rules": (Row(LEADERS | HR),),
}
