"""The region, forty providers with their people and contracts, and the three who visit the pages. All invented."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import product

from django.core.management import call_command

from accounts.models import User
from contracts.models import Contract, ContractedProduct, FrameworkAgreement, Rate
from organisations.enums import OrganisationKind, Role
from organisations.models import CareProvider, Employment, Membership, Municipality, Professional, Region
from products.models import ProductVariant

PROVIDERS = 40
PROFESSIONALS = 3
"""Of each provider."""

SINCE = date(2020, 1, 1)
CASE_WORKER = "consulent@zorgregio.example"
PROFESSIONAL = "professional@zorgregio.example"
PURCHASER = "inkoper@zorgregio.example"
KINDS = ("De Linde", "Het Anker", "De Vaart", "Zonnehof", "Het Wiel", "Veldzicht", "De Brink", "Oeverland")
PLACES = ("Noord", "Zuid", "Oost", "West", "Midden")


def make(size: int, within: Callable[[float], None]) -> None:
    """Everything that does not grow with the number of clients."""
    call_command("load_region", verbosity=0, stdout=_Silence())
    call_command("load_products", verbosity=0, stdout=_Silence())
    call_command("load_contract_limits", verbosity=0, stdout=_Silence())
    call_command("load_terms", verbosity=0, stdout=_Silence())
    call_command("load_reminders", verbosity=0, stdout=_Silence())
    region = Region.objects.get()
    providers = [_provider(place, name) for place, name in enumerate(_names(), 1)]
    framework = FrameworkAgreement.objects.create(
        region=region, name="Raamovereenkomst begeleiding groep", reference="BENCH-1", starts_on=SINCE
    )
    variants = list(ProductVariant.objects.order_by("pk"))
    for place, provider in enumerate(providers, 1):
        contract = Contract.objects.create(
            framework=framework, provider=provider, number=f"BENCH-{place:03}", starts_on=SINCE
        )
        for variant in variants:
            contracted = ContractedProduct.objects.create(
                contract=contract, variant=variant, product_code=f"07A{variant.pk:02}"
            )
            Rate.objects.create(
                contracted_product=contracted, amount=Decimal("52.00"), starts_on=SINCE, is_fictional=True
            )
        for number in range(1, PROFESSIONALS + 1):
            _professional(f"Medewerker {number} van {provider.name}", provider)
        within(place / PROVIDERS)
    largest = Municipality.objects.order_by("cbs_code")[0]
    _user(CASE_WORKER, "Coby Consulent", largest, Role.CASE_WORKER)
    _user(PURCHASER, "Ida Inkoper", region, Role.PURCHASER)
    _user(PROFESSIONAL, "Peter Professional", providers[0], Role.CARE_PROFESSIONAL)


def _names() -> list[str]:
    return [f"{kind} {place}" for place, kind in product(PLACES, KINDS)]


def _provider(place: int, name: str) -> CareProvider:
    return CareProvider.objects.create(
        kind=OrganisationKind.PROVIDER,
        name=name,
        agb_code=str(98_100_000 + place),
        kvk_number=str(99_100_000 + place),
        is_fictional=True,
    )


def _professional(name: str, provider: CareProvider) -> None:
    professional = Professional(name=name)
    professional.clean()
    professional.save()
    Employment.objects.create(professional=professional, provider=provider, starts_on=SINCE)


def _user(email: str, name: str, organisation: Region | Municipality | CareProvider, role: Role) -> None:
    user = User(email=email, name=name)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, organisation_id=organisation.pk, role=role, starts_on=SINCE)


class _Silence:
    """Takes what a command prints, and drops it."""

    def write(self, text: str) -> None:
        """Drop the text."""
