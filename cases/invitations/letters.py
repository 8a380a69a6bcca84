"""Letters to those who take part in a talk: each has their link, and names nobody.

What a notice's subject refers to: of an INVITATION the invitation, of TIMES the proposal (`mark_of`), of MINUTES and
RECALLED the minutes, of a CODE the access code. A MEETING_LINK may have any reference: it is there to tell one from
another.
"""

from django.utils.translation import gettext as _

from cases.invitations.calendar_file import CalendarEntry
from cases.invitations.flows.entering import make_code
from cases.invitations.links import seat_link
from cases.invitations.mail import organizer_address, write_invitation
from cases.invitations.queries.letters import had_minutes, latest_minutes, latest_proposal, newest_code, was_told_before
from cases.invitations.queries.places import newest_invitation, takes_part
from cases.invitations.rules import CODE_HOLDS, Method, mark_of
from cases.models import Invitation, Participant
from cases.notices.mail import Envelope, Letter, write_mail
from cases.notices.rules import Reason


def invitation(envelope: Envelope) -> Letter | Reason:
    """As it was made, unless a later one has taken its place. It is called off only to those who were told."""
    participant = participant_of(envelope)
    row = newest_invitation(participant)
    if row is None or row.ref != envelope.notice.subject:
        return Reason.SUPERSEDED
    again = was_told_before(row)
    if row.method == Method.REQUEST and not takes_part(participant, envelope.by.now):
        return Reason.NOT_THEIRS
    if row.ends_at <= envelope.by.now or (row.method == Method.CANCEL and not again):
        return Reason.NOTHING_DUE
    entry = entry_of(row, participant, envelope.address)
    return Letter(write_invitation(entry=entry, message_id=envelope.notice.message_id, at=envelope.by.now, again=again))


def entry_of(row: Invitation, participant: Participant, address: str) -> CalendarEntry:
    """The invitation as its recipient's calendar takes it; `participant` comes with its conversation."""
    return CalendarEntry(
        uid=participant.conversation.uid,
        sequence=row.sequence,
        method=Method(row.method),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        video_link=row.video_link,
        organizer_address=organizer_address(),
        attendee_address=address,
        link=seat_link(participant),
        made_at=row.made_at,
    )


def times(envelope: Envelope) -> Letter | Reason:
    """When could they come? Until the talk is called off, or other times are proposed."""
    participant = participant_of(envelope)
    latest = latest_proposal(participant.conversation)
    if latest is None or mark_of(latest) != envelope.notice.subject:
        return Reason.SUPERSEDED
    if participant.conversation.called_off_at is not None:
        return Reason.NOTHING_DUE
    return _with_link(envelope, _("When can you come to a talk?"))


def meeting_link(envelope: Envelope) -> Letter | Reason:
    return _with_link(envelope, _("There is something for you about a talk"))


def minutes(envelope: Envelope) -> Letter | Reason:
    """Not of those that were recalled, nor of a version that another has followed."""
    participant = participant_of(envelope)
    latest = latest_minutes(participant.conversation)
    if latest is None or not participant.gets_minutes:
        return Reason.NOTHING_DUE
    if latest.ref != envelope.notice.subject:
        return Reason.SUPERSEDED
    return _with_link(envelope, _("The minutes of your talk are ready"))


def recalled(envelope: Envelope) -> Letter | Reason:
    """To whoever was told of them, or has read them without."""
    if not had_minutes(participant_of(envelope), envelope.notice.subject):
        return Reason.NOTHING_DUE
    return _with_link(envelope, _("The minutes of your talk have been recalled"))


def code(envelope: Envelope) -> Letter | Reason:
    """The code is made now, so that it stands nowhere before, and holds from now on. Only the newest counts."""
    participant = participant_of(envelope)
    newest = newest_code(participant)
    if newest is None or newest.ref != envelope.notice.subject:
        return Reason.SUPERSEDED
    if not takes_part(participant, envelope.by.now):
        return Reason.NOT_THEIRS
    digits, holds = make_code(code=newest, by=envelope.by), CODE_HOLDS.seconds // 60
    return Letter(
        write_mail(envelope, subject=_("Your code for Tilbage"), template="code", link="", code=digits, minutes=holds)
    )


def participant_of(envelope: Envelope) -> Participant:
    participant = envelope.notice.participant
    if participant is None:
        raise ValueError(envelope.notice.kind)
    return participant


def _with_link(envelope: Envelope, subject: str) -> Letter | Reason:
    participant = participant_of(envelope)
    if not takes_part(participant, envelope.by.now):
        return Reason.NOT_THEIRS
    return Letter(write_mail(envelope, subject=subject, template=envelope.notice.kind, link=seat_link(participant)))
