"""Appreciation after it was opened: what somebody relies on stays, and money goes to an account that few see."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import User
from audit.models import AuditEntry
from core.actors import Actor
from core.clock import AMSTERDAM
from core.errors import Conflict
from informal_care.models import AppreciationApplication, AppreciationScheme
from informal_care.services.appreciation import Offer, apply_for_appreciation, decide_application, open_scheme
from informal_care.services.scheme_changes import change_scheme
from tests.cast import actor_of_user, sign_in
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
IBAN = "NL91ABNA0417164300"
PASS = Offer("pass", "Pas", Decimal(50), 2)
MONEY = Offer("money", "Geld", Decimal(80), 5)
TOLD: dict[str, Any] = {
    "birth_date": date(1970, 5, 17),
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
def scheme(coordinator: Actor, on_day: Any) -> AppreciationScheme:
    """Two passes of 50 euro or five times 80 euro in money, with 500 euro in all."""
    on_day(TODAY)
    return open_scheme(
        actor=coordinator,
        offers=[PASS, MONEY],
        year=2026,
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=30),
        least_hours=8,
        least_months=3,
        budget=Decimal(500),
    )


def apply(scheme: AppreciationScheme, kind: str = "Pas", **told: Any) -> AppreciationApplication:
    chosen = scheme.kinds.get(name=kind)
    apply_for_appreciation(actor=Actor.anonymous(), scheme=scheme, kind=chosen, **TOLD | {"name": "Zoë"} | told)
    return AppreciationApplication.objects.order_by("-pk")[0]


def change(actor: Actor, scheme: AppreciationScheme, *offers: Offer | None, **values: Any) -> AppreciationScheme:
    scheme.refresh_from_db()
    return change_scheme(actor=actor, scheme=scheme, revision=scheme.revision, offers=offers or (PASS, MONEY), **values)


def test_nothing_is_fixed_before_somebody_applies(scheme: AppreciationScheme, coordinator: Actor) -> None:
    voucher = Offer("voucher", "Bon", Decimal(20), 9)
    changed = change(coordinator, scheme, None, MONEY, voucher, budget=Decimal(50), bond="lives", least_hours=1)
    assert [kind.name for kind in changed.kinds.all()] == ["Geld", "Bon"]
    assert (changed.budget, changed.least_hours, changed.revision) == (Decimal(50), 1, 2)
    entry = AuditEntry.objects.get(event="changed", target=scheme.public_id)
    assert "keuzes" in str(entry.fields)


def test_what_was_granted_holds(scheme: AppreciationScheme, coordinator: Actor) -> None:
    for name in ("Ann", "Bea"):
        decide_application(actor=coordinator, application=apply(scheme, name=name), granted=True)
    cheaper, fewer = Offer("pass", "Pas", Decimal(40), 2), Offer("pass", "Pas", Decimal(50), 1)
    with pytest.raises(ValidationError) as refused:
        change(coordinator, scheme, fewer, MONEY, budget=Decimal(99), least_hours=20)
    found = {name: [fault.code for fault in faults] for name, faults in refused.value.error_dict.items()}
    assert found == {"__all__": ["scheme_budget", "scheme_relied"], "available_1": ["kind_number"]}
    for offers in ((cheaper, MONEY), (None, MONEY)):
        with pytest.raises(ValidationError) as refused:
            change(coordinator, scheme, *offers)
        assert refused.value.error_dict["name_1"][0].code == "kind_chosen"
    more = Offer("pass", "Pas", Decimal(50), 20)
    changed = change(coordinator, scheme, more, None, budget=Decimal(100), closes_on=TODAY + timedelta(days=60))
    assert [kind.available for kind in changed.kinds.all()] == [20]


def test_value_of_what_somebody_asked_for_stays_before_it_is_granted(
    scheme: AppreciationScheme, coordinator: Actor
) -> None:
    apply(scheme)
    with pytest.raises(ValidationError):
        change(coordinator, scheme, Offer("pass", "Kleine pas", Decimal(50), 2), MONEY)
    assert change(coordinator, scheme, bond="lives").bond == "lives"


def test_scheme_keeps_something_to_choose(scheme: AppreciationScheme, coordinator: Actor) -> None:
    with pytest.raises(ValidationError) as refused:
        change(coordinator, scheme, None, None)
    assert refused.value.error_dict["name_1"][0].code == "no_offer"


def test_two_coordinators_do_not_undo_each_other(
    scheme: AppreciationScheme, coordinator: Actor, karin: User, zoe: User
) -> None:
    change(coordinator, scheme, budget=Decimal(400))
    with pytest.raises(Conflict):
        change_scheme(actor=coordinator, scheme=scheme, revision=1, offers=[PASS])
    for user in (karin, zoe):
        with pytest.raises(PermissionDenied):
            change(actor_of_user(user), scheme)


def test_coordinator_changes_it_on_the_page(scheme: AppreciationScheme, ilse: User, client: Browser) -> None:
    sign_in(client, ilse)
    address = reverse("informal_care:scheme_change", args=[scheme.public_id])
    assert address in client.get(reverse("informal_care:appreciation_scheme", args=[scheme.public_id])).content.decode()
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    refused = client.post(address, {**sent, "budget": "-1", "name_2": ""})
    assert refused.status_code == 200
    assert "maak deze keuze helemaal leeg" in refused.content.decode()
    client.post(address, {**sent, "budget": "750,50"})
    scheme.refresh_from_db()
    assert (scheme.budget, scheme.revision, scheme.kinds.count()) == (Decimal("750.50"), 2, 2)
    assert client.post(address, {**sent, "budget": "1"}).status_code == 409


def test_database_holds_conditions_once_somebody_relies_on_them(scheme: AppreciationScheme, coordinator: Actor) -> None:
    rows = AppreciationScheme.objects.all()
    rows.update(least_hours=9)
    scheme.refresh_from_db()
    decide_application(actor=coordinator, application=apply(scheme), granted=True)
    for values in ({"least_hours": 8}, {"least_months": 4}, {"bond": "lives"}):
        refused_by("informal_care_appreciationscheme_relied", rows.update, **values)


# Money ----------------------------------------------------------------------------------------------------


def typed(scheme: AppreciationScheme, kind: str, **other: str) -> dict[str, str]:
    texts = {name: str(value) for name, value in TOLD.items() if not isinstance(value, bool)}
    ticks = {"lives_here": "on", "cared_for_lives_here": "on"}
    return {"name": "Zoë", **texts, **ticks, "kind": str(scheme.kinds.get(name=kind).public_id), **other}


def send(scheme: AppreciationScheme, time_machine: Any, kind: str, iban: str) -> Any:
    """Open the form in a fresh browser, read it and send it."""
    time_machine.move_to(datetime.combine(TODAY, time(12), AMSTERDAM), tick=False)
    browser, address = Browser(), reverse("informal_care:apply", args=[scheme.municipality.cbs_code])
    stamp = str(browser.get(address).context["form"]["stamp"]).split('value="')[1].split('"')[0]
    time_machine.shift(30)
    return browser.post(address, {"stamp": stamp, **typed(scheme, kind, iban=iban)})


@pytest.mark.parametrize(
    ("kind", "iban", "kept"),
    [
        ("Geld", "nl91 abna 0417 1643 00", IBAN),
        # An account that nobody needs is not kept, right or wrong.
        ("Pas", IBAN, None),
        ("Pas", "onzin", None),
        ("Pas", "", None),
    ],
)
def test_account_is_kept_of_who_chooses_money_alone(
    scheme: AppreciationScheme, time_machine: Any, kind: str, iban: str, kept: str | None
) -> None:
    answer = send(scheme, time_machine, kind, iban)
    assert AppreciationApplication.objects.get().iban == kept
    assert IBAN not in Browser().get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("iban", "said"),
    [
        ("", "Vul de rekening in"),
        ("NL92ABNA0417164300", "bestaat niet"),
        ("SA0380000000608010167519", "kunnen wij niet betalen"),
    ],
)
def test_money_needs_an_account_that_can_be_paid_to(
    scheme: AppreciationScheme, time_machine: Any, iban: str, said: str
) -> None:
    page = send(scheme, time_machine, "Geld", iban).content.decode()
    assert said in page
    assert iban in page
    assert not AppreciationApplication.objects.exists()


def test_account_is_not_asked_where_nothing_is_paid(
    scheme: AppreciationScheme, coordinator: Actor, client: Browser
) -> None:
    change(coordinator, scheme, PASS, None)
    page = client.get(reverse("informal_care:apply", args=[scheme.municipality.cbs_code])).content.decode()
    assert "IBAN" not in page


def sheet(browser: Browser, scheme: AppreciationScheme) -> list[list[Any]]:
    answer = browser.get(reverse("informal_care:scheme_sheet", args=[scheme.public_id]))
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_account_is_for_who_pays_alone(
    scheme: AppreciationScheme, coordinator: Actor, ilse: User, karin: User, client: Browser
) -> None:
    one = apply(scheme, "Geld", iban=IBAN)
    decide_application(actor=coordinator, application=one, granted=True)
    pages = [
        reverse("informal_care:appreciation_scheme", args=[scheme.public_id]),
        reverse("informal_care:application", args=[one.public_id]),
    ]
    for user in (ilse, karin):
        sign_in(client, user)
        for page in pages:
            assert IBAN not in client.get(page).content.decode()
        assert (IBAN in str(sheet(client, scheme))) == (user == ilse)
    assert AuditEntry.objects.filter(event="exported", fields__icontains="rekeningen").count() == 1
    assert IBAN not in str(list(AuditEntry.objects.values()))


def test_account_is_unreadable_in_the_database_and_goes_with_the_rest(scheme: AppreciationScheme) -> None:
    apply(scheme, "Geld", iban=IBAN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM informal_care_appreciationapplication")
        assert IBAN not in str(cursor.fetchall())
    assert "iban" in AppreciationApplication.PERSONAL
    emptied = {"emptied_on": TODAY, "name": "", "street": "", "birth_date": None}
    refused_by("informal_care_appreciationapplication_emptied", AppreciationApplication.objects.update, **emptied)
