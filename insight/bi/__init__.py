"""Figures for the municipality's own statistics: tokens that HR hands out, and what other programs read by them."""
