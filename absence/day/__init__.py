"""Who is away, as a leader's day shows it."""
