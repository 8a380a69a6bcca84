"""The rules of the consultant's toolbox. Pure."""
