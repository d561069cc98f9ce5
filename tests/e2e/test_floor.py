"""A dagdeel on a tablet: tapped by keyboard, through a network that drops, and closed."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from core.clock import today
from delivery.models import ClientAttendance, ClosedDay, Group, Receipt, Session, StaffAttendance
from organisations.models import Professional
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import PETRA, Files
from tests.e2e.survey import Survey

TABLET: Any = {"width": 768, "height": 1024}
STATE = "[data-floor-state]"
KEPT = "() => JSON.stringify({ ...localStorage })"


def hold(files: Files, name: str) -> tuple[Session, ClientAttendance, StaffAttendance]:
    """A dagdeel of today from midnight on, with one client, in which Petra works."""
    allocation = files.allocation(files.new("none"))
    group = Group.objects.create(
        provider=allocation.provider,
        location=allocation.provider.locations.get(),
        name=name,
        capacity=4,
        starts_on=allocation.starts_on,
    )
    session = Session.objects.create(group=group, held_on=today(), dagdeel="morning", starts=0, ends=1)
    assert not ClosedDay.objects.filter(group=group).exists()
    planned = {"planned_starts": 0, "planned_ends": 1}
    client = ClientAttendance.objects.create(session=session, allocation=allocation, **planned)
    petra = Professional.objects.get(user__email=PETRA)
    return session, client, StaffAttendance.objects.create(session=session, professional=petra, **planned)


def tap(page: Page, row: ClientAttendance | StaffAttendance, answer: str) -> None:
    """The big button of one person."""
    page.locator(f"[data-row='{row.public_id}']").get_by_text(answer, exact=True).click()


def test_taps_survive_a_network_that_drops_and_count_once(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """Offline, a reload of nothing typed; online, everything sent, each tap once."""
    session, client, staff = hold(files, "De Oever")
    page = signed_in(PETRA, viewport=TABLET)
    page.goto(reverse("delivery:session", args=[session.public_id]))
    survey.look(page, "floor of a dagdeel")
    tap(page, staff, "Aanwezig")
    expect(page.locator(STATE)).to_have_text("Alles is verzonden.")
    survey.look(page, "floor after a tap")

    page.context.set_offline(True)
    tap(page, client, "Niet gekomen")
    expect(page.locator(STATE)).to_contain_text("Nog niet verzonden: 1.")
    tap(page, client, "Aanwezig")
    kept = page.evaluate(KEPT)
    assert str(client.public_id) in kept
    assert client.allocation.client.surname not in kept
    client.refresh_from_db()
    assert client.presence == "expected"

    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text("Alles is verzonden.", timeout=20_000)
    assert page.evaluate("() => localStorage.length") == 0
    client.refresh_from_db()
    assert client.presence == "present"
    session.refresh_from_db()
    assert session.revision == 1 + Receipt.objects.count(), "every key changed the dagdeel once"
    page.reload()
    expect(page.locator(f"[data-row='{client.public_id}']").get_by_label("Aanwezig", exact=True)).to_be_checked()


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_written_twice(
    signed_in: SignedIn, survey: Survey, files: Files
) -> None:
    """The server wrote it down, but the answer never came: the same key again, also after the page was loaded anew."""
    session, client, _ = hold(files, "De Beek")
    page = signed_in(PETRA, viewport=TABLET)
    address = reverse("delivery:session", args=[session.public_id])
    page.goto(address)

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/tik", lose)
    survey.faults = [fault for fault in survey.faults if "tik" not in fault]
    tap(page, client, "Niet gekomen")
    page.wait_for_timeout(1500)
    client.refresh_from_db()
    assert client.presence == "absent"
    expect(page.locator(STATE)).to_contain_text("Nog niet verzonden: 1.")

    page.unroute("**/tik")
    page.goto(address)
    expect(page.locator(STATE)).to_have_text("Alles is verzonden.", timeout=20_000)
    session.refresh_from_db()
    assert session.revision == 2
    assert Receipt.objects.filter(answer__revisie=2).exists()


def test_dagdeel_by_keyboard_from_first_tap_to_correction(signed_in: SignedIn, survey: Survey, files: Files) -> None:
    """As planned, closed, corrected: without a mouse."""
    _, client, _ = hold(files, "De Heuvel")
    page = signed_in(PETRA, viewport=TABLET)
    page.goto(reverse("delivery:sessions"))
    survey.look(page, "dagdelen of today")
    keys = Keyboard(page)
    keys.follow("De Heuvel, ochtend")
    expect(page.get_by_role("heading", name="De Heuvel, ochtend")).to_be_visible()
    keys = Keyboard(page)
    keys.push("Alles zoals gepland")
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    keys = Keyboard(page)
    keys.follow("Afsluiten")
    survey.look(page, "closing a dagdeel")
    Keyboard(page).push("Afsluiten")
    expect(page.get_by_text("Het dagdeel is afgesloten.")).to_be_visible()
    survey.look(page, "closed dagdeel")
    Keyboard(page).follow("Corrigeren")
    survey.look(page, "correcting a dagdeel")
    keys = Keyboard(page)
    keys.write("Waarom corrigeert u dit?", "Verkeerd gelezen.")
    page.locator(f"[name='{client.public_id}-left']").fill("00:02")
    keys.push("Correctie vastleggen")
    expect(page.get_by_text("De correctie is vastgelegd.")).to_be_visible()
    expect(page.get_by_text("Verkeerd gelezen.")).to_be_visible()
