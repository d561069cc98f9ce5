"""What people may upload. The content decides, not the name: a name is easily wrong, or a lie."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage

MEGABYTE: Final = 1024 * 1024
PDF_START: Final = b"%PDF-"
PDF_TAIL: Final = 2048
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
JPEG_START: Final = b"\xff\xd8\xff"
JPEG_SCAN: Final = 0xDA
JPEG_END: Final = b"\xff\xd9"
ZIP_START: Final = b"PK\x03\x04"
WORKBOOK_PART: Final = "xl/workbook.xml"
NOT_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BROKEN: Final = "Dit bestand is beschadigd of niet compleet. Maak het opnieuw, of kies een ander bestand."
KINDS_IN_WORDS: Final = "een PDF, een PNG of een JPEG"


@dataclass(frozen=True, slots=True)
class UploadKind:
    """A kind of file that is accepted."""

    content_type: str
    extension: str


PDF: Final = UploadKind("application/pdf", ".pdf")
PNG: Final = UploadKind("image/png", ".png")
JPEG: Final = UploadKind("image/jpeg", ".jpg")
XLSX: Final = UploadKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
CSV: Final = UploadKind("text/csv", ".csv")


def check_upload(upload: File[bytes], limit_mb: int) -> UploadKind:
    """Return the kind of file; it is read to its end and put back at its start.

    Raises ValidationError with code `upload_empty`, `upload_size` (over `limit_mb` megabytes),
    `upload_kind` (no PDF, PNG or JPEG by its content) or `upload_broken` (it does not reach its own end).
    """
    content = _whole_content(upload, limit_mb)
    kind = kind_of(content)
    if kind is None:
        raise ValidationError(
            f"Dit soort bestand kan niet. Kies {KINDS_IN_WORDS}.",
            code="upload_kind",
        )
    if not _is_whole(content, kind):
        raise ValidationError(BROKEN, code="upload_broken")
    return kind


def check_sheet(upload: File[bytes], limit_mb: int) -> tuple[UploadKind, bytes]:
    """Return the kind of a spreadsheet and its content. Errors as of `check_upload`; xlsx and csv are accepted.

    A csv is text: it has no bytes that no text has. Whether the text is a table is for who reads it.
    """
    content = _whole_content(upload, limit_mb)
    if content.startswith(ZIP_START):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                parts = set(packed.namelist())
        except zipfile.BadZipFile:
            raise ValidationError(BROKEN, code="upload_broken") from None
        if WORKBOOK_PART in parts:
            return XLSX, content
    elif kind_of(content) is None and not NOT_IN_TEXT.search(content):
        return CSV, content
    raise ValidationError(
        "Dit soort bestand kan niet. Kies een bestand van Excel (xlsx) of een csv-bestand.", code="upload_kind"
    )


def _whole_content(upload: File[bytes], limit_mb: int) -> bytes:
    """All bytes of a file that is neither empty nor too large; it is put back at its start."""
    if not upload.size:
        raise ValidationError("Dit bestand is leeg. Kies een ander bestand.", code="upload_empty")
    if upload.size > limit_mb * MEGABYTE:
        raise ValidationError(
            f"Dit bestand is te groot. Kies een bestand van hoogstens {limit_mb} MB.", code="upload_size"
        )
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    return content


def kind_of(start: bytes) -> UploadKind | None:
    """The kind of file by its first bytes; None when it is not accepted."""
    for signature, kind in ((PDF_START, PDF), (PNG_START, PNG), (JPEG_START, JPEG)):
        if start.startswith(signature):
            return kind
    return None


def safe_name(name: str | None, kind: UploadKind) -> str:
    """The name to show and to download by: no folders, nothing unprintable, the extension of its kind."""
    base = "".join(char for char in (name or "").replace("\\", "/").rpartition("/")[2] if char.isprintable())
    stem = base.rpartition(".")[0] or base
    return f"{stem.strip(' .')[:200] or 'bestand'}{kind.extension}"


@contextmanager
def files_share_the_fate_of_the_row() -> Iterator[list[str]]:
    """Delete the stored files that are named in the list when the row is not written: nobody could find them."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _is_whole(content: bytes, kind: UploadKind) -> bool:
    if kind == PDF:
        tail = content[-PDF_TAIL:]
        return b"startxref" in tail and b"%%EOF" in tail
    return _png_is_whole(content) if kind == PNG else _jpeg_is_whole(content)


def _png_is_whole(content: bytes) -> bool:
    """Walk along the chunks (length, type, data, checksum) to the last one."""
    at = len(PNG_START)
    while at + 12 <= len(content):
        data_ends = at + 8 + int.from_bytes(content[at : at + 4], "big")
        checksum = content[data_ends : data_ends + 4]
        if checksum != zlib.crc32(content[at + 4 : data_ends]).to_bytes(4, "big"):
            return False
        if content[at + 4 : at + 8] == b"IEND":
            return True
        at = data_ends + 4
    return False


def _jpeg_is_whole(content: bytes) -> bool:
    """Step over the segments to the first scan; the end must follow. A thumbnail before it has its own end."""
    at = 2
    while at + 4 <= len(content) and content[at] == JPEG_START[0]:
        if content[at + 1] == JPEG_SCAN:
            return JPEG_END in content[at:]
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False
