"""How the work of following up goes, beside what comes of it."""
