"""Pages for everybody: what a visitor sees, and that they hold against programs and against guessing."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from core.actors import Actor
from core.clock import AMSTERDAM
from core.web.logs import Masked
from informal_care.models import PanelMember, Poll, PollInvitation, PollOption
from informal_care.rules.polls import Asked
from informal_care.rules.self_test import NO, SOMETIMES, TOPICS, YES, advice_for
from informal_care.services.panel import join_panel
from informal_care.services.polls import invite_panel, make_poll
from informal_care.services.settings import load_care_settings
from informal_care.services.vacancies import open_vacancy
from informal_care.web.guarding import PAGES, SENT
from organisations.models import Municipality

TODAY = date(2026, 3, 2)
AT_REST = 30
"""Seconds that somebody needs to read a form."""


@pytest.fixture(autouse=True)
def _forget_requests() -> None:
    cache.clear()


@pytest.fixture
def on_day(time_machine: Any) -> Any:
    """Noon of a day, from where the clock can be moved on within it."""

    def travel(day: date) -> None:
        time_machine.move_to(datetime.combine(day, time(12), AMSTERDAM), tick=False)

    return travel


@pytest.fixture
def poll(coordinator: Actor, on_day: Any) -> Poll:
    on_day(TODAY)
    load_care_settings()
    join_panel(actor=coordinator, name="Fatma")
    asked = [Asked("Kunt u wel eens weg?", ["Ja", "Nee"])]
    return make_poll(
        actor=coordinator, asked=asked, title="Even weg", opens_on=TODAY, closes_on=TODAY + timedelta(days=9)
    )


@pytest.fixture
def link(poll: Poll, coordinator: Actor) -> str:
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    return reverse("informal_care:poll_answer", args=[poll.public_id, secret])


def filled_in(browser: Browser, address: str, time_machine: Any, **typed: Any) -> Any:
    """Open the form, read for a while and send it."""
    shown = browser.get(address)
    stamp = str(shown.context["form"]["stamp"]).split('value="')[1].split('"')[0]
    time_machine.shift(AT_REST)
    return browser.post(address, {"stamp": stamp, **typed})


def answer_of(poll: Poll, text: str = "Ja") -> dict[str, str]:
    option = PollOption.objects.get(question__poll=poll, text=text)
    return {f"question_{option.question_id}": str(option.pk)}


def test_link_of_a_letter_answers_without_an_account(client: Browser, poll: Poll, link: str, time_machine: Any) -> None:
    response = filled_in(client, link, time_machine, **answer_of(poll), remark="Fijn")
    assert response.url == reverse("informal_care:poll_thanks")
    poll.refresh_from_db()
    assert (poll.answers, poll.remarks) == (1, ["Fijn"])
    assert "sessionid" not in client.cookies


def test_every_link_that_does_not_work_gets_one_answer(
    client: Browser, poll: Poll, link: str, time_machine: Any
) -> None:
    """Used, never made, of a poll that does not exist: the same bytes, so that trying tells nothing."""
    filled_in(client, link, time_machine, **answer_of(poll))
    none = "00000000-0000-4000-8000-000000000000"
    addresses = [
        link,
        reverse("informal_care:poll_answer", args=[poll.public_id, "x" * 43]),
        reverse("informal_care:poll_answer", args=[none, "x" * 43]),
    ]
    answers = [Browser().get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    posted = [Browser().post(address, answer_of(poll)) for address in addresses]
    assert {(answer.status_code, answer.content) for answer in posted} == {(404, answers[0].content)}


def test_link_before_and_after_its_days_does_not_work(client: Browser, poll: Poll, link: str, on_day: Any) -> None:
    for day in (TODAY - timedelta(days=1), poll.closes_on + timedelta(days=1)):
        on_day(day)
        assert client.get(link).status_code == 404


def test_leaving_gives_the_same_answer_for_a_link_that_never_was(
    client: Browser, poll: Poll, link: str, time_machine: Any
) -> None:
    never = reverse("informal_care:panel_leave", args=[poll.public_id, "x" * 43])
    shown = {client.get(address).content.count(b"<form") for address in (never, f"{link}/stoppen")}
    assert len(shown) == 1
    assert filled_in(client, never, time_machine).url == filled_in(client, f"{link}/stoppen", time_machine).url
    assert PanelMember.objects.get().name == ""


def test_nothing_typed_is_lost_when_a_question_was_left(
    client: Browser, poll: Poll, link: str, time_machine: Any
) -> None:
    response = filled_in(client, link, time_machine, remark="Bewaar dit")
    assert response.status_code == 200
    assert "Kies een antwoord." in response.content.decode()
    assert "Bewaar dit" in response.content.decode()


@pytest.mark.parametrize("seconds", [0, 1, 7 * 3600])
def test_form_that_is_sent_too_soon_or_too_late_is_asked_once_more(
    client: Browser, poll: Poll, link: str, time_machine: Any, seconds: int
) -> None:
    shown = client.get(link)
    stamp = str(shown.context["form"]["stamp"]).split('value="')[1].split('"')[0]
    time_machine.shift(seconds)
    response = client.post(link, {"stamp": stamp, "remark": "Bewaar dit", **answer_of(poll)})
    assert "Verstuur het formulier nog een keer" in response.content.decode()
    assert "Bewaar dit" in response.content.decode()
    assert stamp not in response.content.decode() or seconds == 0
    assert not PollInvitation.objects.filter(is_used=True).exists()


@pytest.mark.parametrize("stamp", ["", "1772445600", "1772445600:AAAA"])
def test_stamp_that_is_made_up_is_refused(client: Browser, poll: Poll, link: str, stamp: str) -> None:
    client.post(link, {"stamp": stamp, **answer_of(poll)})
    assert not PollInvitation.objects.filter(is_used=True).exists()


def test_program_that_fills_in_everything_is_thanked_and_not_counted(
    client: Browser, poll: Poll, link: str, time_machine: Any
) -> None:
    response = filled_in(client, link, time_machine, website="https://koop.example", **answer_of(poll))
    assert response.url == reverse("informal_care:poll_thanks")
    assert not PollInvitation.objects.filter(is_used=True).exists()


def test_address_that_sends_too_much_waits_and_loses_nothing(
    client: Browser, poll: Poll, link: str, time_machine: Any
) -> None:
    for _ in range(SENT):
        client.post(link, {"remark": "x"})
    response = client.post(link, {"remark": "Bewaar dit", **answer_of(poll)})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Bewaar dit" in response.content.decode()
    assert client.get(link, REMOTE_ADDR="192.0.2.9").status_code == 200
    time_machine.shift(61)
    assert client.post(link, {"remark": "x"}).status_code == 200


def test_address_that_tries_many_links_waits(client: Browser, poll: Poll) -> None:
    codes = [
        client.get(reverse("informal_care:poll_answer", args=[poll.public_id, f"{number:043}"])).status_code
        for number in range(PAGES + 1)
    ]
    assert codes[-2:] == [404, 429]


def test_pages_for_everybody_are_kept_by_nobody_and_their_address_goes_nowhere(
    client: Browser, poll: Poll, link: str, apeldoorn: Municipality
) -> None:
    for address in (link, f"{link}/stoppen", reverse("informal_care:self_test", args=[apeldoorn.cbs_code])):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"
        assert b"http://" not in response.content.replace(b"http://www.w3.org", b"")
        assert set(client.cookies) <= {"csrftoken", "__Host-csrftoken"}


def test_link_stands_in_no_log(link: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "GET %s Referer: https://x%s", (link, link), None)
    secret = link.rsplit("/", 1)[1]
    assert secret not in Masked().format(record)


def test_form_is_refused_without_its_token_against_forgery(link: str, poll: Poll) -> None:
    assert Browser(enforce_csrf_checks=True).post(link, answer_of(poll)).status_code == 403


def test_results_go_back_to_everybody_once_the_poll_is_closed(
    client: Browser, poll: Poll, link: str, on_day: Any
) -> None:
    address = reverse("informal_care:poll_results", args=[poll.public_id])
    assert client.get(address).status_code == 404
    PollOption.objects.filter(text="Ja").update(count=14)
    PollOption.objects.filter(text="Nee").update(count=3)
    Poll.objects.update(answers=17, follow_up="Wij regelen meer oppas.")
    on_day(poll.closes_on + timedelta(days=1))
    page = client.get(address).content.decode()
    assert "17 mensen" in page
    assert "Wij regelen meer oppas." in page
    assert page.count("niet getoond") == 2
    assert ">14<" not in page
    assert ">3<" not in page


def test_page_to_have_a_say_shows_councils_of_today(
    client: Browser, poll: Poll, coordinator: Actor, apeldoorn: Municipality, zutphen: Municipality
) -> None:
    day = {"starts_on": TODAY, "text": "Kom erbij", "contact": "055 000 00 00"}
    open_vacancy(actor=coordinator, council="Wmo-raad", **day)
    open_vacancy(actor=coordinator, council="Raad van straks", **day | {"starts_on": TODAY + timedelta(days=1)})
    page = client.get(reverse("informal_care:have_a_say", args=[apeldoorn.cbs_code])).content.decode()
    assert "Wmo-raad" in page
    assert "Raad van straks" not in page
    assert "Wmo-raad" not in client.get(reverse("informal_care:have_a_say", args=[zutphen.cbs_code])).content.decode()
    assert client.get(reverse("informal_care:have_a_say", args=["0000"])).status_code == 404


def test_self_test_gives_advice_and_stores_nothing(
    client: Browser, apeldoorn: Municipality, on_day: Any, time_machine: Any, django_assert_num_queries: Any
) -> None:
    on_day(TODAY)
    address = reverse("informal_care:self_test", args=[apeldoorn.cbs_code])
    answers = {topic.code: YES for topic in TOPICS} | {"sleep": NO, "own_life": SOMETIMES}
    shown = client.get(address)
    stamp = str(shown.context["form"]["stamp"]).split('value="')[1].split('"')[0]
    time_machine.shift(AT_REST)
    with django_assert_num_queries(1):  # which municipality, and nothing is written
        response = client.post(address, {"stamp": stamp, **answers})
    page = response.content.decode()
    assert page.index("Zorg dat u kunt slapen") < page.index("Maak tijd voor uzelf")
    assert "Regel dat iemand" not in page
    assert set(client.cookies) <= {"csrftoken", "__Host-csrftoken"}


def test_self_test_asks_again_for_what_was_left_and_keeps_the_rest(
    client: Browser, apeldoorn: Municipality, on_day: Any, time_machine: Any
) -> None:
    on_day(TODAY)
    address = reverse("informal_care:self_test", args=[apeldoorn.cbs_code])
    response = filled_in(client, address, time_machine, sleep=NO)
    assert response.content.decode().count("checked") == 1
    assert "Kies een antwoord." in response.content.decode()


def test_advice_puts_what_is_needed_soon_first() -> None:
    everything = advice_for(dict.fromkeys((topic.code for topic in TOPICS), SOMETIMES) | {"knows_help": NO})
    assert everything[0].title == "Vraag welke hulp er is"
    assert len(everything) == len(TOPICS)
    assert advice_for(dict.fromkeys((topic.code for topic in TOPICS), YES)) == []


def test_place_for_the_self_test_is_chosen_from_all(client: Browser, apeldoorn: Municipality) -> None:
    page = client.get(reverse("informal_care:self_test_place")).content.decode()
    assert reverse("informal_care:self_test", args=[apeldoorn.cbs_code]) in page
