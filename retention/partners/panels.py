"""What partners put on other pages."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.panels import Panel, Tile
from people.language import page_language
from people.viewer import Viewer
from people.words import say_number
from retention.partners.access import may_write
from retention.partners.queries import contacts_to_confirm


def to_confirm(viewer: Viewer, today: date) -> Panel | None:
    """How many contacts must be asked again; nothing where there are none, or another keeps them."""
    number = contacts_to_confirm(today) if may_write(viewer) else 0
    if not number:
        return None
    under = _("not confirmed for %(days)s days") % {"days": settings.CONTACT_CONFIRM_DAYS}
    value = say_number(number, lang=page_language())
    return Panel("components/tile.html", Tile("person", _("Contacts to confirm"), value, under, reverse("partners")))
