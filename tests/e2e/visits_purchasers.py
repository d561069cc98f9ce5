"""Visits of who buys for the region."""

from collections.abc import Iterator

from products.enums import VersionStatus
from products.models import ProductVariant, ProductVersion
from products.services.versions import draft_next_version
from tests.e2e.people import PIM, Files, actor
from tests.e2e.visiting import Visit, own_product, visits_of


def of_purchaser(files: Files) -> Iterator[Visit]:
    """What Pim of the region comes to."""
    visit = visits_of(PIM)
    basis = ProductVersion.objects.get(variant__code="bg-basis", status=VersionStatus.ADOPTED)
    duurzaam = ProductVersion.objects.get(variant__code="bg-duurzaam", status=VersionStatus.ADOPTED)
    draft = draft_next_version(actor=actor(PIM), version=basis)
    yield visit("worklist", "home")
    yield visit("products", "products:list")
    yield visit("product", "products:detail", ProductVariant.objects.get(code="bg-duurzaam").public_id)
    yield visit("version", "products:version", duurzaam.public_id)
    yield visit("version fictional", "products:version", basis.public_id)
    yield visit("draft", "products:version", draft.public_id)
    yield visit("consultation", "products:consultation", draft.public_id)
    yield visit("adopt", "products:adopt", draft.public_id)
    yield visit("withdraw", "products:withdraw", basis.public_id)
    requirement = draft.requirements.exclude(rule_kind="").order_by("position")[0]
    yield visit("requirement", "products:requirement", requirement.public_id)
    yield visit("contracts", "contracts:list")
    yield visit("waiting time", "contracts:waiting_time", own_product().public_id)
    yield visit("professionals", "organisations:professionals")
