"""Where uploads are kept, under which name, and that only the access rule hands them out."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.test import Client as Browser

from zorgregio.settings import base

NAME = "diploma van Anna.pdf"


def file_fields() -> Iterator[FileField]:
    """The fields of all rooms that hold a file."""
    rooms = {config.label for config in apps.get_app_configs() if Path(config.path).parent == base.PROJECT}
    for model in apps.get_models():
        if model._meta.app_label in rooms:
            yield from (field for field in model._meta.concrete_fields if isinstance(field, FileField))


def test_there_are_files_to_look_at() -> None:
    assert {str(field) for field in file_fields()} >= {"organisations.Qualification.evidence"}


@pytest.mark.parametrize("field", list(file_fields()), ids=str)
def test_every_file_gets_a_name_that_nobody_can_guess(field: FileField) -> None:
    first, second = (field.generate_filename(field.model(), NAME) for _ in range(2))

    assert first != second
    assert "Anna" not in first
    assert not Path(first).suffix, "a name without an extension is served as nothing in particular"
    assert len(Path(first).name) >= 32


def test_files_stand_outside_what_is_served(tmp_path: Path) -> None:
    assert base.MEDIA_URL == ""
    assert not base.MEDIA_ROOT.is_relative_to(base.STATIC_ROOT)
    assert not base.STATIC_ROOT.is_relative_to(base.MEDIA_ROOT)
    assert not any(base.MEDIA_ROOT.is_relative_to(folder) for folder in base.STATICFILES_DIRS)


@pytest.mark.django_db
def test_no_address_leads_to_a_stored_file(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "x").write_text("geheim")

    for address in (
        "/uploads/evidence/x",
        "/media/evidence/x",
        "/evidence/x",
        "/static/../uploads/evidence/x",
        "/static/%2e%2e/uploads/evidence/x",
    ):
        response = Browser().get(address)
        assert response.status_code in {302, 404}, address


def test_only_the_own_process_reads_the_files(tmp_path: Path) -> None:
    storage = FileSystemStorage(
        location=tmp_path / "uploads",
        file_permissions_mode=configured.FILE_UPLOAD_PERMISSIONS,
        directory_permissions_mode=configured.FILE_UPLOAD_DIRECTORY_PERMISSIONS,
    )
    name = storage.save("evidence/x", ContentFile(b"x"))

    assert stat.S_IMODE((tmp_path / "uploads" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "uploads" / "evidence").stat().st_mode) == 0o700
