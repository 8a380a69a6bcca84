"""Closing a meeting: what is missing, its minutes, and the next one."""
