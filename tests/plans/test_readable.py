"""The plan for the client: plain words in large print, and one page of pictures."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from core.pdf import static_path
from plans.documents import pictures_of, pictures_pdf, readable_context, readable_document, readable_pdf
from plans.enums import GoalDomain, Weekday
from plans.models import Evaluation, PlanVersion
from plans.rules import Week
from plans.rules.readable import PICTURES, fitted, lines_needed, one_sentence, picture_of, width_of
from plans.services.execution import end_plan
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import MemberFactory
from tests.marks import needs_pdf
from tests.pdf import elements_of, text_of
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY
from tests.reference import lay_out_terms

LONGEST_SENTENCE = 15
"""Words in a sentence of our own: what B1 can hold."""


def goal(**changed: Any) -> dict[str, Any]:
    given = {
        "number": 1,
        "domain": "structure",
        "statement": "Mevrouw komt op vaste dagen naar de groep.",
        "client_words": "",
        "start_value": None,
        "target_value": None,
        "unit": "",
        "due_on": None,
        "activities": [],
    }
    return given | changed


def document_with(goals: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "kind": "readable_plan",
        "client": {"name": "S. de Vries"},
        "municipality": "Apeldoorn",
        "provider": {"name": "De Linde", "is_fictional": False},
        "product": {"name": "Begeleiding Groep", "version": 1, "is_fictional": False},
        "allocation": {"number": 12, "volume": "4 dagdelen per week"},
        "version": {"number": 1, "status": "in_execution"},
        "days": [],
        "responsible": "Petra Linde",
        "goals": goals,
        "evaluation_moments": [],
        "next_evaluation": {"planned_on": "2026-09-24", "due_on": None},
    }
    return given | changed


# What the client reads ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_document_says_who_what_when_and_whom_to_ask(running: PlanVersion):
    lay_out_terms()
    carer = MemberFactory.create(
        client=running.plan.allocation.client, name="Jan Jansen-Naaste", is_informal_carer=True, relation="16"
    )
    MemberFactory.create(client=running.plan.allocation.client, name="Buur zonder taak", relation="19")

    document = readable_document(running, TODAY)

    assert document["responsible"] == "Petra Linde"
    assert document["close_ones"] == [{"name": carer.name, "relation": "Zoon of dochter", "decides": False}]
    assert document["goals"][0]["client_words"] == "Ik wil weten waar ik aan toe ben."
    assert document["goals"][0]["domain"] == GoalDomain.STRUCTURE
    assert document["next_evaluation"] == {"planned_on": "2026-08-01", "due_on": "2026-09-02"}
    assert document["objection_term"] == "6 weken"
    assert [one["role"] for one in document["agreements"]] == ["uzelf", "zorgt voor uw plan"]


@pytest.mark.django_db
def test_days_of_coming_follow_the_week_of_the_plan(draft: PlanVersion, petra: User, client: Browser):
    draft.attends = Week.of("1-morning", "1-afternoon", "5-morning")
    draft.save()

    document = readable_document(draft, TODAY)

    assert document["days"] == [
        {"day": "maandag", "parts": "ochtend en middag"},
        {"day": "vrijdag", "parts": "ochtend"},
    ]
    assert pictures_of(document)["coming"] == "op maandag en vrijdag"
    page = sign_in(client, petra).get(reverse("plans:readable", args=[draft.public_id])).content.decode()
    assert "<strong>Maandag</strong>: ochtend en middag" in page


@pytest.mark.django_db
def test_birth_date_and_number_of_the_client_are_not_in_it(running: PlanVersion):
    client = running.plan.allocation.client

    printed = str(readable_document(running, TODAY))

    assert str(client.birth_date) not in printed
    assert client.bsn not in printed


@pytest.mark.django_db
def test_agreed_plan_reads_as_it_was_agreed(running: PlanVersion):
    client = running.plan.allocation.client
    client.surname = "Anders"
    client.save()

    assert readable_document(running, TODAY)["client"]["name"] == "S. de Vries"


@pytest.mark.django_db
def test_moments_that_have_passed_are_not_looked_forward_to(running: PlanVersion):
    document = readable_document(running, date(2026, 8, 2))

    assert document["evaluation_moments"] == []
    assert document["next_evaluation"] == {"planned_on": None, "due_on": "2026-09-02"}


@pytest.mark.django_db
def test_every_stage_says_where_it_stands(petra: User, empty_draft: PlanVersion, client: Browser):
    page = sign_in(client, petra).get(reverse("plans:readable", args=[empty_draft.public_id])).content.decode()
    assert "Dit is een concept." in page
    assert "Er zijn nog geen doelen." in page

    end_plan(actor=actor_of_user(petra), version=empty_draft, reason="De vraag is weg.")
    page = client.get(reverse("plans:readable", args=[empty_draft.public_id])).content.decode()
    assert "Dit plan geldt niet meer." in page
    assert "Wanneer kijken we terug?" not in page


@pytest.mark.django_db
def test_page_is_read_by_who_reads_the_plan_and_stands_in_the_trail(client: Browser, karin: User, running: PlanVersion):
    page = sign_in(client, karin).get(reverse("plans:readable", args=[running.public_id]))

    assert "Dit plan is met u afgesproken." in page.content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.client) == (AuditEvent.READ, running.plan.allocation.client.public_id)


@needs_pdf
@pytest.mark.django_db
def test_printing_stands_in_the_trail(client: Browser, petra: User, running: PlanVersion):
    sign_in(client, petra)
    for name in ("readable_pdf", "pictures_pdf"):
        response = client.get(reverse(f"plans:{name}", args=[running.public_id]))

        assert response.content.startswith(b"%PDF-")
        assert "Vries" not in response.headers["Content-Disposition"]
        entry = AuditEntry.objects.latest("pk")
        assert (entry.event, entry.target) == (AuditEvent.PRINTED, running.public_id)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["readable", "readable_pdf", "pictures_pdf"])
def test_stranger_finds_nothing(client: Browser, mo: User, running: PlanVersion, name: str):
    assert sign_in(client, mo).get(reverse(f"plans:{name}", args=[running.public_id])).status_code == 404


def words_of_ours() -> Iterator[str]:
    """The sentences of the template, without what is filled in."""
    document = document_with([goal()]) | {
        "close_ones": [{"name": "N", "relation": "R", "decides": True}],
        "contact": {
            "phone": "1",
            "website": "w",
            "support_name": "N",
            "support_phone": "1",
            "has_fictional_contact": True,
        },
        "objection_term": "6 weken",
        "agreements": [],
        "version": {
            "number": 1,
            "status": "agreed",
            "starts_on": "2026-03-01",
            "ends_on": "2026-12-31",
            "taken_over": "",
            "interval_months": 6,
        },
    }
    for status in ("agreed", "draft", "ended"):
        document["version"]["status"] = status
        html = render_to_string("plans/includes/readable.html", readable_context(document))
        for block in re.split(r"</?(?:p|li|h\d|div|ul|section)[^>]*>", html):
            text = " ".join(re.sub(r"<[^>]+>", "", block).split())
            yield from (part for part in re.split(r"(?<=[.!?:])\s", text) if part)


def test_sentences_are_short_enough_for_everybody():
    too_long = {text for text in words_of_ours() if len(text.split()) > LONGEST_SENTENCE}

    assert not too_long


# Which words fit ---------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=300).filter(str.strip)


@given(TEXTS, st.floats(10, 60), st.integers(1, 7))
def test_what_is_fitted_fits_and_loses_nothing_that_would(text: str, width: float, lines: int):
    whole = " ".join(text.split())

    short = fitted(text, width, lines)

    assert lines_needed(short, width) <= lines
    assert short == whole or (lines_needed(whole, width) > lines and short.endswith("…"))
    assert whole.startswith(short.removesuffix("…"))


def test_long_text_becomes_its_first_sentence_and_a_name_does_not():
    assert one_sentence("Ik wil koken. En ik wil wandelen met de hond van de buren.", 20, 1) == "Ik wil koken."
    assert fitted("A.B. van der Berg", 40, 1) == "A.B. van der Berg"


def test_wide_words_take_more_room():
    assert width_of("WWW") > 2 * width_of("ill")
    assert lines_needed("W" * 30, 20) >= 3


def test_every_domain_has_a_picture_of_its_own_that_is_there():
    assert set(PICTURES) == set(GoalDomain)
    assert len({one.name for one in PICTURES.values()}) == len(PICTURES)
    for name in [*(one.name for one in PICTURES.values()), "goal", "coming", "helper", "review", "question"]:
        assert static_path(f"file:///static/img/pictograms/{name}.svg")
    assert picture_of("something new").name == "goal"


# The page of pictures ------------------------------------------------------------------------------------


def boxes(pdf_document: Any, name: str) -> Iterator[tuple[Any, list[Any]]]:
    """The boxes of this class, each with the lines of text in it, as they were laid out."""
    for page in pdf_document.pages:
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            if element is not None and name in element.get("class", "").split() and box.element_tag == element.tag:
                yield box, [one for one in box.descendants() if type(one).__name__ == "TextBox" and one.text.strip()]


DAYS = [str(day.label) for day in Weekday]
NAMES = st.one_of(
    st.text(st.sampled_from("WM Şéij-"), min_size=1, max_size=230),
    st.lists(st.sampled_from(["van der Wijngaarden-Wassenaar", "A.B.", "Maximiliaan", "Li"]), min_size=1).map(" ".join),
).filter(str.strip)
SENTENCES = st.one_of(
    st.text(st.sampled_from("Wmil éÉ.x"), min_size=1, max_size=400).filter(str.strip),
    st.lists(st.sampled_from(["Ik", "wil", "verantwoordelijkheid", "WMO-groep", "koken."]), min_size=1).map(" ".join),
)


@needs_pdf
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(st.tuples(st.sampled_from(GoalDomain.values), SENTENCES), min_size=0, max_size=11), NAMES, NAMES, st.data()
)
def test_pictures_are_one_page_on_which_nothing_is_cut_off(
    chosen: list[tuple[str, str]], client_name: str, responsible: str, data: st.DataObject
):
    document = document_with(
        [
            goal(number=number, domain=domain, client_words=words)
            for number, (domain, words) in enumerate(chosen, start=1)
        ],
        client={"name": client_name},
        responsible=responsible,
        version={"number": 1, "status": data.draw(st.sampled_from(["draft", "agreed", "ended"]))},
        days=[{"day": day, "parts": "ochtend"} for day in data.draw(st.lists(st.sampled_from(DAYS), unique=True))],
    )
    assert "…" not in pictures_of(document)["coming"]
    laid_out: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        import weasyprint

        def keep(self: Any, *arguments: Any, **options: Any) -> bytes:
            laid_out.append(self)
            made: bytes = original(self, *arguments, **options)
            return made

        original = weasyprint.document.Document.write_pdf
        patch.setattr(weasyprint.document.Document, "write_pdf", keep)
        pdf = pictures_pdf(document)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    for name in ("pictures-goal", "pictures-fact", "pictures-head", "pictures"):
        for box, texts in boxes(laid_out[0], name):
            for text in texts:
                assert text.position_y + text.height <= box.position_y + box.margin_height() + 1, (name, text.text)
                assert text.position_x + text.width <= box.position_x + box.margin_width() + 1, (name, text.text)


@needs_pdf
def test_meaningful_pictures_have_words_and_headings_go_down_by_one():
    pdf = pictures_pdf(document_with([goal(), goal(number=2, domain="social_contacts", client_words="Ik wil praten.")]))

    figures = [str(one.get("/Alt", "")) for one in elements_of(pdf) if one["/S"] == "/Figure"]
    assert figures[:2] == ["Plaatje: een weekkalender met vinkjes", "Plaatje: twee mensen die praten"]
    assert all(figures)
    levels = [int(one["/S"][2]) for one in elements_of(pdf) if re.fullmatch(r"/H\d", str(one["/S"]))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "Ik wil praten." in text_of(pdf)
    assert "24 september 2026" in text_of(pdf)


def test_more_goals_than_fit_are_counted():
    document = document_with([goal(number=number, client_words=f"Doel {number}") for number in range(1, 12)])

    shown = pictures_of(document)

    assert len(shown["pictures"]) == 8
    assert shown["left_out"] == 3


# Large print ---------------------------------------------------------------------------------------------


@needs_pdf
@pytest.mark.django_db
def test_readable_pdf_is_tagged_large_and_hides_decoration(evaluation: Evaluation):
    pdf = readable_pdf(readable_document(evaluation.version, TODAY))
    reader = PdfReader(BytesIO(pdf))

    root: Any = reader.root_object
    assert root["/Lang"] == "nl"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert not [one for one in elements_of(pdf) if one["/S"] == "/Figure" and not one.get("/Alt")]
    levels = [int(one["/S"][2]) for one in elements_of(pdf) if re.fullmatch(r"/H\d", str(one["/S"]))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    sizes: dict[float, int] = {}

    def note(text: str, _matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        sizes[round(abs(size * text_matrix[3]))] = sizes.get(round(abs(size * text_matrix[3])), 0) + len(text.strip())

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    small = sum(count for size, count in sizes.items() if size < 16)
    assert sizes
    assert small < sum(sizes.values()) / 4  # the lines above and below the text, and the fingerprint


@needs_pdf
@pytest.mark.django_db
def test_same_document_gives_the_same_bytes(running: PlanVersion):
    document = readable_document(running, TODAY)

    assert readable_pdf(document) == readable_pdf(document)
    assert pictures_pdf(document) == pictures_pdf(document)
