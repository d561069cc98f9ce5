"""Reference data that is edited on the admin pages stands in the trail."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.forms import modelform_factory
from django.test import RequestFactory

from accounts.models import User
from audit.admin import AuditedAdmin
from audit.enums import AuditEvent
from audit.models import AuditEntry
from core.actors import Actor
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Admin pages of a model, as any room makes them."""
    return AuditedAdmin(User, admin.site)


@pytest.fixture
def request_(rf: RequestFactory):
    """A request of an administrator."""
    request = rf.post("/")
    request.actor = Actor(user_label="Beheerder", is_administrator=True)  # type: ignore[attr-defined]
    return request


def save(pages, request, row, *, change, **values):
    """Fill in the form of the admin page and save."""
    form = modelform_factory(User, fields=list(values))(values, instance=row)
    with transaction.atomic():
        pages.save_model(request, form.save(commit=False), form, change)


def test_new_row_is_written_down(pages, request_):
    save(pages, request_, UserFactory.build(), change=False, name="Nieuw", email="n@gemeente.example")

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.actor_label) == (AuditEvent.CREATED, "Beheerder")
    assert entry.target == User.objects.get_queryset().get().public_id


def test_change_is_written_down_with_its_fields(pages, request_):
    row = UserFactory.create()

    save(pages, request_, row, change=True, name="Anders", email=row.email, is_active=False, groups=[])

    entry = AuditEntry.objects.get()
    assert entry.event == AuditEvent.CHANGED
    assert entry.fields == [{"name": "name"}, {"name": "is_active", "old": True, "new": False}]


def test_deletion_is_written_down(pages, request_):
    first, second, third = UserFactory.create_batch(3)

    with transaction.atomic():
        pages.delete_model(request_, first)
    pages.delete_queryset(request_, User.objects.get_queryset())

    targets = list(AuditEntry.objects.order_by("position").values_list("event", "target"))
    assert sorted(targets) == sorted((AuditEvent.DELETED, row.public_id) for row in (first, second, third))
    assert not User.objects.get_queryset().exists()


def test_django_keeps_no_log_beside_it(pages, request_):
    pages.log_change(request_, UserFactory.create(), "iets")

    assert not LogEntry.objects.exists()
