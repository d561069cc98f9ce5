"""The pages over the requirements of a product."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Allocation
from compliance.models import FileJudgement, Judgement, SessionOutcome
from delivery.models import Group, MixDecision, MixShare, RosterLine
from organisations.enums import Role
from organisations.models import Organisation, TargetGroup, TargetGroupExperience
from plans.rules.week import Week
from plans.services.execution import start_execution
from products.models import ProductVersion, Requirement
from tests.cast import actor_of_user, member, sign_in
from tests.compliance.story import JUDGED, judged_file, requirement
from tests.delivery.story import attend, place
from tests.factories.clients import OpeningFactory, ShieldFactory
from tests.factories.contracts import ContractFactory
from tests.factories.organisations import RegionFactory, SupervisorFactory
from tests.plans.story import TODAY, agree, allocate, draft_of

LIST = reverse("compliance:requirements")


@pytest.fixture
def cees(apeldoorn):
    """Contract manager of Apeldoorn."""
    return member("Cees Contract", apeldoorn, Role.CONTRACT_MANAGER)


@pytest.fixture
def contracted(region, de_linde):
    """The region of the cast bought from De Linde."""
    return ContractFactory.create(framework__region=region, provider=de_linde)


def page_of(code="BGD-IN-01", **query):
    address = reverse("compliance:requirement", args=[requirement(code).public_id])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def rows_of(page):
    return {shown.row.requirement.code: shown for part in page.context["parts"] for shown in part.rows}


def counts_of(page, code):
    return {count.label: count.number for count in rows_of(page)[code].counts}


def test_every_requirement_is_there_with_how_it_is_checked_and_what_was_found(client, hanna, running):
    page = sign_in(client, hanna).get(LIST)

    rows = rows_of(page)
    assert len(rows) == 42
    assert counts_of(page, "BGD-IN-01") == {"voldaan": 1}
    assert counts_of(page, "BGD-OP-09") == {"niet voldaan": 1}
    told = page.content.decode()
    assert told.count("nog geen dagdelen beoordeeld") == 6
    assert told.count("een mens beoordeelt dit") == 5
    assert "Productblad Begeleiding Groep Duurzaam" in told


def test_provider_sees_nothing_that_stands_in_the_intake(client, hanna, running):
    page = sign_in(client, hanna).get(LIST)

    assert {code for code, shown in rows_of(page).items() if shown.row.is_hidden} == {
        f"BGD-CL-{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 11)
    }
    assert not counts_of(page, "BGD-CL-01")
    detail = client.get(page_of("BGD-CL-01"))
    assert not detail.context["lines"]
    assert "Dat ziet u niet" in detail.content.decode()


@pytest.mark.usefixtures("running", "contracted")
@pytest.mark.parametrize("name", ["cees", "pim", "tess"])
def test_who_opens_no_files_sees_numbers_and_no_names(name, client, request):
    sign_in(client, request.getfixturevalue(name))
    page = client.get(LIST)

    assert counts_of(page, "BGD-IN-01") == {"voldaan": 1}
    assert counts_of(page, "BGD-CL-01") == {"niet te beoordelen": 1}
    detail = client.get(page_of())
    assert detail.context["others"] == 1
    assert "1 dossier telt mee zonder naam" in detail.content.decode()
    assert "Vries" not in page.content.decode() + detail.content.decode()


def test_quality_officer_sees_which_file_and_what_is_missing(client, hanna, running, allocation):
    page = sign_in(client, hanna).get(page_of("BGD-OP-09"))

    line = page.context["lines"][0]
    assert line.url == reverse("plans:detail", args=[running.public_id])
    assert (line.measured, line.demanded) == ("0 doelen", "minstens 1 doel over deelnemen aan activiteiten")
    assert line.to_do == ("Voeg in een nieuwe versie van het plan een doel toe over deelnemen aan activiteiten.",)
    assert "Vries" in page.content.decode()
    assert not client.get(
        page_of("BGD-OP-09", aanbieder=allocation.provider.public_id, dag=TODAY, uitkomst="met")
    ).context["lines"]


@pytest.mark.usefixtures("running")
def test_file_that_is_shielded_counts_without_its_name(client, hanna, petra, allocation):
    own = Organisation.objects.get(pk=allocation.provider_id)
    ShieldFactory.create(client=allocation.client, organisation=own, set_by=petra)
    page = sign_in(client, hanna).get(page_of())

    assert (page.context["others"], page.context["lines"]) == (1, [])
    assert "Vries" not in page.content.decode()


def test_another_municipality_counts_its_own_only(client, cees, zutphen, de_linde, running):
    allocate(zutphen, de_linde, surname="Elders")

    page = sign_in(client, cees).get(LIST)
    assert rows_of(page)["BGD-IN-01"].row.total == 1


@pytest.mark.usefixtures("running")
def test_one_file_is_shown_alone_and_stands_in_the_trail(client, hanna, apeldoorn, de_linde, allocation):
    allocate(apeldoorn, de_linde, surname="Bos")
    sign_in(client, hanna)

    for address in (f"{LIST}?dossier={allocation.public_id}", page_of(dossier=allocation.public_id)):
        before = AuditEntry.objects.filter(event="read").count()
        page = client.get(address)
        assert page.status_code == 200
        assert "Bos" not in page.content.decode()
        lines = AuditEntry.objects.filter(event="read").order_by("pk")[before:]
        assert [line.client for line in lines] == [allocation.client.public_id]
    assert rows_of(client.get(f"{LIST}?dossier={allocation.public_id}"))["BGD-IN-01"].row.total == 1


def test_list_with_names_stands_in_the_trail_and_numbers_do_not(client, hanna, running):
    sign_in(client, hanna)

    client.get(LIST)
    assert not AuditEntry.objects.filter(event="read").exists()
    client.get(page_of())
    assert AuditEntry.objects.filter(event="read", target_label="plans.plan").count() == 1


@pytest.mark.parametrize("query", ["aanbieder=x", "dag=gisteren", "dag=2030-01-01", "product=x", "uitkomst=x"])
def test_what_cannot_be_asked_is_said_and_shows_nothing(query, client, hanna, running):
    sign_in(client, hanna)

    for address in (f"{LIST}?{query}", f"{page_of()}{query}"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Vries" not in page.content.decode() or query.startswith(("product", "uitkomst"))
    assert client.get(f"{LIST}?dossier=00000000-0000-4000-8000-000000000000").status_code == 404


def test_made_up_product_says_so(client, hanna, apeldoorn, de_linde, running):
    allocate(apeldoorn, de_linde, code="bg-licht", surname="Bos")
    version = ProductVersion.objects.get(variant__code="bg-licht")

    sign_in(client, hanna)
    page = client.get(f"{LIST}?product={version.public_id}&aanbieder={de_linde.public_id}&dag={TODAY}")
    assert page.context["scope"].version == version
    assert "zr-badge--fictional" in page.content.decode()
    assert "verzonnen voor de demonstratie" in page.content.decode()
    one = Requirement.objects.filter(version=version)[0]
    assert "zr-badge--fictional" in client.get(reverse("compliance:requirement", args=[one.public_id])).content.decode()


@pytest.mark.usefixtures("running")
def test_group_and_who_works_there_are_looked_at(client, hanna, petra_professional, allocation):
    group = place(allocation).group
    sign_in(client, hanna)
    assert counts_of(client.get(LIST), "BGD-IN-08") == {"niet voldaan": 1}
    decision = MixDecision.objects.create(group=group, motivation="Veel toezicht.", starts_on=TODAY)
    for level in ("mbo2", "mbo4"):
        MixShare.objects.create(decision=decision, level=level, percent=50)
    assert counts_of(client.get(LIST), "BGD-IN-08") == {"voldaan": 1}

    assert "niemand in het rooster van deze groepen" in client.get(LIST).content.decode()
    RosterLine.objects.create(
        group=group, professional=petra_professional, moments=Week.of("2-morning"), starts_on=TODAY
    )
    page = client.get(page_of("BGD-PR-02"))
    assert [line.name for line in page.context["lines"]] == ["De Tuinkamer, Petra Linde"]
    assert page.context["lines"][0].to_do == ("Kies bij de groep een doelgroep.",)
    target = TargetGroup.objects.create(name="Ouderen met dementie")
    Group.objects.filter(pk=group.pk).update(target_group=target)
    TargetGroupExperience.objects.create(
        professional=petra_professional,
        target_group=target,
        position="Begeleider",
        evidence_reference="Getuigschrift",
        starts_on=date(2019, 1, 1),
    )
    assert counts_of(client.get(LIST), "BGD-PR-02") == {"voldaan": 1}


@pytest.mark.usefixtures("running")
def test_sessions_are_counted_once_they_are_looked_at(client, hanna, allocation, on_day):
    session = attend(place(allocation)).session
    sign_in(client, hanna)
    assert not counts_of(client.get(LIST), "BGD-IN-09")
    on_day(session.held_on)
    sign_in(client, hanna)
    states = dict.fromkeys(("cover", "volunteers", "gathering", "care", "levels"), "met") | {"ratio": "not_met"}
    for basis in ("planned", "realised"):
        SessionOutcome.objects.create(session=session, basis=basis, short=1, short_minutes=30, revision=1, **states)

    page = client.get(LIST)
    assert counts_of(page, "BGD-IN-09") == {"niet voldaan": 1}
    assert counts_of(page, "BGD-IN-07") == {"voldaan": 1}
    detail = client.get(page_of("BGD-IN-09"))
    assert [count.in_words for count in detail.context["shown"].counts] == ["1 niet voldaan"]
    version = requirement().version.public_id
    before = f"{LIST}?dag={TODAY}&aanbieder={allocation.provider.public_id}&product={version}"
    assert not counts_of(client.get(before), "BGD-IN-09"), "it was not held yet"


def test_contract_manager_judges_a_provider_on_the_page(client, cees, de_linde, running, on_day):
    sign_in(client, cees)
    one = requirement("BGD-OP-05")
    page = client.get(page_of("BGD-OP-05"))
    form = page.context["judge_url"]

    refused = client.post(form, {"verdict": "met", "explanation": "Rustig.", "judged_on": TODAY})
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() == {"basis"}
    answer = client.post(form, JUDGED | {"judged_on": TODAY}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("compliance:requirement", args=[one.public_id]))
    row = Judgement.objects.get()
    assert (row.provider, row.judge_name, row.judged_on) == (de_linde, "Cees Contract", TODAY)
    assert "De doelen zijn niet haalbaar." in answer.content.decode()
    assert rows_of(client.get(LIST))["BGD-OP-05"].row.judgement == row


@pytest.mark.usefixtures("contracted")
def test_supervisor_judges_a_file_that_is_open(client, tess, ggd, running, allocation):
    OpeningFactory.create(client=allocation.client, user=tess, organisation=ggd, ground="supervision")
    sign_in(client, tess)

    line = client.get(page_of("BGD-IN-06")).context["lines"][0]
    assert "Vries" in client.get(line.judge_url).content.decode()
    client.post(line.judge_url, JUDGED | {"judged_on": TODAY})
    row = FileJudgement.objects.get()
    assert (row.allocation, row.judge_name) == (allocation, "Tess Toezicht")
    page = client.get(f"{LIST}?dossier={allocation.public_id}")
    assert rows_of(page)["BGD-IN-06"].row.judgement == row


@pytest.mark.usefixtures("contracted", "running")
def test_judging_is_not_there_for_strangers(client, zutphen, allocation, cees):
    elsewhere = SupervisorFactory.create(name="Elders", region=RegionFactory.create(name="Andere regio"))
    strangers = [member("Carla Contract", zutphen, Role.CONTRACT_MANAGER), member("Toon", elsewhere, Role.SUPERVISOR)]
    one = requirement().public_id
    of_provider = reverse("compliance:judge", args=[one, allocation.provider.public_id])
    of_file = reverse("compliance:judge_file", args=[one, allocation.public_id])

    for user in strangers:
        sign_in(client, user)
        for address in (of_provider, of_file):
            assert client.get(address).status_code == 404
            assert client.post(address, JUDGED | {"judged_on": TODAY}).status_code == 404
        page = client.get(f"{page_of()}aanbieder={allocation.provider.public_id}&dag={TODAY}")
        assert page.status_code == 200
        assert page.context["scope"] is None
    assert sign_in(client, cees).get(of_file).status_code == 404
    assert client.get(of_provider).status_code == 200


def test_what_a_machine_checks_is_judged_by_nobody(client, cees, running):
    page = sign_in(client, cees).get(page_of("BGD-IN-01"))

    assert not page.context["judge_url"]


@pytest.mark.usefixtures("running")
def test_judgement_on_a_file_is_shown_to_who_sees_the_file(client, cees, hanna, tess, allocation):
    judged_file(tess, allocation)

    assert "niet haalbaar" not in sign_in(client, cees).get(page_of("BGD-IN-06")).content.decode()
    assert "niet haalbaar" in sign_in(client, hanna).get(page_of("BGD-IN-06")).content.decode()


@pytest.mark.usefixtures("running")
def test_queries_do_not_grow_with_the_files(client, hanna, petra, apeldoorn, de_linde):
    def number(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    sign_in(client, hanna)
    pages = (LIST, page_of("BGD-IN-01"))
    few = [number(address) for address in pages]
    for name in ("Bos", "Dam"):
        other = draft_of(petra, allocate(apeldoorn, de_linde, surname=name), goals=1)
        start_execution(actor=actor_of_user(petra), version=agree(petra, other))
    assert Allocation.objects.count() == 3
    assert [number(address) for address in pages] == few
