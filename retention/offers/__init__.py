"""The catalogue of offers, and their use in an employee's matter."""
