"""Calling several to a talk: who takes part, what each is sent, what they answer, and how guests are let in."""
