"""What payroll puts on HR's overview and on the page of operations."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from absence.payroll.queries import last_runs, standing_of_payroll
from cases.panels import Panel, Tile
from people.language import page_language
from people.viewer import Viewer
from people.words import say_days, say_number

TILE = "components/tile.html"
# Payroll's file comes every night; over a weekend it may be three days.
OLD = 3


def payroll(viewer: Viewer, _today: date) -> list[Panel]:
    """When payroll's file was last read in, and what it has not confirmed. One query for both."""
    found = standing_of_payroll(viewer)
    if found is None:
        return [
            Panel(
                TILE,
                Tile("payments", _("Payroll's last file"), _("no file yet"), _("Nothing is read in from payroll.")),
            )
        ]
    newest = _("newest row %(day)s") % {"day": found.newest} if found.newest else _("the file held no rows")
    if found.days_old > OLD:
        newest = _("%(days)s old, %(newest)s") % {"days": say_days(found.days_old, page_language()), "newest": newest}
    unconfirmed = Tile(
        "edit",
        _("Not confirmed by payroll"),
        say_number(found.unconfirmed, lang=page_language()),
        _("reports older than %(days)s days") % {"days": settings.PAYROLL_CONFIRM_DAYS},
        reverse("unconfirmed_reports") if found.unconfirmed else "",
    )
    fresh = Tile("payments", _("Payroll's last file"), found.said, newest, alarm=found.days_old > OLD)
    return [Panel(TILE, fresh), Panel(TILE, unconfirmed)]


def runs(viewer: Viewer, _today: date) -> Panel:
    return Panel("absence/payroll/runs.html", last_runs(viewer))
