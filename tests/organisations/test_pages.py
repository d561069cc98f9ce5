from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.enums import Level
from organisations.models import Employment, Professional
from tests.cast import sign_in
from tests.factories.organisations import (
    MembershipFactory,
    PersonalCareCompetenceFactory,
    ProfessionalFactory,
    QualificationFactory,
    TargetGroupExperienceFactory,
)

DAY = date(2026, 3, 1)
LIST = "/medewerkers"
SEARCH = "/medewerkers/zoeken"
OF_ONE = [
    "professional",
    "employment_add",
    "qualification_add",
    "experience_add",
    "competence_add",
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(on_day):
    on_day(DAY)


def full(provider, **values):
    """A professional with everything."""
    professional = ProfessionalFactory.create(provider=provider, **values)
    QualificationFactory.create(professional=professional, level=Level.HBO, verified=True)
    QualificationFactory.create(professional=professional, level=Level.WO)
    TargetGroupExperienceFactory.create(professional=professional)
    PersonalCareCompetenceFactory.create(professional=professional)
    return professional


def page(name, professional):
    return reverse(f"organisations:{name}", args=[professional.public_id])


def test_list_shows_what_is_proven_today(client, petra, de_linde, mo):
    full(de_linde, name="Nina Bakker")

    body = sign_in(client, petra).get(LIST).content.decode()

    assert "Nina Bakker" in body
    assert "hbo" in body
    assert "Mensen met dementie" in body
    assert "ook een diploma dat niet meetelt" in body
    assert "Mo Anker" not in body


def test_list_searches_and_leaves_out_who_left(client, petra, de_linde):
    full(de_linde, name="Renée Vlas")
    gone = full(de_linde, name="Gerda Gone")
    Employment.objects.filter(professional=gone).update(ends_on=date(2026, 2, 28))
    sign_in(client, petra)

    assert "Gerda Gone" not in client.get(LIST).content.decode()
    assert "Gerda Gone" in client.post(SEARCH, {"toon": "iedereen"}, follow=True).content.decode()
    found = client.post(SEARCH, {"naam": "renee"}, follow=True).content.decode()
    assert "Renée Vlas" in found
    assert "Petra Linde</a>" not in found
    assert "past bij wat u zoekt" in client.post(SEARCH, {"naam": "xyz"}, follow=True).content.decode()


def test_search_keeps_the_name_out_of_the_url_and_out_of_reach_in_the_session(client, petra, de_linde):
    full(de_linde, name="Renée Vlas")
    sign_in(client, petra)

    answer = client.post(SEARCH, {"naam": "renee", "toon": "iedereen"})

    assert answer.url == f"{LIST}?toon=iedereen"
    assert "renee" not in f"{dict(client.session)}"
    assert 'value="renee"' in client.get(answer.url).content.decode()
    assert "Petra Linde</a>" not in client.get(LIST).content.decode()

    assert client.post(SEARCH, {"wis": "1"}).url == LIST
    assert "Petra Linde</a>" in client.get(LIST).content.decode()


def test_name_in_the_url_is_not_searched_for(client, petra):
    assert "Petra Linde</a>" in sign_in(client, petra).get(LIST, {"naam": "xyz"}).content.decode()


def test_search_that_is_too_long_says_so_and_keeps_what_was_typed(client, petra):
    page = sign_in(client, petra).post(SEARCH, {"naam": "x" * 300}).content.decode()

    assert "x" * 300 in page
    assert "zr-filters__field--invalid" in page


@pytest.mark.parametrize("typed", [{"toon": "onzin"}, {"naam": "x" * 300}, {}, {"naam": "%_'\""}])
def test_search_survives_odd_input(client, petra, typed):
    assert sign_in(client, petra).post(SEARCH, typed, follow=True).status_code == 200


@pytest.mark.parametrize("query", [{"toon": "onzin"}, {"naam": "x" * 300}, {"page": "1"}, {"naam": "%_'\""}])
def test_list_survives_odd_input(client, petra, query):
    assert sign_in(client, petra).get(LIST, query).status_code == 200


def test_list_has_pages_of_fifty(client, petra, de_linde):
    ProfessionalFactory.create_batch(51, provider=de_linde)
    sign_in(client, petra)

    assert len(client.get(LIST).context["rows"]) == 50
    assert len(client.get(LIST, {"page": "2"}).context["rows"]) == 2


@pytest.mark.parametrize("name", ["list", "detail"])
def test_number_of_queries_does_not_grow(client, petra, petra_professional, de_linde, name):
    sign_in(client, petra)
    first = full(de_linde)
    url = LIST if name == "list" else page("professional", first)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for _ in range(2):
        full(de_linde)
        QualificationFactory.create(professional=first, verified=True)
        TargetGroupExperienceFactory.create(professional=first)
        PersonalCareCompetenceFactory.create(professional=first)

    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("name", "status"),
    [("petra", 200), ("mo", 200), ("pim", 200)]
    + [(name, 403) for name in ("karin", "ruud", "ilse", "zoe", "ada", "nobody")],
)
def test_list_is_for_providers_and_the_purchaser(name, status, request, client):
    assert sign_in(client, request.getfixturevalue(name)).get(LIST).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("petra", 200), ("mo", 200)] + [(name, 403) for name in ("karin", "ruud", "ilse", "zoe", "pim", "ada", "nobody")],
)
def test_registering_is_for_providers(name, status, request, client):
    url = reverse("organisations:professional_add")

    assert sign_in(client, request.getfixturevalue(name)).get(url).status_code == status


