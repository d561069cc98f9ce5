"""Choosing how often one gets mail."""

import pytest
from django.urls import reverse

from organisations.models import MailPreference
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def test_without_a_choice_it_is_one_mail_a_day(client, petra):
    page = sign_in(client, petra).get(reverse("organisations:mail_preference"))

    assert page.context["form"].initial == {"is_daily": "ja"}
    assert reverse("organisations:mail_preference") in client.get(reverse("accounts:account")).text


@pytest.mark.parametrize(("answer", "is_daily"), [("nee", False), ("ja", True)])
def test_choice_is_kept(client, petra, answer, is_daily):
    sign_in(client, petra).post(reverse("organisations:mail_preference"), {"is_daily": answer})

    assert MailPreference.objects.get().is_daily is is_daily
    assert client.get(reverse("organisations:mail_preference")).context["form"].initial == {"is_daily": answer}


def test_no_answer_is_refused(client, petra):
    page = sign_in(client, petra).post(reverse("organisations:mail_preference"), {})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not MailPreference.objects.exists()
