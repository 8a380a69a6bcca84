"""What happened to a meeting, as entries of a history. No database."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cases.matter.timeline import About, Entry
from people.calendar import COPENHAGEN
from people.words import Language, say_duration
from roundtable.request.queries import Known
from roundtable.rules import clock
from roundtable.rules.clock import Target
from roundtable.rules.meetings import MeetingKind, RequesterKind, RequestReason
from roundtable.words import KINDS, PAUSE_REASONS, REASONS, WISHED, say_end

ICON = "groups"


def entries_of(known: Known, target: Target, now: datetime, lang: Language) -> list[Entry]:
    """Who wished for it, the employee's answer, the pauses, when it was planned and held, or how it ended without; the
    latest first where several happened at once. One that follows another up was planned along with it: nobody wished.
    """
    return list(_told(known, target, now, lang))[::-1]


def _told(known: Known, target: Target, now: datetime, lang: Language) -> Iterable[Entry]:
    kind, ticking = str(KINDS[MeetingKind(known.kind)]), known.clock
    wished = ", ".join(filter(None, (str(WISHED[RequesterKind(known.requester)]), known.by)))
    follows_up = known.reason == RequestReason.FOLLOW_UP
    if not follows_up:
        yield _at(ticking.requested_at, ICON, kind, wished)
    if known.answer == "yes" and known.answered_on and known.requester != RequesterKind.EMPLOYEE:
        yield Entry(About.CASE, known.answered_on, ICON, _("%(kind)s: yes from the employee") % {"kind": kind})
    for stood in ticking.pauses:
        why = str(PAUSE_REASONS[stood.reason])
        yield _at(stood.began_at, "more-horiz", _("%(kind)s: the clock stands still") % {"kind": kind}, why)
        if stood.ended_at:
            yield _at(stood.ended_at, "time", _("%(kind)s: the clock runs on") % {"kind": kind})
    if ticking.planned_at and not known.has_clock:
        more = str(REASONS[RequestReason.FOLLOW_UP]) if follows_up else ""
        yield _at(ticking.planned_at, ICON, _("%(kind)s planned") % {"kind": kind}, more)
    elif ticking.planned_at:
        after = say_duration(clock.net(ticking, target, now), lang)
        yield _at(ticking.planned_at, ICON, _("%(kind)s planned after %(hours)s") % {"kind": kind, "hours": after})
    if ticking.held_at:
        yield _at(ticking.held_at, ICON, _("%(kind)s held") % {"kind": kind}, about=About.TALKS)
    if ticking.stopped_at:
        yield _at(ticking.stopped_at, "lock", kind, say_end(known.state, known.end_reason))


def _at(moment: datetime, icon: str, text: str, more: str = "", *, about: About = About.CASE) -> Entry:
    at = moment.astimezone(COPENHAGEN)
    return Entry(about, at.date(), icon, text, more=more, at=at)
