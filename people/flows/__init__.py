"""What people do about people: grants, accounts, whose number is whose."""

from people.flows.accounts import close_account, invite, open_account, send_invitations
from people.flows.grants import (
    end_capacity,
    end_leadership,
    grant_capacity,
    link_people,
    name_deputy,
    name_leader,
)
from people.flows.reference import seed_closing_days

__all__ = [
    "close_account",
    "end_capacity",
    "end_leadership",
    "grant_capacity",
    "invite",
    "link_people",
    "name_deputy",
    "name_leader",
    "open_account",
    "seed_closing_days",
    "send_invitations",
]
