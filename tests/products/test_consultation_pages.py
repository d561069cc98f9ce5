"""Pages of market consultations: who sees what, nothing that was typed is lost, and the note."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.actors import Actor
from core.pdf import pdf_available
from products.models import ConsultedRequirement, MarketConsultation, ProductVersion, Reaction
from products.services.consultations import publish_note
from products.services.reactions import answer_reaction, react
from products.services.versions import adopt_version, change_requirement
from tests.cast import actor_of_user, sign_in
from tests.factories.products import ConsultationFactory
from tests.pdf import text_of
from tests.products.consultation_story import *  # noqa: F403 - fixtures
from tests.products.consultation_story import AFTER, OnDay


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"products:{name}", args=args))
    assert response.status_code == status
    return str(response.content.decode())


def send(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"products:{name}", args=args), data, follow=True)


def test_a_purchaser_publishes_until_a_time(client: Client, pim: User, draft: ProductVersion, de_linde: Any) -> None:
    sign_in(client, pim)
    typed = {"opens_on": "2026-03-10", "closes_on": "2026-04-10", "closes_time": "12:00", "introduction": "Waarom."}
    refused = send(client, "consultation", draft.public_id, **typed, audience="chosen")
    assert "Kies minstens één aanbieder." in refused.content.decode()
    assert "Waarom." in refused.content.decode()
    done = send(client, "consultation", draft.public_id, **typed, audience="chosen", providers=[de_linde.public_id])
    html = done.content.decode()
    assert "Reageren kan tot 10 april 2026, 12:00 uur." in html
    assert "De Linde" in html


def test_a_provider_reacts_changes_and_withdraws(
    client: Client, petra: User, consultation: MarketConsultation, ratio: ConsultedRequirement
) -> None:
    sign_in(client, petra)
    assert "Reageren kan tot en met 10 april 2026." in page(client, "consultation_detail", consultation.public_id)
    assert "U reageert namens De Linde." in page(client, "react_to_requirement", ratio.public_id)
    send(client, "react_to_requirement", ratio.public_id, text="Vier is te weinig.", revision=0)
    send(client, "react", consultation.public_id, text="Goed plan.", revision=0)
    html = page(client, "consultation_detail", consultation.public_id)
    assert "Vier is te weinig." in html
    assert "Goed plan." in html
    send(client, "react", consultation.public_id, text="Heel goed plan.", revision=1)
    general = Reaction.objects.get(about=None)
    assert general.text == "Heel goed plan."
    send(client, "reaction_withdraw", general.public_id, revision=general.revision)
    assert not Reaction.objects.filter(about=None).exists()


def test_a_colleague_who_was_first_is_shown_beside_what_was_typed(
    client: Client, hanna: User, reaction: Reaction, ratio: ConsultedRequirement
) -> None:
    sign_in(client, hanna)
    answer = client.post(
        reverse("products:react_to_requirement", args=[ratio.public_id]), {"text": "Zes kan ook.", "revision": 0}
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Zes" in html
    assert "Vier" in html
    assert 'name="revision" value="1"' in html
    again = client.post(
        reverse("products:react_to_requirement", args=[ratio.public_id]), {"text": "Zes kan ook.", "revision": 1}
    )
    assert again.status_code == 302


def test_what_was_typed_while_the_window_closed_stands_on_the_page(
    client: Client, petra: User, consultation: MarketConsultation, on_day: OnDay
) -> None:
    on_day(AFTER)
    sign_in(client, petra)
    html = page(client, "react", consultation.public_id)
    assert "De marktconsultatie is gesloten." in html
    assert "<textarea" not in html
    html = send(client, "react", consultation.public_id, text="Net te laat.", revision=0).content.decode()
    assert "Reageren kon tot en met 10 april 2026." in html
    assert "Net te laat." in html
    assert not Reaction.objects.exists()


def test_each_sees_what_is_theirs_to_see(
    *, client: Client, reaction: Reaction, petra: User, mo: User, karin: User, pim: User, on_day: OnDay
) -> None:
    def html_for(user: User) -> str:
        sign_in(client, user)
        return page(client, "consultation_detail", reaction.consultation.public_id)

    assert "Vier is te weinig." in html_for(petra)
    for user in (mo, karin, pim):
        assert "Vier is te weinig." not in html_for(user)
    assert "De Linde" not in html_for(mo)
    assert "1 reactie" in html_for(pim)
    on_day(AFTER)
    assert "Reactie van De Linde" in html_for(pim)
    for user in (mo, karin):
        assert "Vier is te weinig." not in html_for(user)


def test_an_answer_is_for_the_provider_when_the_note_is_there(
    client: Client, reaction: Reaction, petra: User, pim: User, on_day: OnDay
) -> None:
    on_day(AFTER)
    sign_in(client, pim)
    assert "Vier is te weinig." in page(client, "answer", reaction.public_id)
    send(
        client,
        "answer",
        reaction.public_id,
        answer="Wij maken er vijf van.",
        note_text="Vier is te weinig.",
        revision=1,
    )
    sign_in(client, petra)
    assert "Wij maken er vijf van." not in page(client, "consultation_detail", reaction.consultation.public_id)
    assert client.get(reverse("products:note", args=[reaction.consultation.public_id])).status_code == 404
    sign_in(client, pim)
    assert "Wij maken er vijf van." in page(client, "note_publish", reaction.consultation.public_id)
    send(client, "note_publish", reaction.consultation.public_id)
    sign_in(client, petra)
    assert "Wij maken er vijf van." in page(client, "consultation_detail", reaction.consultation.public_id)


def test_a_note_that_cannot_be_published_says_why(client: Client, reaction: Reaction, pim: User, on_day: OnDay) -> None:
    on_day(AFTER)
    sign_in(client, pim)
    html = send(client, "note_publish", reaction.consultation.public_id).content.decode()
    assert "1 reactie heeft nog geen antwoord." in html


@pytest.mark.skipif(not pdf_available(), reason="no libraries for PDF here")
def test_the_note_is_printed_for_everybody_and_stays_the_same(
    *, client: Client, reaction: Reaction, purchaser: Actor, draft: ProductVersion, karin: User, on_day: OnDay
) -> None:
    on_day(AFTER)
    answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Wij maken er vijf van.")
    publish_note(actor=purchaser, consultation=reaction.consultation)
    sign_in(client, karin)
    address = reverse("products:note", args=[reaction.consultation.public_id])
    first = client.get(address).content
    text = text_of(first)
    assert "Vier is te weinig." in text
    assert "Wij maken er vijf van." in text
    assert "De Linde" not in text
    change_requirement(actor=purchaser, requirement=draft.requirements.get(code="T-1"), statement="Nieuw.")
    assert client.get(address).content == first


def test_the_difference_marks_the_words_that_changed(
    *,
    client: Client,
    consultation: MarketConsultation,
    draft: ProductVersion,
    purchaser: Actor,
    karin: User,
    pim: User,
    on_day: OnDay,
) -> None:
    sign_in(client, karin)
    page(client, "difference", consultation.public_id, status=404)
    on_day(AFTER)
    change_requirement(
        actor=purchaser,
        requirement=draft.requirements.get(code="T-1"),
        statement="Er zijn altijd genoeg professionals.",
        rule_value={"max": 5},
    )
    sign_in(client, pim)
    gone = draft.requirements.get(code="T-2")
    send(client, "requirement_remove", gone.public_id, revision=gone.revision)
    new = {"code": "T-3", "category": "content", "statement": "Er is een tuin.", "source": "Nota"}
    send(client, "requirement_new", draft.public_id, **new, how_checked="Bij een bezoek.", consequence="fault")
    adopt_version(actor=purchaser, version=draft, starts_on=date(2026, 7, 1))
    sign_in(client, karin)
    html = page(client, "difference", consultation.public_id)
    assert "<ins>" in html
    for words in ("Gewijzigd", "Toegevoegd", "Vervallen"):
        assert words in html
    assert '<span class="zr-hidden">[nieuw: </span>5' in html
    assert '<span class="zr-hidden">[weg: </span>4' in html


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_one_and_three(
    client: Client, count: int, pim: User, django_assert_max_num_queries: Any
) -> None:
    ConsultationFactory.create_batch(count)
    sign_in(client, pim)
    page(client, "consultations")
    with django_assert_max_num_queries(6):
        page(client, "consultations")


@pytest.mark.parametrize("count", [1, 3])
def test_a_consultation_takes_the_same_queries_for_one_and_three_reactions(
    *,
    client: Client,
    count: int,
    consultation: MarketConsultation,
    pim: User,
    petra: User,
    mo: User,
    on_day: OnDay,
    django_assert_max_num_queries: Any,
) -> None:
    acts = [(petra, None), (mo, None), (petra, consultation.requirements.all()[0])][:count]
    for user, about in acts:
        react(actor=actor_of_user(user), consultation=consultation, about=about, text="Goed.", revision=0)
    on_day(AFTER)
    sign_in(client, pim)
    page(client, "consultation_detail", consultation.public_id)
    with django_assert_max_num_queries(9):
        page(client, "consultation_detail", consultation.public_id)
