"""The floor: who is in the group today, written down with a tap."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.enums import AuditEvent
from audit.services import record
from core.clock import now, today
from core.errors import Conflict
from core.web.autosaving import typed_in
from core.web.fields import RevisionForm
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from delivery.access import may_record_attendance, may_see_attendance
from delivery.forms.attendance import (
    AddClientForm,
    AddStaffForm,
    CloseForm,
    CorrectionForm,
    HandoverForm,
    RowForm,
    name_of,
    refuse_by_row,
    rows_of,
)
from delivery.models import ClientAttendance, Session
from delivery.rules.attending import missing
from delivery.selectors.attendance import breaks_of, former_rows, stay_of
from delivery.selectors.sessions import sessions_today, unclosed_sessions
from delivery.services import (
    add_client,
    add_staff,
    close_session,
    correct_attendance,
    record_attendance,
    write_handover,
)
from delivery.services.floor import Floor, floor_of
from delivery.services.receipts import take_once

SESSIONS = Session.objects.select_related("group__location", "group__provider", "closed_by")
REFUSED = 422
CONFLICT = 409


@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The dagdelen of today of the groups in which the actor works, and what of before is not closed."""
    actor, day = actor_of(request), today()
    allow(may=may_see_attendance(actor))
    rows = sessions_today(actor, day)
    if any(row.awaited for row in rows):
        record(actor=actor, event=AuditEvent.READ, target=ClientAttendance, fields=["vandaag"])
    context = {"rows": rows, "unclosed": unclosed_sessions(actor, day), "day": day}
    return render(request, "delivery/sessions.html", context)


