"""What a policy would have meant, tried out on what is recorded. For HR."""
