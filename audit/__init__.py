"""The append-only trail of writes and reads (NEN 7513)."""
