"""What the consultant's toolbox holds. Nothing of a benefit case is among it: the employer is not that authority."""

from retention.models.caseload import (
    ConsultantHours,
    Engagement,
    Work,
)
from retention.models.consent import (
    Consent,
    Share,
)
from retention.models.fasttrack import (
    FastTrack,
    StatutoryParameter,
)
from retention.models.knowledge import (
    GuideVersion,
)
from retention.models.ladder import (
    Offer,
    OfferUse,
    Placement,
    Step,
)
from retention.models.partners import (
    Agreement,
    AgreementUse,
    Contact,
    MeetingAction,
    Municipality,
    Sheet,
    StatusMeeting,
)
from retention.models.screening import (
    Screening,
    ScreeningAnswer,
    ScreeningQuestion,
)

__all__ = [
    "Agreement",
    "AgreementUse",
    "Consent",
    "ConsultantHours",
    "Contact",
    "Engagement",
    "FastTrack",
    "GuideVersion",
    "MeetingAction",
    "Municipality",
    "Offer",
    "OfferUse",
    "Placement",
    "Screening",
    "ScreeningAnswer",
    "ScreeningQuestion",
    "Share",
    "Sheet",
    "StatusMeeting",
    "StatutoryParameter",
    "Step",
    "Work",
]
