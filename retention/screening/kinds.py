"""What is owed about screening."""

from django.utils.translation import gettext_lazy as _

from cases.followups.kinds import Kind

KINDS: dict[str, Kind] = {
    "screening_again": Kind(
        _("Look again"),
        _("Look again: may the absence of %(name)s become long?"),
        _("Looked again at the absence"),
        _("%(name)s talks with you about how long it may last"),
        icon="visibility",
        is_talk=False,
        url="screening_task",
        press=_("Look again"),
    ),
}
