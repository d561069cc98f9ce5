"""The frame of every page: complete, without inline script or style, and readable without its data."""

import re
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import override_settings

from core.actors import Actor
from core.web import context
from core.web.context import navigation_links
from tests.core import page_samples as samples

TEMPLATES = Path(settings.PROJECT) / "templates"
STYLES = Path(settings.PROJECT) / "static"
INCLUDES = sorted(path.name for path in (TEMPLATES / "includes").glob("*.html"))
ROUTES = {
    "home": "/",
    "clients:list": "/clienten",
    "products:list": "/producten",
    "accounts:sign_out": "/uit",
    "accounts:account": "/account",
    "admin:index": "/beheer/",
}

NAVIGATION = [
    ("home", "Werkvoorraad", (), ()),
    ("clients:list", "Cliënten", ("case_worker",), ("plannen",)),
    ("products:list", "Producten", ("purchaser",), ()),
    ("admin:index", "Beheer", ("staff",), ()),
    ("nowhere:list", "Bestaat niet", (), ()),
]


@pytest.fixture(autouse=True)
def _routes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_url", lambda name: ROUTES.get(name, ""))


def assert_clean(html: str) -> None:
    """No inline style, script or handler (the content security policy forbids them), no double ids."""
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for reference in re.findall(r'(?:aria-describedby|aria-labelledby|\sfor)="([^"]+)"', html):
        assert set(reference.split()) <= set(ids), reference


@pytest.mark.parametrize("name", INCLUDES)
def test_include_renders_clean(name: str) -> None:
    assert_clean(render_to_string(f"includes/{name}", samples.contexts()[name], samples.request()))


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "409.html"])
def test_error_page_renders_for_anybody(name: str) -> None:
    for actor in (samples.ACTOR, None):
        html = render_to_string(name, {}, samples.request(actor=actor))

        assert_clean(html)
        assert html.count("<h1") == 1
        assert ("Uitloggen" in html) is (actor is not None)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_page_needs_no_context(name: str) -> None:
    html = render_to_string(name)

    assert_clean(html)
    assert html.count("<h1") == 1


def test_refusal_page_shows_every_message() -> None:
    html = render_to_string("400.html", {"messages_to_show": ["Eerste.", "Tweede."]}, samples.request())

    assert "Eerste." in html
    assert "Tweede." in html


def test_conflict_page_keeps_what_was_typed() -> None:
    given = {"message": "Iemand was u voor.", "typed": [("Doel", "Naar <buiten>")], "reload_url": "/plan"}

    html = render_to_string("409.html", given, samples.request())

    assert "Naar &lt;buiten&gt;" in html
    assert 'href="/plan"' in html


def test_base_shows_who_acts_for_whom_and_the_messages() -> None:
    html = samples.render('{% extends "base.html" %}{% block title %}Cliënten{% endblock %}')

    assert "<title>Cliënten – zorgregio</title>" in html
    assert '<html lang="nl">' in html
    assert "Karin Jansen" in html
    assert "Gemeente Voorbeeldstad" in html
    assert "Opgeslagen." in html
    assert 'action="/uit"' in html
    assert 'href="/account">Uw account</a>' in html
    assert html.index("Naar de inhoud") < html.index("<header")
    assert 'id="inhoud"' in html


@pytest.mark.parametrize("is_demo", [True, False])
def test_base_says_that_a_demonstration_is_one(is_demo: bool) -> None:
    with override_settings(DEMO=is_demo):
        html = samples.render('{% extends "base.html" %}')

    assert ("Demonstratie" in html) is is_demo


def test_side_page_has_its_navigation_before_its_content() -> None:
    html = samples.render(
        '{% extends "base_side.html" %}'
        "{% block side %}zijkant{% endblock %}{% block content %}inhoudstekst{% endblock %}"
    )

    assert html.index("zijkant") < html.index("inhoudstekst")
    assert html.count("<main") == 1


# Navigation --------------------------------------------------------------------------------------------


def shown(actor: Actor, path: str = "/", *, is_staff: bool = False) -> list[tuple[str, bool]]:
    with override_settings(NAVIGATION=NAVIGATION):
        return [(link.label, link.is_current) for link in navigation_links(actor, path, is_staff=is_staff)]


def test_navigation_shows_what_the_role_may_use() -> None:
    assert shown(samples.ACTOR) == [("Werkvoorraad", True), ("Cliënten", False)]
    assert shown(Actor.anonymous()) == []


def test_navigation_leads_an_administrator_to_the_admin_pages_and_not_to_empty_lists() -> None:
    administrator = Actor(user_id=2, is_administrator=True)

    assert shown(administrator, is_staff=True) == [("Werkvoorraad", True), ("Beheer", False)]
    assert [label for label, _ in shown(samples.ACTOR, is_staff=True)] == ["Werkvoorraad", "Cliënten", "Beheer"]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/clienten", "Cliënten"),
        ("/clienten/1/plan", "Cliënten"),
        ("/clientenraad", None),
        ("/plannen/1/akkoord", "Cliënten"),
        ("/plannenmap", None),
        ("/", "Werkvoorraad"),
    ],
)
def test_navigation_marks_where_the_reader_is(path: str, current: str | None) -> None:
    marked = [label for label, is_current in shown(samples.ACTOR, path) if is_current]

    assert marked == ([current] if current else [])


def test_navigation_works_without_an_actor_and_without_routes() -> None:
    with mock.patch.object(context, "_url", return_value=""):
        around = context.navigation(samples.request(actor=None))

    assert around["navigation"] == []
    assert around["actor"] == Actor.anonymous()


# Files -------------------------------------------------------------------------------------------------


def test_every_file_that_a_page_names_exists() -> None:
    html = render_to_string("500.html")

    for address in re.findall(r'(?:href|src)="/static/([^"]+)"', html):
        assert finders.find(address), address


def test_own_styles_use_only_names_that_exist() -> None:
    """A token that was cut off because the vendored files are older than our own styles shows up here."""
    pages = "".join(path.read_text() for path in (STYLES / "css").glob("*.css"))
    tokens = (STYLES / "vendor/nlds/tokens.css").read_text()
    defined = set(re.findall(r"^\s+(--[\w-]+):", pages + tokens, re.MULTILINE))

    used = set(re.findall(r"var\((--[\w-]+)\)", pages))

    assert used <= defined


def test_styles_fetch_nothing_from_elsewhere() -> None:
    for path in STYLES.rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text()):
            assert not re.match(r"(https?:)?//", address), (path, address)
            if not address.startswith("data:"):
                assert (path.parent / address).exists(), (path, address)


def test_vendored_files_carry_their_licences() -> None:
    assert "EUROPEAN UNION PUBLIC LICENCE" in (STYLES / "vendor/nlds/LICENSES.md").read_text().upper()
    assert "SIL OPEN FONT LICENSE" in (STYLES / "vendor/source-sans-3/LICENSE.txt").read_text().upper()


def test_every_include_has_a_sample() -> None:
    given: dict[str, Any] = samples.contexts()

    assert sorted(given) == INCLUDES
