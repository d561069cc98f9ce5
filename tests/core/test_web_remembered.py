"""A search that the session remembers without anybody being able to read it there."""

from django.http import HttpRequest

from core.web import remembered

KEY = "room.search"


def request() -> HttpRequest:
    made = HttpRequest()
    made.session = {}  # type: ignore[assignment]
    return made


def test_remembered_search_is_read_back_and_forgotten() -> None:
    made = request()

    remembered.keep(made, KEY, {"naam": "Élise"})

    assert remembered.read(made, KEY) == {"naam": "Élise"}
    assert "lise" not in made.session[KEY]
    remembered.forget(made, KEY)
    remembered.forget(made, KEY)
    assert remembered.read(made, KEY) == {}


def test_search_of_one_list_is_not_read_by_another() -> None:
    made = request()
    made.session["other.search"] = remembered.sealed(KEY, {"naam": "Elise"})

    assert remembered.read(made, "other.search") == {}


def test_search_whose_key_has_gone_is_nothing(settings) -> None:
    made = request()
    remembered.keep(made, KEY, {"naam": "Elise"})
    settings.FIELD_ENCRYPTION_KEYS = [("later", bytes(32))]

    assert remembered.read(made, KEY) == {}
