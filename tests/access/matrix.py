"""Who may open and do what: one row for each address of the URLconf. An address without a row fails the build.

A row says who gets in, with which arguments, and what is posted where something is done:

    "employee_detail": Row(HANDLES_ASE, args=about("employee")),
    "confirm_follow_up": Row(HANDLES_ASE, args=follow_up_of("employee"), post={"done_on": "2026-11-23"}),

Everybody else gets 404, and anonymous visitors the log-in page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retention.models import Contact, Sheet, StatusMeeting
from retention.partners import flows
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.access.arguments import (
    Arguments,
    a_door,
    about,
    account_of,
    an_offer,
    at_home,
    capacity_of,
    case_of,
    consent_of,
    fast_track_of,
    fast_track_task_of,
    follow_up_of,
    leadership_of,
    nothing,
    offer_use_of,
    partner,
    period_of,
    placement_by,
    rows_of,
    screening_of,
    screening_task_of,
    some_key,
    spent_invitation,
    unit,
    work_of,
)
from tests.world import PEOPLE, World

ANONYMOUS = "anonymous"
# Led to the log-in page instead of an answer.
TO_LOG_IN = "to log-in"
PERSONS = (ANONYMOUS, *PEOPLE)
EVERYBODY = frozenset(PERSONS)
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
    others: int = 404


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
    "account_login": (Row(frozenset({ANONYMOUS}), post={"login": "x"}, post_status=200, others=302),),
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
    "employee_list": (Row(LEADERS | HR | CONSULTANTS),),
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
}
# Leaders, deputies, capacities and accounts.
MATRIX |= {
    "leaders": (Row(LEADERS | HR | ADMINISTRATORS),),
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
    model: type[Contact | Sheet | StatusMeeting], key: str, fields: Sequence[str], said: Mapping[str, str]
) -> Callable[[World], Mapping[str, Any]]:
    """What a form says that was opened with what stands."""

    def post(world: World) -> Mapping[str, Any]:
        row = model.objects.get(ref=world.partners[key])
        return {**said, "opened": opened_with(as_it_stands(row, fields))}

    return post


MATRIX |= {
    "partners": (Row(KEEPS),),
    "municipality": (Row(READS, args=at_home),),
    "home_contact": (
        Row(HANDLES_ASE, args=about("employee"), get=302),
        Row(HANDLES_THE_LEADER, args=about("leader"), get=302),
    ),
    "phone_hours": (Row(KEEPS, args=at_home, post={"phone_hours": "9-12"}),),
    "contact_add": (Row(KEEPS, args=at_home, post=CONTACT),),
    "contact_change": (Row(KEEPS, args=partner("contact"), post=opened(Contact, "contact", flows.CONTACT, CONTACT)),),
    "contact_confirm": (Row(KEEPS, args=partner("contact"), get=405, post={}),),
    "contact_end": (Row(KEEPS, args=partner("contact"), post={"last_day": "23-11-2026"}),),
    "agreement_add": (Row(KEEPS, args=at_home, post={"kind": "other", "first_day": "23-11-2026"}),),
    "agreement_end": (Row(KEEPS, args=partner("agreement"), post={"last_day": "23-11-2026"}),),
    "agreement_use": (Row(KEEPS, args=partner("agreement"), get=405, post={}),),
    "sheet": (Row(READS, args=partner("sheet")),),
    "sheet_add": (Row(KEEPS, args=at_home, post=SHEET),),
    "sheet_change": (Row(KEEPS, args=partner("sheet"), post=opened(Sheet, "sheet", flows.SHEET, SHEET)),),
    "sheet_withdraw": (Row(KEEPS, args=partner("sheet"), get=405, post={}),),
    "status_meeting": (Row(KEEPS, args=partner("meeting"), post={"what": "x", "who": "x", "due_on": "24-11-2026"}),),
    "status_meeting_add": (Row(KEEPS, args=at_home, post=MEETING),),
    "status_meeting_change": (
        Row(KEEPS, args=partner("meeting"), post=opened(StatusMeeting, "meeting", flows.MEETING, MEETING)),
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
    "fast_track_change": (Row(HANDLES_ASE, args=fast_track_of("employee"), post={"expected_long": "no"}),),
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
