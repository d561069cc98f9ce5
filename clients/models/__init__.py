from clients.models.allocation import Allocation
from clients.models.client import Client
from clients.models.client_system import ClientSystemMember

__all__ = ["Allocation", "Client", "ClientSystemMember"]
