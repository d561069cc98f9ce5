"""Reads over informal care, by subject."""