class SessionFormView(ServiceFormView):
    """A form about one dagdeel, for who records its attendance."""

    explanation = ""
    """What people read above the form."""
    session: Session
    floor: Floor

    def load(self) -> None:
        """The session with everybody in it."""
        self.session = scoped_or_404(SESSIONS, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_record_attendance(self.actor, self.session))
        self.floor = floor_of(self.actor, self.session)

    def record_reading(self) -> None:
        """The page names clients; whose file it is nobody's."""
        record(actor=self.actor, event=AuditEvent.READ, target=self.session, fields=["aanwezigheid"])

    def stored(self) -> dict[str, Any]:
        """The state over which the attendance is written."""
        return {"revision": self.session.revision}

    def back_url(self) -> str:
        """The floor."""
        return reverse("delivery:session", args=[self.session.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the session."""
        about = {"session": self.session, "unseen": self.floor.unseen, "explanation": self.explanation}
        return super().get_context_data(**about, **kwargs)


class RowsFormView(SessionFormView):
    """A form with a part for everybody in the session."""

    is_correction = False

    def get_parts(self, data: QueryDict | None) -> Sequence[Any]:
        """Everybody."""
        return rows_of(self.floor, data, is_correction=self.is_correction)

    def write(self, form: Any, rows: list[RowForm]) -> object:
        """Call the service."""
        raise NotImplementedError

    def perform(self, form: Any) -> object:
        """Write down everybody at once; what is refused stands beside the person it is about."""
        rows = list(self.parts)
        try:
            return self.write(form, rows)
        except ValidationError as error:
            raise refuse_by_row(rows, error) from None


class FloorPage(RowsFormView):
    """Everybody in a dagdeel, on a tablet."""

    template_name = "delivery/session.html"
    form_class = RevisionForm
    title = "Aanwezigheid"
    done = "Opgeslagen."

    def get_parts(self, data: QueryDict | None) -> Sequence[Any]:
        """Everybody, as long as the session is open."""
        return [] if self.session.closed_at else super().get_parts(data)

    def write(self, form: Any, rows: list[RowForm]) -> object:
        """All that was written, and with the other button the rest as planned."""
        return record_attendance(
            actor=self.actor,
            session=self.session,
            stays={row.row.public_id: row.stay for row in rows},
            revision=form.cleaned_data["revision"],
            rest_as_planned="gepland" in self.request.POST,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people by kind, and what a closed session says."""
        return super().get_context_data(
            clients=[row for row in self.parts if row.is_client],
            staff=[row for row in self.parts if not row.is_client],
            said=said_of(self.floor) if self.session.closed_at else [],
            is_today=self.session.held_on == today(),
            moment=int(now().timestamp() * 1000),
            **kwargs,
        )


def said_of(floor: Floor) -> list[dict[str, Any]]:
    """How it went with everybody, in words for a table."""
    return [{"name": name_of(row), "row": row, "stay": floor.stay(row)} for row in floor.in_order]


@require_POST
@never_cache
def tap(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How it went with one person, sent by the script with a key of its own: it counts once, however often it comes."""
    actor = actor_of(request)
    session = scoped_or_404(SESSIONS, actor, public_id=public_id)
    allow(may=may_record_attendance(actor, session))
    try:
        answer, _ = take_once(
            actor=actor,
            key=request.POST.get("sleutel", ""),
            content=json.dumps([str(public_id), *typed_in(request.POST)]),
            work=lambda: _write_tap(request, session),
        )
    except ValidationError as error:
        return JsonResponse({"uitleg": " ".join(error.messages)}, status=REFUSED)
    except Conflict as conflict:
        return JsonResponse({"uitleg": conflict.message}, status=CONFLICT)
    return JsonResponse(answer)


def _write_tap(request: HttpRequest, session: Session) -> dict[str, Any]:
    actor, floor = actor_of(request), floor_of(actor_of(request), session)
    try:
        key, seen = UUID(request.POST.get("rij", "")), datetime.fromisoformat(request.POST.get("gezien", ""))
    except ValueError:
        raise ValidationError("Laad de pagina opnieuw.", code="not_a_row") from None
    if key not in floor.rows:
        message = "Een collega paste deze regel intussen aan. Laad de pagina opnieuw en kijk wat er nu staat."
        raise Conflict(message, code="row_gone")
    form = RowForm(request.POST, row=floor.rows[key], floor=floor)
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    written = record_attendance(actor=actor, session=session, stays={key: form.stay}, seen={key: seen})
    moment = floor_of(actor, written).rows[key].recorded_at
    return {"revisie": written.revision, "gezien": moment.isoformat()}


class CloseSession(SessionFormView):
    """All attendance is there: what changes after this is a correction."""

    template_name = "delivery/session_form.html"
    form_class = CloseForm
    title = "Dagdeel afsluiten"
    submit_label = "Afsluiten"
    done = "Het dagdeel is afgesloten."
    explanation = (
        "Daarna staat vast wie er was. Klopt er later iets niet? Dan kunt u het nog corrigeren, met een reden. "
        "Wat er eerst stond, blijft bewaard."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those of whom it is not known when they left."""
        faults = {row: missing(self.floor.stay(row)) for row in self.floor.in_order}
        unknown = {
            row.public_id: name_of(row) for row, fault in faults.items() if fault and fault.code == "left_missing"
        }
        return {**super().get_form_kwargs(), "unknown": unknown}

    def perform(self, form: CloseForm) -> object:
        """Close it; who is missing is named."""
        unknown = [UUID(key) for key in form.cleaned_data.get("unknown", [])]
        revision = form.cleaned_data["revision"]
        try:
            return close_session(actor=self.actor, session=self.session, revision=revision, left_unknown=unknown)
        except ValidationError as error:
            by_row = {str(key): name_of(row) for key, row in self.floor.rows.items()}
            for name, faults in error.error_dict.items():
                about = f"{by_row[name]}: " if name in by_row else ""
                for fault in faults:
                    form.add_error(None, f"{about}{' '.join(fault.messages)}")
            raise ValidationError([]) from None


class CorrectAttendance(RowsFormView):
    """Put right what was closed, with the reason; what stood there is shown and stays."""

    template_name = "delivery/correction.html"
    form_class = CorrectionForm
    title = "Aanwezigheid corrigeren"
    submit_label = "Correctie vastleggen"
    done = "De correctie is vastgelegd."
    is_correction = True

    def write(self, form: Any, rows: list[RowForm]) -> object:
        """What differs, in place of what stands there."""
        return correct_attendance(
            actor=self.actor,
            session=self.session,
            stays={row.row.public_id: row.stay for row in rows},
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stood there before."""
        former = former_rows(self.session, self.actor)
        breaks = breaks_of([row for row in former if not isinstance(row, ClientAttendance)], is_planned=False)
        shown = [
            {
                "name": name_of(row),
                "row": row,
                "stay": stay_of(row, () if isinstance(row, ClientAttendance) else breaks.get(row.pk, ())),
            }
            for row in former
        ]
        return super().get_context_data(rows=self.parts, former=shown, **kwargs)


class AddToSession(SessionFormView):
    """Somebody who was not planned; once the session is closed with a reason."""

    template_name = "delivery/session_form.html"
    submit_label = "Toevoegen"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who may be chosen."""
        return {**super().get_form_kwargs(), "floor": self.floor, "is_correction": self.session.closed_at is not None}

    def stored(self) -> dict[str, Any]:
        """Nothing: this is new."""
        return {}

    def perform(self, form: Any) -> object:
        """Add the person; faults of the row are faults of this form."""
        try:
            return self.add(form, {"stay": form.stay, "reason": form.cleaned_data.get("reason", "")})
        except ValidationError as error:
            faults = (
                [one for found in error.error_dict.values() for one in found] if hasattr(error, "error_dict") else error
            )
            raise ValidationError(faults) from None

    def add(self, form: Any, given: dict[str, Any]) -> object:
        """Call the service."""
        raise NotImplementedError


class AddClient(AddToSession):
    """A client comes who was not planned."""

    form_class = AddClientForm
    title = "Cliënt toevoegen"
    done = "De cliënt staat erbij."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of whom the actor may choose."""
        return {**super().get_form_kwargs(), "actor": self.actor}

    def add(self, form: Any, given: dict[str, Any]) -> object:
        """Under the allocation that was chosen."""
        allocation = form.cleaned_data["allocation"]
        return add_client(actor=self.actor, session=self.session, allocation=allocation, **given)


class AddStaff(AddToSession):
    """Somebody works here who was not planned."""

    form_class = AddStaffForm
    title = "Medewerker toevoegen"
    done = "De medewerker staat erbij."

    def add(self, form: Any, given: dict[str, Any]) -> object:
        """A professional or a helper."""
        return add_staff(actor=self.actor, session=self.session, person=form.cleaned_data["person"], **given)


class WriteHandover(SessionFormView):
    """What the next colleague must know."""

    template_name = "delivery/session_form.html"
    form_class = HandoverForm
    title = "Overdracht"
    done = "De overdracht is opgeslagen."

    def stored(self) -> dict[str, Any]:
        """What stands there now."""
        return {"note": self.session.note, "was": self.session.note}

    def lay_side_by_side(self, form: Any, conflict: Conflict) -> None:
        """Both texts; saving again after reading takes the place of what stands there now."""
        super().lay_side_by_side(form, conflict)
        form.data = form.data.copy()
        form.data["was"] = self.session.note

    def perform(self, form: HandoverForm) -> object:
        """Write it."""
        return write_handover(actor=self.actor, session=self.session, **form.cleaned_data)
