"""The meeting: request, 48-hour clock, reveal, return plan."""
