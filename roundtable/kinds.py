"""What is owed about a meeting, and what was agreed at one."""

from functools import partial
from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.followups.kinds import Kind
from cases.invitations.kinds import Talk
from roundtable.rules.meetings import MeetingKind

PLAN: Final = "round_table_plan"
PLAN_CARE_TALK: Final = "care_talk_plan"
HOLD: Final = "round_table_hold"
HOLD_CARE_TALK: Final = "care_talk_hold"
HELP: Final = "round_table_help"
LEAD: Final = "round_table_lead"
ANSWER: Final = "meeting_answer"
AGREED: Final = "agreed_action"
CHECK_IN: Final = "plan_check_in"
EVALUATE: Final = "plan_evaluate"
GAP: Final = "gap_widened"

# What is owed of a meeting of each kind until it is planned, and then until it is held; the keys are the same.
PLANNING: Final = {MeetingKind.ROUND_TABLE: PLAN, MeetingKind.CARE_TALK: PLAN_CARE_TALK}
HOLDING: Final = {MeetingKind.ROUND_TABLE: HOLD, MeetingKind.CARE_TALK: HOLD_CARE_TALK}

_of_meeting = partial(Kind, is_talk=False, url="meeting_task", icon="groups")
KINDS: Final[dict[str, Kind]] = {
    PLAN: _of_meeting(
        _("Round table: plan"),
        _("Plan the round table about %(name)s"),
        _("Round table planned"),
        _("You are asked when you can come to a round table"),
        announced=True,
        told=False,
        press=_("Plan it"),
    ),
    PLAN_CARE_TALK: _of_meeting(
        _("Care talk: plan"),
        _("Plan the care talk with %(name)s"),
        _("Care talk planned"),
        _("You are asked when you can come to a care talk"),
        told=False,
        press=_("Plan it"),
    ),
    HOLD: _of_meeting(
        _("Round table: hold"),
        _("Hold the round table about %(name)s"),
        _("Round table held"),
        _("Round table"),
        told=False,
        press=_("Open the meeting"),
    ),
    HOLD_CARE_TALK: _of_meeting(
        _("Care talk: hold"),
        _("Hold the care talk with %(name)s"),
        _("Care talk held"),
        _("Care talk"),
        told=False,
        press=_("Open the meeting"),
    ),
    HELP: _of_meeting(
        _("Round table: help"),
        _("Help to plan the round table about %(name)s"),
        _("Helped with the round table"),
        announced=True,
        press=_("Open the meeting"),
    ),
    LEAD: _of_meeting(
        _("Round table: overdue"),
        _("The round table about %(name)s is not planned in time"),
        _("Looked at the round table"),
        announced=True,
        press=_("Open the meeting"),
    ),
    ANSWER: _of_meeting(
        _("Meeting: answer"),
        _("Somebody cannot come to the meeting about %(name)s. Look at the time"),
        _("Looked at the answers about a meeting"),
        announced=True,
        press=_("Open the meeting"),
    ),
    AGREED: Kind(
        _("Agreed action"),
        _("Do what was agreed about %(name)s"),
        _("Agreement kept"),
        _("%(name)s does what was agreed"),
        is_talk=False,
        icon="check",
    ),
    CHECK_IN: Kind(
        _("Ask about the plan"),
        _("Ask %(name)s how the plan is going"),
        _("Asked about the plan"),
        _("%(name)s asks how the plan is going"),
    ),
    EVALUATE: Kind(
        _("Look at the plan"),
        _("Look at the plan with %(name)s"),
        _("Plan looked at"),
        _("%(name)s looks at the plan with you"),
    ),
    GAP: Kind(
        _("Step ladder"),
        _("Talk with %(name)s and the leader: they see it more differently than last time"),
        _("Talked about the distance"),
    ),
}

TALKS: Final[dict[str, Talk]] = {
    MeetingKind.ROUND_TABLE: Talk(_("Round table meeting"), unfit=ANSWER),
    MeetingKind.CARE_TALK: Talk(_("Care talk"), unfit=ANSWER),
}
