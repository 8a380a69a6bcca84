"""The municipalities where employees live: contacts, agreements, and how they are kept."""
