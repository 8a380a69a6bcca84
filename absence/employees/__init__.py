"""The list of those whom somebody handles, and who of them is away."""
