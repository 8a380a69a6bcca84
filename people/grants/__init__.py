"""The pages of leaders, deputies, capacities and accounts."""
