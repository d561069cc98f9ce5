from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from audit.enums import AuditEvent
from audit.models import AuditEntry
from organisations.models import CareProvider, Location, Membership, Qualification
from tests.cast import sign_in
from tests.factories.organisations import LocationFactory, QualificationFactory

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "organisations"]


@pytest.fixture
def site(client, ada):
    return sign_in(client, ada)


def url_of(model, action, *args):
    return reverse(f"admin:organisations_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_opens_and_searches(site, model):
    assert site.post(url_of(model, "changelist"), {"q": "x"}, follow=True).status_code == 200


def test_care_provider_is_edited_with_a_trail(site, ada):
    typed = {"name": "De Linde", "agb_code": "98000101", "kvk_number": "99000101"}
    site.post(url_of(CareProvider, "add"), typed)
    provider = CareProvider.objects.get()
    assert provider.kind == "provider"
    site.post(url_of(CareProvider, "change", provider.pk), typed | {"name": "De Lindes"})
    site.post(url_of(CareProvider, "change", provider.pk), typed | {"name": "De Lindes"})
    site.post(url_of(CareProvider, "delete", provider.pk), {"post": "yes"})

    events = AuditEntry.objects.filter(target=provider.public_id).order_by("id")
    assert [entry.event for entry in events] == [AuditEvent.CREATED, AuditEvent.CHANGED, AuditEvent.DELETED]
    assert {entry.actor for entry in events} == {ada.public_id}
    assert [field["name"] for field in events[1].fields] == ["name"]
    assert not LogEntry.objects.exists()


def test_several_rows_are_deleted_with_a_trail(site):
    locations = LocationFactory.create_batch(2)

    site.post(
        url_of(Location, "changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk for row in locations], "post": "yes"},
    )

    assert not Location.objects.exists()
    assert AuditEntry.objects.filter(event=AuditEvent.DELETED).count() == 2


def test_history_is_what_the_trail_says(site):
    location = LocationFactory.create()

    response = site.get(url_of(Location, "history", location.pk))

    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert str(location.public_id) in response["Location"]


def test_verification_cannot_be_set_here(site):
    qualification = QualificationFactory.create()

    assert site.get(url_of(Qualification, "change", qualification.pk)).status_code == 200
    assert site.post(url_of(Qualification, "change", qualification.pk), {"level": "wo"}).status_code == 403
    assert site.get(url_of(Qualification, "add")).status_code == 403
    assert site.post(url_of(Qualification, "delete", qualification.pk)).status_code == 403


def test_membership_is_given_and_ended_through_the_services(site, ada, nobody, apeldoorn):
    typed = {"user": nobody.pk, "organisation": apeldoorn.pk, "role": "case_worker", "starts_on": "2026-03-01"}
    response = site.post(url_of(Membership, "add"), typed)
    assert response.status_code == 302
    membership = Membership.objects.get(user=nobody)
    site.post(url_of(Membership, "change", membership.pk), {"ends_on": "2026-12-31"})

    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 12, 31)
    assert AuditEntry.objects.filter(target=membership.public_id).count() == 2
    assert site.post(url_of(Membership, "delete", membership.pk), {"post": "yes"}).status_code == 403
    itself = site.post(url_of(Membership, "add"), typed | {"user": ada.pk})
    assert itself.status_code == 403
    assert not Membership.objects.filter(user=ada).exists()


def test_account_is_linked_through_the_service(site, petra_professional, nobody):
    url = url_of(type(petra_professional), "change", petra_professional.pk)

    site.post(url, {"user": nobody.pk, "name": "Somebody Else"})

    petra_professional.refresh_from_db()
    assert petra_professional.user == nobody
    assert petra_professional.name == "Petra Linde"
    assert AuditEntry.objects.filter(target=petra_professional.public_id).exists()
