"""Visits of who works with carers, and of the provider of a client with a carer."""

from collections.abc import Iterator

from informal_care.models import Carer
from tests.e2e.people import HANNA, ILSE, KARIN, PETRA, Files
from tests.e2e.visiting import Visit, in_demo, visits_of


def of_carers(files: Files) -> Iterator[Visit]:
    """Riet van Ommen of the demo: whom she cares for, how she fares, and what she gets."""
    carer = Carer.objects.get(name__startswith="Riet van Ommen")
    visit, client = visits_of(ILSE), in_demo("Ommen").public_id
    yield visit("carers", "informal_care:carers")
    yield visit("new carer", "informal_care:carer_new")
    yield visit("carer", "informal_care:carer", carer.public_id)
    forms = ("carer_change", "carer_end", "relation_new", "permission_new", "measure", "support_new", "carer_panel")
    for name in forms:
        yield visit(name.replace("_", " "), f"informal_care:{name}", carer.public_id)
    yield visit("relation change", "informal_care:relation_change", carer.relations.get().public_id)
    yield visit("permission end", "informal_care:permission_end", carer.permissions.get().public_id)
    yield visit("measurement", "informal_care:measurement", carer.measurements.all()[0].public_id)
    yield visit("support change", "informal_care:support_change", carer.support.all()[0].public_id)
    of_municipality = visits_of(KARIN)
    yield of_municipality("carers of client", "informal_care:of_client", client)
    yield of_municipality("carer with file", "informal_care:carer", carer.public_id)
    yield of_municipality("carer trail", "informal_care:carer_trail", carer.public_id)
    for email in (PETRA, HANNA):
        yield visits_of(email)("carers of client", "informal_care:of_client", client)
