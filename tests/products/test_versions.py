from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from audit.models import AuditEntry
from core.actors import Actor
from core.clock import end_of
from core.errors import Conflict
from products.enums import LifeCycle, VersionStatus
from products.models import ProductVariant, ProductVersion, Requirement
from products.selectors import terms_on
from products.services.consultations import publish_consultation
from products.services.versions import (
    add_requirement,
    adopt_version,
    change_requirement,
    draft_next_version,
    remove_requirement,
    withdraw_version,
)
from tests.cast import actor_of_user
from tests.factories.organisations import CareProviderFactory
from tests.factories.products import ProductVersionFactory, RequirementFactory

OnDay = Callable[[date], None]
TODAY = date(2026, 3, 10)
START = date(2026, 7, 1)
NEW = {
    "code": "T-NEW",
    "category": "content",
    "statement": "Er is een tuin.",
    "source": "Marktconsultatie",
    "how_checked": "Bij een bezoek.",
    "consequence": "fault",
}


@pytest.fixture(autouse=True)
def _day(on_day: OnDay) -> None:
    on_day(TODAY)


@pytest.fixture
def version(db: None) -> ProductVersion:
    """An adopted version with one rule: four clients to a professional."""
    return RequirementFactory.create(version__number=1).version


def next_with_ratio(actor: Actor, version: ProductVersion, clients: int) -> ProductVersion:
    draft = draft_next_version(actor=actor, version=version)
    change_requirement(actor=actor, requirement=draft.requirements.get(), rule_value={"max": clients})
    return draft


def publish(actor: Actor, draft: ProductVersion) -> None:
    """A consultation from today up to and including 10 April."""
    publish_consultation(
        actor=actor,
        version=draft,
        opens_at=end_of(date(2026, 3, 9)),
        closes_at=end_of(date(2026, 4, 10)),
        providers=[CareProviderFactory.create()],
    )


def ratio_on(variant: ProductVariant, day: date) -> int | None:
    return terms_on(variant, day).max_clients_per_professional


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> str | None:
    return error.value.error_list[0].code if hasattr(error.value, "error_list") else None


def test_a_changed_number_counts_from_its_day_on_and_older_days_keep_the_old_one(
    version: ProductVersion, purchaser: Actor
) -> None:
    draft = next_with_ratio(purchaser, version, 7)
    assert ratio_on(version.variant, START) == 4
    adopt_version(actor=purchaser, version=draft, starts_on=START)
    assert ratio_on(version.variant, date(2020, 1, 1)) == 4
    assert ratio_on(version.variant, date(2026, 6, 30)) == 4
    assert ratio_on(version.variant, START) == 7
    assert ratio_on(version.variant, date(2030, 1, 1)) == 7
    version.refresh_from_db()
    assert version.ends_on == date(2026, 6, 30)


def test_the_next_version_starts_as_a_copy(version: ProductVersion, purchaser: Actor) -> None:
    RequirementFactory.create(version=version, rule_kind="", rule_value=None)
    draft = draft_next_version(actor=purchaser, version=version)
    assert (draft.number, draft.status) == (2, VersionStatus.DRAFT)
    fields = ("code", "category", "statement", "source", "how_checked", "rule_kind", "rule_value", "position")
    assert list(draft.requirements.values(*fields)) == list(version.requirements.values(*fields))
    assert AuditEntry.objects.filter(event="created", target=draft.public_id).exists()
    for requirement in draft.requirements.all():
        assert AuditEntry.objects.filter(event="created", target=requirement.public_id).exists()


def test_one_version_at_a_time_is_in_the_making(version: ProductVersion, purchaser: Actor) -> None:
    draft_next_version(actor=purchaser, version=version)
    with pytest.raises(ValidationError, match="al een nieuwe versie"):
        draft_next_version(actor=purchaser, version=version)


def test_a_changed_requirement_stands_in_the_trail(version: ProductVersion, purchaser: Actor) -> None:
    requirement = draft_next_version(actor=purchaser, version=version).requirements.get()
    change_requirement(actor=purchaser, requirement=requirement, statement="Nieuw.", rule_value={"max": 3})
    requirement.refresh_from_db()
    assert (requirement.statement, requirement.rule_value) == ("Nieuw.", {"max": 3})
    entry = AuditEntry.objects.get(event="changed", target=requirement.public_id)
    assert {field["name"] for field in entry.fields} == {"statement", "rule_value", "revision"}


def test_a_bad_value_of_a_requirement_is_refused(version: ProductVersion, purchaser: Actor) -> None:
    requirement = draft_next_version(actor=purchaser, version=version).requirements.get()
    with pytest.raises(ValidationError, match="geef een heel getal"):
        change_requirement(actor=purchaser, requirement=requirement, rule_value={"max": 0})


