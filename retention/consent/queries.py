"""The reads of consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.models import Employee
from people.rules import RuleViolation
from people.words import Language, say_date
from retention.consent.words import PURPOSES, RECEIVERS, say_content, say_how
from retention.matter.queries import Consented, Shared
from retention.models import Consent
from retention.rules.consent import Content, Given, Purpose, Receiver


def given_of(row: Consent) -> Given:
    content = frozenset(map(Content, row.content))
    return Given(Purpose(row.purpose), Receiver(row.receiver), content, row.given_on, row.withdrawn_on)


def insist_on_consent(
    *, employee: Employee, purpose: Purpose, receiver: Receiver, content: frozenset[Content], day: date
) -> Consent:
    """The consent that lets this be passed on that day. `RuleViolation("no_consent")` where there is none."""
    rows = Consent.objects.filter(employee=employee, purpose=purpose, receiver=receiver).order_by("-given_on", "-pk")
    found: Consent | None = next((row for row in rows if given_of(row).covers(purpose, receiver, content, day)), None)
    if found is None or not content:
        raise RuleViolation("no_consent")
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A consent in words. `shares` are what was passed on by it."""

    ref: str
    what: str
    content: str
    given: str
    withdrawn: str
    shares: tuple[str, ...]


def what_of(row: Consent | Consented) -> str:
    """`Fast track: til hjemkommunen`"""
    return _("%(purpose)s: to %(receiver)s") % {
        "purpose": PURPOSES[Purpose(row.purpose)],
        "receiver": _small(str(RECEIVERS[Receiver(row.receiver)])),
    }


def line_of(row: Consented, shares: Iterable[Shared], today: date, lang: Language) -> Line:
    """`shares` are the matter's."""
    return Line(
        ref=row.ref,
        what=what_of(row),
        content=say_content(row.content),
        given=_said(_("Given %(day)s") % {"day": say_date(row.given_on, today, lang)}, row.given_how, row.given_by),
        withdrawn=_said(
            _("Withdrawn %(day)s") % {"day": say_date(row.withdrawn_on, today, lang)},
            row.withdrawn_how,
            row.withdrawn_by,
        )
        if row.withdrawn_on
        else "",
        shares=tuple(
            _("Passed on %(day)s by %(name)s: %(content)s")
            % {
                "day": say_date(share.shared_on, today, lang),
                "name": share.by,
                "content": _small(say_content(share.content)),
            }
            for share in shares
            if share.consent_id == row.pk
        ),
    )


def _said(words: str, how: str, by: str) -> str:
    """`Givet 12. november, i telefonen, noteret af Birgit Lund`."""
    noted = _("noted by %(name)s") % {"name": by} if how and by else ""
    return ", ".join(filter(None, (words, say_how(how), noted)))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
