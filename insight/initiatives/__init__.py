"""The register of initiatives: what is done about absence, how far it is, and what came of it."""
