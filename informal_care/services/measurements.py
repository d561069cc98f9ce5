"""What carers answered. A measurement never changes; a correction takes its place."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.enums import CareSignalKind, CareSignalSource
from informal_care.models import Carer, CarerSignal, Instrument, Measurement
from informal_care.rules.measuring import band_of, check_vas, score_of, worsening
from informal_care.services.carers import locked_carer, refuse_ended
from informal_care.services.signals import raise_signal


@transaction.atomic
def record_measurement(
    *,
    actor: Actor,
    carer: Carer,
    instrument: Instrument,
    measured_on: date,
    answers: Mapping[str, str],
    vas: int | None = None,
    note: str = "",
) -> Measurement:
    """Keep what a carer answered, with its score and band, and whether it suddenly got worse.

    Raises PermissionDenied, Conflict `carer_ended`, ValidationError with all faults at once: by the code of a question
    `answer_missing`, beside `vas_missing`, `vas_range` and `measured_later`. A heavy burden or a sudden fall
    makes a signal.
    """
    carer = locked_carer(actor, carer)
    refuse_ended(carer)
    measurement = Measurement(carer=carer, instrument=instrument, note=note.strip(), measured_on=measured_on)
    return _keep(actor, measurement, answers, vas)


@transaction.atomic
def correct_measurement(
    *,
    actor: Actor,
    measurement: Measurement,
    reason: str,
    measured_on: date,
    answers: Mapping[str, str],
    vas: int | None = None,
    note: str = "",
) -> Measurement:
    """Put a new measurement in the place of one that was written down wrongly, with the reason; the old one stays.

    Raises PermissionDenied, Conflict `measurement_replaced` when that was done already, ValidationError
    `correction_reason` and as of `record_measurement`.
    """
    carer = locked_carer(actor, measurement.carer)
    if Measurement.objects.filter(replaces=measurement.pk).exists():
        raise Conflict("Iemand anders verbeterde deze meting al. Kijk wat er nu staat.", code="measurement_replaced")
    corrected = Measurement(
        carer=carer,
        instrument=measurement.instrument,
        measured_on=measured_on,
        note=note.strip(),
        replaces=measurement,
        correction_reason=reason.strip(),
    )
    return _keep(actor, corrected, answers, vas)


def _keep(actor: Actor, measurement: Measurement, answers: Mapping[str, str], vas: int | None) -> Measurement:
    content = measurement.instrument.content
    faults: dict[str, list[ValidationError]] = {}
    score = 0
    try:
        score = score_of(content, answers)
    except ValidationError as error:
        faults |= error.error_dict
    try:
        check_vas(content, vas)
    except ValidationError as error:
        faults["vas"] = error.error_list
    if measurement.measured_on > today():
        faults["measured_on"] = [ValidationError("Kies een dag die al is geweest.", code="measured_later")]
    if measurement.replaces is not None and not measurement.correction_reason:
        faults["correction_reason"] = [
            ValidationError("Schrijf op waarom u deze meting verbetert.", code="correction_reason")
        ]
    if faults:
        raise ValidationError(faults)
    band = band_of(content, score)
    measurement.municipality_id = measurement.carer.municipality_id
    measurement.answers, measurement.score, measurement.vas = dict(answers), score, vas
    measurement.band = band.code if band else ""
    measurement.is_heavy = band is not None and band.is_heavy
    measurement.worse_by = worsening(content, _score_before(measurement), score)
    measurement.taken_by_id = actor.user_id  # type: ignore[assignment]
    store(measurement)
    record(actor=actor, event=AuditEvent.CREATED, target=measurement, client=measurement.carer.public_id)
    _signal(actor, measurement)
    return measurement


def _signal(actor: Actor, measurement: Measurement) -> None:
    """Heavy burden or a sudden fall must be taken up within a term, by who measured unless a colleague takes it over.

    Only of the latest measurement, and not twice: a signal about this carer that is still open will do.
    """
    carer = measurement.carer
    later = Measurement.objects.current().filter(
        carer=carer, instrument=measurement.instrument, measured_on__gt=measurement.measured_on
    )
    is_open = CarerSignal.objects.open().filter(carer=carer).exists()
    if not (measurement.is_heavy or measurement.worse_by) or later.exists() or is_open:
        return
    found = ["zware belasting"] if measurement.is_heavy else []
    if measurement.worse_by:
        points = "1 punt" if measurement.worse_by == 1 else f"{measurement.worse_by} punten"
        found.append(f"{points} slechter dan de vorige keer")
    raise_signal(
        actor=actor,
        municipality=carer.municipality,
        kind=CareSignalKind.OVERLOADED if measurement.is_heavy else CareSignalKind.THREATENING,
        source=CareSignalSource.MEASUREMENT,
        seen=f"{measurement.instrument.name} van {measurement.measured_on:%d-%m-%Y}: {' en '.join(found)}.",
        carer=carer,
        owner=User.objects.filter(pk=actor.user_id or 0).first(),
    )


def _score_before(measurement: Measurement) -> int | None:
    """The score of the last measurement before this day, by the same edition: others may score otherwise."""
    rows = Measurement.objects.current().filter(
        carer=measurement.carer, instrument=measurement.instrument, measured_on__lt=measurement.measured_on
    )
    if measurement.replaces is not None:
        rows = rows.exclude(pk=measurement.replaces.pk)
    last = rows.order_by("measured_on", "pk").last()
    return last.score if last else None
