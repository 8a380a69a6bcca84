"""The step ladder: its steps, and where parties place somebody."""
