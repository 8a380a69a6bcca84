"""What is owed about Fast track. Each is done on its own page."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from cases.followups.kinds import Kind

_kind = partial(Kind, is_talk=False, url="fast_track_task")
KINDS: dict[str, Kind] = {
    "fast_track_inform": _kind(
        _("Fast track: inform"),
        _("Fast track: tell %(name)s about it"),
        _("Fast track: informed"),
        _("%(name)s talks with you about help to come back"),
        press=_("Note that you told"),
        icon="forum",
    ),
    "fast_track_answer": _kind(
        _("Fast track: answer"),
        _("Fast track: get the answer from %(name)s"),
        _("Fast track: answer received"),
        _("%(name)s asks what you say to Fast track"),
        press=_("Write the answer"),
        icon="forum",
    ),
    "fast_track_send": _kind(
        _("Fast track: send"),
        _("Fast track: send the request about %(name)s"),
        _("Fast track: sent"),
        _("%(name)s sends the request for Fast track"),
        press=_("See what to send"),
        icon="send",
    ),
    "fast_track_outcome": _kind(
        _("Fast track: outcome"),
        _("Fast track: hear what came of it for %(name)s"),
        _("Fast track: outcome noted"),
        _("%(name)s asks whether the municipality has called you in"),
        press=_("Write what came of it"),
        icon="forum",
    ),
    "fast_track_reason": _kind(
        _("Fast track: missed"),
        _("Fast track: say why the window closed for %(name)s"),
        _("Fast track: reason given"),
        _("%(name)s notes why Fast track was not used"),
        press=_("Write why"),
        icon="edit",
    ),
}
