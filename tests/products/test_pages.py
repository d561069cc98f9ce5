from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.actors import Actor
from organisations.models import CareProvider
from products.models import ProductVariant, ProductVersion, Requirement
from products.selectors import terms_on
from products.services.versions import adopt_version, change_requirement, draft_next_version
from tests.cast import sign_in
from tests.factories.products import ProductVersionFactory, RequirementFactory

TODAY = date(2026, 3, 10)
START = date(2026, 7, 1)
EVERYBODY = ["karin", "ruud", "ilse", "petra", "mo", "zoe", "pim", "ada", "nobody"]


@pytest.fixture(autouse=True)
def _day(on_day: Any) -> None:
    on_day(TODAY)


@pytest.fixture
def version(duurzaam: ProductVariant) -> ProductVersion:
    return duurzaam.versions.get()


@pytest.fixture
def pims(client: Client, pim: User) -> Client:
    return sign_in(client, pim)


@pytest.fixture
def draft(version: ProductVersion, purchaser: Actor) -> ProductVersion:
    return draft_next_version(actor=purchaser, version=version)


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"products:{name}", args=args) + query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_reads_the_product_book(
    request: pytest.FixtureRequest, client: Client, version: ProductVersion, name: str
) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert "Begeleiding Groep Duurzaam" in page(client, "list")
    assert "BGD-PR-05" in page(client, "detail", version.variant.public_id)
    assert "BGD-PR-05" in page(client, "version", version.public_id)


@pytest.mark.parametrize("name", ["list", "detail", "version"])
def test_a_visitor_signs_in_first(client: Client, version: ProductVersion, name: str) -> None:
    args = {"list": [], "detail": [version.variant.public_id], "version": [version.public_id]}[name]
    response = client.get(reverse(f"products:{name}", args=args))
    assert response.status_code == 302


