"""What the page of operations shows. Every state is said in words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Heartbeat
from cases.notices.queries import CHECK_DUTIES, SEND_NOTICES, SILENCE, heartbeats
from cases.outbox.queries import Outbox, outbox_of, say_alarm
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, Tone, chip, say_moment, say_number

A_NIGHT: Final = timedelta(hours=26)
# Job -> what it is called, how often it should run, and after how long it has stopped.
JOBS: Final[dict[str, tuple[Promise, Promise, timedelta]]] = {
    SEND_NOTICES: (gettext_lazy("Send messages"), gettext_lazy("every minute"), SILENCE),
    CHECK_DUTIES: (
        gettext_lazy("Compare tasks with the absence that makes them due"),
        gettext_lazy("every hour"),
        timedelta(hours=3),
    ),
    "evaluate_policies": (gettext_lazy("Find the tasks of the day"), gettext_lazy("every night"), A_NIGHT),
    "settle_cases": (gettext_lazy("Open and close cases"), gettext_lazy("every night"), A_NIGHT),
    "expire_referrals": (gettext_lazy("End referrals that are over"), gettext_lazy("every night"), A_NIGHT),
    "settle_fast_tracks": (gettext_lazy("Follow the windows of Fast track"), gettext_lazy("every night"), A_NIGHT),
    "watch_clocks": (
        gettext_lazy("Follow the clocks of round tables"),
        gettext_lazy("every five minutes"),
        timedelta(minutes=30),
    ),
    "close_stale_meetings": (gettext_lazy("Close forgotten meetings"), gettext_lazy("every night"), A_NIGHT),
    "watch_plans": (gettext_lazy("Hold plans against the absence"), gettext_lazy("every night"), A_NIGHT),
    "forget_unconfirmed": (
        gettext_lazy("Delete wishes from outside that nobody confirmed"),
        gettext_lazy("every night"),
        A_NIGHT,
    ),
    "refresh_figures": (gettext_lazy("Count the figures"), gettext_lazy("every minute"), timedelta(minutes=30)),
    "freeze_packs": (gettext_lazy("Make lists and packs"), gettext_lazy("every night"), A_NIGHT),
    "export_absence": (gettext_lazy("Write the file for payroll"), gettext_lazy("every night"), A_NIGHT),
}


@dataclass(frozen=True, slots=True)
class JobLine:
    key: str
    name: str
    often: str
    last: str
    chip: Chip
    found: str


@dataclass(frozen=True, slots=True)
class Part:
    """Something the application leans on."""

    name: str
    words: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Operations:
    """`troubles` are sentences; none means that all is well."""

    troubles: tuple[str, ...]
    jobs: tuple[JobLine, ...]
    parts: tuple[Part, ...]
    outbox: Outbox
    differences: int


def operations_of(viewer: Viewer, *, broker_answers: bool) -> Operations:
    """Two queries."""
    beats = {beat.job: beat for beat in heartbeats()}
    outbox = outbox_of(viewer)
    jobs = tuple(_job(job, beats.get(job), viewer) for job in _expected(beats))
    differences = beats[CHECK_DUTIES].findings if CHECK_DUTIES in beats else 0
    troubles = [
        say_alarm(outbox, viewer),
        "" if broker_answers else _("The broker does not answer: nothing is sent until it does, and nothing is lost."),
        f"{_say_differences(differences)}." if differences else "",
        _say_stopped([job.name for job in jobs if job.chip.tone is Tone.LATE and job.key != SEND_NOTICES]),
    ]
    return Operations(tuple(filter(None, troubles)), jobs, _parts(broker_answers=broker_answers), outbox, differences)


def _expected(beats: dict[str, Heartbeat]) -> list[str]:
    """Those that should run here, and those that have run besides."""
    expected = [job for job in JOBS if job != "export_absence" or settings.PAYROLL_EXPORT_FOLDER]
    return [*expected, *(job for job in beats if job not in expected)]


def _job(job: str, beat: Heartbeat | None, viewer: Viewer) -> JobLine:
    name, often, silence = JOBS.get(job, (job, "", None))
    if beat is None:
        return JobLine(job, str(name), str(often), "", chip(Tone.LATE, _("has never run")), "")
    stopped = silence is not None and viewer.now - beat.beat_at > silence
    return JobLine(
        key=job,
        name=str(name),
        often=str(often),
        last=say_moment(beat.beat_at, viewer.today, page_language()),
        chip=chip(Tone.LATE, _("has stopped")) if stopped else chip(Tone.MET, _("runs")),
        found=_say_differences(beat.findings) if beat.findings else "",
    )


def _parts(*, broker_answers: bool) -> tuple[Part, ...]:
    version = connection.pg_version  # type: ignore[attr-defined]  # of PostgreSQL, the only database there is
    return (
        Part(_("Database"), f"PostgreSQL {version // 10000}.{version % 10000}", chip(Tone.MET, _("answers"))),
        Part(
            _("Broker"),
            _("Wakes the worker; holds nothing that can be lost."),
            chip(Tone.MET, _("answers")) if broker_answers else chip(Tone.LATE, _("does not answer")),
        ),
    )


def _say_stopped(names: list[str]) -> str:
    return _("These have not run as they should: %(jobs)s.") % {"jobs": ", ".join(names)} if names else ""


def _say_differences(number: int) -> str:
    words = ngettext(
        "%(number)s task differs from the absence that makes it due",
        "%(number)s tasks differ from the absence that makes them due",
        number,
    )
    return words % {"number": say_number(number, lang=page_language())}
