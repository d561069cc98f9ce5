"""What users type about contracts, by subject. The rules are in the services; here is only the shape."""

from contracts.forms.waiting_times import WaitingTimeForm

__all__ = ["WaitingTimeForm"]
