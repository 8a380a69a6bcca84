"""Series of care talks at a workplace."""
