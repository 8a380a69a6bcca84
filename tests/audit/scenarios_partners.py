"""What the flows of retention write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable

from retention.knowledge import flows as knowledge
from retention.models import Agreement, Contact, MeetingAction, Municipality, Sheet, StatusMeeting
from retention.partners import flows as partners
from retention.rules.knowledge import GuideKey
from retention.rules.partners import AgreementKind, counted
from retention.rules.saying import opened_with
from retention.saying import as_it_stands
from tests.world import TODAY, World

Scenario = Callable[[World], object]


def home() -> Municipality:
    return Municipality.objects.get(pk="760")


def set_phone_hours(world: World) -> None:
    opened = opened_with(as_it_stands(home(), partners.HOURS))
    partners.set_phone_hours(municipality=home(), phone_hours="9-12", opened=opened, by=world.viewer("consultant"))


def contact_of(world: World) -> Contact:
    return Contact.objects.get(ref=world.partners["contact"])


def add_contact(world: World) -> None:
    given = {"name": "Grethe", "role": "", "phone": "1", "email": "", "secure_email": ""}
    partners.add_contact(municipality=home(), first_day=TODAY, by=world.viewer("consultant"), **given)


def change_contact(world: World) -> None:
    given = {"name": "Grethe", "role": "", "phone": "2", "email": "", "secure_email": ""}
    contact = contact_of(world)
    opened = opened_with(as_it_stands(contact, partners.CONTACT))
    partners.change_contact(contact=contact, opened=opened, by=world.viewer("hr"), **given)


def confirm_contact(world: World) -> None:
    partners.confirm_contact(contact=contact_of(world), by=world.viewer("consultant"))


def end_contact(world: World) -> None:
    partners.end_contact(contact=contact_of(world), last_day=TODAY, by=world.viewer("consultant"))


def agreement_of(world: World) -> Agreement:
    return Agreement.objects.get(ref=world.partners["agreement"])


def add_agreement(world: World) -> None:
    kind = AgreementKind.WORK_TRIAL
    days = {"first_day": TODAY, "last_day": None}
    partners.add_agreement(municipality=home(), kind=kind, words="", quota=1, by=world.viewer("hr"), **days)


def end_agreement(world: World) -> None:
    partners.end_agreement(agreement=agreement_of(world), last_day=TODAY, by=world.viewer("hr"))


def use_agreement(world: World) -> None:
    partners.use_agreement(agreement=agreement_of(world), used_on=TODAY, by=world.viewer("leader"), origin="x")
    # The same use again is none.
    partners.use_agreement(agreement=agreement_of(world), used_on=TODAY, by=world.viewer("leader"), origin="x")


def take_back_use(world: World) -> None:
    by, agreement = world.viewer("hr"), agreement_of(world)
    partners.use_agreement(agreement=agreement, used_on=TODAY, opened=opened_with(counted(0)), by=by)
    partners.take_back_use(agreement=agreement, opened=opened_with(counted(1)), by=by)


def save_sheet(world: World) -> None:
    given = {"title": "x", "text": "x", "source": "x", "owner": "x"}
    partners.save_sheet(municipality=home(), checked_on=TODAY, by=world.viewer("hr"), **given)


def withdraw_sheet(world: World) -> None:
    partners.withdraw_sheet(sheet=Sheet.objects.get(ref=world.partners["sheet"]), by=world.viewer("hr"))


def meeting_of(world: World) -> StatusMeeting:
    return StatusMeeting.objects.get(ref=world.partners["meeting"])


def note_meeting(world: World) -> None:
    given = {"with_whom": "x", "note": "Det går godt.", "note_override": ""}
    partners.note_meeting(municipality=home(), held_on=TODAY, next_on=None, by=world.viewer("hr"), **given)


def agree_action(world: World) -> None:
    partners.agree_action(meeting=meeting_of(world), what="x", who="x", due_on=TODAY, by=world.viewer("consultant"))


def settle_action(world: World) -> None:
    action = MeetingAction.objects.get(ref=world.partners["action"])
    partners.settle_action(action=action, done=True, by=world.viewer("consultant"))


def save_guide(world: World) -> None:
    given = {"title": "x", "summary": "x", "steps": "x", "text": "x", "source": "x", "owner": "x"}
    knowledge.save_guide(key=GuideKey.FAST_TRACK, number=1, checked_on=TODAY, by=world.viewer("consultant"), **given)


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (partners.set_phone_hours, set_phone_hours, ["phone_hours_changed"]),
    (partners.add_contact, add_contact, ["contact_added"]),
    (partners.change_contact, change_contact, ["contact_changed"]),
    (partners.confirm_contact, confirm_contact, ["contact_confirmed"]),
    (partners.end_contact, end_contact, ["contact_ended"]),
    (partners.add_agreement, add_agreement, ["agreement_added"]),
    (partners.end_agreement, end_agreement, ["agreement_ended"]),
    (partners.use_agreement, use_agreement, ["agreement_used"]),
    (partners.take_back_use, take_back_use, ["agreement_used", "agreement_use_taken_back"]),
    (partners.save_sheet, save_sheet, ["sheet_saved"]),
    (partners.withdraw_sheet, withdraw_sheet, ["sheet_withdrawn"]),
    (partners.note_meeting, note_meeting, ["status_meeting_noted"]),
    (partners.agree_action, agree_action, ["partner_action_agreed"]),
    (partners.settle_action, settle_action, ["partner_action_settled"]),
    (knowledge.save_guide, save_guide, ["guide_saved"]),
]