def test_list_shows_the_figures_and_what_is_made_up(pims: Client, version: ProductVersion) -> None:
    html = page(pims, "list")
    for words in ("hoogstens 5", "hoogstens 10", "minstens mbo 2", "minstens hbo", "elke 12 maanden"):
        assert words in html
    assert html.count("zr-badge--fictional") == 3


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_one_and_three(
    pims: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    RequirementFactory.create_batch(count)
    pims.get(reverse("products:list"))
    with django_assert_max_num_queries(6) as queries:
        page(pims, "list")
    assert len([one for one in queries if "products_" in one["sql"]]) == 3


@pytest.mark.parametrize("code", ["bg-licht", "bg-basis", "bg-complex"])
def test_a_made_up_product_says_so_on_each_of_its_pages(pims: Client, book: None, code: str) -> None:
    variant = ProductVariant.objects.get(code=code)
    for html in (
        page(pims, "detail", variant.public_id),
        page(pims, "version", variant.versions.get().public_id),
        page(pims, "withdraw", variant.versions.get().public_id),
    ):
        assert "zr-badge--fictional" in html


def test_the_real_product_is_not_called_made_up(pims: Client, version: ProductVersion) -> None:
    assert "zr-badge--fictional" not in page(pims, "detail", version.variant.public_id)


def test_detail_shows_each_requirement_with_source_check_and_rule(pims: Client, version: ProductVersion) -> None:
    html = page(pims, "detail", version.variant.public_id)
    for requirement in version.requirements.all():
        assert f'id="{requirement.code}"' in html
    assert "Eisen aan inhoud, punt 9" in html
    assert "Hoogstens 5 cliënten per professional." in html
    assert "Houdt tegen" in html


def test_detail_of_a_chosen_day_shows_the_version_of_that_day(
    pims: Client, purchaser: Actor, draft: ProductVersion
) -> None:
    ratio = draft.requirements.get(code="BGD-IN-09")
    change_requirement(actor=purchaser, requirement=ratio, rule_value={"max": 7})
    adopt_version(actor=purchaser, version=draft, starts_on=START)
    public_id = draft.variant.public_id
    assert "Hoogstens 5 cliënten" in page(pims, "detail", public_id)
    assert "Hoogstens 7 cliënten" in page(pims, "detail", public_id, query="?peildatum=2026-07-01")
    assert "Hoogstens 5 cliënten" in page(pims, "detail", public_id, query="?peildatum=2026-06-30")
    assert "hoogstens 7" in page(pims, "list", query="?peildatum=2026-07-01")


def test_detail_before_the_first_version_says_why_it_is_empty(pims: Client, version: ProductVersion) -> None:
    html = page(pims, "detail", version.variant.public_id, query="?peildatum=2019-12-31")
    assert "nog geen eisen" in html
    assert "1 januari 2020" in html


@pytest.mark.parametrize("query", ["?peildatum=morgen", "?peildatum=", "?peildatum=2026-02-30"])
def test_a_day_that_is_none_shows_today(pims: Client, version: ProductVersion, query: str) -> None:
    assert "10 maart 2026" in page(pims, "detail", version.variant.public_id, query=query)


@pytest.mark.parametrize("name", ["karin", "petra", "nobody"])
def test_a_draft_does_not_exist_for_readers(
    request: pytest.FixtureRequest, client: Client, draft: ProductVersion, name: str
) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.get(reverse("products:version", args=[draft.public_id])).status_code == 404
    assert "Concept" not in page(client, "detail", draft.variant.public_id)
    requirement = draft.requirements.first()
    assert requirement is not None
    assert client.get(reverse("products:requirement", args=[requirement.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["karin", "ruud", "petra", "ada", "nobody"])
@pytest.mark.parametrize("route", ["draft_next", "consultation", "adopt", "withdraw"])
def test_only_a_purchaser_may_act(
    request: pytest.FixtureRequest, client: Client, version: ProductVersion, name: str, route: str
) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.post(reverse(f"products:{route}", args=[version.public_id])).status_code == 403
    assert reverse("products:withdraw", args=[version.public_id]) not in page(client, "version", version.public_id)


def test_only_a_purchaser_may_change_a_requirement(client: Client, karin: User) -> None:
    requirement = RequirementFactory.create(version=ProductVersionFactory.create(consultation=True))
    sign_in(client, karin)
    assert client.get(reverse("products:requirement", args=[requirement.public_id])).status_code == 403


def test_reading_makes_no_version(pims: Client, version: ProductVersion) -> None:
    assert pims.get(reverse("products:draft_next", args=[version.public_id])).status_code == 405


def test_a_purchaser_takes_a_version_through_its_life(
    pims: Client, pim: User, version: ProductVersion, de_linde: CareProvider, on_day: Any
) -> None:
    response = pims.post(reverse("products:draft_next", args=[version.public_id]))
    draft = ProductVersion.objects.get(status="draft")
    assert response.headers["Location"] == reverse("products:version", args=[draft.public_id])
    requirement = draft.requirements.get(code="BGD-IN-09")
    changed = {"statement": "Hoogstens 3 op 1.", "rule_max": "3"}
    pims.post(reverse("products:requirement", args=[requirement.public_id]), changed)
    pims.post(
        reverse("products:consultation", args=[draft.public_id]),
        {
            "opens_on": "2026-03-10",
            "closes_on": "2026-04-10",
            "audience": "chosen",
            "providers": [str(de_linde.public_id)],
        },
    )
    assert "Marktconsultatie van 10 maart 2026" in page(pims, "version", draft.public_id)
    on_day(date(2026, 4, 11))
    sign_in(pims, pim)
    pims.post(reverse("products:adopt", args=[draft.public_id]), {"starts_on": "2026-07-01"})
    assert terms_on(draft.variant, START).max_clients_per_professional == 3
    pims.post(reverse("products:withdraw", args=[draft.public_id]), {"last_day": "2026-12-31"})
    draft.refresh_from_db()
    assert (draft.status, draft.ends_on) == ("withdrawn", date(2026, 12, 31))


def test_a_refused_adoption_keeps_what_was_typed(pims: Client, draft: ProductVersion) -> None:
    response = pims.post(reverse("products:adopt", args=[draft.public_id]), {"starts_on": "2026-01-01"})
    html = response.content.decode()
    assert "kan niet in het verleden ingaan" in html
    assert 'value="2026-01-01"' in html


@pytest.mark.parametrize("ratio", ["", "0", "101", "vijf", "4,5"])
def test_a_bad_number_is_refused_in_words(pims: Client, draft: ProductVersion, ratio: str) -> None:
    requirement = draft.requirements.get(code="BGD-IN-09")
    url = reverse("products:requirement", args=[requirement.public_id])
    html = pims.post(url, {"statement": "Eis.", "rule_max": ratio}).content.decode()
    assert "error-summary" in html or "Cliënten per professional" in html
    requirement.refresh_from_db()
    assert requirement.rule_value == {"max": 5}


def test_every_requirement_has_a_form_that_changes_nothing_by_itself(pims: Client, draft: ProductVersion) -> None:
    before = list(draft.requirements.values("code", "statement", "rule_kind", "rule_value"))
    for requirement in draft.requirements.all():
        url = reverse("products:requirement", args=[requirement.public_id])
        form = pims.get(url).context["form"]
        data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        sent = {name: value for name, value in data.items() if value is not False}
        assert pims.post(url, sent).status_code == 302
    assert list(draft.requirements.values("code", "statement", "rule_kind", "rule_value")) == before


def test_an_adopted_requirement_has_no_way_to_change(pims: Client, version: ProductVersion) -> None:
    requirement = Requirement.objects.get(code="BGD-IN-09")
    url = reverse("products:requirement", args=[requirement.public_id])
    assert url not in page(pims, "version", version.public_id)
    assert pims.post(url, {"statement": "Anders.", "rule_max": "9"}).status_code == 409


def test_a_second_draft_gets_a_page_that_says_what_to_do(pims: Client, draft: ProductVersion) -> None:
    first = draft.variant.versions.get(number=1)
    response = pims.post(reverse("products:draft_next", args=[first.public_id]))
    assert response.status_code == 400
    assert "Werk die af" in response.content.decode()
