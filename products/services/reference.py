"""Loads the product sheets that come with the software."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from core.actors import Actor
from core.clock import now
from core.models import PublicModel
from core.storing import store
from products.enums import VersionStatus
from products.models import ProductFamily, ProductVariant, ProductVersion, Requirement
from products.selectors import terms_of

SHEETS: Final = Path(__file__).resolve().parent.parent / "data"
FICTIONAL: Final = "fictief"
COMPARED_OF_VERSION: Final = (
    "starts_on",
    "is_fictional",
    "source",
    "summary",
    "consultation_starts_on",
    "consultation_ends_on",
)
COMPARED_OF_REQUIREMENT: Final = (
    "category",
    "statement",
    "source",
    "checkable",
    "how_checked",
    "evidence",
    "consequence",
    "rule_kind",
    "rule_value",
    "position",
)


@dataclass(slots=True)
class Loaded:
    """What a load did: sheets read, versions added, and requirements that are there now."""

    sheets: int = 0
    added: list[str] = field(default_factory=list)
    requirements: int = 0


@transaction.atomic
def load_products(*, actor: Actor, folder: Path = SHEETS) -> Loaded:
    """Load every sheet in `folder`. Doing so again changes nothing.

    An adopted version never changes: when a sheet differs from the version that was loaded before, all is
    undone and a ValidationError (`reference_changed`) names each difference.
    """
    loaded = Loaded()
    for file in sorted(folder.glob("*.yaml")):
        sheet = yaml.safe_load(file.read_text(encoding="utf-8"))
        requirements = [_requirement(sheet, place, one) for place, one in enumerate(sheet["requirements"], 1)]
        _check_fictional(sheet, requirements)
        variant = _variant(actor, sheet)
        version = ProductVersion.objects.filter(variant=variant, number=sheet["version"]["number"]).first()
        if version is None:
            version = _add(actor, variant, sheet["version"], requirements)
            loaded.added.append(str(version))
        else:
            _compare(version, sheet["version"], requirements)
        loaded.sheets += 1
        loaded.requirements += len(requirements)
    return loaded


def _variant(actor: Actor, sheet: Mapping[str, Any]) -> ProductVariant:
    code, name = sheet["family"]["code"], sheet["family"]["name"]
    family = ProductFamily.objects.filter(code=code).first() or ProductFamily(code=code)
    _bring_up_to_date(actor, family, name=name)
    code = sheet["variant"]["code"]
    variant = ProductVariant.objects.filter(code=code).first() or ProductVariant(code=code)
    _bring_up_to_date(
        actor, variant, family=family, name=sheet["variant"]["name"], position=sheet["variant"]["position"]
    )
    return variant


def _bring_up_to_date(actor: Actor, row: PublicModel, **values: Any) -> None:
    """Names and order may follow the sheet: they are no demand."""
    is_new = row.pk is None
    before = snapshot(row)
    if not is_new and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    store(row)
    if is_new:
        record(actor=actor, event=AuditEvent.CREATED, target=row)
    else:
        record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)


def _requirement(sheet: Mapping[str, Any], place: int, one: Mapping[str, Any]) -> Requirement:
    rule = one.get("rule") or {"": None}
    ((kind, value),) = rule.items()
    return Requirement(
        code=one["code"],
        category=one["category"],
        statement=one["statement"],
        source=f"{sheet['version']['source']}, {one['part']}",
        checkable=one["checkable"],
        how_checked=one["how_checked"],
        evidence=one["evidence"],
        consequence=one["consequence"],
        rule_kind=kind,
        rule_value=value,
        position=place,
    )


def _check_fictional(sheet: Mapping[str, Any], requirements: list[Requirement]) -> None:
    """What was made up says so in each requirement and each source."""
    if not sheet["version"]["is_fictional"]:
        return
    for one in requirements:
        if FICTIONAL not in one.statement.lower() or FICTIONAL not in one.source.lower():
            raise ValidationError(
                f"{one.code} is verzonnen. Zet ‘fictief’ in de eis en in de bron.", code="not_marked_fictional"
            )


def _add(
    actor: Actor, variant: ProductVariant, values: Mapping[str, Any], requirements: list[Requirement]
) -> ProductVersion:
    version = ProductVersion(
        variant=variant,
        number=values["number"],
        status=VersionStatus.ADOPTED,
        adopted_at=now(),
        **{name: values[name] for name in COMPARED_OF_VERSION if name in values},
    )
    store(version)
    record(actor=actor, event=AuditEvent.CREATED, target=version)
    for requirement in requirements:
        requirement.version = version
        requirement.full_clean(validate_unique=False, validate_constraints=False)
    Requirement.objects.bulk_create(requirements)
    record_many(actor=actor, event=AuditEvent.CREATED, acts=[Act(target=one) for one in requirements])
    terms_of(version)
    return version


def _compare(version: ProductVersion, values: Mapping[str, Any], requirements: list[Requirement]) -> None:
    differences = [
        f"{version}: {_verbose(version, name)} is {getattr(version, name)!s}, in het bestand {values[name]!s}"
        for name in COMPARED_OF_VERSION
        if name in values and getattr(version, name) != values[name]
    ]
    stored = {one.code: one for one in version.requirements.all()}
    listed = {one.code: one for one in requirements}
    differences += [f"{code} staat niet in het bestand" for code in stored if code not in listed]
    for code, one in listed.items():
        if code not in stored:
            differences.append(f"{code} is nieuw in het bestand")
            continue
        differences += [
            f"{code}: {_verbose(one, name)} is {getattr(stored[code], name)!s}, in het bestand {getattr(one, name)!s}"
            for name in COMPARED_OF_REQUIREMENT
            if getattr(stored[code], name) != getattr(one, name)
        ]
    if differences:
        raise ValidationError(
            [
                ValidationError(
                    f"{version} is al geladen en verandert niet meer. Maak een nieuwe versie.",
                    code="reference_changed",
                ),
                *(ValidationError(one, code="reference_changed") for one in differences),
            ]
        )


def _verbose(row: PublicModel, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))
