"""Lets the servers fail in turn and counts: `python -m bin.tools.faults.drive --plans N --folder F`."""

import argparse
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import django

from bin.tools import postgresql
from bin.tools.environment import say
from bin.tools.faults.servers import MailServer, Redis, beat, worker

RECOVERS_WITHIN = 240
PATIENCE = 0.1
PEOPLE = 20
AHEAD = 42
"""Days before the last day of an evaluation on which the first rung stands."""


def main() -> int:
    """Everything, from empty servers to the count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--folder")
    parser.add_argument("--calm", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with postgresql.restartable("zorgregio_bench_faults") as (url, restart_database):
        os.environ["DATABASE_URL"] = url
        django.setup()
        drive = Drive(wanted.plans, wanted.workers, wanted.folder, restart_database)
        return drive.run(is_calm=wanted.calm, as_json=wanted.json)


class Drive:
    """One run: who works, what breaks, and what arrived."""

    def __init__(self, plans: int, workers: int, folder: str, restart_database: Callable[[], None]) -> None:
        self.plans, self.restart_database = plans, restart_database
        self.redis = Redis(folder)
        self.redis.port = urlsplit(os.environ["REDIS_URL"]).port or 0
        self.redis.command[2] = str(self.redis.port)
        self.mail = MailServer(urlsplit(os.environ["EMAIL_URL"]).port or 0)
        self.workers = [worker(number, folder) for number in range(1, workers + 1)]
        self.beats = [beat(number, folder) for number in (1, 2)]
        self.released = 0

    def run(self, *, is_calm: bool, as_json: bool) -> int:
        """Make the plans, let everything run and break or not, wait until all is quiet, and count."""
        say(f"Making {self.plans:,} plans that are due in six weeks ...")
        make_plans(self.plans)
        programs = [self.redis, *self.workers, *self.beats]
        try:
            for program in programs:
                program.start()
            self._until(self._is_derived, "derive the reminders")
            self._hold()
            self.mail.start()
            if is_calm:
                self._send_all()
            else:
                self._send_and_break()
        finally:
            self.mail.stop()
            for program in reversed(programs):
                program.kill(signal.SIGKILL)
        return self._count(as_json=as_json)

    def _send_all(self) -> None:
        """Nothing breaks: the clocks and the workers only get in each other's way."""
        self.mail.seconds_for_a_mail = 0
        started = time.monotonic()
        self._release(1)
        while not self._is_quiet():
            before = self.mail.copies
            self._until(lambda: self.mail.copies > before or self._is_quiet(), "send anything")  # noqa: B023
        say(f"{self.plans / (time.monotonic() - started):,.0f} mails each second")

    def _send_and_break(self) -> None:
        faults = list(self._faults())
        for number, (name, fault) in enumerate(faults, start=1):
            before = self.mail.copies
            self._release(number / len(faults))
            self._until(lambda: self.mail.copies > before, f"send anything before: {name}")  # noqa: B023
            fault()
            self._until(self._is_quiet, f"recover from: {name}")
            say(f"{name:55} {self.mail.copies - before:>7} copies taken")

    def _faults(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "both workers killed while sending", self._kill_workers
        yield "Redis stopped, and empty when it came back", self._empty_redis
        yield "mail server refuses connections for three seconds", self._refuse
        yield "mail server answers 451 for three seconds", lambda: self._moody("busy", 3)
        yield "mail server takes mail and hangs up for two seconds", lambda: self._moody("hangs up", 2)
        yield "mail server falls silent for twelve seconds", lambda: self._moody("silent", 12)
        yield "database broken off and started again", self._break_database
        yield "both workers killed while sending, once more", self._kill_workers

    def _kill_workers(self) -> None:
        for program in self.workers:
            program.kill()
        self._let_claims_end()
        for program in self.workers:
            program.start()

    def _empty_redis(self) -> None:
        self.redis.kill()
        # A worker that lost its connection ends what it is busy with.
        time.sleep(3)
        self._let_claims_end()
        self.redis.start()

    def _break_database(self) -> None:
        self.restart_database()
        # Who could not write down what came of a mail leaves it to the next worker.
        time.sleep(3)
        self._let_claims_end()

    def _let_claims_end(self) -> None:
        """As if the ten minutes were over for which a worker that is no more had mails to itself."""
        _mails().exclude(claim=None).update(claimed_until=_now())

    def _refuse(self) -> None:
        self.mail.stop()
        time.sleep(3)
        self.mail.start()

    def _moody(self, mood: str, seconds: float) -> None:
        self.mail.mood = mood
        time.sleep(seconds)
        self.mail.mood = "takes"

    def _hold(self) -> None:
        """As if it was the weekend: nothing goes yet, and the attempts until now do not count."""
        self._until(lambda: not _mails().exclude(claim=None).exists(), "put back what it tried")
        _mails().update(not_before=_now() + timedelta(days=9), attempts=0)

    def _release(self, share: float) -> None:
        """As if the time of this share of all mails had come."""
        last = _mails_of_all().order_by("pk").values_list("pk", flat=True)[round(share * self.plans) - 1]
        self.released = last
        _mails().filter(pk__lte=last).update(not_before=_now())

    def _is_derived(self) -> bool:
        return bool(_mails_of_all().count() == self.plans)

    def _is_quiet(self) -> bool:
        """Whether all that was released went; what waits for its next attempt need not wait."""
        waiting = _mails().filter(pk__lte=self.released)
        waiting.filter(claim=None).update(not_before=_now())
        return not bool(waiting.exists())

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        give_up_at = time.monotonic() + RECOVERS_WITHIN
        while not is_so():
            if time.monotonic() > give_up_at:
                told = "\n".join(f"{one.log.name}: {one.last_words()}" for one in (*self.workers, *self.beats))
                raise SystemExit(f"WRONG: within {RECOVERS_WITHIN} seconds the workers did not {what}.\n{told}")
            time.sleep(PATIENCE)

    def _count(self, *, as_json: bool) -> int:
        from organisations.services import message_id  # noqa: PLC0415 - needs Django to be set up
        from plans.models import Reminder  # noqa: PLC0415

        lost_answers = {message_id(mail.public_id): mail.lost_answers for mail in _mails_of_all()}
        copies = self.mail.taken + self.mail.unanswered
        doubled = {name: number for name, number in copies.items() if number > 1}
        result = {
            "plans": self.plans,
            "reminders": Reminder.objects.count(),
            "mails": len(lost_answers),
            "arrived": len(copies),
            "never_arrived": len(set(lost_answers) - set(copies)),
            "arrived_more_than_once": len(doubled),
            "of_those_with_a_lost_answer": sum(lost_answers.get(name, 0) > 0 for name in doubled),
            "copies_too_many_without_a_lost_answer": sum(
                max(0, number - 1 - lost_answers.get(name, 0)) for name, number in doubled.items()
            ),
            "lost_answers": sum(lost_answers.values()),
            "waiting_or_given_up": _mails_of_all().exclude(status="sent").count(),
        }
        result["ok"] = (
            result["reminders"] == result["mails"] == result["arrived"] == self.plans
            and not result["never_arrived"]
            and not result["copies_too_many_without_a_lost_answer"]
            and not result["waiting_or_given_up"]
        )
        for name, number in result.items():
            say(f"{name.replace('_', ' '):55} {number:>7}")
        if as_json:
            say(json.dumps(result))
        return 0 if result["ok"] else 1


def _mails() -> Any:
    """The mails that wait."""
    return _mails_of_all().waiting()


def _mails_of_all() -> Any:
    """All mails, over a connection that may have been broken off meanwhile."""
    from django.db import connection  # noqa: PLC0415 - needs Django to be set up

    from organisations.models import Mail  # noqa: PLC0415

    connection.errors_occurred = connection.connection is not None
    connection.close_if_unusable_or_obsolete()
    return Mail.objects.all()


def _now() -> Any:
    from core.clock import now  # noqa: PLC0415 - needs Django to be set up

    return now()


def make_plans(number: int) -> None:
    """So many plans in execution that are due on the same day, of twenty people who want each reminder apart."""
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from bin.tools.bench.data import people, plans, region  # noqa: PLC0415
    from core.clock import today  # noqa: PLC0415
    from core.querysets import holds_on  # noqa: PLC0415
    from organisations.models import MailPreference, Professional  # noqa: PLC0415
    from plans.models import Plan, Responsibility  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for part in (region.make, people.make_clients, people.make_allocations, plans.make_plans):
        part(number * 3, lambda done: None)
    running = Plan.objects.filter(
        holds_on(today(), "allocation__"), holds_on(today(), "responsibilities__"), versions__status="in_execution"
    )
    ids = list(running.values_list("pk", flat=True)[:number])
    if len(ids) != number:
        raise SystemExit(f"Only {len(ids)} plans could be made.")
    professionals = list(Professional.objects.order_by("pk")[:PEOPLE])
    for place, professional in enumerate(professionals):
        professional.user = User.objects.create(email=f"p{place}@zorgregio.example", name=f"Persoon {place}")
        professional.save(update_fields=["user"])
        MailPreference.objects.create(user=professional.user, is_daily=False)
        Responsibility.objects.filter(plan__in=ids[place::PEOPLE]).update(professional=professional)
    Plan.objects.exclude(pk__in=ids).update(next_evaluation_due_on=None)
    due_on = today() + timedelta(days=AHEAD)
    Plan.objects.filter(pk__in=ids).update(clock_starts_on=today(), next_evaluation_due_on=due_on)


if __name__ == "__main__":
    raise SystemExit(main())
