"""The only writers of plans, agreements and evaluations."""
