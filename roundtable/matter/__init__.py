"""What the round table knows of one employee, on the pages that several apps make."""
