from clients.services.allocations import allocate, end_allocation, record_start_of_delivery
from clients.services.client_system import add_member, change_member, end_member
from clients.services.clients import ClientDetails, change_client, register_client
from clients.services.reading import (
    record_bsn_search,
    record_list_reading,
    record_reading,
    record_search,
    record_trail_reading,
)

__all__ = [
    "ClientDetails",
    "add_member",
    "allocate",
    "change_client",
    "change_member",
    "end_allocation",
    "end_member",
    "record_bsn_search",
    "record_list_reading",
    "record_reading",
    "record_search",
    "record_start_of_delivery",
    "record_trail_reading",
    "register_client",
]
