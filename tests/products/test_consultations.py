"""Market consultations: publishing, reacting within the window, answering, and the note without names."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from audit.models import AuditEntry
from core import clock
from core.actors import Actor
from core.clock import end_of
from core.documents import document_hash
from core.errors import Conflict
from organisations.models import CareProvider, Mail
from products.enums import ConsultationPhase, VersionStatus
from products.models import ConsultedRequirement, MarketConsultation, ProductVersion, Reaction
from products.services.consultations import publish_consultation, publish_note, record_known_consultation
from products.services.reactions import answer_reaction, react, withdraw_reaction
from tests.cast import actor_of_user
from tests.factories.contracts import ContractFactory
from tests.factories.organisations import RegionFactory
from tests.factories.products import ProductVersionFactory, RequirementFactory
from tests.products.consultation_story import *  # noqa: F403 - fixtures
from tests.products.consultation_story import AFTER, LAST_DAY, TODAY, OnDay


def codes_of(error: pytest.ExceptionInfo[ValidationError]) -> list[str | None]:
    found = error.value
    if hasattr(found, "error_dict"):
        return [one.code for errors in found.error_dict.values() for one in errors]
    return [one.code for one in found.error_list]


def events(row: Any) -> list[str]:
    return list(
        AuditEntry.objects.filter(target=row.public_id).order_by("lane", "position").values_list("event", flat=True)
    )


def test_publishing_shows_the_draft_and_keeps_its_text(consultation: MarketConsultation, draft: ProductVersion) -> None:
    draft.refresh_from_db()
    assert draft.status == VersionStatus.CONSULTATION
    assert (draft.consultation_starts_on, draft.consultation_ends_on) == (TODAY, LAST_DAY)
    assert [(one.code, one.statement, one.rule) for one in consultation.requirements.all()] == [
        ("T-1", "Er zijn genoeg professionals.", "Hoogstens 4 cliënten per professional"),
        ("T-2", "Er is een plan.", ""),
    ]
    assert events(consultation) == ["created"]


def test_all_providers_with_a_running_contract_in_the_region_are_asked(
    draft: ProductVersion, purchaser: Actor, region: Any, de_linde: CareProvider, het_anker: CareProvider
) -> None:
    ContractFactory.create(framework__region=region, provider=de_linde)
    ContractFactory.create(framework__region=region, provider=het_anker, ends_on=date(2026, 3, 9))
    ContractFactory.create(framework__region=RegionFactory.create(name="Een andere zorgregio"))
    found = publish_consultation(
        actor=purchaser, version=draft, opens_at=end_of(TODAY), closes_at=end_of(LAST_DAY), providers=None
    )
    assert [one.provider for one in found.invitations.all()] == [de_linde]


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        (date(2026, 3, 8), LAST_DAY, "opens_in_past"),
        (LAST_DAY, LAST_DAY, "consultation_window"),
        (LAST_DAY, TODAY, "consultation_window"),
    ],
)
def test_a_window_lies_ahead(
    *, draft: ProductVersion, purchaser: Actor, de_linde: CareProvider, opens: date, closes: date, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        publish_consultation(
            actor=purchaser, version=draft, opens_at=end_of(opens), closes_at=end_of(closes), providers=[de_linde]
        )
    assert codes_of(refused) == [code]


def test_a_window_of_this_morning_is_over(draft: ProductVersion, purchaser: Actor, de_linde: CareProvider) -> None:
    opens_at = end_of(TODAY - timedelta(days=1))
    closes_at = opens_at + timedelta(hours=1)
    with pytest.raises(ValidationError) as refused:
        publish_consultation(
            actor=purchaser,
            version=draft,
            opens_at=opens_at,
            closes_at=closes_at,
            providers=[de_linde],
        )
    assert codes_of(refused) == ["closes_in_past"]


def test_somebody_is_asked(draft: ProductVersion, purchaser: Actor) -> None:
    with pytest.raises(ValidationError) as refused:
        publish_consultation(actor=purchaser, version=draft, opens_at=end_of(TODAY), closes_at=end_of(LAST_DAY))
    assert codes_of(refused) == ["nobody_invited"]


def test_providers_get_a_mail_at_opening_and_at_the_note(
    *,
    draft: ProductVersion,
    purchaser: Actor,
    de_linde: CareProvider,
    petra: User,
    hanna: User,
    wil: User,
    mo: User,
    on_day: OnDay,
) -> None:
    found = publish_consultation(
        actor=purchaser, version=draft, opens_at=end_of(TODAY), closes_at=end_of(LAST_DAY), providers=[de_linde]
    )
    opening = Mail.objects.filter(template="products/consultation_opens")
    assert {mail.user for mail in opening} == {petra, hanna}
    assert {mail.not_before for mail in opening} == {found.opens_at}
    on_day(AFTER)
    publish_note(actor=purchaser, consultation=found)
    assert {mail.user for mail in Mail.objects.filter(template="products/consultation_note")} == {petra, hanna}


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (datetime(2019, 3, 27, 22, 59, 59, 999999, tzinfo=UTC), ConsultationPhase.ANNOUNCED),
        (datetime(2019, 3, 27, 23, tzinfo=UTC), ConsultationPhase.OPEN),
        (datetime(2019, 5, 3, 21, 59, 59, 999999, tzinfo=UTC), ConsultationPhase.OPEN),
        (datetime(2019, 5, 3, 22, tzinfo=UTC), ConsultationPhase.CLOSED),
    ],
)
def test_the_clock_of_the_netherlands_opens_and_closes(
    *,
    db: None,
    purchaser: Actor,
    petra: User,
    de_linde: CareProvider,
    on_day: OnDay,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    phase: ConsultationPhase,
) -> None:
    """The sheet of the seed: 28 March up to and including 3 May 2019, with summer time in between."""
    on_day(date(2026, 3, 10))
    version = ProductVersionFactory.create(
        consultation_starts_on=date(2019, 3, 28), consultation_ends_on=date(2019, 5, 3)
    )
    RequirementFactory.create(version=version)
    found = record_known_consultation(actor=purchaser, version=version, providers=[de_linde])
    assert found.window == "28 maart 2019 tot en met 3 mei 2019"
    actor = actor_of_user(petra)
    monkeypatch.setattr("products.services.reactions.now", lambda: moment)
    assert found.phase_at(moment) == phase
    if phase == ConsultationPhase.OPEN:
        react(actor=actor, consultation=found, about=None, text="Goed plan.", revision=0)
        return
    with pytest.raises(ValidationError) as refused:
        react(actor=actor, consultation=found, about=None, text="Goed plan.", revision=0)
    assert codes_of(refused) == ["consultation_not_open"]
    assert not found.reactions.exists()


def test_a_window_with_times_says_them() -> None:
    found = MarketConsultation(
        opens_at=datetime(2026, 3, 10, 8, tzinfo=UTC), closes_at=datetime(2026, 4, 10, 10, tzinfo=UTC)
    )
    assert found.window == "10 maart 2026, 09:00 uur tot 10 april 2026, 12:00 uur"


def test_a_provider_changes_and_withdraws_what_it_said(reaction: Reaction, petra: User, hanna: User) -> None:
    changed = react(
        actor=actor_of_user(hanna),
        consultation=reaction.consultation,
        about=reaction.about,
        text="Vijf is beter.",
        revision=1,
    )
    assert (changed.pk, changed.text, changed.written_by, changed.revision) == (
        reaction.pk,
        "Vijf is beter.",
        hanna,
        2,
    )
    withdraw_reaction(actor=actor_of_user(petra), reaction=changed, revision=2)
    assert not Reaction.objects.exists()
    assert events(reaction) == ["created", "changed", "deleted"]


def test_what_a_provider_says_does_not_stand_in_the_trail(reaction: Reaction) -> None:
    entry = AuditEntry.objects.get(target=reaction.public_id)
    assert "Vier is te weinig." not in str(entry.fields)


def test_two_colleagues_do_not_write_over_each_other(
    consultation: MarketConsultation, ratio: ConsultedRequirement, reaction: Reaction, hanna: User
) -> None:
    for act in (
        lambda: react(actor=actor_of_user(hanna), consultation=consultation, about=ratio, text="Ook.", revision=0),
        lambda: withdraw_reaction(actor=actor_of_user(hanna), reaction=reaction, revision=7),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "reaction_changed"
    reaction.refresh_from_db()
    assert reaction.text == "Vier is te weinig."


@pytest.mark.parametrize("name", ["pim", "karin", "wil", "ada", "nobody", "tess"])
def test_who_does_not_react_for_a_provider_is_refused(
    request: pytest.FixtureRequest, consultation: MarketConsultation, name: str
) -> None:
    actor = actor_of_user(request.getfixturevalue(name))
    with pytest.raises(PermissionDenied):
        react(actor=actor, consultation=consultation, about=None, text="Ik ook.", revision=0)


def test_a_provider_that_was_not_asked_is_refused(
    draft: ProductVersion, purchaser: Actor, de_linde: CareProvider, mo: User
) -> None:
    found = publish_consultation(
        actor=purchaser,
        version=draft,
        opens_at=end_of(TODAY - timedelta(days=1)),
        closes_at=end_of(LAST_DAY),
        providers=[de_linde],
    )
    with pytest.raises(PermissionDenied):
        react(actor=actor_of_user(mo), consultation=found, about=None, text="Ik ook.", revision=0)


def test_a_provider_cannot_withdraw_what_another_said(reaction: Reaction, mo: User) -> None:
    with pytest.raises(Conflict):
        withdraw_reaction(actor=actor_of_user(mo), reaction=reaction, revision=1)
    assert Reaction.objects.filter(pk=reaction.pk).exists()


def test_each_sees_what_is_theirs_to_see(reaction: Reaction, petra: User, mo: User, pim: User, on_day: OnDay) -> None:
    def seen(user: User) -> list[Reaction]:
        return list(Reaction.objects.all().visible_to(actor_of_user(user)))

    assert (seen(petra), seen(mo), seen(pim)) == ([reaction], [], [])
    on_day(AFTER)
    assert (seen(petra), seen(mo), seen(pim)) == ([reaction], [], [reaction])


def test_nothing_is_answered_before_the_end(reaction: Reaction, purchaser: Actor) -> None:
    for act in (
        lambda: answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Goed."),
        lambda: publish_note(actor=purchaser, consultation=reaction.consultation),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert codes_of(refused) == ["consultation_open"]


@pytest.mark.parametrize("name", ["petra", "karin", "ada", "nobody", "tess"])
def test_only_the_purchaser_answers(
    request: pytest.FixtureRequest, reaction: Reaction, on_day: OnDay, name: str
) -> None:
    on_day(AFTER)
    actor = actor_of_user(request.getfixturevalue(name))
    for act in (
        lambda: answer_reaction(actor=actor, reaction=reaction, revision=1, answer="Goed."),
        lambda: publish_note(actor=actor, consultation=reaction.consultation),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_two_purchasers_do_not_answer_over_each_other(reaction: Reaction, purchaser: Actor, on_day: OnDay) -> None:
    on_day(AFTER)
    answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Wij maken er vijf van.")
    with pytest.raises(Conflict) as refused:
        answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Nee.")
    assert refused.value.code == "reaction_changed"


def test_the_note_holds_each_question_with_its_answer_and_no_name(
    reaction: Reaction, purchaser: Actor, mo: User, on_day: OnDay
) -> None:
    consultation = reaction.consultation
    other = react(
        actor=actor_of_user(mo), consultation=consultation, about=None, text="Het Anker wil later starten.", revision=0
    )
    on_day(AFTER)
    with pytest.raises(ValidationError) as refused:
        publish_note(actor=purchaser, consultation=consultation)
    assert codes_of(refused) == ["unanswered"]
    answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Petra Linde heeft gelijk.")
    answer_reaction(actor=purchaser, reaction=other, revision=1, answer="Dat kan.")
    with pytest.raises(ValidationError) as refused:
        publish_note(actor=purchaser, consultation=consultation)
    assert codes_of(refused) == ["names_in_note", "names_in_note"]
    answer_reaction(actor=purchaser, reaction=reaction, revision=2, answer="Wij maken er vijf van.")
    answer_reaction(
        actor=purchaser, reaction=other, revision=2, answer="Dat kan.", note_text="Een aanbieder wil later starten."
    )
    published = publish_note(actor=purchaser, consultation=consultation)
    document: Any = published.note_document
    assert document["general"] == [{"question": "Een aanbieder wil later starten.", "answer": "Dat kan."}]
    assert [(one["code"], one["questions"]) for one in document["requirements"]] == [
        ("T-1", [{"question": "Vier is te weinig.", "answer": "Wij maken er vijf van."}])
    ]
    for name in ("De Linde", "Het Anker", "Petra", "Mo "):
        assert name not in str(document)
    assert published.note_sha256 == document_hash(document)
    assert published.note_published_at is not None
    assert published.note_published_at >= published.closes_at


def test_a_published_note_never_changes(reaction: Reaction, purchaser: Actor, on_day: OnDay) -> None:
    on_day(AFTER)
    answered = answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Wij maken er vijf van.")
    published = publish_note(actor=purchaser, consultation=reaction.consultation)
    for act in (
        lambda: answer_reaction(actor=purchaser, reaction=reaction, revision=answered.revision, answer="Toch niet."),
        lambda: publish_note(actor=purchaser, consultation=published),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "note_published"
    assert clock.now() > published.closes_at
