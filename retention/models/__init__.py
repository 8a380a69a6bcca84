"""What the consultant's toolbox holds. Nothing of a benefit case is among it: the employer is not that authority."""

from retention.models.caseload import (
    ConsultantHours,
    Engagement,
    Work,
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

__all__ = [
    "Agreement",
    "AgreementUse",
    "ConsultantHours",
    "Contact",
    "Engagement",
    "GuideVersion",
    "MeetingAction",
    "Municipality",
    "Offer",
    "OfferUse",
    "Placement",
    "Sheet",
    "StatusMeeting",
    "Step",
    "Work",
]
