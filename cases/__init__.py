"""What is owed to whom by when, and the thread through it: follow-ups, cases, notices."""
