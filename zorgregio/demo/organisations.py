"""The demo's accounts, providers, professionals and contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile

from accounts.models import User
from contracts.models import ContractedProduct
from contracts.services import report_waiting_time
from core.actors import Actor, Origin
from core.clock import pretend
from organisations.enums import Role
from organisations.models import (
    CareProvider,
    Location,
    Municipality,
    Organisation,
    Partner,
    Professional,
    Region,
    Supervisor,
    TargetGroup,
)
from organisations.selectors import actor_for, memberships_of
from organisations.services.employments import end_employment, link_account, register_professional
from organisations.services.experience import record_competence, record_experience
from organisations.services.memberships import grant_membership
from organisations.services.qualifications import add_qualification, verify_qualification
from zorgregio.demo.consulting import tell_consultations
from zorgregio.demo.contracting import tell_contracts
from zorgregio.demo.reports import tell_reports

SINCE: Final = date(2020, 1, 1)

# The smallest thing that is a PDF; a real installation holds scans of diplomas.
DIPLOMA: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody on whose behalf the rest of the story is told."""

    actors: Mapping[str, Actor]
    users: Mapping[str, User]
    providers: Mapping[str, CareProvider]


def set_up(story: Mapping[str, Any], today: date) -> Cast:
    """Write the accounts, organisations and contracts that are not there yet; return the cast."""
    providers = {key: _provider(row) for key, row in story["providers"].items()}
    for row in story["partners"].values():
        _partner(row)
    users = {key: _user(row) for key, row in story["accounts"].items()}
    administrator = actor_for(users["ada"], None, Origin())
    for key, row in story["accounts"].items():
        if "role" in row and not users[key].memberships.exists():
            organisation = _organisation_of(story, row, providers)
            grant_membership(
                actor=administrator, user=users[key], organisation=organisation, role=row["role"], starts_on=SINCE
            )
    actors = {key: _actor(user, today) for key, user in users.items()}
    tell_contracts(
        story, actors["pim"], providers, today
    )  # first: a purchaser verifies diplomas at contracted providers only
    tell_consultations(story, actors, providers, today)
    _professionals(story, actors, providers, users, today)
    _waiting_times(story, actors, providers, today)
    tell_reports(story, actors, providers, today, DIPLOMA)
    return Cast(actors, users, providers)


def _provider(row: Mapping[str, Any]) -> CareProvider:
    provider = CareProvider.objects.filter(agb_code=row["agb"]).first()
    if provider is None:
        provider = CareProvider(name=row["name"], agb_code=row["agb"], kvk_number=row["kvk"], is_fictional=True)
        provider.full_clean()
        provider.save()
        Location.objects.create(
            provider=provider,
            name=row["location"],
            street=row["street"],
            house_number=row["number"],
            postcode=row["postcode"],
            city=row["city"],
        )
    return provider


def _supervisor(name: str) -> Supervisor:
    supervisor = Supervisor(name=name, region=Region.objects.get())
    supervisor.full_clean()
    supervisor.save()
    return supervisor


def _partner(row: Mapping[str, Any]) -> Partner:
    partner = Partner.objects.filter(name=row["name"]).first()
    if partner is None:
        partner = Partner(name=row["name"], partner_kind=row["kind"], is_fictional=True)
        partner.full_clean()
        partner.save()
        partner.municipalities.set(Municipality.objects.filter(cbs_code__in=row["municipalities"]))
    return partner


def _user(row: Mapping[str, Any]) -> User:
    user = User.objects.filter(email=row["email"]).first()
    if user is not None:
        return user
    make = User.objects.create_superuser if row.get("administrator") else User.objects.create_user
    return make(row["email"], settings.DEMO_PASSWORD, name=row["name"])


def _organisation_of(
    story: Mapping[str, Any], row: Mapping[str, Any], providers: Mapping[str, CareProvider]
) -> Organisation:
    if "supervisor" in row:
        name = story["supervisors"][row["supervisor"]]["name"]
        return Supervisor.objects.filter(name=name).first() or _supervisor(name)
    if "partner" in row:
        return _partner(story["partners"][row["partner"]])
    if "municipality" in row:
        return Municipality.objects.get(cbs_code=row["municipality"])
    return providers[row["provider"]] if "provider" in row else Region.objects.get()


def _actor(user: User, today: date) -> Actor:
    return actor_for(user, next(iter(memberships_of(user, today)), None), Origin())


def _professionals(
    story: Mapping[str, Any],
    actors: Mapping[str, Actor],
    providers: Mapping[str, CareProvider],
    users: Mapping[str, User],
    today: date,
) -> None:
    """Each provider registers its own people; the purchaser verifies their diplomas."""
    writer = {actor.organisation_id: actor for actor in actors.values() if actor.role == Role.CARE_PROFESSIONAL}
    accounts = [{**row, "user": users[key]} for key, row in story["accounts"].items() if "level" in row]
    for row in [*accounts, *story["professionals"]]:
        provider = providers[row["provider"]]
        if Professional.objects.filter(name=row["name"], employments__provider=provider).exists():
            continue
        actor = writer[provider.pk]
        professional = register_professional(actor=actor, name=row["name"], provider=provider, starts_on=SINCE)
        if "leaves" in row:
            end_employment(
                actor=actor,
                employment=professional.employments.get(),
                ends_on=today + timedelta(days=row["leaves"]),
            )
        if "user" in row:
            link_account(actor=actors["ada"], professional=professional, user=row["user"])
        qualification = add_qualification(
            actor=actor,
            professional=professional,
            level=row["level"],
            title=row["title"],
            starts_on=SINCE,
            evidence=ContentFile(DIPLOMA, name="diploma.pdf"),
        )
        if row.get("verified", True):
            verify_qualification(actor=actors["pim"], qualification=qualification)
        record_experience(
            actor=actor,
            professional=professional,
            target_group=TargetGroup.objects.order_by("pk")[0],
            position="begeleider",
            evidence_reference="getuigschrift (fictief)",
            starts_on=SINCE,
        )
        record_competence(
            actor=actor, professional=professional, evidence_reference="verklaring (fictief)", starts_on=SINCE
        )


def _waiting_times(
    story: Mapping[str, Any], actors: Mapping[str, Actor], providers: Mapping[str, CareProvider], today: date
) -> None:
    """What the providers said about how long people wait."""
    for row in story["waiting_times"]:
        product = ContractedProduct.objects.get(
            variant__code=row["variant"], contract__provider=providers[row["provider"]]
        )
        reported_on = today + timedelta(days=row["reported"])
        if not product.waiting_times.exists():
            with pretend(reported_on):
                report_waiting_time(
                    actor=actors[row["by"]],
                    contracted_product=product,
                    weeks=row["weeks"],
                    reported_on=reported_on,
                    source=actors[row["by"]].user_label,
                )
