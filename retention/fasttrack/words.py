"""The words of Fast track's codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as refusal_of_cases
from retention.rules.fasttrack import FastTrackKind, FastTrackState, Initiator, MissedReason, Outcome
from retention.rules.ladder import ToldHow

STATES: Final[dict[FastTrackState, Promise]] = {
    FastTrackState.DRAFTED: _("Begun"),
    FastTrackState.INFORMED: _("Employee informed"),
    FastTrackState.ACCEPTED: _("Yes from the employee"),
    FastTrackState.DECLINED: _("Declined by the employee"),
    FastTrackState.SENT: _("Sent"),
    FastTrackState.CONCLUDED: _("Finished"),
    FastTrackState.MISSED: _("Window closed unused"),
    FastTrackState.WITHDRAWN: _("Withdrawn"),
}
WAITS_FOR: Final[dict[FastTrackState, Promise]] = {
    FastTrackState.DRAFTED: _("The employee is to be informed"),
    FastTrackState.INFORMED: _("The employee has not answered"),
    FastTrackState.ACCEPTED: _("It is to be sent"),
    FastTrackState.SENT: _("The municipality's first talk"),
}
KINDS: Final[dict[FastTrackKind, Promise]] = {
    FastTrackKind.ORDINARY: _("Ordinary"),
    FastTrackKind.PREVENTIVE: _("Preventive"),
}
INITIATORS: Final[dict[Initiator, Promise]] = {
    Initiator.LEADER: _("The workplace"),
    Initiator.EMPLOYEE: _("The employee asks for it"),
}
OUTCOMES: Final[dict[Outcome, Promise]] = {
    Outcome.TALK_HELD: _("Talk held with the municipality"),
    Outcome.NO_TALK: _("No talk was held"),
    Outcome.REFUSED: _("The municipality said no"),
    Outcome.FIT_BEFORE: _("Back at work before"),
}
MISSED_REASONS: Final[dict[MissedReason, Promise]] = {
    MissedReason.NOT_THOUGHT_OF: _("Nobody thought of it in time"),
    MissedReason.SEEMED_SHORT: _("It looked like a short absence"),
    MissedReason.NOT_REACHED: _("The employee could not be reached"),
    MissedReason.OTHER_EFFORT: _("Something else was chosen instead"),
    MissedReason.REPORTED_LATE: _("The absence was recorded too late"),
    MissedReason.NO_TIME: _("There was no time for it"),
}
TOLD_HOW: Final[dict[ToldHow, Promise]] = {
    ToldHow.PHONE: _("On the phone"),
    ToldHow.IN_PERSON: _("In person"),
    ToldHow.WRITING: _("In writing"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "not_now": _("This has been done already, or cannot be done any more. The page shows how it stands now."),
    "already_open": _("There is a Fast track already. Open that one."),
    "not_absent": _("The employee is not recorded as sick, so there is no window."),
    "is_absent": _("The employee is sick now. Choose the ordinary kind."),
    "window_closed": _("The window had closed on that day. Choose the day on which it was sent, or say why not."),
    "no_agreement": _("The home municipality has made no agreement about Fast track on a worry."),
    "quota_used_up": _("The agreement with the home municipality is used up this year."),
    "not_informed": _("The employee must be told first."),
    "before_informed": _("Choose a day that is not before the employee was told."),
    "before_sent": _("Choose a day that is not before it was sent."),
    "not_expected_long": _("Fast track is for absence that is expected to last. Correct that answer first, if it is."),
    "told_how_missing": _("Say how it was told."),
    "already_explained": _("A reason has been given already."),
    "too_early": _("The window is still open. There is nothing to explain yet."),
}


def refusal(code: str) -> str:
    """What to tell somebody who was refused."""
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)
