"""The return plan: written at the table, amended and ended outside it, and held against what is recorded."""
