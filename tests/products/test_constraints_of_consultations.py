"""What the database refuses of market consultations, whoever writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.constraints import constraint_of
from products.models import MarketConsultation, Reaction
from tests.factories.products import (
    ConsultationFactory,
    ConsultedRequirementFactory,
    InvitationFactory,
    ReactionFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 6, 1, tzinfo=UTC)


def refusal(write: Callable[[], Any]) -> str:
    """The name of the constraint that refuses."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    found = constraint_of(refused.value)
    assert found is not None
    return found.name


def test_a_consultation_opens_before_it_closes() -> None:
    moment = datetime(2019, 5, 3, 22, tzinfo=UTC)
    assert refusal(lambda: ConsultationFactory.create(opens_at=moment)) == "products_consultation_window"


@pytest.mark.parametrize(
    "values",
    [
        {"note_published_at": AFTER},
        {"note_document": {"general": []}},
        {"note_sha256": "0" * 64},
        {"note_published_at": AFTER, "note_document": {"general": []}},
        {"note_published_at": AFTER, "note_sha256": "0" * 64},
        {"note_published_at": BEFORE, "note_document": {"general": []}, "note_sha256": "0" * 64},
    ],
)
def test_a_note_is_whole_and_comes_after_the_end(values: dict[str, Any]) -> None:
    row = ConsultationFactory.create()
    rows = MarketConsultation.objects.filter(pk=row.pk)
    assert refusal(lambda: rows.update(**values)) == "products_consultation_note"


def test_a_provider_is_asked_once() -> None:
    row = InvitationFactory.create()
    again = {"consultation": row.consultation, "provider": row.provider}
    assert refusal(lambda: InvitationFactory.create(**again)) == "products_invitation_once"


def test_a_code_stands_once_in_a_consultation() -> None:
    row = ConsultedRequirementFactory.create()
    again = {"consultation": row.consultation, "code": row.code}
    assert refusal(lambda: ConsultedRequirementFactory.create(**again)) == "products_consultedrequirement_code"


def test_a_provider_reacts_once_to_a_requirement_and_once_to_the_whole() -> None:
    about = ConsultedRequirementFactory.create()
    row = ReactionFactory.create(consultation=about.consultation, about=about)
    again = {"consultation": row.consultation, "provider": row.provider}
    assert refusal(lambda: ReactionFactory.create(**again, about=about)) == "products_reaction_once"
    ReactionFactory.create(**again)
    assert refusal(lambda: ReactionFactory.create(**again)) == "products_reaction_general_once"


def test_a_reaction_has_a_text() -> None:
    assert refusal(lambda: ReactionFactory.create(text="")) == "products_reaction_text"


@pytest.mark.parametrize("values", [{"answer": "Ja."}, {"answered_at": AFTER}])
def test_an_answer_has_a_text_and_a_moment(values: dict[str, Any]) -> None:
    row = ReactionFactory.create()
    assert refusal(lambda: Reaction.objects.filter(pk=row.pk).update(**values)) == "products_reaction_answer"


def test_a_reaction_is_about_a_requirement_of_its_consultation() -> None:
    elsewhere = ConsultedRequirementFactory.create()
    with pytest.raises(ValidationError, match="Kies een eis van deze marktconsultatie"):
        ReactionFactory.build(consultation=ConsultationFactory.create(), about=elsewhere).clean()
