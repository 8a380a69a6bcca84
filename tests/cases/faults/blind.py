"""Sending in the wrong order: what the harness must not be blind to.

It dawdles where the fault is, so that most of a worker's time, on a machine of any speed, is a time at which killing
it loses a mail.
"""

import time
from datetime import date

from celery import shared_task

from cases.notices.flows import claim_notice, open_envelope, owe_notices, settle_notice
from cases.notices.mail import Post
from cases.notices.rules import NoticeEvent, Outcome
from people import clock
from people.access import system

DAWDLE_SECONDS = 0.4


@shared_task
def send_backwards(day: str, *, ignore_hours: bool) -> None:
    """Says "sent" first and sends afterwards."""
    that_day = date.fromisoformat(day)
    owe_notices(by=system(clock.now()), day=that_day, ignore_hours=ignore_hours)
    while (claimed := claim_notice(by=system(clock.now()))) is not None:
        by = system(clock.now())
        mail = open_envelope(claimed=claimed, by=by, day=that_day)
        settle_notice(claimed=claimed, outcome=Outcome(NoticeEvent.ACCEPT), by=by)
        time.sleep(DAWDLE_SECONDS)
        if not isinstance(mail, Outcome):
            post = Post()
            post.hand_over(mail)
            post.close()
