"""Where another part leads its reader to a guide."""

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from retention.rules.knowledge import GuideKey

NAMES: Final[dict[GuideKey, Promise]] = {
    GuideKey.FAST_TRACK: _("Fast track"),
    GuideKey.SECTION_56: _("Agreement under section 56"),
    GuideKey.PARTIAL_RETURN: _("Partial return"),
    GuideKey.ABILITY_STATEMENT: _("Ability statement"),
    GuideKey.PERSONAL_ASSISTANCE: _("Personal assistance"),
    GuideKey.PRAKTIK: _("Praktik"),
}


def guide_link(key: GuideKey) -> tuple[str, str]:
    """Words and address of a guide. The words are fixed, so that no page asks the database for a link."""
    return gettext("Guide: %(name)s") % {"name": NAMES[key]}, reverse("guide", args=[key])
