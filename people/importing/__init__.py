"""The people of the municipality, from the extracts of its organisation system. See `flows.import_people`."""
