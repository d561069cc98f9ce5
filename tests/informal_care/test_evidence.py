"""What shows that a task was done: a document, a link or a figure, one of the three, by who does it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEntry
from informal_care.models import Carer, TaskEvidence
from informal_care.rules.care_figures import latest_year
from informal_care.selectors.care_figures import figures_for
from informal_care.selectors.figures import FIGURES, OF_BOARD, OF_PEOPLE, figure_now, label_of
from informal_care.services.boards import decline, take_on
from informal_care.services.evidence import add_evidence, remove_evidence
from tests.cast import actor_of_user, sign_in
from tests.factories.organisations import PDF

SINCE = date(2026, 1, 1)


@pytest.fixture
def task(board, coordinator, de_linde):
    """Of De Linde."""
    activity = board.edition.activities.get(code="VLI-B-4")
    return take_on(actor=coordinator, board=board, activity=activity, owner=de_linde, due_on=date(2026, 6, 30))


def document(content=PDF):
    return SimpleUploadedFile("verslag.pdf", content, content_type="application/pdf")


def carers(municipality, number):
    Carer.objects.bulk_create(
        Carer(
            municipality=municipality,
            name=f"Mens {one}",
            search_name=f"mens {one}",
            known_since=SINCE,
            consent_on=SINCE,
        )
        for one in range(number)
    )


def test_who_does_it_adds_a_document_and_a_link(task, hanna):
    actor = actor_of_user(hanna)
    paper = add_evidence(actor=actor, task=task, title=" Verslag ", file=document())
    link = add_evidence(actor=actor, task=task, title="Bericht", link="https://delinde.example/bericht")

    assert (paper.kind, paper.title, paper.file_name) == ("document", "Verslag", "verslag.pdf")
    assert (link.kind, link.link) == ("link", "https://delinde.example/bericht")
    assert AuditEntry.objects.filter(event="created", target=paper.public_id).exists()
    name, storage = paper.file.name, paper.file.storage
    assert name is not None
    assert storage.exists(name)

    remove_evidence(actor=actor, evidence=paper)

    assert list(TaskEvidence.objects.all()) == [link]
    assert AuditEntry.objects.filter(event="deleted", target=paper.public_id).exists()


def test_the_file_of_what_is_removed_goes(task, hanna, django_capture_on_commit_callbacks):
    paper = add_evidence(actor=actor_of_user(hanna), task=task, title="Verslag", file=document())
    name, storage = paper.file.name, paper.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(actor=actor_of_user(hanna), evidence=paper)
    assert name is not None
    assert not storage.exists(name)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "evidence_one"),
        ({"link": "https://a.example", "figure": "tasks_done"}, "evidence_one"),
        ({"link": "http://a.example"}, "evidence_link"),
        ({"figure": "nothing"}, "figure_unknown"),
        ({"link": "https://a.example", "title": " "}, "blank"),
    ],
)
def test_evidence_is_one_of_three(task, coordinator, given, code):
    with pytest.raises(ValidationError) as refused:
        add_evidence(actor=coordinator, task=task, **{"title": "Iets", **given})
    faults = refused.value.error_dict.values() if hasattr(refused.value, "error_dict") else [refused.value.error_list]
    assert code in {fault.code for some in faults for fault in some}


def test_a_broken_document_is_refused_beside_its_field(task, coordinator):
    with pytest.raises(ValidationError) as refused:
        add_evidence(actor=coordinator, task=task, title="Iets", file=document(b"geen pdf"))
    assert refused.value.error_dict["file"][0].code == "upload_kind"


def test_a_figure_is_kept_as_it_was(task, board, coordinator, hanna):
    kept = add_evidence(actor=coordinator, task=task, title="Op het bord", figure="tasks_adopted")
    take_on(
        actor=coordinator,
        board=board,
        activity=board.edition.activities.get(code="VER-A-7"),
        owner=board.municipality,
        due_on=date(2026, 6, 30),
    )

    kept.refresh_from_db()
    assert (kept.value, figure_now("tasks_adopted", board)) == (1, 2)
    with pytest.raises(PermissionDenied):
        add_evidence(actor=actor_of_user(hanna), task=task, title="Op het bord", figure="tasks_adopted")


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_figure_of_few_people_is_not_given(task, coordinator, on_day, number):
    carers(task.board.municipality, number)
    on_day(date(2026, 4, 1))

    assert figure_now("carers.known", task.board) is None
    with pytest.raises(ValidationError, match="minder dan 10"):
        add_evidence(actor=coordinator, task=task, title="Bereik", figure="carers.known")


def test_a_figure_of_people_says_over_which_time_it_is(task, coordinator, apeldoorn, on_day):
    carers(apeldoorn, 10)
    for day, time in ((date(2026, 4, 1), "2026, kwartaal 1"), (date(2027, 3, 31), "2026, kwartaal 1 tot en met 4")):
        on_day(day)
        kept = add_evidence(actor=coordinator, task=task, title="Bereik", figure="carers.known")
        assert (kept.value, label_of(kept)) == (10, f"Mantelzorgers: Bekend, {time}")


def test_a_figure_of_people_is_that_of_the_closed_quarters(task, apeldoorn, on_day):
    """Who came since the quarter closed does not count yet: one could subtract the days."""
    carers(apeldoorn, 10)
    Carer.objects.filter(name="Mens 9").update(known_since=date(2026, 4, 1))
    for day, shown in ((date(2026, 6, 30), None), (date(2026, 7, 1), 10)):
        on_day(day)
        (known, *_) = figures_for([apeldoorn.pk], latest_year(day), day)[apeldoorn.pk][0].lines
        assert figure_now("carers.known", task.board) == known.number == shown


def test_every_figure_can_be_counted(board):
    expected = dict.fromkeys(OF_BOARD, 0) | dict.fromkeys(OF_PEOPLE)
    assert {code: figure_now(code, board) for code in FIGURES} == expected
    assert max(map(len, FIGURES)) <= (TaskEvidence._meta.get_field("figure").max_length or 0)


def test_others_neither_add_nor_remove(request, task, board, coordinator):
    kept = add_evidence(actor=coordinator, task=task, title="Bericht", link="https://a.example")
    for name in ("zoe", "karin", "petra", "pim", "maud", "mo"):
        actor = actor_of_user(request.getfixturevalue(name))
        with pytest.raises(PermissionDenied):
            add_evidence(actor=actor, task=task, title="Bericht", link="https://a.example")
        with pytest.raises(PermissionDenied):
            remove_evidence(actor=actor, evidence=kept)
    activity = board.edition.activities.get(code="VIN-A-1")
    left = decline(actor=coordinator, board=board, activity=activity, reason="Nee.")
    with pytest.raises(ValidationError, match="doet dit niet"):
        add_evidence(actor=coordinator, task=left, title="Bericht", link="https://a.example")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_taskevidence_kind", {"kind": "link", "link": "http://a.example"}),
        ("informal_care_taskevidence_kind", {"kind": "document"}),
        ("informal_care_taskevidence_kind", {"kind": "figure", "figure": "tasks_done"}),
        ("informal_care_taskevidence_title", {"kind": "link", "link": "https://a.example", "title": ""}),
    ],
)
def test_the_database_refuses(task, ilse, name, wrong):
    row = TaskEvidence(task=task, added_by=ilse, **{"title": "Iets", **wrong})
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


# Pages --------------------------------------------------------------------------------------------------


def test_evidence_is_added_read_and_taken_away_in_the_browser(client, task, hanna, mo):
    sign_in(client, hanna)
    page, form = (reverse(f"informal_care:{name}", args=[task.public_id]) for name in ("task", "evidence_new"))
    assert "figure" not in client.get(form).context["form"].fields
    nothing = client.post(form, {"title": "Mijn titel"})
    assert "Kies één van de drie" in nothing.content.decode()
    assert "Mijn titel" in nothing.content.decode()
    assert client.post(form, {"title": "Verslag", "file": document()}).status_code == 302

    row = TaskEvidence.objects.get()
    address = reverse("informal_care:evidence_file", args=[row.public_id])
    assert address in client.get(page).content.decode()
    got = client.get(address)
    assert (got["Content-Type"], b"".join(got.streaming_content)) == ("application/pdf", PDF)
    client.post(reverse("informal_care:evidence_remove", args=[row.public_id]))
    assert not TaskEvidence.objects.exists()

    sign_in(client, mo)
    assert client.get(address).status_code == client.get(form).status_code == 404


def test_the_coordinator_shows_a_figure_in_the_browser(client, task, ilse):
    sign_in(client, ilse)
    form = reverse("informal_care:evidence_new", args=[task.public_id])
    client.post(form, {"title": "Zo ver zijn we", "figure": "tasks_adopted"})
    text = client.get(reverse("informal_care:task", args=[task.public_id])).content.decode()
    assert "Zo ver zijn we: <strong>1</strong> (Taken die zijn opgepakt)" in text
