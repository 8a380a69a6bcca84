"""A leader reports absence, corrects it, and says when somebody is back."""
