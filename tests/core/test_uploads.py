import zlib
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from core.uploads import JPEG, PDF, PNG, check_upload, kind_of, safe_name

PDF_FILE = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


PNG_FILE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
THUMBNAIL = b"\xff\xd8thumbnail\xff\xd9"
JPEG_FILE = (
    b"\xff\xd8\xff\xe1"
    + (len(THUMBNAIL) + 2).to_bytes(2, "big")
    + THUMBNAIL
    + b"\xff\xda\x00\x02"
    + b"picture" * 20
    + b"\xff\xd9"
)


@pytest.mark.parametrize(("content", "kind"), [(PDF_FILE, PDF), (PNG_FILE, PNG), (JPEG_FILE, JPEG)])
def test_check_upload_tells_the_kind_by_the_content(content, kind):
    upload = ContentFile(content, name="whatever.exe")

    assert check_upload(upload, 1) == kind
    assert upload.read() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (PDF_FILE + b" " * (1024 * 1024), "upload_size"),
        (b"MZ\x90\x00 a program", "upload_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "upload_kind"),
        (b"PK\x03\x04 a sheet", "upload_kind"),
        (PDF_FILE.replace(b"%%EOF", b""), "upload_broken"),
        (PNG_FILE[:-12], "upload_broken"),
        (PNG_FILE.replace(b"IDAT", b"IDAX"), "upload_broken"),
        (JPEG_FILE[:-2], "upload_broken"),
        (JPEG_FILE[:30], "upload_broken"),
    ],
)
def test_check_upload_refuses_with_a_code(content, code):
    with pytest.raises(ValidationError) as caught:
        check_upload(ContentFile(content, name="diploma.pdf"), 1)

    assert caught.value.code == code


@pytest.mark.parametrize("content", [PDF_FILE, PNG_FILE, JPEG_FILE])
def test_check_upload_refuses_every_shorter_file(content):
    for length in range(1, len(content) - 2):
        with pytest.raises(ValidationError):
            check_upload(ContentFile(content[:length], name="x"), 1)


@given(st.binary(max_size=400))
def test_check_upload_never_fails_otherwise(content):
    for start in (b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        upload = ContentFile(start + content, name="x")
        with suppress(ValidationError):
            assert check_upload(upload, 1) == kind_of(start + content)


@given(st.text(max_size=400))
def test_safe_name_has_no_folder_and_fits_its_column(name):
    safe = safe_name(name, PDF)

    assert safe.endswith(".pdf")
    assert len(safe) <= 204
    assert safe.isprintable()
    assert not {"/", "\\"} & set(safe)


def test_safe_name_replaces_a_false_extension():
    assert safe_name("C:\\mijn documenten\\diploma.exe", PNG) == "diploma.png"
    assert safe_name(None, JPEG) == "bestand.jpg"
