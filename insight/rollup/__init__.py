"""The figures of each unit and month, kept, so that a page reads a few rows whatever the size of the municipality."""
