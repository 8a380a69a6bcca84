"""What the toolbox knows of one employee, on the pages that several apps make and on pages of its own."""
