"""What it all amounts to: statistics, dashboards, targets."""
