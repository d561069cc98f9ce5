"""Every route with ids of another organisation, in every role: nothing but 404, and no list or choice shows any of it.

An id is unique in its table only. So one row of every model gets the same id, and one request asks a route for
whatever it may look for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from audit.models import DestructionCertificate
from clients.models import Case, Client, ClientSystemMember
from core.personal_data import models_about_clients
from organisations.enums import Role
from organisations.models import Professional, Region
from plans.models import Evaluation
from tests.access.asking import ENDS_THE_SESSION, ask
from tests.access.matrix import MATRIX
from tests.access.strangers import Elsewhere, Key, all_there_is, elsewhere, fill_case, key_of, secret_models
from tests.access.world import *  # noqa: F403 - fixtures
from tests.access.world import World
from tests.cast import sign_in
from tests.factories.decisions import DecisionFactory
from tests.factories.organisations import (
    LocationFactory,
    PersonalCareCompetenceFactory,
    TargetGroupExperienceFactory,
)
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

SECRETS = ("Vries", "Sanne", "Lies")
"""What stands in the file of the story and in the staff of De Linde, and nowhere else."""

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PUBLIC = {name for name, row in MATRIX.items() if row.public_because} | {
    name for name in MATRIX if name.startswith("products:")
}
ASKED_ELSEWHERE = {
    *("clients:signal", "compliance:requirement", "compliance:judge", "compliance:judge_file"),
    *("compliance:judge_finding", "compliance:inspection", "compliance:provider", "contracts:line_new"),
    *("contracts:indexation_letter", "informal_care:section", "informal_care:take_on", "informal_care:decline"),
    *("informal_care:vision", "informal_care:version_demand", "informal_care:version_demands"),
    "informal_care:help_request_of_carer",
}
"""Names no row but what somebody did on a day: tests/clients/test_pages_signals.py asks it of others. Those of
contracts name a kind or a provider as well: test_pages_agreements.py and test_indexation.py. Those of informal care
name an activity, or a carer who has no row elsewhere: test_strangers_of_carers.py asks them. The others name a
requirement, which everybody may read, or are for a contract manager: tests/compliance asks them of others."""

WITH_A_FILE = {Role.CASE_WORKER, Role.CARE_PROFESSIONAL, Role.QUALITY_OFFICER}
OF_THE_MUNICIPALITY = {"karin", "ruud", "ilse", "maud", "vera"}
INSIDERS = ("karin", "ruud", "ilse", "maud", "vera", "petra", "bo", "wil", "hanna", "tess", "pim")
NAMES_A_CONTACT = {"informal_care:take_on", "informal_care:task_change"}
NO_ONE = UUID(int=4 << 76 | 8 << 60)
"""No row has this id."""


def parameters(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each route with an id in it, the admin's aside, and the names of its ids."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from parameters(pattern.url_patterns, inner)
        elif names := list(pattern.pattern.converters):
            yield f"{namespace}{pattern.name}", names


@pytest.fixture
def others(world: World, region: Region, product_of_story) -> Elsewhere:
    return elsewhere(region, product_of_story)


@pytest.fixture
def product_of_story(evaluation: Evaluation) -> Any:
    return evaluation.version.plan.allocation.variant


def complete_story(client: Client) -> Client:
    """Give the story a row of each model that it has none of."""
    carer = ClientSystemMember.objects.filter(client=client).order_by("pk")[0]
    case = case_of(client)
    fill_case(case, carer)
    DecisionFactory.create(case=case, variant=client.allocations.order_by("pk")[0].variant)
    lies = Professional.objects.get(name="Lies")
    TargetGroupExperienceFactory.create(professional=lies)
    PersonalCareCompetenceFactory.create(professional=lies)
    LocationFactory.create(provider=lies.employments.get().provider)
    return client


def case_of(client: Client) -> Case:
    """The case with everything in it; another one holds no more than a decision."""
    case: Case = Case.objects.filter(client=client, letters__isnull=False).order_by("pk")[0]
    return case


ABOUT_ANYBODY = {"clients.Move", "accounts.SecondFactor", "contracts.WaitingTime"}
ABOUT_ANYBODY |= {"delivery.Leave", "delivery.RosterLine", "delivery.StaffAttendance"}
"""Of these the first row will do where Lies has none."""


def one_id_for_all(client: Client) -> UUID:
    """Give one row of every model the same id: of the file of this client, of Lies, or the first there is."""
    identifier: UUID = DestructionCertificate.objects.get().public_id  # nobody can change that one
    about_clients = set(models_about_clients())
    for model in secret_models():
        if model is DestructionCertificate:
            continue
        rows: QuerySet[Any] = model._base_manager.order_by("pk")
        if model in about_clients:
            rows = rows.filter(**{str(getattr(model, "client_path")): client.pk})  # noqa: B009
            if model is Case:
                rows = rows.filter(pk=case_of(client).pk)
            elif any(field.name == "case" for field in model._meta.fields):
                rows = rows.filter(case=case_of(client))
        elif model is Professional:
            rows = rows.filter(name="Lies")
        elif any(field.name == "professional" for field in model._meta.fields):
            rows = rows.filter(professional__name="Lies")
        row = rows.first()
        if row is None and model._meta.label in ABOUT_ANYBODY:
            row = model._base_manager.first()
        if row is None:
            assert model._meta.label in WITHOUT_A_ROUTE, model
            continue
        model._base_manager.filter(pk=row.pk).update(public_id=identifier)
    return identifier


TO_A_NAME = (
    "contracted_product__contract__provider__name",
    "contract__provider__name",
    "provider__name",
    "professional__name",
    "user__name",
    "name",
)
"""From a row about no client to the name of whose it is."""


def rows_named(model: type[Model], word: str) -> QuerySet[Any] | None:
    """The rows of those with this word in their names; nothing for a model about clients or about nobody."""
    fields = {field.name for field in model._meta.fields if field.remote_field or field.name == "name"}
    path = next((path for path in TO_A_NAME if path.partition("__")[0] in fields), "")
    if model in models_about_clients() or not path:
        return None
    return model._base_manager.filter(**{f"{path}__contains": word})


def one_id_elsewhere(word: str, client: int | None = None) -> UUID:
    """Give one row of every model that those with this word in their names have, or their client, the same id."""
    identifier = uuid4()
    for model in secret_models():
        rows = rows_named(model, word)
        if model in models_about_clients():
            rows = model._base_manager.filter(**{str(getattr(model, "client_path")): client})  # noqa: B009
        if rows is not None and (row := rows.order_by("pk").first()):
            model._base_manager.filter(pk=row.pk).update(public_id=identifier)
    return identifier


WITHOUT_A_ROUTE = {
    *("informal_care.PlaceTraining", "informal_care.PlaceVisit", "informal_care.PlacesContact"),
    "informal_care.SignalStep",
    "accounts.SecondFactor",
    "clients.Amendment",
    "clients.Autosave",
    "clients.Death",
    "clients.DestructionPart",
    "clients.SignalReview",
    "compliance.FileJudgement",
    "compliance.Judgement",
    "contracts.AllowedMunicipality",
    "contracts.CallOff",
    "contracts.Clause",
    "contracts.Lot",
    "contracts.WaitingTime",
    "delivery.ClientAttendance",
    "delivery.ClosedDay",
    "delivery.Group",
    "delivery.Helper",
    "delivery.Leave",
    "delivery.MixDecision",
    "delivery.Opening",
    "delivery.Placement",
    "delivery.RosterLine",
    "delivery.Session",
    "delivery.StaffAttendance",
    "informal_care.ConductCertificate",
    "informal_care.GuidanceTalk",
    "informal_care.VolunteerThanks",
    "informal_care.VolunteerTraining",
    "organisations.ApiClient",
    "organisations.ApiKey",
    "organisations.Mail",
    "organisations.WebhookDelivery",
}
"""The story has no row of these, and no address names one."""


def tells(answer: Any) -> bool:
    """Whether something of the story stands in an answer; a file is not looked into, it may not come at all."""
    told = "" if answer.streaming else answer.content.decode(errors="replace")
    return any(secret in told for secret in SECRETS)


def forms_in(answer: Any) -> Iterator[BaseForm]:
    """All forms that a page was made of."""
    for layer in chain.from_iterable(answer.context or []):
        for value in layer.values() if isinstance(layer, dict) else ():
            if isinstance(value, BaseForm):
                yield value


def test_id_of_another_organisation_is_not_there(world, others, evaluation):
    client = complete_story(Client.objects.get(pk=evaluation.version.plan.allocation.client_id))
    identifier = one_id_for_all(client)
    own = {True: one_id_elsewhere("Wilg", others.client.pk), False: one_id_elsewhere("Verhof")}
    others.client.refresh_from_db()
    tried, forbidden, wrong = 0, 0, []
    asked = [(name, names) for name, names in parameters(get_resolver().url_patterns) if name not in ASKED_ELSEWHERE]
    assert len(asked) > 80
    for stranger in others.people:
        browser = sign_in(Browser(), stranger.user)
        for name, names in asked:
            if name in PUBLIC or not stranger.is_asked(name.partition(":")[0]):
                continue
            whose = [dict.fromkeys(names, identifier)]
            if len(names) > 1 and stranger.is_near and stranger.role in WITH_A_FILE:  # in a file of one's own
                whose.append({**whose[0], names[0]: others.client.public_id})
            for kwargs, method in product(whose, ("get", "post")):
                answer = ask(browser, method, reverse(name, kwargs=kwargs))
                tried += 1
                found = f"{stranger}: {method} {name}, {len(set(kwargs.values()))}"
                if answer.status_code == 403:
                    # Right when it tells nothing: this page is forbidden to this role, whatever the id.
                    forbidden += 1
                    for other in (own[stranger.is_near], NO_ONE):
                        instead = {key: other if one == identifier else one for key, one in kwargs.items()}
                        same = ask(browser, method, reverse(name, kwargs=instead))
                        if same.status_code != 403:
                            wrong.append(f"{found}: 403, but {same.status_code} for {other}")
                elif answer.status_code not in {404, 405}:
                    wrong.append(f"{found}: {answer.status_code}")
                if tells(answer):
                    wrong.append(f"{found} tells")
    assert not wrong, "\n".join(wrong)
    assert tried > 2000
    assert forbidden < tried / 10

    # Only then does the above say something: for somebody of the own organisations there is something there.
    nothing = {
        name
        for name, names in asked
        if name not in PUBLIC
        and all(
            ask(world.browsers[person], method, reverse(name, kwargs=dict.fromkeys(names, identifier))).status_code
            in {403, 404, 405}
            for person in ("karin", "petra", "hanna", "wil", "vera", "pim", "ilse")
            for method in ("get", "post")
        )
    }
    assert not nothing, sorted(nothing)


@dataclass(frozen=True)
class Look:
    """A page that somebody opens, which rows may not be on it, and which words."""

    who: str
    browser: Browser
    page: str
    hidden: dict[Key, UUID]
    words: tuple[str, ...]

    def without(self, namespace: str) -> "Look":
        """The same, where the rows of a room are rightfully shown."""
        hidden = {key: one for key, one in self.hidden.items() if not key[0].startswith(f"{namespace}.")}
        return replace(self, hidden=hidden)


def looks_of_strangers(others: Elsewhere, pages: list[str], ours: dict[Key, UUID]) -> Iterator[Look]:
    """Everybody elsewhere, at every page without an id: nothing of the story."""
    for stranger in others.people:
        browser = sign_in(Browser(), stranger.user)
        for page in pages:
            look = Look(str(stranger), browser, page, ours, SECRETS)
            if stranger.is_asked(page.partition(":")[0]):
                yield look
            elif stranger.buys_in_region:
                yield look.without("contracts")


def looks_of_insiders(
    inside: World, pages: Iterable[str], nearby: dict[Key, UUID], far: dict[Key, UUID]
) -> Iterator[Look]:
    """Everybody of the story, at every page that is theirs: nothing of the others."""
    for person in INSIDERS:
        for page in pages:
            look = Look(person, inside.browsers[person], page, nearby | far, ("Wilgenroos", "Wilgen<", "Verhof"))
            if MATRIX[page].get[person] != "ok":
                continue
            if person == "pim":  # the region has a contract with those nearby, and pim checks their diplomas
                yield replace(look, hidden=far, words=("Wilgenroos", "Verhof"))
            elif page in NAMES_A_CONTACT:  # who works on boards at an organisation that is asked to do something
                yield look.without("contracts").without("accounts")
            else:
                yield look.without("contracts") if person in OF_THE_MUNICIPALITY else look


def test_pages_and_their_choices_show_nothing_of_another_organisation(
    *,
    world,
    region,
    product_of_story,
):
    ours = all_there_is()
    others = elsewhere(region, product_of_story)
    theirs = {key: public_id for key, public_id in all_there_is().items() if key not in ours}
    of_the_other_region = rows_far_away()
    far = {key: public_id for key, public_id in theirs.items() if key in of_the_other_region}
    nearby = {key: public_id for key, public_id in theirs.items() if key not in far}
    assert {key[0] for key in far} >= {
        "contracts.Contract",
        "organisations.Professional",
        "organisations.Qualification",
    }
    pages = {name: world.address_of(name) for name in MATRIX if name not in ENDS_THE_SESSION | PUBLIC}
    without_id = [name for name, address in pages.items() if not UUIDS.search(address)]
    wrong, opened, chosen = [], 0, 0
    for look in chain(looks_of_strangers(others, without_id, ours), looks_of_insiders(world, pages, nearby, far)):
        answer = ask(look.browser, "get", pages[look.page])
        if answer.status_code != 200 or answer.streaming:
            continue
        opened += 1
        chosen_here = {key_of(row) for form in forms_in(answer) for row in rows_to_choose(form)}
        chosen += len(chosen_here)
        wrong += [f"{look.who} may choose {key[0]} on {look.page}" for key in chosen_here & look.hidden.keys()]
        told = answer.content.decode(errors="replace")
        ids = {UUID(one) for one in UUIDS.findall(told)}
        wrong += [f"{look.who} finds {key[0]} on {look.page}" for key, one in look.hidden.items() if one in ids]
        wrong += [f"{look.who} reads {word} on {look.page}" for word in look.words if word in told]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert opened > 200
    assert chosen > 20


def rows_far_away() -> set[Key]:
    """The rows of the other region, as far as a name leads to whose they are."""
    named = (rows_named(model, "Verhof") for model in secret_models())
    return {key_of(row) for rows in named for row in rows or ()}


def rows_to_choose(form: BaseForm) -> Iterator[Any]:
    """Everything that can be chosen in a form."""
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField):
            yield from field.queryset or ()
