"""What an import does to the files of clients."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from audit.services.verifying import verify
from clients.enums import DeliveryForm
from clients.models import Allocation, Client, ImportRun
from clients.services import allocate, change_client, end_allocation, importing, register_client
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.clients.intake import applied, grant
from tests.clients.sheets import (
    CARE,
    NUMBERS,
    as_csv,
    as_xlsx,
    checked,
    counts_of,
    faults_of,
    imported,
    person,
    upload,
    with_care,
)
from tests.factories.clients import ClientFactory


@pytest.fixture(autouse=True)
def _contract(product):
    """De Linde has a contract."""


def test_import_makes_clients_and_allocations(worker, product):
    run = imported(worker, as_csv([with_care(0), person(1), with_care(2, Hoe_vaak="per maand", Einddatum="")]))

    assert (run.status, counts_of(run), run.rows, run.content) == ("done", (3, 0, 0, 2, 0), 3, None)
    first = Client.objects.by_bsn(NUMBERS[0]).get()
    assert (first.surname, first.birth_date, first.postcode) == ("Tabel", date(1941, 5, 17), "7311 AB")
    assert (first.municipality_id, first.search_name, first.bsn) == (worker.organisation_id, "tabel t.", NUMBERS[0])
    care = first.allocations.get()
    assert (care.contracted_product, care.volume_text) == (product, "4 dagdelen per week")
    assert (care.starts_on, care.ends_on) == (date(2026, 4, 1), date(2026, 9, 30))
    assert sorted(Allocation.objects.values_list("number", flat=True)) == [1, 2]


def test_import_leaves_a_line_for_everything_it_wrote(worker):
    known = register_client(actor=worker, bsn=NUMBERS[1], initials="A.", surname="Oud", birth_date=date(1941, 5, 17))
    run = imported(worker, as_csv([with_care(0), person(1)]))

    lines = AuditEntry.objects.filter(event__in=["created", "changed"])
    new, care = Client.objects.by_bsn(NUMBERS[0]).get(), Allocation.objects.get()
    assert lines.get(target=new.public_id).client == new.public_id
    assert lines.get(target=care.public_id).client == new.public_id
    changed = lines.get(target=known.public_id, event="changed")
    assert {field["name"] for field in changed.fields} == {
        "initials",
        "surname",
        "postcode",
        "search_name",
        "revision",
    }
    assert not any("old" in field or "new" in field for field in changed.fields)
    about_run = lines.filter(target=run.public_id).order_by("pk")
    assert [line.event for line in about_run] == ["created", "changed", "changed", "changed"]
    assert {line.client for line in about_run} == {None}
    assert {line.actor_label for line in lines} == {"Karin Consulent"}
    assert verify().is_whole


def test_same_file_twice_changes_nothing(worker):
    content = as_csv([with_care(0), with_care(0, Productcode="07A16", Begindatum="1-10-2026", Einddatum="31-12-2026")])
    imported(worker, content)
    clients, allocations = list(Client.objects.values()), list(Allocation.objects.values())
    lines = AuditEntry.objects.exclude(target_label="clients.importrun").count()

    run = imported(worker, content)

    assert (run.status, counts_of(run)) == ("done", (0, 0, 1, 0, 2))
    assert (list(Client.objects.values()), list(Allocation.objects.values())) == (clients, allocations)
    assert AuditEntry.objects.exclude(target_label="clients.importrun").count() == lines


def test_what_the_file_leaves_empty_stays(worker, apeldoorn):
    known = ClientFactory.create(municipality=apeldoorn, bsn=NUMBERS[0], street="Kerkweg", phone="055123")

    run = imported(worker, as_csv([{"BSN": NUMBERS[0], "Plaats": "Ugchelen"}]))

    assert counts_of(run) == (0, 1, 0, 0, 0)
    before, known = known, Client.objects.get()
    assert (known.street, known.phone, known.city, known.revision) == ("Kerkweg", "055123", "Ugchelen", 2)
    assert (known.surname, known.bsn_index) == (before.surname, before.bsn_index)


def test_client_of_another_municipality_with_the_same_number_is_left_alone(worker, zutphen):
    other = ClientFactory.create(municipality=zutphen, bsn=NUMBERS[0], surname="Elders")

    imported(worker, as_csv([person(0)]))

    other.refresh_from_db()
    assert (Client.objects.count(), other.surname) == (2, "Elders")


def test_faults_come_all_at_once_and_nothing_is_written(worker, product):
    rows = [
        with_care(0),
        with_care(1, Aantal_dagdelen="0", Einddatum="", Postcode="0000 XX", Geboortedatum="32-1-1940"),
        {**with_care(2), "AGB-code aanbieder": "98000999"},
        with_care(3, Productcode="99X99", Geslacht="anders"),
        with_care(4, Begindatum="1-1-2020", Einddatum="31-12-2020"),
        {"BSN": NUMBERS[5], "Achternaam": "Half"},
        person(6, Voorletters="") | {"BSN": "123456789"},
        {"Achternaam": "Zonder nummer"},
        person(0, Achternaam="Anders"),
        with_care(7, Einddatum="1-3-2026", Hoe_vaak=""),
        person(8, Geboortedatum="1-1-2027"),
    ]
    run = imported(worker, as_csv(rows))

    assert run.status == "refused"
    assert sorted(faults_of(run)) == sorted(
        [
            (3, "Aantal dagdelen", "volume"),
            (3, "Einddatum", "week_volume_without_end"),
            (3, "Geboortedatum", "cell_date"),
            (3, "Postcode", "postcode_format"),
            (4, "AGB-code aanbieder", "provider_unknown"),
            (5, "Geslacht", "cell_choice"),
            (5, "Productcode", "product_unknown"),
            (6, "Begindatum", "no_contract"),
            (6, "Productcode", "no_rate"),
            (6, "Productcode", "no_version_in_force"),
            (7, "Geboortedatum", "client_incomplete"),
            (7, "Voorletters", "client_incomplete"),
            (8, "BSN", "bsn_check"),
            (8, "Voorletters", "client_incomplete"),
            (9, "BSN", "bsn_missing"),
            (9, "Geboortedatum", "client_incomplete"),
            (9, "Voorletters", "client_incomplete"),
            (10, "Achternaam", "row_contradicts"),
            (11, "Einddatum", "period_order"),
            (11, "Hoe vaak", "allocation_incomplete"),
            (12, "Geboortedatum", "birth_date_future"),
        ]
    )
    assert not Client.objects.exists()
    assert run.content is None
    text = importing.faults_as_csv(importing.kept_faults(run)).decode()
    assert not any(secret in text for secret in (*NUMBERS[:9], "123456789", "Tabel", "Half", "Zonder", "32-1"))


def test_rows_that_repeat_each_other_are_refused(worker):
    run = imported(
        worker, as_csv([person(0), person(0), with_care(1), with_care(1), with_care(1, Productcode="duurzaam")])
    )

    assert faults_of(run) == [(3, "", "row_twice"), (5, "", "row_twice"), (6, "", "row_twice")]


def test_overlap_inside_the_file_and_with_what_is_there_is_refused(worker, person, product):
    allocate(
        actor=worker,
        client=person,
        contracted_product=product,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 4, 1),
        volume=1,
    )
    rows = [
        with_care(0) | {"BSN": person.bsn, "Voorletters": "", "Achternaam": "", "Geboortedatum": ""},
        with_care(1),
        with_care(1, Begindatum="30-9-2026", Einddatum="31-12-2026"),
    ]

    run = imported(worker, as_csv(rows))

    assert faults_of(run) == [(2, "Begindatum", "allocation_overlap"), (4, "Begindatum", "allocation_overlap")]


def test_allocation_that_differs_is_not_changed_by_a_file(worker):
    imported(worker, as_csv([with_care(0)]))
    end_allocation(actor=worker, allocation=Allocation.objects.get(), ends_on=date(2026, 6, 30), reason="21")

    run = imported(worker, as_csv([with_care(0, Aantal_dagdelen="5")]))

    assert faults_of(run) == [
        (2, "Aantal dagdelen", "allocation_differs"),
        (2, "Einddatum", "allocation_differs"),
    ]
    assert Allocation.objects.get().ends_on == date(2026, 6, 30)


def test_numbers_follow_those_of_the_municipality(worker, person, product):
    day = date(2026, 4, 1)
    first = allocate(actor=worker, client=person, contracted_product=product, starts_on=day, ends_on=day, volume=1)

    imported(worker, as_csv([with_care(number) for number in range(3)]))

    assert first.number == 1
    assert sorted(Allocation.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_import_is_checked_again_before_it_writes(worker, product):
    run = checked(worker, as_csv([with_care(0), with_care(1)]))
    register_client(actor=worker, bsn=NUMBERS[0], initials="A.", surname="Snel", birth_date=date(1950, 1, 1))
    product.rates.all().delete()
    importing.confirm_import(actor=worker, run=run, wakes_worker=False)

    importing.perform_import(run.pk)

    run.refresh_from_db()
    assert (run.status, {fault[2] for fault in faults_of(run)}) == ("refused", {"no_rate"})
    assert Client.objects.get().surname == "Snel"


@pytest.mark.parametrize("step", ["store_new", "store_changed", "record_many", "next_number"])
def test_import_that_breaks_half_way_leaves_nothing_and_can_be_run_again(worker, monkeypatch, step):
    register_client(actor=worker, bsn=NUMBERS[2], initials="A.", surname="Oud", birth_date=date(1941, 5, 17))
    run = checked(worker, as_csv([with_care(number) for number in range(4)]))
    importing.confirm_import(actor=worker, run=run, wakes_worker=False)
    writing = "clients.services.importing.writing"
    before = AuditEntry.objects.count()

    def broken(*_, **__):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(f"{writing}.{step}", broken)
        with pytest.raises(RuntimeError, match="killed"):
            importing.perform_import(run.pk)

    run.refresh_from_db()
    assert (run.status, Client.objects.get().surname, Allocation.objects.count()) == ("failed", "Oud", 0)
    assert AuditEntry.objects.count() == before
    importing.restart_import(actor=worker, run=run, wakes_worker=False)
    importing.perform_import(run.pk)
    run.refresh_from_db()
    assert (run.status, counts_of(run)) == ("done", (3, 1, 0, 4, 0))


@pytest.mark.parametrize("name", ["zoe", "ruud", "petra", "ilse", "pim", "ada", "nobody"])
def test_import_is_for_case_workers_of_the_municipality(request, worker, name):
    run = checked(worker, as_csv([person(0)]))
    other = actor_of_user(request.getfixturevalue(name))

    for act in (importing.confirm_import, importing.cancel_import, importing.restart_import):
        with pytest.raises(PermissionDenied):
            act(actor=other, run=run)
    if name != "zoe":
        with pytest.raises(PermissionDenied):
            importing.start_import(actor=other, upload=upload(as_csv([person(0)])))
        assert not ImportRun.objects.visible_to(other).exists()
    assert not ImportRun.objects.visible_to(other).filter(pk=run.pk).exists()


def test_client_changed_meanwhile_keeps_what_the_file_does_not_name(worker):
    imported(worker, as_csv([person(0)]))
    run = checked(worker, as_csv([person(0, Plaats="Apeldoorn")]))
    change_client(actor=worker, client=Client.objects.get(), revision=1, phone="055")
    importing.confirm_import(actor=worker, run=run, wakes_worker=False)
    importing.perform_import(run.pk)

    client = Client.objects.get()
    assert (client.city, client.phone, client.revision) == ("Apeldoorn", "055", 3)


def test_xlsx_gives_the_same_as_csv(worker):
    rows = [
        with_care(0)
        | {"BSN": int(NUMBERS[0]), "Begindatum": date(2026, 4, 1), "Aantal dagdelen": 4}
        | {"Geboortedatum": 15113, "AGB-code aanbieder": 98000101, "Huisnummer": 12, "Telefoon": 612345678}
    ]

    run = imported(worker, as_xlsx(rows), "clienten.xlsx")

    assert faults_of(run) == []
    client = Client.objects.get()
    assert (client.birth_date, client.house_number, client.phone) == (date(1941, 5, 17), "12", "0612345678")
    assert client.allocations.get().starts_on == date(2026, 4, 1)


def test_confirmed_run_cannot_be_confirmed_again(worker):
    run = checked(worker, as_csv([person(0)]))
    importing.confirm_import(actor=worker, run=run, wakes_worker=False)

    with pytest.raises(Conflict):
        importing.confirm_import(actor=worker, run=run, wakes_worker=False)


def test_file_that_is_no_sheet_is_refused(worker):
    with pytest.raises(ValidationError) as refused:
        importing.start_import(actor=worker, upload=upload(b"%PDF-1.7 \x00", "clienten.csv"))

    assert refused.value.code == "upload_kind"
    assert not ImportRun.objects.exists()


def test_allocation_beside_a_personal_budget_is_refused(worker, terms, apeldoorn, product):
    client = ClientFactory.create(municipality=apeldoorn, bsn=NUMBERS[0])
    period = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 12, 31)}
    grant(worker, applied(worker, client), product.variant, form=DeliveryForm.PERSONAL_BUDGET, **period)

    run = imported(worker, as_csv([{**CARE, "BSN": NUMBERS[0]}]))

    assert faults_of(run) == [(2, "", "both_forms")]


@pytest.mark.parametrize("what", ["died_on", "moved_on"])
def test_nothing_new_begins_for_who_is_gone(worker, apeldoorn, what):
    ClientFactory.create(municipality=apeldoorn, bsn=NUMBERS[0], **{what: date(2026, 2, 1)})

    run = imported(worker, as_csv([{**CARE, "BSN": NUMBERS[0]}]))

    assert faults_of(run) == [(2, "", "client_gone")]
