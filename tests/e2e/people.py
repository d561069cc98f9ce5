"""The people of the demo, and client files for a test to write in."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client as Browser

from accounts.models import User
from clients.models import Allocation, Client
from core.actors import Actor
from core.clock import today
from core.identifiers import is_test_bsn
from organisations.models import CareProvider
from plans.models import Evaluation, PlanVersion
from plans.services.evaluations import start_evaluation
from tests.cast import actor_of_user, sign_in
from zorgregio.demo.files import tell
from zorgregio.demo.loading import read_story
from zorgregio.demo.organisations import Cast

PASSWORD = "een-lang-wachtwoord-voor-de-demo"
KARIN = "karin@apeldoorn.example"
PETRA = "petra@delinde.example"
BAS = "bas@delinde.example"
COR = "cor@apeldoorn.example"
WIL = "wil@delinde.example"
HANNA = "hanna@delinde.example"
VERA = "vera@apeldoorn.example"
ILSE = "ilse@apeldoorn.example"
MAUD = "maud@apeldoorn.example"
GIJS = "gijs@dekade.example"
NOOR = "noor@steunpunt.example"
ZOE = "zoe@zutphen.example"
TESS = "tess@toezicht.example"
PIM = "pim@zorgregio.example"
ADA = "ada@zorgregio.example"

_surnames: Iterator[int] = count(1)
# Far behind the numbers that the demo itself takes.
_bsns: Iterator[str] = (bsn for number in range(999950000, 1000000000) if is_test_bsn(bsn := str(number)))


def session_cookie(email: str) -> dict[str, str]:
    """The cookie of a session in which this user is signed in."""
    browser = sign_in(Browser(), User.objects.get(email=email))
    return {"name": settings.SESSION_COOKIE_NAME, "value": browser.cookies[settings.SESSION_COOKIE_NAME].value}


def actor(email: str) -> Actor:
    """The user as an actor."""
    return actor_of_user(User.objects.get(email=email))


class Files:
    """Client files for one test."""

    def __init__(self) -> None:
        self.story = read_story()

    def new(self, stage: str = "none", **fields: Any) -> Client:
        """A client of Apeldoorn at De Linde, told as far as `stage` of the demo's story."""
        row = {
            "initials": "P.",
            "given_names": "Proef",
            "surname": f"Testman {next(_surnames)}",
            "birth": today() - timedelta(days=80 * 365),
            "sex": "1",
            "municipality": "0200",
            "address": ["Proefweg", "1", "7311 ZZ", "Apeldoorn"],
            "product": "bg-duurzaam",
            "provider": "linde",
            "volume": 4,
            "from": 0,
            "days": 360,
            "stage": stage,
            "goals": ["structure"],
            "member": ["Marie Testman", "12", "", True],
        } | fields
        emails = {key: account["email"] for key, account in self.story["accounts"].items()}
        cast = Cast(
            {key: actor(email) for key, email in emails.items()},
            {key: User.objects.get(email=email) for key, email in emails.items()},
            {key: CareProvider.objects.get(agb_code=row["agb"]) for key, row in self.story["providers"].items()},
        )
        told = tell(self.story, row, next(_bsns), cast, today())
        assert told is not None, "this BSN is taken"
        return told.client

    def allocation(self, client: Client) -> Allocation:
        """The allocation of the client."""
        return Allocation.objects.get(client=client)

    def version(self, client: Client) -> PlanVersion:
        """The plan of the client."""
        return PlanVersion.objects.get(plan__allocation__client=client)

    def begun_evaluation(self) -> Evaluation:
        """An evaluation that is still open, of a plan that began today."""
        version = self.version(self.new("running", agreed=0))
        return start_evaluation(actor=actor(PETRA), version=version, held_on=today())
