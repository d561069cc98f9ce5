"""What people do in a load run, each in a thread of their own until the time is up."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from bin.tools.load.browser import Browser, Refused
from bin.tools.load.ledger import Ledger

THINKS = 0.3  # seconds, on average
PATIENCE = 90  # seconds
LIST = "/clienten"
SURNAME = "Last"
"""How the names of all begin who are registered in a run."""


def everybody(address: str, people: Sequence[dict[str, Any]], seconds: int, ledger: Ledger) -> float:
    """Let all of them work at once; how long it took, in seconds."""
    waiting: dict[str, queue.Queue[str]] = {"team": queue.Queue(), "plan": queue.Queue()}
    until = time.monotonic() + seconds
    workers = [Person(address, person, ledger, waiting, until) for person in people]
    threads = [threading.Thread(target=worker.work, daemon=True) for worker in workers]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(1.0, until + PATIENCE - time.monotonic()))
        if thread.is_alive():
            ledger.fault("finish", "somebody still waits for an answer")
    return time.monotonic() - began


class Person:
    """Somebody who works, one page after the other."""

    def __init__(
        self, address: str, person: dict[str, Any], ledger: Ledger, waiting: dict[str, queue.Queue[str]], until: float
    ) -> None:
        self.browser = Browser(address, ledger)
        self.person, self.ledger, self.waiting, self.until = person, ledger, waiting, until
        self.chance = Random(person["number"])  # noqa: S311 - the same work in every run
        self.turn = 0
        self.own: list[tuple[str, str]] = []  # clients that this person registered, and their surnames
        self.drafts: list[str] = []
        self.evaluation = ""

    def work(self) -> None:
        """Sign in, and do one thing after another."""
        try:
            form = self.browser.form("/aanmelden", "password")
            self.browser.send("/aanmelden", form, username=self.person["email"], password=self.person["password"])
        except Refused:
            return
        acts = {"worker": self._worker, "professional": self._professional, "planner": self._planner}
        while time.monotonic() < self.until:
            act = self.chance.choice(acts[self.person["kind"]]())
            self.turn += 1
            self.browser.act = act.__name__.strip("_").replace("_", " ")
            try:
                act()
            except Refused:
                pass
            except Exception as error:  # noqa: BLE001 - nobody sees what a thread raises
                self.ledger.fault(self.browser.act, repr(error))
            time.sleep(self.chance.uniform(0, 2 * THINKS))

    def _worker(self) -> list[Callable[[], None]]:
        always = [self._list_clients, self._list_clients, self._search, self._open_file, self._change_shared]
        if len(self.own) < len(self.person["bsns"]):
            always.append(self._register)
        return [*always, self._change_client, self._search_own] if self.own else always

    def _professional(self) -> list[Callable[[], None]]:
        return [self._list_clients, self._search, self._open_file, self._open_plan, self._evaluate, self._write_plan]

    def _planner(self) -> list[Callable[[], None]]:
        return [self._list_clients, self._search, self._put_in_team, self._put_in_team]

    # Reading ---------------------------------------------------------------------------------------------

    def _list_clients(self) -> None:
        self.browser.get(LIST)

    def _search(self) -> None:
        form = self.browser.form(LIST, "naam")
        goes_to = self.browser.send(f"{LIST}/zoeken", form, naam=self.chance.choice(("gedeeld", "an", "last")))
        self.browser.get(goes_to)
        self.browser.send(f"{LIST}/zoeken", self.browser.form(LIST, "naam"), wis="1")

    def _search_own(self) -> None:
        _, surname = self.own[-1]
        form = self.browser.form(LIST, "naam")
        page = self.browser.get(self.browser.send(f"{LIST}/zoeken", form, naam=surname))
        if surname not in page:
            self.ledger.fault(self.browser.act, "a client that was registered is not found")

    def _open_file(self) -> None:
        self.browser.get(f"{LIST}/{self._somebody()}")

    def _open_plan(self) -> None:
        self.browser.get(f"/plannen/{self.person['own']['plan']}")

    def _somebody(self) -> str:
        if self.own and self.turn % 2:
            return self.chance.choice(self.own)[0]
        return str(self.chance.choice(self.person["shared"])["client"])

    # Writing ---------------------------------------------------------------------------------------------

    def _register(self) -> None:
        number = len(self.own)
        surname = f"{SURNAME}{_letters(self.person['number'])}x{_letters(self.turn)}"
        path = f"{LIST}/nieuw"
        form = self.browser.form(path, "surname")
        goes_to = self.browser.send(
            path,
            form,
            bsn=self.person["bsns"][number],
            initials="L.",
            given_names="Last",
            surname=surname,
            birth_date="1950-02-03",
            sex=next(value for value, _ in form.choices.get("sex", [("2", "")]) if value),
            street="Dorpsstraat",
            house_number="1",
            postcode="7311 AB",
            city="Apeldoorn",
        )
        client = goes_to.rsplit("/", 1)[-1]
        self.own.append((client, surname))
        self.ledger.keep("registered", client, surname)
        self.browser.act = "allocate"
        self._allocate(client)

    def _allocate(self, client: str) -> None:
        path = f"{LIST}/{client}/toewijzingen/zonder-besluit"
        form = self.browser.form(path, "contracted_product")
        self.browser.send(
            path,
            form,
            without_decision_reason="Staat in het oude systeem.",
            contracted_product=form.choose("contracted_product", "De Linde"),
            starts_on=self.person["today"],
            ends_on=self.person["until"],
            volume="4",
            chosen_by=form.choices["chosen_by"][1][0],
            provider_choice_reason="Dichtbij.",
        )
        self.ledger.count("allocated", client)
        self.waiting["team"].put(client)

    def _change_client(self) -> None:
        client, _ = self.chance.choice(self.own)
        path, phone = f"{LIST}/{client}/wijzigen", f"06{self.chance.randint(10_000_000, 99_999_999)}"
        self.browser.send(path, self.browser.form(path, "revision"), phone=phone)
        self.ledger.keep("phones", client, phone)

    def _change_shared(self) -> None:
        client = str(self.person["shared"][0]["client"])
        path = f"{LIST}/{client}/wijzigen"
        phone = f"06{self.chance.randint(10_000_000, 99_999_999)}"
        if self.browser.send(path, self.browser.form(path, "revision"), may_conflict=True, phone=phone):
            self.ledger.count("shared", client)

    def _put_in_team(self) -> None:
        try:
            client = self.waiting["team"].get_nowait()
        except queue.Empty:
            return
        path = f"{LIST}/{client}/behandelteam/nieuw"
        form = self.browser.form(path, "user")
        self.browser.send(path, form, user=form.choose("user", "Petra"), starts_on=self.person["today"])
        self.waiting["plan"].put(client)

    def _write_plan(self) -> None:
        if not self.drafts or self.turn % 3 == 0:
            try:
                self._start_plan(self.waiting["plan"].get_nowait())
            except queue.Empty:
                if not self.drafts:
                    return
        plan = self.chance.choice(self.drafts)
        path, text = f"/plannen/{plan}/gegevens", f"Het gaat goed, voor de {self.turn}e keer."
        self.browser.send(path, self.browser.form(path, "situation"), situation=text)
        self.ledger.keep("plans", plan, text)

    def _start_plan(self, client: str) -> None:
        page = self.browser.get(f"{LIST}/{client}/plannen")
        path = "/toewijzingen/" + page.partition('href="/toewijzingen/')[2].partition('"')[0]
        form = self.browser.form(path, "professional")
        goes_to = self.browser.send(path, form, professional=form.choose("professional", "Petra"))
        self.drafts.append(goes_to.rsplit("/", 1)[-1])
        self.ledger.keep("plans", self.drafts[-1], "")

    def _evaluate(self) -> None:
        if not self.evaluation:
            path = f"/plannen/{self.person['own']['plan']}/evaluaties/nieuw"
            goes_to = self.browser.send(path, self.browser.form(path, "held_on"), held_on=self.person["today"])
            self.evaluation = goes_to.rsplit("/", 1)[-1]
            self.ledger.keep("evaluations", self.evaluation, "")
        path, text = f"/evaluaties/{self.evaluation}", f"Verslag nummer {self.turn}."
        self.browser.send(path, self.browser.form(path, "report"), report=text)
        self.ledger.keep("evaluations", self.evaluation, text)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
