"""What the overview calls its choices."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.overview.rules import Due, Standing, Tab

DUE: Final[dict[Due, Promise]] = {
    Due.LATE: _("Overdue"),
    Due.TODAY: _("Today"),
    Due.WEEK: _("This week"),
    Due.LATER: _("Later"),
    Due.UNDATED: _("Without a date"),
}
STANDINGS: Final[dict[Standing, Promise]] = {
    Standing.LEADER: _("Leader"),
    Standing.NO_ACCOUNT: _("Leader without an account"),
    Standing.NO_LEADER: _("No leader"),
    Standing.HR: _("HR"),
    Standing.CONSULTANT: _("Consultant"),
    Standing.EMPLOYEE: _("The employee"),
    Standing.GIVEN: _("Handed over"),
}
TABS: Final[dict[Tab, Promise]] = {Tab.ALL: _("All"), Tab.QUEUE: _("HR's queue"), Tab.MINE: _("Mine")}
