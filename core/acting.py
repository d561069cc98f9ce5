"""Tells PostgreSQL who acts, for as long as they act: the row security of the database follows from it.

Everything here is about the connection of this thread and does nothing on other databases. A connection starts as
its login, or as the role that `assume_role` in its options names, and always returns there.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db import connection as default_connection
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from core.actors import Actor
from core.clock import now
from core.row_security import ADMIN_ROLE, APP_ROLE, MOMENT, ORGANISATION, USER

# One journey to the server; the role last, for with it the right to anything else may go. Nothing is compiled: with
# the policies in it a query looks dear, and compiling took a second and a half of searches that need half a second.
SET: Final = (
    f"SELECT set_config('{ORGANISATION}', %s, false), set_config('{USER}', %s, false), "
    f"set_config('{MOMENT}', %s, false), set_config('jit', 'off', false), set_config('role', %s, false)"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """As which role of the database somebody works, and for which organisation; empty is none."""

    role: str
    organisation: str = ""
    user: str = ""

    @classmethod
    def of(cls, actor: Actor) -> "Standing":
        """The standing in which somebody sees what the organisation on whose behalf they act may see."""
        return cls(APP_ROLE, str(actor.organisation_id or ""), str(actor.user_id or ""))


ADMINISTRATION: Final = Standing(ADMIN_ROLE)


@contextmanager
def acting(who: Actor | Standing) -> Iterator[None]:
    """Within this block the database shows and takes only what the actor's organisation may see; then as before.

    Begin it outside a transaction, or end it within: the end of a transaction that began inside the block and is
    rolled back leaves it as it is, that of one around its beginning undoes it.
    """
    connection: Any = default_connection
    if connection.vendor != "postgresql":
        yield
        return
    before: Standing | None = getattr(connection, "standing", None)
    _stand(connection, who if isinstance(who, Standing) else Standing.of(who))
    try:
        yield
    finally:
        _stand(connection, before)


def stand_on_new_connection(connection: Any, **_: Any) -> None:
    """A connection was opened, perhaps again after it was lost: it begins where the lost one stood."""
    if connection.vendor == "postgresql" and getattr(connection, "standing", None) is not None:
        _tell(connection, connection.standing)


def keep_standing(response: HttpResponseBase, who: Actor | Standing) -> None:
    """Let what a streaming answer still fetches, after its request ended, be fetched as this actor.

    A file that the web server sends by itself needs nothing.
    """
    if isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None:
        # There is no asynchronous page here: the server is a synchronous one.
        response.streaming_content = _as_they_come(cast(Iterable[bytes], response.streaming_content), who)


def _as_they_come(parts: Iterable[bytes], who: Actor | Standing) -> Iterator[bytes]:
    waiting = iter(parts)
    while True:
        with acting(who):
            part = next(waiting, None)
        if part is None:
            return
        yield part


def _stand(connection: Any, standing: Standing | None) -> None:
    connection.standing = standing
    if connection.connection is None:
        return  # nothing is open, and what is opened later begins with its standing
    try:
        _tell(connection, standing)
    except Exception:
        # In a transaction that failed, its end takes back what was set within it. Otherwise the connection is of no
        # use to anybody: away with it, and with what it stood for.
        if not connection.in_atomic_block:
            with suppress(Exception):
                connection.close()
        elif standing is not None:
            raise


def _tell(connection: Any, standing: Standing | None) -> None:
    moment = now().isoformat() if standing is not None else ""
    told = standing or Standing(connection.settings_dict["OPTIONS"].get("assume_role", "none"))
    # Not through a cursor of Django: this is no query of the page, and it must also work when those are refused.
    with connection.connection.cursor() as cursor:
        cursor.execute(SET, [told.organisation, told.user, moment, told.role])
