"""Asking for a meeting, the employee's yes or no, its clock, and how it ends without being held."""
