"""One employee's matter: their page, their case, and the history of both."""
