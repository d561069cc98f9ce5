"""Makes the database of a load run: the demo, and who will work: `python -m bin.tools.load.prepare USERS FILE`."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import django

FROM_BSN = 500
"""So many test numbers are left to the demo."""
NUMBERS_EACH = 100


def main(users: int, file: Path) -> None:
    """Of each five people two are case workers, two are professionals and one plans at the provider."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - needs Django to be set up
    from django.core.management import call_command  # noqa: PLC0415

    from bin.tools.bench import keeping  # noqa: PLC0415
    from core.clock import today  # noqa: PLC0415
    from zorgregio.demo.files import tell, test_bsns  # noqa: PLC0415
    from zorgregio.demo.loading import load, read_story  # noqa: PLC0415

    keeping.make_empty()
    call_command("make_web_login", stdout=io.StringIO())
    story, day = read_story(), today()
    cast, _ = load(story, day)
    bsns = test_bsns()
    list(islice(bsns, FROM_BSN))
    running = next(row for row in story["clients"] if row.get("stage") == "running" and row["provider"] == "linde")
    running = {key: value for key, value in running.items() if key not in {"case", "member"}}
    shared = [_told(tell(story, {**running, "surname": f"Gedeeld{n}"}, next(bsns), cast, day)) for n in range(3)]
    people: list[dict[str, Any]] = []
    for number in range(users):
        kind = ("worker", "professional", "worker", "professional", "planner")[number % 5]
        person: dict[str, Any] = {"kind": kind, "password": settings.DEMO_PASSWORD, "shared": shared, "number": number}
        if kind == "worker":
            person["email"] = _copy_of("karin@apeldoorn.example", f"karin{number}@apeldoorn.example")
            person["bsns"] = list(islice(bsns, NUMBERS_EACH))
        elif kind == "planner":
            person["email"] = _copy_of("wil@delinde.example", f"wil{number}@delinde.example")
        else:
            person["email"] = "petra@delinde.example"
            own = {**running, "surname": f"Eigen{number}"}
            person["own"] = _told(tell(story, own, next(bsns), cast, day))
        person["today"], person["until"] = day.isoformat(), (day + timedelta(days=180)).isoformat()
        people.append(person)
    file.write_text(json.dumps(people))


def _told(told: Any) -> dict[str, str]:
    return {
        "client": str(told.client.public_id),
        "plan": str(told.version.public_id),
        "revision": str(told.client.revision),
    }


def _copy_of(email: str, copy: str) -> str:
    """Somebody with the same role for the same organisation."""
    from django.conf import settings  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from organisations.models import Membership  # noqa: PLC0415

    user = User.objects.create_user(copy, settings.DEMO_PASSWORD, name=f"Kopie {copy}")
    for membership in Membership.objects.filter(user__email=email):
        fresh = {field.attname: getattr(membership, field.attname) for field in _columns(Membership)}
        Membership.objects.create(**fresh | {"user_id": user.pk})
    return copy


def _columns(model: Any) -> Iterator[Any]:
    return (field for field in model._meta.concrete_fields if field.name not in {"id", "public_id"})


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
