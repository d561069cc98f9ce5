"""What the description of the API gets when it is whole: shared answers, words for every tag and answer, Dutch only."""

from collections.abc import Iterator
from typing import Any, Final

Described = dict[str, Any]

ERROR: Final = "4", "5"


def finish(result: Described, **rest: Any) -> Described:
    """The description with what no operation can say by itself. A hook of the generator."""
    for schema in result["components"]["schemas"].values():
        schema.pop("description", None)  # from a docstring, so for who writes the code
        for field in schema.get("properties", {}).values():
            if field.get("format") == "time":
                field["format"] = "time-local"  # of the clock, without a zone (rule date-time/format)
    tags: dict[str, str] = {}
    shared: dict[str, Described] = {}
    for operation in operations(result):
        tags.setdefault(operation["tags"][0], operation["summary"])
        answers: Described = operation["responses"]
        for parameter in operation.setdefault("parameters", []):
            if parameter["in"] == "path":
                parameter.setdefault("description", "Het kenmerk, zoals het bij ‘uuid’ in de lijst staat.")
        for status, answer in answers.items():
            if status.startswith(ERROR):
                if shared.setdefault(f"Fout{status}", answer) == answer:
                    answers[status] = {"$ref": f"#/components/responses/Fout{status}"}
            elif not answer["description"]:
                answer["description"] = f"{operation['summary']}."
    for path, found in result["paths"].items():
        _link(found, result["paths"].get(f"{path.removesuffix('/_zoek')}/{{uuid}}", {}))
    result["components"]["responses"] = dict(sorted(shared.items()))
    result["tags"] = [{"name": name, "description": f"{words}."} for name, words in sorted(tags.items())]
    return result


def _link(listing: Described, one: Described) -> None:
    """Say that the rows of a list, or of a search, can be asked for one by one."""
    if "get" not in one:
        return
    name = one["get"]["operationId"]
    for operation in listing.values():
        if operation["operationId"].startswith(("list", "search")):
            row = {"operationId": name, "parameters": {"uuid": "$response.body#/resultaten/0/uuid"}}
            operation["responses"]["200"]["links"] = {name: row}


def operations(described: Described) -> Iterator[Described]:
    """Every operation of the description."""
    for path in described["paths"].values():
        yield from path.values()
