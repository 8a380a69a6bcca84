"""Users, employees, units, grants, access and the calendar: what would be true even if nobody were sick."""
