"""What the consultant's toolbox holds. Nothing of a benefit case is among it: the employer is not that authority."""

from retention.models.caseload import ConsultantHours, Engagement, Work
from retention.models.ladder import Offer, OfferUse, Placement, Step
from retention.models.partners import Agreement, Contact, Municipality

__all__ = [
    "Agreement",
    "ConsultantHours",
    "Contact",
    "Engagement",
    "Municipality",
    "Offer",
    "OfferUse",
    "Placement",
    "Step",
    "Work",
]
