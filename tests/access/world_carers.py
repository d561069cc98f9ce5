"""What a route about carers may point at, around one client."""

from typing import Any

from accounts.models import User
from clients.models import Client
from core.actors import Actor
from informal_care.models import Instrument
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.measurements import record_measurement
from informal_care.services.support import add_support
from organisations.models import CareProvider
from tests.cast import actor_of_user
from tests.factories.informal_care import CareRelationFactory, CarerFactory, CarerPermissionFactory
from tests.plans.story import TODAY

OF_CARER = (
    *("carer", "carer_change", "carer_end", "carer_trail", "relation_new", "permission_new", "measure", "support_new"),
    "carer_panel",
)


def carers_of(coordinator: User, client: Client, provider: CareProvider) -> dict[str, dict[str, Any]]:
    """A carer of this client who let the provider know, with a measurement and support."""
    actor = actor_of_user(coordinator)
    load_shipped_instruments(actor=Actor.system("proef"))
    instrument = Instrument.objects.get()
    carer = CarerFactory.create(municipality=client.municipality)
    relation = CareRelationFactory.create(carer=carer, client=client)
    permission = CarerPermissionFactory.create(carer=carer, provider=provider)
    answers = {item.code: item.answers[1].code for item in instrument.content.items}
    asked: dict[str, Any] = {"actor": actor, "carer": carer}
    measurement = record_measurement(**asked, instrument=instrument, measured_on=TODAY, answers=answers, vas=6)
    support = add_support(**asked, kind="emotional", about="Een luisterend oor", asked_on=TODAY)
    return {
        **{f"informal_care:{name}": {"public_id": carer.public_id} for name in OF_CARER},
        "informal_care:of_client": {"public_id": client.public_id},
        "informal_care:relation_change": {"public_id": relation.public_id},
        "informal_care:permission_end": {"public_id": permission.public_id},
        "informal_care:measurement": {"public_id": measurement.public_id},
        "informal_care:support_change": {"public_id": support.public_id},
    }
