"""How payroll and Tilbage agree, on HR's pages."""
