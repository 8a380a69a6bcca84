"""Reads of partners."""

from retention.partners.queries.homes import contacts_to_confirm, homes, told_to_confirm
from retention.partners.queries.lookups import agreement_of, agreement_used_by, contacts_of, home_of, uses_in_year
from retention.partners.queries.partner import actions_of, meeting_row, partner_of, sheet_page

__all__ = [
    "actions_of",
    "agreement_of",
    "agreement_used_by",
    "contacts_of",
    "contacts_to_confirm",
    "home_of",
    "homes",
    "meeting_row",
    "partner_of",
    "sheet_page",
    "told_to_confirm",
    "uses_in_year",
]
