"""Who acts, and on whose behalf: plain values that every service and query set takes."""

from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act came from: the network address and the id of the request."""

    address: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A user together with the organisation and the role in which the user acts now.

    Without an organisation an actor sees no client at all: every `visible_to` starts from here and
    fails closed.
    """

    user_id: int | None = None
    user_uuid: UUID | None = None
    user_label: str = ""
    organisation_id: int | None = None
    organisation_uuid: UUID | None = None
    organisation_label: str = ""
    organisation_kind: str = ""
    role: str = ""
    is_administrator: bool = False
    purpose: str = ""
    """For what a program may use personal data (AVG art. 5.1.b); stands in the trail beside each of its acts."""
    origin: Origin = field(default_factory=Origin)

    @classmethod
    def anonymous(cls, origin: Origin | None = None) -> Self:
        """Somebody who has not signed in."""
        return cls(user_label="niet aangemeld", origin=origin or Origin())

    @classmethod
    def system(cls, label: str, *, is_administrator: bool = False) -> Self:
        """The software itself: a scheduled task, a command, the loading of demo data.

        A command that sets up an installation acts as an administrator: it gives the first memberships.
        """
        return cls(user_label=label, is_administrator=is_administrator)

    def without_organisation(self) -> Self:
        """The same user on nobody's behalf: what an administrator is on the admin pages, memberships or not."""
        return replace(
            self,
            organisation_id=None,
            organisation_uuid=None,
            organisation_label="",
            organisation_kind="",
            role="",
        )
