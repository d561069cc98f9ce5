"""Shared kernel: values, guards and base classes. It imports no other room."""
