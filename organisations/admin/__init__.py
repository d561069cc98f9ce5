"""Admin pages: reference data is edited here; what services own goes through them, or can be looked at."""

from organisations.admin import api_clients, reference, webhooks

__all__ = ["api_clients", "reference", "webhooks"]
