"""The demo municipality: its generator, its cast, its entrance and its mails. Not installed in production."""
