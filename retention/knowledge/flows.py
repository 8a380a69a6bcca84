"""Keeping the guides: each saving is a version, and the earlier ones stay."""

from datetime import date

from django.db import transaction

from audit import flows as audit
from cases.guard import check_text
from people.rules import insist
from people.viewer import Viewer
from retention.knowledge.access import may_write
from retention.knowledge.reference import shipped_guides
from retention.models import GuideVersion
from retention.rules.knowledge import Event, GuideKey, steps_of
from retention.rules.saying import ChangedMeanwhile
from retention.saying import as_it_stands


def seed_guides(*, by: Viewer) -> int:
    """Adds the guides that are not there yet; one that somebody has changed stays as it is."""
    insist(by.is_system, "only_the_system")
    known = set(GuideVersion.objects.values_list("key", flat=True))
    new = [
        GuideVersion(
            key=key,
            number=1,
            title=guide.title,
            summary=guide.summary,
            steps=guide.steps,
            text=guide.text,
            source=guide.source,
            owner=guide.owner,
            checked_on=guide.checked_on,
            saved_at=by.now,
        )
        for key, guide in shipped_guides().items()
        if key not in known
    ]
    return len(GuideVersion.objects.bulk_create(new))


@transaction.atomic
def save_guide(
    *,
    key: GuideKey,
    number: int,
    title: str,
    summary: str,
    steps: str,
    text: str,
    source: str,
    owner: str,
    checked_on: date,
    by: Viewer,
) -> GuideVersion:
    """A new version after `number`, the one that the writer has read.

    The same words again are no version. `RuleViolation` with `not_yours`, `no_steps`, the guard's on free text, or
    `ChangedMeanwhile` where another has saved since. Records `guide_saved`.
    """
    insist(may_write(by), "not_yours")
    check_text(title, summary, steps, text, source, owner)
    insist(bool(steps_of(steps)), "no_steps")
    versions = GuideVersion.objects.filter(key=key)
    # One saves at a time: whoever waited here reads the latest after it.
    versions.select_for_update().order_by("number").first()
    latest = versions.latest("number")
    said = {"title": title, "summary": summary, "steps": steps, "text": text, "source": source, "owner": owner}
    said_on = {**said, "checked_on": checked_on}
    standing = as_it_stands(latest, said_on)
    if standing == said_on:
        return latest
    if latest.number != number:
        raise ChangedMeanwhile(standing, str(latest.number))
    version = GuideVersion.objects.create(key=key, number=number + 1, **said_on, saved_at=by.now, saved_by=by.user)
    audit.record(Event.GUIDE_SAVED, by=by, capacity=by.standing, purpose=key, at=by.now)
    return version
