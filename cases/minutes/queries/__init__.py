"""Reads of minutes. Neither a file nor what minutes say is read where only their dates are shown."""
