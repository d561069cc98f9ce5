"""What stands in logs, addresses, cookies, sessions, caches and titles while the main job is done: no person."""

import logging
import pickle
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEntry
from clients.models import Client, ClientSystemMember
from core.pdf import pdf_available
from plans.documents import evaluation_document, evaluation_pdf, plan_document, plan_pdf
from plans.models import PlanVersion
from tests.cast import sign_in
from tests.factories.clients import fictional_bsns, join
from tests.marks import needs_pdf
from tests.plans.story import draft_of, evaluate

pytestmark = pytest.mark.django_db

BSN = next(fictional_bsns(95_000))
SECRETS = [BSN, "Geheimenberg", "1939-12-31", "31-12-1939", "Xaverine", "Naastenaar"]
PERSON = {
    "bsn": BSN,
    "initials": "X.",
    "given_names": "Xaverine",
    "surname": "Geheimenberg",
    "birth_date": "1939-12-31",
    "sex": "2",
}


def assert_says_nothing(what: str, text: str) -> None:
    for secret in SECRETS:
        assert secret.lower() not in text.lower(), f"{what} holds {secret}"


class Walk:
    """A browser that keeps every address, header and cookie that it met."""

    def __init__(self, browser: Any, user: Any) -> None:
        self.browser = sign_in(browser, user)
        self.met: list[str] = []

    def _note(self, response: Any) -> Any:
        assert response.status_code in {200, 302}, (response.request["PATH_INFO"], response.status_code)
        self.met += [response.request["PATH_INFO"], response.request.get("QUERY_STRING", "")]
        self.met += [f"{name}: {value}" for name, value in response.headers.items()]
        self.met += [str(morsel.OutputString()) for morsel in response.cookies.values()]
        return response

    def get(self, url: str) -> Any:
        return self._note(self.browser.get(url))

    def post(self, url: str, **data: Any) -> Any:
        return self._note(self.browser.post(url, data))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What an installation with LOG_LEVEL=DEBUG logs; the settings keep single loggers, and all of Django, quieter."""
    caplog.set_level(logging.DEBUG)
    return caplog


def logged(log: pytest.LogCaptureFixture) -> str:
    """All lines, with their tracebacks, apart from those of the test factories."""
    return "\n".join(log.handler.format(row) for row in log.records if not row.name.startswith("factory"))


def municipality_works(walk: Walk) -> Client:
    walk.post(reverse("clients:new"), **PERSON)
    person = Client.objects.get(surname="Geheimenberg")
    at = {"public_id": person.public_id}
    walk.post(reverse("clients:search"), naam="Geheimenberg", geboortedatum="1939-12-31", postcode="")
    walk.get(reverse("clients:list"))
    walk.post(reverse("clients:bsn_search"), bsn=BSN, reason="contact")
    walk.post(reverse("clients:new"), **PERSON)  # refused: the number is taken
    walk.post(
        reverse("clients:member_new", kwargs=at),
        name="Nel Naastenaar",
        relation="16",
        representation="08",
        starts_on="2026-01-01",
    )
    walk.post(reverse("clients:bsn", kwargs=at))
    for page in ("file", "system", "allocations", "trail", "change"):
        walk.get(reverse(f"clients:{page}", kwargs=at))
    return person


def agreed_by(member: ClientSystemMember) -> dict[str, str]:
    return {
        "client-agreed_by": str(member.public_id),
        "client-why_not_client": "cannot",
        "client-not_client_reason": "Geheimenberg overziet het niet.",
    }


def provider_works(walk: Walk, version: PlanVersion) -> None:
    at = [version.public_id]
    member = version.plan.allocation.client.system.get()
    given = {"client-revision": version.revision, "client-agreed_on": "2026-03-02"}
    walk.post(reverse("plans:agree_for_client", args=at), **given, **agreed_by(member))
    walk.get(reverse("plans:agree", args=at))
    withdrawn = {
        "withdrawn_by": str(member.public_id),
        "withdrawn_on": "2026-03-02",
        "reason": "Nel Naastenaar twijfelt.",
    }
    walk.post(reverse("plans:withdraw", args=[version.agreements.get().public_id]), **withdrawn)
    refusal = {
        "revision": version.revision,
        "refused_by": "client",
        "refused_on": "2026-03-02",
        "reason": "Te veel dagen.",
    }
    walk.post(reverse("plans:refuse", args=at), **refusal)
    walk.get(reverse("home"))
    walk.get(reverse("plans:of_client", args=[version.plan.allocation.client.public_id]))
    walk.get(reverse("plans:detail", args=at))
    if pdf_available():
        walk.get(reverse("plans:pdf", args=at))


def test_whole_job_leaves_no_person_outside_the_file(*, client, client_of_petra, karin, petra, allocation, log):
    office, group = Walk(client, karin), Walk(client_of_petra, petra)
    person = municipality_works(office)
    allocation.client = person
    type(allocation).objects.filter(pk=allocation.pk).update(client=person)
    join(allocation, petra)
    provider_works(group, draft_of(petra, allocation, goals=1))

    assert_says_nothing("an address, header or cookie", "\n".join([*office.met, *group.met]))
    assert_says_nothing("the log", logged(log))
    for session in Session.objects.all():
        assert_says_nothing("a session", str(session.get_decoded()))
    for key, value in cache._cache.items():  # type: ignore[attr-defined]
        assert_says_nothing("a key of the cache", key)
        assert_says_nothing("the cache", str(pickle.loads(value)))  # noqa: S301 - our own
    for entry in AuditEntry.objects.all():
        assert_says_nothing("the trail", f"{entry.fields} {entry.target_label} {entry.actor_label}")
    assert not LogEntry.objects.exists()


@pytest.fixture
def client_of_petra() -> Any:
    """A second browser."""
    from django.test import Client as Browser

    return Browser()


@needs_pdf
def test_pdf_names_nobody_outside_its_pages(petra, running):
    evaluation = evaluate(petra, running)
    for pdf in (plan_pdf(plan_document(running)), evaluation_pdf(evaluation_document(evaluation))):
        told = str(PdfReader(BytesIO(pdf)).metadata)
        assert "Vries" not in told
        assert "Sanne" not in told


def test_error_page_and_its_log_name_nobody(*, client, petra, allocation, log, monkeypatch):
    type(allocation.client).objects.update(surname="Geheimenberg", birth_date=date(1939, 12, 31))
    client.raise_request_exception = False

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("plans.web.reading.may_start_plan", broken)
    url = reverse("plans:of_client", args=[allocation.client.public_id])

    response = sign_in(client, petra).get(url)

    assert response.status_code == 500
    assert_says_nothing("the error page", response.content.decode())
    assert_says_nothing("the log", logged(log))


@pytest.mark.parametrize("name", ["Petra", "Mo"])
def test_answers_tell_the_browser_to_keep_addresses_to_itself(client, petra, mo, name):
    response = sign_in(client, petra if name == "Petra" else mo).get(reverse("home"))

    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
