"""Every route with ids of another organisation, in every role: nothing but 404, and no list or choice shows any of it.

An id is unique in its table only. So one row of every model gets the same id, and one request asks a route for
whatever it may look for.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from audit.models import DestructionCertificate
from clients.models import Case, Client, ClientSystemMember
from core.personal_data import models_about_clients
from organisations.enums import Role
from organisations.models import Professional, Region
from plans.models import Evaluation
from tests.access.matrix import MATRIX
from tests.access.strangers import Elsewhere, Key, all_there_is, elsewhere, fill_case, key_of, secret_models
from tests.access.test_matrix import ENDS_THE_SESSION, World, ask, world  # noqa: F401 - a fixture
from tests.cast import sign_in
from tests.factories.organisations import (
    LocationFactory,
    PersonalCareCompetenceFactory,
    TargetGroupExperienceFactory,
)
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = pytest.mark.django_db

SECRETS = ("Vries", "Sanne", "Lies")
"""What stands in the file of the story and in the staff of De Linde, and nowhere else."""

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PUBLIC = {name for name, row in MATRIX.items() if row.public_because} | {
    name for name in MATRIX if name.startswith("products:")
}
OF_THE_REGION = ("contracts.",)
"""A municipality chooses a provider by what the region contracted."""

BY_DESIGN = {(Role.PURCHASER, "organisations"), (Role.PURCHASER, "contracts")}
"""The purchaser of a region checks the diplomas of all who work under contracts."""

ASKED_ELSEWHERE = {"clients:signal"}
"""Names no row but what somebody did on a day: tests/clients/test_pages_signals.py asks it of others."""

WITH_A_FILE = {Role.CASE_WORKER, Role.CARE_PROFESSIONAL, Role.QUALITY_OFFICER}
INSIDERS = ("karin", "ruud", "ilse", "maud", "vera", "petra", "bo", "wil", "hanna", "tess")


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
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of no words: what it looks like is asked elsewhere, and here are thousands of them."""
    monkeypatch.setattr(
        URLResolver, "resolve_error_handler", lambda _, status: lambda *args, **kwargs: HttpResponse(status=status)
    )


@pytest.fixture
def others(world: World, region: Region, product_of_story) -> Elsewhere:  # noqa: F811
    return elsewhere(region, product_of_story)


@pytest.fixture
def product_of_story(evaluation: Evaluation) -> Any:
    return evaluation.version.plan.allocation.variant


def complete_story(client: Client) -> Client:
    """Give the story a row of each model that it has none of."""
    carer = ClientSystemMember.objects.filter(client=client).order_by("pk")[0]
    fill_case(Case.objects.filter(client=client).order_by("pk")[0], carer)
    lies = Professional.objects.get(name="Lies")
    TargetGroupExperienceFactory.create(professional=lies)
    PersonalCareCompetenceFactory.create(professional=lies)
    LocationFactory.create(provider=lies.employments.get().provider)
    return client


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
        elif model is Professional:
            rows = rows.filter(name="Lies")
        elif any(field.name == "professional" for field in model._meta.fields):
            rows = rows.filter(professional__name="Lies")
        row = rows.first()
        if row is None and model._meta.label in {"clients.Move", "accounts.SecondFactor", "contracts.WaitingTime"}:
            row = model._base_manager.first()
        if row is None:
            assert model._meta.label in WITHOUT_A_ROUTE, model
            continue
        model._base_manager.filter(pk=row.pk).update(public_id=identifier)
    return identifier


WITHOUT_A_ROUTE = {"accounts.SecondFactor", "clients.SignalReview", "contracts.WaitingTime"}
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


@pytest.mark.usefixtures("plain_refusals")
def test_id_of_another_organisation_is_not_there(world, others, evaluation):  # noqa: F811
    client = complete_story(Client.objects.get(pk=evaluation.version.plan.allocation.client_id))
    identifier = one_id_for_all(client)
    tried, wrong = 0, []
    asked = [(name, names) for name, names in parameters(get_resolver().url_patterns) if name not in ASKED_ELSEWHERE]
    assert len(asked) > 80
    for role, user in others.people.items():
        browser = sign_in(Browser(), user)
        for name, names in asked:
            whose = [dict.fromkeys(names, identifier)]
            if len(names) > 1 and role in WITH_A_FILE:  # in a file of one's own
                whose.append({**whose[0], names[0]: others.client.public_id})
            for kwargs in whose:
                for method in ("get", "post"):
                    answer = ask(browser, method, reverse(name, kwargs=kwargs))
                    tried += 1
                    if name in PUBLIC or (role, name.partition(":")[0]) in BY_DESIGN:
                        continue
                    if answer.status_code not in {403, 404, 405}:
                        wrong.append(f"{role} {method} {name}, {len(set(kwargs.values()))}: {answer.status_code}")
                    if tells(answer):
                        wrong.append(f"{role} {method} {name} tells")
    assert not wrong, "\n".join(wrong)
    assert tried > 2000

    # Only then does the above say something: for somebody of the own organisations there is something there.
    nothing = {
        name
        for name, names in asked
        if name not in PUBLIC
        and all(
            ask(world.browsers[person], method, reverse(name, kwargs=dict.fromkeys(names, identifier))).status_code
            in {403, 404, 405}
            for person in ("karin", "petra", "hanna", "vera", "pim")
            for method in ("get", "post")
        )
    }
    assert not nothing, sorted(nothing)


def test_pages_and_their_choices_show_nothing_of_another_organisation(*, world, region, product_of_story):  # noqa: F811
    ours = all_there_is()
    others = elsewhere(region, product_of_story)
    theirs = {key: public_id for key, public_id in all_there_is().items() if key not in ours}
    pages = {name: world.address_of(name) for name in MATRIX if name not in ENDS_THE_SESSION | PUBLIC}
    strangers = [(role, sign_in(Browser(), user)) for role, user in others.people.items()]
    without_id = [name for name, address in pages.items() if not UUIDS.search(address)]
    asked: list[tuple[Any, Browser, dict[Key, UUID], str]] = [
        (role, browser, ours, name) for role, browser in strangers for name in without_id
    ]
    asked += [
        (person, world.browsers[person], theirs, name)
        for person in INSIDERS
        for name in pages
        if MATRIX[name].get[person] == "ok"
    ]
    wrong, opened, chosen = [], 0, 0
    for who, browser, hidden, name in asked:
        if (who, name.partition(":")[0]) in BY_DESIGN:
            continue
        answer = ask(browser, "get", pages[name])
        if answer.status_code != 200 or answer.streaming:
            continue
        opened += 1
        chosen_here = {key_of(row) for form in forms_in(answer) for row in rows_to_choose(form)}
        chosen += len(chosen_here)
        wrong += [f"{who} may choose {key[0]} on {name}" for key in chosen_here & hidden.keys() if not known(key[0])]
        told = answer.content.decode(errors="replace")
        ids = {UUID(one) for one in UUIDS.findall(told)}
        wrong += [f"{who} finds {key[0]} on {name}" for key, one in hidden.items() if one in ids and not known(key[0])]
        if hidden is ours and tells(answer):
            wrong.append(f"{who} reads of the story on {name}")
        if hidden is theirs and ("Wilgenroos" in told or "Wilgen<" in told):
            wrong.append(f"{who} reads of the others on {name}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert opened > 200
    assert chosen > 20


def rows_to_choose(form: BaseForm) -> Iterator[Any]:
    """Everything that can be chosen in a form."""
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField):
            yield from field.queryset or ()


def known(label: str) -> bool:
    return label.startswith(OF_THE_REGION)
