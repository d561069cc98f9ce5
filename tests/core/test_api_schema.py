import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from core.api.schema import described
from tests.api_walk import without_references


def test_schema_is_made_without_a_warning_and_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))
    assert file.read_text().startswith("{")


def test_promised_schema_is_the_one_that_the_code_describes(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    call_command("spectacular", "--format", "openapi-json", "--file", str(file), stdout=io.StringIO())
    assert (project / "docs" / "openapi.json").read_text() == file.read_text().rstrip("\n") + "\n"


@pytest.mark.parametrize("status", ["400", "404", "406"])
def test_every_operation_promises_problems(status: str) -> None:
    for path in described()["paths"].values():
        for operation in path.values():
            content = without_references(operation["responses"][status])["content"]
            assert list(content) == ["application/problem+json"]


def test_every_operation_is_explained_in_dutch() -> None:
    for path, operations in described()["paths"].items():
        for operation in operations.values():
            assert operation["tags"] == [path.split("/")[1]]
            for words in (operation["summary"], operation["description"]):
                assert words
                assert not re.search(r"\b(the|those|that|with)\b", words), words
