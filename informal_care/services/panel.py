"""The panel of a municipality: who said yes, and who leaves."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.storing import store
from informal_care.access import may_ask_carers
from informal_care.models import Carer, PanelMember, PollInvitation
from informal_care.services.links import fingerprint_of
from informal_care.services.poll_mails import forget_member
from organisations.models import Municipality


@transaction.atomic
def join_panel(*, actor: Actor, name: str, email: str = "", carer: Carer | None = None) -> PanelMember:
    """Put somebody who said yes into the panel of the own municipality; who gives an e-mail address gets mail,
    who does not gets letters.

    Raises PermissionDenied, ValidationError with code `panel_email`, `panel_carer` or `other_municipality`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_ask_carers(actor):
        raise PermissionDenied
    if carer is not None and carer.municipality_id != municipality.pk:
        raise ValidationError("Deze mantelzorger is bekend bij een andere gemeente.", code="other_municipality")
    member = PanelMember(
        municipality=municipality, carer=carer, name=name.strip(), email=email.strip(), joined_on=today()
    )
    store(member)
    record(actor=actor, event=AuditEvent.CREATED, target=member, client=member.public_id)
    return member


@transaction.atomic
def leave_panel(*, actor: Actor, secret: str) -> bool:
    """Take whoever has this link out of the panel, with all that is known of them; False when no link is like this.

    The secret is what lets somebody do so, so there is no right to ask for.
    """
    found = PollInvitation.objects.filter(fingerprint=fingerprint_of(secret)).values_list("member_id", flat=True)
    member = PanelMember.objects.select_for_update(of=("self",)).filter(pk__in=list(found), left_on=None).first()
    if member is None:
        return False
    _take_out(actor, member)
    return True


@transaction.atomic
def take_out(*, actor: Actor, member: PanelMember) -> None:
    """Take a member out who asked for it in another way. Twice does nothing more. Raises PermissionDenied."""
    member = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not may_ask_carers(actor) or actor.organisation_id != member.municipality_id:
        raise PermissionDenied
    if member.left_on is None:
        _take_out(actor, member)


def _take_out(actor: Actor, member: PanelMember) -> None:
    before = snapshot(member)
    forget_member(member)
    member.left_on, member.name, member.email, member.carer = today(), "", "", None
    store(member)
    # That they answered goes as well; what they answered stands with nobody and stays.
    member.invitations.all().delete()
    record(actor=actor, event=AuditEvent.CHANGED, target=member, client=member.public_id, before=before)
