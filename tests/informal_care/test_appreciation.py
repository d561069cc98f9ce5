"""Appreciation: applied for without an account, once a year each, and never more granted than there is."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import User
from audit.models import AuditEntry
from core.actors import Actor
from core.clock import AMSTERDAM
from core.errors import Conflict
from core.sheets import write_xlsx
from informal_care.documents.appreciation import decisions_pdf, granted_table
from informal_care.enums import Bond
from informal_care.models import AppreciationApplication, AppreciationKind, AppreciationScheme
from informal_care.models.appreciation import identity_of
from informal_care.rules.appreciation import unmet_conditions
from informal_care.services.appreciation import (
    Offer,
    apply_for_appreciation,
    decide_application,
    empty_old_applications,
    open_scheme,
)
from informal_care.services.settings import load_care_settings
from tests.cast import actor_of_user, sign_in
from tests.pdf import text_of
from tests.plans.test_constraints import refused_by
from tests.reference import lay_out_terms

TODAY = date(2026, 3, 2)
BORN = date(1970, 5, 17)
TOLD: dict[str, Any] = {
    "name": "Zoë van Dál",
    "birth_date": BORN,
    "street": "Dorpsstraat 1",
    "postcode": "7311 AA",
    "city": "Apeldoorn",
    "cared_for": "mijn vader",
    "cares_since": date(2024, 1, 1),
    "hours_per_week": 12,
    "lives_here": True,
    "cared_for_lives_here": True,
}


@pytest.fixture
def scheme(coordinator: Actor, time_machine: Any) -> AppreciationScheme:
    """Two passes of 50 euro and five vouchers of 80, with 200 euro in all."""
    time_machine.move_to(datetime.combine(TODAY, time(12), AMSTERDAM), tick=False)
    load_care_settings()
    cache.clear()
    return open_scheme(
        actor=coordinator,
        offers=[Offer("pass", "Pas", Decimal(50), 2), Offer("voucher", "Bon", Decimal(80), 5)],
        year=2026,
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=30),
        least_hours=8,
        least_months=3,
        budget=Decimal(200),
    )


def apply(scheme: AppreciationScheme, kind: str = "Pas", **told: Any) -> AppreciationApplication:
    """An application of somebody without an account."""
    chosen = scheme.kinds.get(name=kind)
    apply_for_appreciation(actor=Actor.anonymous(), scheme=scheme, kind=chosen, **TOLD | told)
    return AppreciationApplication.objects.order_by("-pk")[0]


def typed(scheme: AppreciationScheme, **other: str) -> dict[str, str]:
    dates = {name: TOLD[name].isoformat() for name in ("birth_date", "cares_since")}
    texts = {name: str(TOLD[name]) for name in ("name", "street", "postcode", "city", "cared_for", "hours_per_week")}
    ticks = {"lives_here": "on", "cared_for_lives_here": "on"}
    return dates | texts | ticks | {"kind": str(scheme.kinds.get(name="Pas").public_id)} | other


def send(scheme: AppreciationScheme, time_machine: Any, **other: str) -> Any:
    """Open the form in a fresh browser, read it and send it."""
    browser, address = Browser(), reverse("informal_care:apply", args=[scheme.municipality.cbs_code])
    stamp = str(browser.get(address).context["form"]["stamp"]).split('value="')[1].split('"')[0]
    time_machine.shift(30)
    return browser.post(address, {"stamp": stamp, **typed(scheme, **other)})


def test_somebody_applies_without_an_account_and_follows_it(
    scheme: AppreciationScheme, coordinator: Actor, client: Browser, time_machine: Any
) -> None:
    state = send(scheme, time_machine).url
    page = client.get(state).content.decode()
    assert "Wij hebben uw aanvraag" in page
    assert "Zoë" not in page
    decide_application(
        actor=coordinator, application=AppreciationApplication.objects.get(), granted=False, reason="Te kort."
    )
    assert "Te kort." in client.get(state).content.decode()
    assert client.get(f"{state[:-1]}x").status_code == 404


def test_second_application_gets_the_same_answer_and_is_known_inside(
    scheme: AppreciationScheme, coordinator: Actor, client: Browser, time_machine: Any
) -> None:
    """Whatever the case, the accents or the blanks: and nobody outside can tell that somebody applied before."""
    first, second = send(scheme, time_machine), send(scheme, time_machine, name="ZOE  van dal")
    one, again = AppreciationApplication.objects.order_by("pk")
    assert (first.status_code, len(first.url)) == (second.status_code, len(second.url))
    shown = [client.get(answer.url).content for answer in (first, second)]
    assert shown[0] == shown[1]
    assert again.same_as == one
    with pytest.raises(ValidationError, match="eerder"):
        decide_application(actor=coordinator, application=again, granted=True)


def test_same_name_with_another_birth_date_is_somebody_else(scheme: AppreciationScheme) -> None:
    apply(scheme)
    assert apply(scheme, birth_date=BORN + timedelta(days=1)).same_as is None


def test_nothing_typed_is_lost_when_something_is_wrong(scheme: AppreciationScheme, time_machine: Any) -> None:
    response = send(scheme, time_machine, postcode="onzin", birth_date="2030-01-01", kind="")
    page = response.content.decode()
    assert response.status_code == 200
    for text in ("Zoë van Dál", "onzin", "mijn vader", "2030-01-01", "Kies een dag die al is geweest."):
        assert text in page
    assert not AppreciationApplication.objects.exists()


def test_applying_is_closed_outside_its_days(scheme: AppreciationScheme, client: Browser, time_machine: Any) -> None:
    time_machine.move_to(datetime.combine(scheme.closes_on + timedelta(days=1), time(12), AMSTERDAM))
    page = client.get(reverse("informal_care:apply", args=[scheme.municipality.cbs_code])).content.decode()
    assert "U kunt nu niet aanvragen" in page
    with pytest.raises(ValidationError):
        apply(scheme)


def test_never_more_is_granted_than_the_budget_or_than_there_are(
    scheme: AppreciationScheme, coordinator: Actor
) -> None:
    names = ("Ann", "Bea", "Cas", "Dee", "Eef")
    kinds = ("Pas", "Pas", "Pas", "Bon", "Bon")
    waiting = [apply(scheme, kind, name=name) for name, kind in zip(names, kinds, strict=True)]
    for one in waiting[:2]:
        decide_application(actor=coordinator, application=one, granted=True)
    with pytest.raises(ValidationError, match="geen meer"):
        decide_application(actor=coordinator, application=waiting[2], granted=True)
    decide_application(actor=coordinator, application=waiting[3], granted=True)
    with pytest.raises(ValidationError, match="budget"):
        decide_application(actor=coordinator, application=waiting[4], granted=True)
    scheme.refresh_from_db()
    assert scheme.granted_amount == Decimal(180)
    assert [kind.granted for kind in scheme.kinds.all()] == [2, 1]


def test_decision_is_taken_once_by_who_may_and_a_refusal_has_a_reason(
    scheme: AppreciationScheme, coordinator: Actor, karin: User, zoe: User, ruud: User
) -> None:
    one = apply(scheme)
    for user in (zoe, ruud):
        with pytest.raises(PermissionDenied):
            decide_application(actor=actor_of_user(user), application=one, granted=True)
    with pytest.raises(ValidationError):
        decide_application(actor=coordinator, application=one, granted=False, reason=" ")
    decide_application(actor=actor_of_user(karin), application=one, granted=True)
    with pytest.raises(Conflict):
        decide_application(actor=coordinator, application=one, granted=False, reason="Toch niet")


def test_case_worker_applies_for_somebody_and_opens_no_scheme(
    scheme: AppreciationScheme, karin: User, client: Browser
) -> None:
    sign_in(client, karin)
    response = client.post(
        reverse("informal_care:application_new", args=[scheme.public_id]), typed(scheme), follow=True
    )
    assert "De aanvraag is vastgelegd." in response.content.decode()
    assert AppreciationApplication.objects.get().entered_by == karin
    with pytest.raises(PermissionDenied):
        open_scheme(actor=actor_of_user(karin), offers=[], year=2027)


def test_coordinator_opens_a_scheme_and_decides_on_the_page(
    scheme: AppreciationScheme, ilse: User, client: Browser
) -> None:
    sign_in(client, ilse)
    about = {"year": "2027", "opens_on": "2027-01-01", "closes_on": "2027-02-01", "bond": "lives", "budget": "100,50"}
    sent = about | {"least_hours": "1", "least_months": "0", "form_1": "money", "name_1": "Geld", "value_1": "25"}
    half = client.post(reverse("informal_care:scheme_new"), sent | {"available_1": "3", "name_2": "Half"})
    assert half.content.decode().count("maak deze keuze helemaal leeg") >= 3
    client.post(reverse("informal_care:scheme_new"), sent | {"available_1": "3"})
    assert AppreciationScheme.objects.get(year=2027).budget == Decimal("100.50")
    one = apply(scheme)
    address = reverse("informal_care:application", args=[one.public_id])
    before = AuditEntry.objects.filter(event="read").count()
    assert "Ja, volgens wat de aanvrager zegt." in client.get(address).content.decode()
    assert AuditEntry.objects.filter(event="read").count() == before + 1
    client.post(address, {"granted": "ja"})
    one.refresh_from_db()
    assert one.status == "granted"


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_scheme_asks_as_much_for_three_as_for_one(
    scheme: AppreciationScheme, ilse: User, client: Browser, django_assert_max_num_queries: Any, number: int
) -> None:
    for one in range(number):
        apply(scheme, name=f"Aanvrager {one}")
    sign_in(client, ilse)
    with django_assert_max_num_queries(22):
        client.get(reverse("informal_care:appreciation_scheme", args=[scheme.public_id]))


def test_list_holds_what_was_granted_and_no_formula(scheme: AppreciationScheme, coordinator: Actor) -> None:
    one = apply(scheme, name="=HYPERLINK(1)")
    apply(scheme, name="Niet besloten")
    decide_application(actor=coordinator, application=one, granted=True)
    out = BytesIO()
    write_xlsx(granted_table(scheme, with_accounts=False), out)
    rows = CalamineWorkbook.from_filelike(BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[1] == ["'=HYPERLINK(1)", "Dorpsstraat 1", "7311 AA", "Apeldoorn", "", "", "Pas", 50]
    assert len(rows) == 2


def test_letters_say_what_was_decided_and_why(scheme: AppreciationScheme, coordinator: Actor) -> None:
    yes, no = apply(scheme, name="Ann"), apply(scheme, name="Bea")
    decide_application(actor=coordinator, application=yes, granted=True)
    decide_application(actor=coordinator, application=no, granted=False, reason="U woont ergens anders.")
    applications = list(AppreciationApplication.objects.order_by("name"))
    text = text_of(decisions_pdf(scheme, applications, sent_on=TODAY, objection_until_on=date(2026, 4, 13)))
    assert text.index("Beste Ann") < text.index("U krijgt het.") < text.index("Beste Bea")
    assert "U woont ergens anders." in text
    assert text.count("tot en met 13 april 2026") == 2


def test_letters_wait_until_the_term_to_object_is_known(
    scheme: AppreciationScheme, coordinator: Actor, ilse: User, client: Browser
) -> None:
    decide_application(actor=coordinator, application=apply(scheme, name="Ann"), granted=True)
    sign_in(client, ilse)
    address = reverse("informal_care:scheme_letters", args=[scheme.public_id])
    refused = client.get(address, follow=True)
    assert "Vraag de beheerder om de termijnen te laden" in refused.content.decode()

    lay_out_terms()
    assert "tot en met 13 april 2026" in text_of(client.get(address).getvalue())


def test_old_applications_are_forgotten_and_what_was_given_stays(
    scheme: AppreciationScheme, coordinator: Actor, time_machine: Any, client: Browser
) -> None:
    one, two = apply(scheme, name="Ann"), apply(scheme, name="Bea")
    decide_application(actor=coordinator, application=one, granted=True)
    decide_application(actor=coordinator, application=two, granted=False, reason="Privé")
    time_machine.move_to(datetime.combine(date(2028, 4, 1), time(12), AMSTERDAM))
    assert empty_old_applications() == 0
    time_machine.move_to(datetime.combine(date(2028, 4, 2), time(12), AMSTERDAM))
    assert empty_old_applications() == 2
    assert empty_old_applications() == 0
    for row in AppreciationApplication.objects.all():
        assert not any(getattr(row, name) for name in (*AppreciationApplication.PERSONAL, "identity_index"))
    scheme.refresh_from_db()
    assert scheme.granted_amount == Decimal(50)


def test_conditions_are_told_in_words() -> None:
    asked: dict[str, Any] = {"bond": Bond.CARES, "least_hours": 8, "least_months": 3, "applied_on": TODAY}
    fits: dict[str, Any] = {
        "hours_per_week": 8,
        "cares_since": date(2025, 12, 2),
        "lives_here": False,
        "cared_for_lives_here": True,
    }
    assert unmet_conditions(**asked, **fits) == []
    lacks: dict[str, Any] = {
        "hours_per_week": 7,
        "cares_since": date(2025, 12, 3),
        "lives_here": True,
        "cared_for_lives_here": False,
    }
    assert len(unmet_conditions(**asked, **lacks)) == 3
    assert len(unmet_conditions(**asked | {"bond": Bond.EITHER}, **lacks)) == 2


@pytest.mark.parametrize(
    ("constraint", "model", "values"),
    [
        ("informal_care_appreciationscheme_period", AppreciationScheme, {"closes_on": TODAY - timedelta(days=1)}),
        ("informal_care_appreciationscheme_budget", AppreciationScheme, {"granted_amount": Decimal(201)}),
        ("informal_care_appreciationkind_complete", AppreciationKind, {"form": "gold"}),
        ("informal_care_appreciationkind_number", AppreciationKind, {"granted": 6}),
        ("informal_care_appreciationkind_name", AppreciationKind, {"name": "Pas"}),
        ("informal_care_appreciationapplication_decided", AppreciationApplication, {"status": "granted"}),
        ("informal_care_appreciationapplication_emptied", AppreciationApplication, {"name": ""}),
    ],
)
def test_database_refuses_what_cannot_be(
    scheme: AppreciationScheme, constraint: str, model: Any, values: dict[str, Any]
) -> None:
    apply(scheme)
    refused_by(constraint, model.objects.update, **values)


def test_database_keeps_years_and_people_single(scheme: AppreciationScheme) -> None:
    one, two = apply(scheme, name="Ann"), apply(scheme, name="Bea")
    rows = AppreciationApplication.objects.filter(pk=two.pk)
    refused_by("informal_care_appreciationapplication_once", rows.update, identity_index=one.identity_index)
    again = AppreciationScheme(
        municipality=scheme.municipality, year=2026, opens_on=TODAY, closes_on=TODAY, budget=Decimal(1)
    )
    refused_by("informal_care_appreciationscheme_year", again.save)
    assert identity_of("Zoë van Dál", BORN) == identity_of(" zoe vandal", BORN)
