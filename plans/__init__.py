"""Execution plans, agreements and evaluations."""
