"""Reads over requirements, checks and what they find."""
