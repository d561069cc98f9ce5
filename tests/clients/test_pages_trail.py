"""Who has seen this file: per person and day, line by line, and on paper for the client."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from audit.models import AuditEntry
from clients.selectors import trail as selector
from clients.services import record_reading
from tests.audit_flush import drop_guard, restore_guard
from tests.cast import actor_of_user, sign_in
from tests.marks import needs_pdf


def url_of(person, rest=""):
    return f"/clienten/{person.public_id}/spoor{rest}"


@pytest.fixture
def read(person, karin, ruud):
    """Karin read the file three times in the night of 12 November, Ruud once on the 14th."""
    for user, times in ((karin, 3), (ruud, 1)):
        for _ in range(times):
            record_reading(actor=actor_of_user(user), client=person, parts=["overzicht"])
    drop_guard()
    # Half past eleven in the evening in UTC is half past midnight of the next day in the Netherlands.
    entries = AuditEntry.objects.filter(client=person.public_id)
    entries.filter(actor=karin.public_id).update(at=datetime(2025, 11, 11, 23, 30, tzinfo=UTC))
    entries.filter(actor=ruud.public_id).update(at=datetime(2025, 11, 14, 9, tzinfo=UTC))
    restore_guard()
    return person


def table(page):
    return " ".join(page.content.decode().partition("<table")[2].partition("</table>")[0].split())


def test_trail_counts_per_person_and_dutch_day(client, karin, read):
    shown = table(sign_in(client, karin).get(url_of(read)))

    assert shown.count("<tr>") == 3
    assert "12 november 2025" in shown
    assert "3 keer ingezien" in shown
    assert "11 november" not in shown


def test_every_line_can_be_shown(client, karin, read):
    shown = table(sign_in(client, karin).get(url_of(read), {"weergave": "regels"}))

    assert shown.count("<tr>") == 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"van": "2025-11-13"}, {"Ruud"}),
        ({"tot": "2025-11-12"}, {"Karin"}),
        ({"soort": "changed"}, set()),
        ({"persoon": "ruud"}, {"Ruud"}),
        ({"van": "onzin"}, {"Ruud", "Karin"}),
        ({"persoon": "onzin"}, {"Ruud", "Karin"}),
    ],
)
def test_trail_is_narrowed_by_days_codes_and_ids(*, client, karin, ruud, read, query, found):
    query = {name: str(ruud.public_id) if value == "ruud" else value for name, value in query.items()}

    shown = table(sign_in(client, karin).get(url_of(read), query))

    assert {name for name in ("Ruud", "Karin") if f"{name} " in shown} == found


def test_trail_needs_the_same_queries_for_few_and_many(client, karin, read, queries_of):
    sign_in(client, karin)
    few = queries_of(url_of(read))
    for _ in range(5):
        client.get(f"/clienten/{read.public_id}")

    assert queries_of(url_of(read)) == few


@pytest.mark.parametrize(
    ("name", "status"), [("karin", 200), ("vera", 200), ("ruud", 403), ("zoe", 404), ("maud", 404), ("ada", 404)]
)
def test_trail_is_for_case_worker_and_privacy_officer(request, client, name, status, read):
    assert sign_in(client, request.getfixturevalue(name)).get(url_of(read)).status_code == status


@needs_pdf
def test_client_gets_the_trail_on_paper_in_plain_words(client, karin, read):
    answer = sign_in(client, karin).get(url_of(read, ".pdf"))

    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for words in ("Wie keek in uw dossier?", "12 november 2025", "Karin Consulent, consulent", "3 keer ingezien"):
        assert words in text
    for jargon in ("clients.", "NEN", "request", "audit", "None"):
        assert jargon not in text
    entry = AuditEntry.objects.get(event="printed")
    assert (entry.client, entry.fields) == (read.public_id, [{"name": "spoor"}])


@needs_pdf
def test_long_trail_is_added_up_by_year_on_paper(client, karin, read, monkeypatch):
    monkeypatch.setattr(selector, "ON_PAPER", 1)

    answer = sign_in(client, karin).get(url_of(read, ".pdf"))

    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for words in ("Wat daarvoor gebeurde, per jaar", "2025 Karin Consulent, consulent", "Op 1 dag, 3 keer ingezien"):
        assert words in text


@pytest.mark.parametrize("most", range(1, 8))
def test_paper_holds_every_act_once_and_whole_days(
    *, read, karin, ruud, monkeypatch, most, django_assert_max_num_queries
):
    drop_guard()
    for user, year in ((karin, 2024), (ruud, 2024), (karin, 2023), (ruud, 2022)):
        record_reading(actor=actor_of_user(user), client=read, parts=["overzicht"])
        newest = AuditEntry.objects.latest("pk").pk
        AuditEntry.objects.filter(pk=newest).update(at=datetime(year, 6, 1, 12, tzinfo=UTC))
    restore_guard()
    monkeypatch.setattr(selector, "ON_PAPER", most)

    with django_assert_max_num_queries(3):
        paper = selector.trail_on_paper(read)

    acts = sum(times for lines in (paper.days, paper.years) for line in lines for _, times in line.acts)
    assert acts == AuditEntry.objects.filter(client=read.public_id).count()
    assert paper.days
    oldest = min(line.day for line in paper.days)
    assert all(line.year <= oldest.year for line in paper.years)
    entries = AuditEntry.objects.filter(client=read.public_id, at__date=oldest)
    assert entries.count() == sum(times for line in paper.days if line.day == oldest for _, times in line.acts)
    assert not paper.years or len(paper.days) <= max(most, 2)
