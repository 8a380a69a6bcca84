"""Whether everything runs that nobody sees: jobs, mail, database and broker."""
