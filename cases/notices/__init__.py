"""Notices: the outbox of mails about what is owed."""
