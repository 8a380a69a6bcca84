"""Municipalities as partners: contacts, and agreements with them. Pure."""

from enum import StrEnum


class AgreementKind(StrEnum):
    """What has been agreed with a municipality."""

    PREVENTIVE_FAST_TRACK = "preventive_fast_track"  # Fast track on a worry, before any sick leave
    WORK_TRIAL = "work_trial"  # trainees or work trials a year
    OTHER = "other"
