"""A visit to a page, and what of the demo is visited."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from clients.models import Client
from contracts.models import ContractedProduct
from plans.models import PlanVersion


class Visit(NamedTuple):
    """A page: the user, what to call it, its route and its address."""

    email: str
    name: str
    route: str
    address: str


def in_demo(surname: str) -> Client:
    """A client of the demo."""
    return Client.objects.get(surname=surname)


def plan_of(surname: str) -> PlanVersion:
    """The plan of a client of the demo."""
    return PlanVersion.objects.get(plan__allocation__client__surname=surname)


def visits_of(email: str) -> Callable[..., Visit]:
    """A function that makes the visits of one user."""
    who = email.partition("@")[0]

    def visit(name: str, route: str, *args: Any, query: str = "") -> Visit:
        return Visit(email, f"{who} {name}", route, reverse(route, args=args) + query)

    return visit


def own_product() -> ContractedProduct:
    """What De Linde has a contract for."""
    return ContractedProduct.objects.get(variant__code="bg-duurzaam", contract__provider__agb_code="98000101")
