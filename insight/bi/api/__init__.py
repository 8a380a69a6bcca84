"""What other programs read: aggregates alone, masked as on the pages. docs/bi.md is its manual."""