@pytest.mark.parametrize("url_name", OF_ONE)
@pytest.mark.parametrize("name", ["mo", "karin", "ruud", "ilse", "zoe", "ada", "nobody"])
def test_pages_of_a_professional_do_not_exist_for_strangers(name, url_name, request, client, petra_professional):
    url = page(url_name, petra_professional)

    assert sign_in(client, request.getfixturevalue(name)).get(url).status_code == 404


@pytest.mark.parametrize("url_name", OF_ONE)
def test_pages_of_a_professional_open_for_the_provider(url_name, client, petra, petra_professional):
    assert sign_in(client, petra).get(page(url_name, petra_professional)).status_code == 200


@pytest.mark.parametrize("url_name", OF_ONE[1:])
def test_purchaser_looks_and_does_not_write(url_name, client, pim, petra_professional):
    sign_in(client, pim)

    assert client.get(page("professional", petra_professional)).status_code == 200
    assert client.get(page(url_name, petra_professional)).status_code == 403


@pytest.mark.parametrize("url_name", OF_ONE)
def test_nobody_signed_in_goes_to_the_sign_in_page(url_name, client, petra_professional):
    response = client.get(page(url_name, petra_professional))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign_in"))


def test_page_says_why_a_diploma_does_not_count(client, petra, de_linde):
    professional = ProfessionalFactory.create(provider=de_linde)
    QualificationFactory.create(professional=professional, title="Zonder")
    QualificationFactory.create(professional=professional, title="Wacht", evidenced=True)
    QualificationFactory.create(professional=professional, title="Oud", verified=True, ends_on=date(2026, 2, 28))
    QualificationFactory.create(professional=professional, title="Later", verified=True, starts_on=date(2026, 4, 1))

    body = sign_in(client, petra).get(page("professional", professional)).content.decode()

    assert "er is nog geen bestand met bewijs" in body
    assert "nog niemand heeft het bewijs gecontroleerd" in body
    assert "het was geldig tot en met 28 februari 2026" in body
    assert "het is geldig vanaf 1 april 2026" in body
    assert "niet aangetoond" in body


def test_page_shows_no_employment_elsewhere_to_a_provider(client, petra, pim, petra_professional, het_anker):
    Employment.objects.create(professional=petra_professional, provider=het_anker, starts_on=DAY)
    url = page("professional", petra_professional)

    assert "Het Anker" not in sign_in(client, petra).get(url).content.decode()
    assert "Het Anker" in sign_in(client, pim).get(url).content.decode()


def test_employment_page_of_another_provider_does_not_exist(client, petra, petra_professional, het_anker):
    other = Employment.objects.create(professional=petra_professional, provider=het_anker, starts_on=DAY)
    url = reverse("organisations:employment_end", args=[petra_professional.public_id, other.public_id])

    assert sign_in(client, petra).get(url).status_code == 404


def test_provider_registers_a_professional_and_ends_the_employment(client, petra):
    sign_in(client, petra)
    response = client.post(
        reverse("organisations:professional_add"), {"name": "Nina Bakker", "starts_on": "2026-03-01"}
    )

    professional = Professional.objects.get(name="Nina Bakker")
    assert response["Location"] == page("professional", professional)
    employment = professional.employments.get()
    url = reverse("organisations:employment_end", args=[professional.public_id, employment.public_id])
    too_early = client.post(url, {"ends_on": "2026-02-28"})
    assert "De einddatum ligt voor de begindatum" in too_early.content.decode()
    assert client.post(url, {"ends_on": "2026-06-30"}).status_code == 302
    employment.refresh_from_db()
    assert employment.ends_on == date(2026, 6, 30)


def test_user_with_two_memberships_chooses_one(client, petra, mo, het_anker):
    second = MembershipFactory.create(user=petra, organisation=het_anker)
    sign_in(client, petra)
    assert "Mo Anker" not in client.get(LIST).content.decode()

    response = client.post(reverse("organisations:act_as"), {"membership": str(second.public_id)})

    assert response.status_code == 302
    assert "Mo Anker" in client.get(LIST).content.decode()
    second.ends_on = date(2026, 2, 28)
    second.save()
    assert "Mo Anker" not in client.get(LIST).content.decode()


def test_membership_of_somebody_else_cannot_be_chosen(client, petra, mo):
    sign_in(client, petra)

    response = client.post(reverse("organisations:act_as"), {"membership": str(mo.memberships.get().public_id)})

    assert response.status_code == 200
    assert "Mo Anker" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("name", "text"), [("petra", "U werkt namens De Linde"), ("nobody", "U hoort nog bij geen organisatie")]
)
def test_act_as_page_says_what_there_is_to_choose(name, text, request, client):
    body = sign_in(client, request.getfixturevalue(name)).get(reverse("organisations:act_as")).content.decode()

    assert text in body
