"""The Celery application. Beat runs in UTC; the schedule stands here, in code, and nowhere else.

No task carries anything that may be lost: each looks in the database for what is owed and does it. Two beats make
the same rows as one. Copenhagen is one or two hours ahead of UTC; nothing depends on the hours from 22 to 4 there.
"""

import os
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import setup_logging
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("tilbage")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# What is owed stands in the database, and the next round finds it: rounds that no worker took are dropped.
OF_A_MINUTE = {"expires": 50}
OF_AN_HOUR = {"expires": 50 * 60}
OF_FIVE_SECONDS = {"expires": 4}
app.conf.beat_schedule = {
    "send invitations": {"task": "people.tasks.send_invitations", "schedule": crontab(), "options": OF_A_MINUTE},
    # Mail goes out on working days between 7 and 18 only; that is for the flow to know.
    "send notices": {"task": "cases.tasks.send_notices", "schedule": crontab(), "options": OF_A_MINUTE},
    "send codes": {
        "task": "cases.tasks.send_codes",
        "schedule": schedule(timedelta(seconds=5)),
        "options": OF_FIVE_SECONDS,
    },
    # Twice, an hour apart, before anybody comes to work: the second finds nothing to do if the first has run.
    "evaluate policies": {
        "task": "absence.tasks.evaluate_policies",
        "schedule": crontab(minute="5", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "settle cases": {
        "task": "absence.tasks.settle_cases",
        "schedule": crontab(minute="35", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "expire referrals": {
        "task": "retention.tasks.expire_referrals",
        "schedule": crontab(minute="40", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "settle fast tracks": {
        "task": "retention.tasks.settle_fast_tracks",
        "schedule": crontab(minute="40", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "watch clocks": {
        "task": "roundtable.tasks.watch_clocks",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 4 * 60},
    },
    "send confirmations": {
        "task": "roundtable.tasks.send_confirmations",
        "schedule": crontab(),
        "options": OF_A_MINUTE,
    },
    "close stale meetings": {
        "task": "roundtable.tasks.close_stale_meetings",
        "schedule": crontab(minute="42", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "forget unconfirmed wishes": {
        "task": "roundtable.tasks.forget_unconfirmed",
        "schedule": crontab(minute="43", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "watch plans": {
        "task": "roundtable.tasks.watch_plans",
        "schedule": crontab(minute="44", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "refresh figures": {"task": "insight.tasks.refresh_figures", "schedule": crontab(), "options": OF_A_MINUTE},
    # After what the night derives, and before anybody is written to.
    "freeze packs": {
        "task": "insight.tasks.freeze_packs",
        "schedule": crontab(minute="46", hour="3,4"),
        "options": OF_AN_HOUR,
    },
    "export absence": {
        "task": "absence.tasks.export_absence",
        "schedule": crontab(minute="45", hour="4"),
        "options": OF_AN_HOUR,
    },
    "check duties": {"task": "cases.tasks.check_duties", "schedule": crontab(minute="50"), "options": OF_AN_HOUR},
}


@setup_logging.connect  # type: ignore[untyped-decorator]
def keep_django_logging(**_: object) -> None:
    """Celery would replace the logging set-up; Django's, which leaves names and texts out, stands."""


def broker_answers() -> bool:
    """Asks it once, and waits a second at the most."""
    options = {"socket_timeout": 1, "socket_connect_timeout": 1}
    with app.connection_for_read(transport_options=options) as connection:
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=1)
        except (OSError, OperationalError):
            return False
    return True


__all__ = ["app", "broker_answers"]
