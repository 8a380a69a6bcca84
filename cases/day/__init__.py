"""A leader's day: what she owes whom, what comes this week, what has been done."""
