"""How values of ours become FHIR."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clients.models import Client
from plans.documents.fhir_codes import DAY_CODES, PART_CODES, PERIOD_UNITS, URI
from plans.enums import Per
from plans.models import Activity
from plans.rules import Week

Resource = dict[str, Any]


def head(kind: str, public_id: UUID) -> Resource:
    """The beginning of a resource, with our public id as its identifier."""
    return {"resourceType": kind, "id": str(public_id), "identifier": [identifier(public_id)]}


def identifier(public_id: UUID) -> Resource:
    """Our public id as an identifier."""
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{public_id}"}


def reference(public_id: UUID, display: str = "") -> Resource:
    """A reference to a resource in the same bundle."""
    return {"reference": f"urn:uuid:{public_id}", "display": display}


def elsewhere(public_id: UUID, display: str) -> Resource:
    """What is not in the bundle, by its identifier alone."""
    return {"identifier": identifier(public_id), "display": display}


def period(starts_on: date, ends_on: date | None) -> Resource:
    """A period, both days inclusive as in FHIR."""
    return {"start": starts_on.isoformat(), "end": ends_on.isoformat() if ends_on else ""}


def name_of(client: Client) -> Resource:
    """The name of a client."""
    return {
        "text": client.name,
        "family": f"{client.prefix} {client.surname}".strip(),
        "given": (client.given_names or client.initials).split(),
    }


def quantity(value: Decimal, unit: str) -> Resource:
    """A number with the unit as people wrote it."""
    return {"value": int(value) if value == value.to_integral_value() else float(value), "unit": unit.strip()}


def when(activity: Activity) -> Resource:
    """The frequency as a Timing, with the days where there are any; in words where FHIR has no unit for it."""
    moments = str(activity.moments)
    words = f"{activity.frequency_text}, {moments}" if moments else activity.frequency_text
    per = Per(activity.per)
    if per not in PERIOD_UNITS:
        return {"scheduledString": words}
    repeat = {"frequency": activity.times, "period": 1, "periodUnit": PERIOD_UNITS[per]}
    return {"scheduledTiming": {"repeat": {**repeat, **_days(activity.moments)}, "code": {"text": words}}}


def _days(week: Week) -> Resource:
    """Days and dagdelen as codes, when each of these days has the same dagdelen: FHIR can say nothing else."""
    days = sorted({one.day for one in week})
    parts = {day: [one.part for one in week if one.day == day] for day in days}
    if not days or any(parts[day] != parts[days[0]] for day in days):
        return {}
    return {"dayOfWeek": [DAY_CODES[day] for day in days], "when": [PART_CODES[part] for part in parts[days[0]]]}


def chosen(kind: str, value: int | None, label: str) -> Resource | None:
    """An answer that was chosen from a list; None without one."""
    if value is None:
        return None
    return {"valueCoding": {"system": f"{URI}/CodeSystem/{kind}", "code": str(value), "display": label}}


def without_empty(value: Any) -> Any:
    """The value without what is empty, which FHIR does not allow, and without characters that it does not know."""
    match value:
        case dict():
            kept = {name: without_empty(part) for name, part in value.items()}
            return {name: part for name, part in kept.items() if not _is_empty(part)}
        case list():
            return [part for part in map(without_empty, value) if not _is_empty(part)]
        case str():
            return "".join(letter for letter in value if letter >= " " or letter in "\t\r\n").strip()
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
