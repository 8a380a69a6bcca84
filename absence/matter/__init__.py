"""Absence on one employee's pages: the periods, the degree over time, and their part of the history."""