def test_a_requirement_of_an_adopted_version_never_changes(version: ProductVersion, purchaser: Actor) -> None:
    requirement = version.requirements.get()
    with pytest.raises(Conflict) as refused:
        change_requirement(actor=purchaser, requirement=requirement, rule_value={"max": 9})
    assert refused.value.code == "version_adopted"
    assert ratio_on(version.variant, TODAY) == 4


def test_a_consultation_makes_the_draft_visible(version: ProductVersion, purchaser: Actor, karin: User) -> None:
    draft = draft_next_version(actor=purchaser, version=version)
    reader = actor_of_user(karin)
    assert draft not in ProductVersion.objects.all().visible_to(reader)
    assert not Requirement.objects.all().visible_to(reader).filter(version=draft).exists()
    publish(purchaser, draft)
    assert draft in ProductVersion.objects.all().visible_to(reader)
    assert Requirement.objects.all().visible_to(reader).filter(version=draft).exists()


def test_a_draft_stays_what_it_is_while_providers_react_to_it(
    version: ProductVersion, purchaser: Actor, on_day: OnDay
) -> None:
    draft = draft_next_version(actor=purchaser, version=version)
    publish(purchaser, draft)
    acts: list[Callable[[], object]] = [
        lambda: change_requirement(actor=purchaser, requirement=draft.requirements.get(), rule_value={"max": 6}),
        lambda: add_requirement(actor=purchaser, version=draft, **NEW),
        lambda: adopt_version(actor=purchaser, version=draft, starts_on=START),
    ]
    for act in acts:
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused) == "consultation_open"
    on_day(date(2026, 4, 11))
    for act in acts:
        act()
    assert ratio_on(version.variant, START) == 6


def test_a_new_version_does_not_change_days_that_have_passed(version: ProductVersion, purchaser: Actor) -> None:
    draft = next_with_ratio(purchaser, version, 7)
    with pytest.raises(ValidationError) as refused:
        adopt_version(actor=purchaser, version=draft, starts_on=date(2026, 3, 9))
    assert code_of(refused) == "starts_in_past"
    adopt_version(actor=purchaser, version=draft, starts_on=TODAY)
    assert ratio_on(version.variant, date(2026, 3, 9)) == 4


def test_a_first_version_may_fill_days_that_had_no_terms(purchaser: Actor) -> None:
    draft = RequirementFactory.create(version=ProductVersionFactory.create(draft=True)).version
    adopt_version(actor=purchaser, version=draft, starts_on=date(2025, 1, 1))
    assert ratio_on(draft.variant, date(2025, 1, 1)) == 4


def test_two_versions_do_not_start_on_one_day(version: ProductVersion, purchaser: Actor) -> None:
    adopt_version(actor=purchaser, version=next_with_ratio(purchaser, version, 7), starts_on=START)
    third = next_with_ratio(purchaser, version, 8)
    with pytest.raises(ValidationError) as refused:
        adopt_version(actor=purchaser, version=third, starts_on=START)
    assert code_of(refused) == "version_overlap"
    assert ratio_on(version.variant, START) == 7


def test_a_version_does_not_run_into_a_later_one(version: ProductVersion, purchaser: Actor) -> None:
    adopt_version(actor=purchaser, version=next_with_ratio(purchaser, version, 7), starts_on=START)
    between = next_with_ratio(purchaser, version, 8)
    with pytest.raises(ValidationError, match="geldt al een andere versie"):
        adopt_version(actor=purchaser, version=between, starts_on=date(2026, 5, 1))
    assert ratio_on(version.variant, date(2026, 5, 1)) == 4
    adopt_version(actor=purchaser, version=between, starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 30))
    assert [ratio_on(version.variant, date(2026, month, 1)) for month in (4, 5, 6, 7)] == [4, 8, 8, 7]


def test_a_version_without_requirements_is_not_adopted(purchaser: Actor, db: None) -> None:
    empty = ProductVersionFactory.create(draft=True)
    with pytest.raises(ValidationError) as refused:
        adopt_version(actor=purchaser, version=empty, starts_on=START)
    assert code_of(refused) == "no_requirements"


def test_adopting_twice_is_a_conflict(version: ProductVersion, purchaser: Actor) -> None:
    draft = next_with_ratio(purchaser, version, 7)
    adopt_version(actor=purchaser, version=draft, starts_on=START)
    with pytest.raises(Conflict, match="Vastgesteld"):
        adopt_version(actor=purchaser, version=draft, starts_on=START)


