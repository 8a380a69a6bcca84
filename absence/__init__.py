"""Who is away, and what follows from it: periods, payroll, the policy engine."""
