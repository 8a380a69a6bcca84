"""Being let in: by a link of one's own, and by a code that is mailed to the participant, who writes it on the page from
which it was asked for.
"""

from django.db import transaction
from django.db.models import F

from cases.invitations.codes import hash_of, is_right, new_code
from cases.invitations.flows.seating import record
from cases.invitations.queries.letters import newest_code
from cases.invitations.rules import CODE_HOLDS, MOST_CODES, Event, check_asking, is_open
from cases.models import AccessCode, Conversation, Participant
from cases.notices.flows import owe_letter
from cases.notices.rules import NoticeKind
from people.rules import insist
from people.viewer import Viewer


@transaction.atomic
def renew_link(*, participant: Participant, by: Viewer) -> None:
    """Another link for somebody who has lost theirs, or whose link others have: the earlier one is void, and so is
    what was proved at it. `RuleViolation("no_address")`. Audit: `link_renewed`.
    """
    talk = _hold(participant)
    insist(bool(participant.address), "no_address")
    participant.refresh_from_db(fields=["link_serial"])
    participant.link_serial += 1
    participant.save(update_fields=["link_serial"])
    mark = f"link {participant.link_serial}"
    owe_letter(kind=NoticeKind.MEETING_LINK, participant=participant, subject=mark, by=by)
    record(Event.LINK_RENEWED, talk=talk, by=by, fields=["link"])


@transaction.atomic
def ask_for_code(*, participant: Participant, by: Viewer) -> None:
    """Owes a participant a code, whoever asks; earlier ones let nobody in any more.

    `RuleViolation` with `no_address` or `too_many_codes`. Audit: `code_asked_for`.
    """
    talk = _hold(participant)
    insist(bool(participant.address), "no_address")
    longest = max(span for span, _ in MOST_CODES)
    asked = AccessCode.objects.filter(participant=participant, asked_at__gt=by.now - longest)
    check_asking(list(asked.values_list("asked_at", flat=True)), by.now)
    row = AccessCode.objects.create(participant=participant, asked_at=by.now)
    owe_letter(kind=NoticeKind.CODE, participant=participant, subject=row.ref, by=by)
    record(Event.CODE_ASKED_FOR, talk=talk, by=by, fields=())


@transaction.atomic
def make_code(*, code: AccessCode, by: Viewer) -> str:
    """The digits, for the mail that is being written: they hold from now on, and only their hash is kept."""
    digits = new_code()
    AccessCode.objects.filter(pk=code.pk).update(
        code_hash=hash_of(code, digits), good_until=by.now + CODE_HOLDS, tries=0
    )
    return digits


@transaction.atomic
def try_code(*, participant: Participant, digits: str, by: Viewer) -> bool:
    """Whether the code lets them in: the newest one, once, within its minutes and tries. A refusal is counted, and
    does not say why. Audit: `not_let_in`, or `let_in`.
    """
    talk = _hold(participant)
    row = newest_code(participant)
    right = False
    if row is not None and is_open(good_until=row.good_until, tries=row.tries, used=bool(row.used_at), now=by.now):
        right = is_right(row, digits)
        AccessCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1, used_at=by.now if right else None)
    event = Event.LET_IN if right else Event.NOT_LET_IN
    record(event, talk=talk, by=by, fields=())
    return right


def _hold(participant: Participant) -> Conversation:
    """Two at once are counted one after the other."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    return Conversation.objects.select_related("case").get(pk=participant.conversation_id)
