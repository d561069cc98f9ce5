"""Plans that are all due in six weeks: four under four products for each client, for what each person must be told."""

from collections.abc import Callable
from datetime import timedelta

from accounts.models import User
from bin.tools.bench.bulk import day, insert_select, moment
from bin.tools.bench.data import people
from bin.tools.bench.data.region import PROFESSIONALS, PROVIDERS
from clients.enums import Frequency
from clients.models import Allocation
from core.clock import today
from organisations.enums import Role
from organisations.models import CareProvider, Membership, Professional
from plans.models import Plan, PlanVersion, Responsibility

PLANS_OF_CLIENT = 4
"""One for each variant: of one product nobody has two at a time."""

DUE_IN = timedelta(days=14)
"""On the rung on which a planner is told as well."""


def make_clients(size: int, within: Callable[[float], None]) -> None:
    """A client for each four plans."""
    people.make_clients(-(-size // PLANS_OF_CLIENT), within)


def make_staff(size: int, within: Callable[[float], None]) -> None:
    """An account for each professional, and a planner at each provider."""
    for professional in Professional.objects.order_by("pk"):
        professional.user = User.objects.create(email=f"p{professional.pk}@zorgregio.example", name=professional.name)
        professional.save(update_fields=["user"])
    for provider in CareProvider.objects.order_by("pk"):
        planner = User.objects.create(email=f"planner{provider.pk}@zorgregio.example", name=f"Planner {provider}")
        Membership.objects.create(
            user=planner, organisation_id=provider.pk, role=Role.PLANNER, starts_on=today() - timedelta(days=999)
        )


def make_plans(size: int, within: Callable[[float], None]) -> None:
    """So many plans in execution, with who is responsible."""
    now = today()
    provider = f"(c.id * 7919 %% {PROVIDERS})"
    insert_select(
        Allocation,
        f"clients_client c JOIN contracts_contract k ON k.id = 1 + {provider} "
        "JOIN contracts_contractedproduct cp ON cp.contract_id = k.id",
        client_id="c.id",
        municipality_id="c.municipality_id",
        contracted_product_id="cp.id",
        provider_id="k.provider_id",
        variant_id="cp.variant_id",
        volume="4",
        frequency=f"'{Frequency.WEEK}'",
        number=f"c.id * {PLANS_OF_CLIENT} + cp.variant_id",
        starts_on=day(now, "-200"),
        ends_on=day(now, "200"),
        delivery_started_on=day(now, "-200"),
    )
    within(0.4)
    insert_select(
        Plan,
        "clients_allocation a",
        allocation_id="a.id",
        clock_starts_on=day(now, "-180"),
        next_evaluation_due_on=day(now, str(DUE_IN.days)),
    )
    within(0.6)
    insert_select(
        PlanVersion,
        "plans_plan p JOIN clients_allocation a ON a.id = p.allocation_id",
        plan_id="p.id",
        number="1",
        status="'in_execution'",
        starts_on="a.starts_on",
        ends_on="a.ends_on",
        agreed_on=day(now, "-180"),
        agreed_at=moment(),
        started_at=moment(),
    )
    within(0.8)
    insert_select(
        Responsibility,
        "plans_plan p JOIN clients_allocation a ON a.id = p.allocation_id "
        "JOIN contracts_contractedproduct cp ON cp.id = a.contracted_product_id",
        plan_id="p.id",
        professional_id=f"1 + (cp.contract_id - 1) * {PROFESSIONALS} + a.id %% {PROFESSIONALS}",
        starts_on="a.starts_on",
    )