def test_a_withdrawn_product_has_no_terms_afterwards_and_keeps_those_before(
    version: ProductVersion, purchaser: Actor
) -> None:
    withdraw_version(actor=purchaser, version=version, last_day=date(2026, 3, 31))
    assert ratio_on(version.variant, TODAY) == 4
    assert ratio_on(version.variant, date(2026, 3, 31)) == 4
    with pytest.raises(ValidationError) as refused:
        terms_on(version.variant, date(2026, 4, 1))
    assert refused.value.code == "no_version_in_force"
    assert "is ingetrokken" in refused.value.message
    assert "31 maart 2026" in refused.value.message
    assert "Kies een ander product" in refused.value.message


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        (date(2026, 3, 9), "withdrawn_in_past"),
        (date(2026, 3, 31), "withdrawn_before_start"),
        (date(2027, 1, 1), "withdrawn_after_end"),
    ],
)
def test_a_last_day_outside_the_version_is_refused(purchaser: Actor, last_day: date, code: str) -> None:
    version = ProductVersionFactory.create(starts_on=date(2026, 4, 1), ends_on=date(2026, 12, 31))
    with pytest.raises(ValidationError) as refused:
        withdraw_version(actor=purchaser, version=version, last_day=last_day)
    assert code_of(refused) == code


def test_a_requirement_that_somebody_else_changed_is_not_written_over(
    version: ProductVersion, purchaser: Actor
) -> None:
    requirement = draft_next_version(actor=purchaser, version=version).requirements.get()
    shown = requirement.revision
    change_requirement(actor=purchaser, requirement=requirement, revision=shown, statement="Van de een.")

    with pytest.raises(Conflict):
        change_requirement(actor=purchaser, requirement=requirement, revision=shown, statement="Van de ander.")

    requirement.refresh_from_db()
    assert requirement.statement == "Van de een."


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_an_adopted_version_is_withdrawn(purchaser: Actor, status: str) -> None:
    version = ProductVersionFactory.create(**{status: True})
    with pytest.raises(Conflict):
        withdraw_version(actor=purchaser, version=version, last_day=START)


@pytest.mark.parametrize("name", ["karin", "ruud", "ilse", "petra", "ada", "nobody"])
def test_only_a_purchaser_writes_the_product_book(
    request: pytest.FixtureRequest, version: ProductVersion, name: str
) -> None:
    actor = actor_of_user(request.getfixturevalue(name))
    draft = RequirementFactory.create(version=ProductVersionFactory.create(draft=True)).version
    acts: list[Callable[[], object]] = [
        lambda: draft_next_version(actor=actor, version=version),
        lambda: change_requirement(actor=actor, requirement=draft.requirements.get(), statement="Anders."),
        lambda: publish(actor, draft),
        lambda: add_requirement(actor=actor, version=draft, **NEW),
        lambda: remove_requirement(actor=actor, requirement=draft.requirements.get(), revision=1),
        lambda: adopt_version(actor=actor, version=draft, starts_on=START),
        lambda: withdraw_version(actor=actor, version=version, last_day=START),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_version_is_in_force_while_its_terms_hold(version: ProductVersion, purchaser: Actor) -> None:
    following = draft_next_version(actor=purchaser, version=version)
    assert following.life_cycle_on(START) == LifeCycle.DRAFT

    following = adopt_version(actor=purchaser, version=following, starts_on=START)
    version.refresh_from_db()
    assert [one.life_cycle_on(date(2026, 6, 30)) for one in (version, following)] == [
        LifeCycle.IN_FORCE,
        LifeCycle.ADOPTED,
    ]
    assert [one.life_cycle_on(START) for one in (version, following)] == [LifeCycle.ADOPTED, LifeCycle.IN_FORCE]

    following = withdraw_version(actor=purchaser, version=following, last_day=date(2026, 8, 31))
    assert following.life_cycle_on(date(2026, 8, 31)) == LifeCycle.IN_FORCE
    assert following.life_cycle_on(date(2026, 9, 1)) == LifeCycle.WITHDRAWN


def test_a_draft_gets_a_requirement_and_loses_one(version: ProductVersion, purchaser: Actor) -> None:
    draft = draft_next_version(actor=purchaser, version=version)
    old = draft.requirements.get()
    added = add_requirement(actor=purchaser, version=draft, **NEW)
    assert (added.position, added.checkable, added.rule_kind) == (old.position + 1, "person", "")
    with pytest.raises(ValidationError) as twice:
        add_requirement(actor=purchaser, version=draft, **NEW)
    assert "requirement_code" in str(twice.value.error_dict["__all__"][0].code)
    with pytest.raises(Conflict) as stale:
        remove_requirement(actor=purchaser, requirement=old, revision=old.revision + 1)
    assert stale.value.code == "requirement_changed"
    remove_requirement(actor=purchaser, requirement=old, revision=old.revision)
    assert list(draft.requirements.all()) == [added]
    assert AuditEntry.objects.filter(event="deleted", target=old.public_id).exists()
    assert version.requirements.count() == 1


def test_an_adopted_version_gets_and_loses_no_requirement(version: ProductVersion, purchaser: Actor) -> None:
    acts: list[Callable[[], object]] = [
        lambda: add_requirement(actor=purchaser, version=version, **NEW),
        lambda: remove_requirement(actor=purchaser, requirement=version.requirements.get(), revision=1),
    ]
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "version_adopted"
