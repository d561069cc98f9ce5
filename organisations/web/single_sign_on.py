"""Who comes in through their own organisation, and as what."""

from accounts.models import User
from accounts.web.single_sign_on import Admission, Claims, Refused, ReturnFromProvider, verified_email
from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.web.origin import origin_of
from organisations.services.single_sign_on import admit_by_claims


class SingleSignOn(ReturnFromProvider):
    """Memberships follow what the organisation says of somebody, at each sign-in."""

    def admit(self, claims: Claims) -> Admission:
        """Let in whoever has a membership after that."""
        try:
            email = verified_email(claims)
        except Refused as refusal:
            return Admission(None, refusal.message)
        user, refusal_text = admit_by_claims(email=email, claims=claims)
        return Admission(user, refusal_text)

    def refused(self, user: User | None) -> None:
        """Write it down, with the account when there is one."""
        actor = Actor.anonymous(origin_of(self.request))
        record(actor=actor, event=AuditEvent.SIGN_IN_REFUSED, target=user or User)
