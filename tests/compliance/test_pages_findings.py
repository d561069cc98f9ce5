"""The pages over findings: who sees what of them, what they say, and what people write there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Allocation
from compliance.models import Finding, Step
from core.clock import now
from organisations.enums import Role
from organisations.models import Organisation
from products.models import ProductVersion
from tests.cast import member, sign_in
from tests.compliance.story import explained, found_in_file, found_in_group
from tests.factories.clients import ShieldFactory
from tests.factories.contracts import ContractFactory
from tests.plans.story import TODAY, allocate

LIST = reverse("compliance:findings")
HOME = reverse("home")


@pytest.fixture
def cees(apeldoorn):
    """Contract manager of Apeldoorn."""
    return member("Cees Contract", apeldoorn, Role.CONTRACT_MANAGER)


@pytest.fixture
def contracted(region, de_linde):
    """The region of the cast bought from De Linde."""
    return ContractFactory.create(framework__region=region, provider=de_linde)


@pytest.fixture
def of_file(allocation):
    return found_in_file(allocation)


@pytest.fixture
def of_group(group, allocation):
    return found_in_group(group, allocation)


@pytest.fixture
def findings(of_file, of_group):
    return of_file, of_group


@pytest.fixture
def neighbours(apeldoorn, de_linde):
    """Gives two more clients of De Linde a finding each."""

    def make():
        for name in ("Bos", "Dam"):
            found_in_file(allocate(apeldoorn, de_linde, surname=name))

    return make


def page_of(finding, name="finding"):
    return reverse(f"compliance:{name}", args=[finding.public_id])


def listed(page):
    return {line.finding for line in page.context["lines"]}


def reads():
    return list(AuditEntry.objects.filter(event="read").order_by("pk").values_list("target_label", "target", "client"))


@pytest.mark.usefixtures("contracted")
@pytest.mark.parametrize(
    ("name", "sees"),
    [("hanna", "the name"), ("wil", "the name"), ("cees", "the file"), ("pim", "groups"), ("tess", "groups")],
)
def test_each_sees_what_is_theirs_and_a_name_only_with_the_file(name, sees, client, findings, request):
    of_file, of_group = findings
    sees_file, reads_name = sees != "groups", sees == "the name"
    sign_in(client, request.getfixturevalue(name))

    page = client.get(LIST)
    assert listed(page) == ({of_file, of_group} if sees_file else {of_group})
    assert ("Vries" in page.content.decode()) == reads_name
    assert "De Tuinkamer" in page.content.decode()
    assert reads() == ([("compliance.finding", None, None)] if sees_file else [])
    assert client.get(page_of(of_group)).status_code == 200
    detail = client.get(page_of(of_file))
    assert detail.status_code == (200 if sees_file else 404)
    assert ("Vries" in detail.content.decode()) == reads_name
    if sees_file:
        owner = of_file.allocation.client.public_id
        assert reads()[-1] == ("compliance.finding", of_file.public_id, owner)
        assert f"toewijzing {of_file.allocation.number}" in detail.content.decode()


def test_findings_of_another_are_not_there(client, zutphen, mo, of_file):
    for user in (member("Carla Contract", zutphen, Role.CONTRACT_MANAGER), mo):
        sign_in(client, user)
        for name in ("finding", "explain_finding", "plan_improvement", "judge_finding"):
            assert client.get(page_of(of_file, name)).status_code == 404
            assert client.post(page_of(of_file, name), {"text": "x"}).status_code in {404, 405}


def test_shielded_file_has_no_name(client, hanna, petra, of_file):
    own = Organisation.objects.get(pk=of_file.provider_id)
    ShieldFactory.create(client=of_file.allocation.client, organisation=own, set_by=petra)
    page = sign_in(client, hanna).get(LIST)

    assert listed(page) == {of_file}
    assert "Vries" not in page.content.decode() + client.get(page_of(of_file)).content.decode()


def test_list_is_narrowed(client, hanna, petra, of_file, of_group):
    sign_in(client, hanna)

    def shown(**query):
        return listed(client.get(LIST, query))

    assert shown() == shown(toon="") == {of_file, of_group}
    assert shown(toon="antwoord") == {of_file, of_group}
    explained(of_file, petra)
    assert shown(toon="antwoord") == {of_group}
    assert shown(toon="oordeel") == {of_file}
    assert shown(toon="", eis=of_group.code) == {of_group}
    assert shown(toon="", aanbieder=of_file.provider.public_id) == {of_file, of_group}
    Finding.objects.filter(pk=of_file.pk).update(met_again_on=TODAY)
    Finding.objects.filter(pk=of_group.pk).update(withdrawn_at=now())
    assert shown(toon="open") == set()
    assert shown(toon="weer-voldaan") == {of_file}
    assert shown(toon="vervallen") == {of_group}
    for query in ({"toon": "x"}, {"aanbieder": "x"}, {"eis": "x"}):
        page = client.get(LIST, query)
        assert (page.status_code, listed(page)) == (200, set())


def test_late_is_said_until_it_is_answered(client, hanna, petra, of_file):
    sign_in(client, hanna)
    assert "te laat" not in client.get(LIST).content.decode()
    Finding.objects.update(answer_before=TODAY - timedelta(days=1))
    assert "te laat" in client.get(LIST).content.decode()
    explained(of_file, petra)
    assert "te laat" not in client.get(LIST).content.decode()


def test_page_says_what_was_found_and_what_was_written(client, hanna, petra, of_group):
    explained(of_group, petra)
    told = sign_in(client, hanna).get(page_of(of_group)).content.decode()

    for words in (
        of_group.requirement.statement,
        of_group.requirement.source,
        "2 te weinig",
        "3 of meer",
        "2 maart 2026",
        "30 minuten",
        "Er was iemand ziek.",
        "Petra",
        "Apeldoorn",
    ):
        assert words in told, words


def test_made_up_requirement_says_so(client, hanna, of_group):
    ProductVersion.objects.filter(pk=of_group.requirement.version_id).update(is_fictional=True)
    sign_in(client, hanna)

    for address in (LIST, page_of(of_group), HOME):
        assert "zr-badge--fictional" in client.get(address).content.decode()


def test_provider_answers_and_municipality_judges_on_the_page(client, cees, hanna, of_file):
    sign_in(client, hanna)
    assert b"Beoordelen" not in client.get(page_of(of_file)).content
    refused = client.post(page_of(of_file, "plan_improvement"), {"text": "Een poule.", "due_on": "2020-01-01"})
    assert refused.context["form"].errors.keys() == {"due_on"}
    client.post(page_of(of_file, "explain_finding"), {"text": "Er was iemand ziek."})
    answer = client.post(page_of(of_file, "plan_improvement"), {"text": "Een poule.", "due_on": TODAY}, follow=True)
    assert answer.redirect_chain[0][0] == page_of(of_file)
    assert client.get(page_of(of_file, "judge_finding")).status_code == 403

    sign_in(client, cees)
    assert client.get(page_of(of_file, "explain_finding")).status_code == 403
    assert client.post(page_of(of_file, "judge_finding"), {"text": "Goed."}).context["form"].errors.keys() == {"ruling"}
    client.post(page_of(of_file, "judge_finding"), {"ruling": "accepted", "text": "Goed."})
    told = client.get(page_of(of_file)).content.decode()
    assert [step.kind for step in Step.objects.all()] == ["explanation", "improvement", "judgement"]
    assert "De uitleg is genoeg" in told
    assert "Cees Contract namens Apeldoorn" in told


def test_form_about_a_file_stands_in_the_trail(client, hanna, of_file):
    sign_in(client, hanna).get(page_of(of_file, "explain_finding"))

    assert reads() == [("compliance.finding", of_file.public_id, of_file.allocation.client.public_id)]


def test_work_list_shows_what_waits_for_whom(client, cees, hanna, karin, of_file):
    def told(user):
        return sign_in(client, user).get(HOME).content.decode()

    assert "Bevindingen: wacht op antwoord (1)" in told(hanna)
    assert "Bevindingen" not in told(cees)
    explained(of_file, hanna)
    assert "Bevindingen" not in told(hanna)
    assert "Bevindingen: wacht op oordeel (1)" in told(cees)
    assert "Vries" not in told(cees)
    assert "Bevindingen" not in told(karin)


@pytest.mark.parametrize("address", [LIST, HOME])
def test_queries_do_not_grow_with_the_findings(address, client, hanna, of_file, neighbours):
    def number():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    sign_in(client, hanna)
    number()
    few = number()
    neighbours()
    assert Allocation.objects.count() == 3
    assert number() == few


def test_page_tells_in_order_what_the_check_said_and_what_was_written(client, hanna, petra, allocation):
    before = {"measured": "2 doelen", "demanded": "3 doelen", "to_do": "Voeg een doel toe."}
    found = found_in_file(
        allocation,
        opened_on=TODAY - timedelta(days=9),
        measured="1 doel",
        to_do="Voeg twee doelen toe.",
        earlier=[before | {"until": (TODAY - timedelta(days=4)).isoformat()}],
    )
    step = explained(found, petra)
    Step.objects.filter(pk=step.pk).update(written_at=now() - timedelta(days=6))

    page = sign_in(client, hanna).get(page_of(found))

    told = [event.words or event.shown.step.text for event in page.context["events"]]
    assert told == [
        "niet aan de eis voldaan: 2 doelen.",
        "Er was iemand ziek.",
        "de controle zegt nu iets anders: 1 doel. Voeg twee doelen toe.",
    ]
    assert "<dt>Wat te doen</dt><dd>Voeg twee doelen toe.</dd>" in page.content.decode()
