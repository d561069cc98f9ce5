"""Who agreed to a version, who did not, and who took it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clients.models import ClientSystemMember
from plans.enums import Party, PlanStatus, WhyNotClient
from plans.models import Agreement, PlanVersion, Refusal
from plans.rules import Person


@dataclass(frozen=True, slots=True)
class AgreementsOf:
    """The agreements with a version: those that stand, those that do not any more, and the refusals."""

    version: PlanVersion
    client: Agreement | None
    professional: Agreement | None
    former: Sequence[Agreement]
    refusals: Sequence[Refusal]

    @property
    def withdrawn(self) -> Sequence[Agreement]:
        """What was taken back after both sides had agreed: the plan has no valid agreement."""
        if self.version.status not in {PlanStatus.AGREED, PlanStatus.IN_EXECUTION}:
            return []
        standing = {Party.CLIENT: self.client, Party.PROFESSIONAL: self.professional}
        return [one for one in self.former if one.was_withdrawn and standing[Party(one.party)] is None]

    @property
    def refused(self) -> Refusal | None:
        """That the client does not agree with the draft as it is now."""
        if self.version.status != PlanStatus.DRAFT or self.client is not None:
            return None
        return next((one for one in self.refusals if one.revision == self.version.revision), None)

    @property
    def is_against_the_client(self) -> bool:
        """Whether a representative agreed although the client did not want to."""
        return self.client is not None and self.client.why_not_client == WhyNotClient.REFUSES


def agreements_of(version: PlanVersion) -> AgreementsOf:
    """Everything about the agreement with this version, in two queries."""
    rows = list(version.agreements.order_by("pk"))
    standing = {row.party: row for row in rows if row.ended_on is None}
    return AgreementsOf(
        version=version,
        client=standing.get(Party.CLIENT),
        professional=standing.get(Party.PROFESSIONAL),
        former=[row for row in rows if row.ended_on is not None],
        refusals=list(version.refusals.order_by("-refused_on", "-pk")),
    )


def is_refused(version: PlanVersion) -> bool:
    """Whether the client does not agree with the draft as it is now."""
    return version.refusals.filter(revision=version.revision).exists()


def person_of(member: ClientSystemMember, day: date) -> Person:
    """Somebody of the client system, as the rules of agreeing look at them on `day`."""
    return Person(member.name, member.relation, member.representation, holds_on_day=member.period.contains(day))
