"""The rules of requirements for machines: per kind what a value looks like, as JSON Schema, with an example."""

from dataclasses import fields
from typing import Any, Final

from products.enums import RuleKind
from products.rules import PARAMETERS, sentence
from products.rules.readers import OneOf, Reader, SomeOf, Whole

Schema = dict[str, Any]
A_NUMBER: Final = 6
"""For examples; what a product really demands stands in its requirements."""


def rule_value_schema() -> Schema:
    """What `regelWaarde` can be: one of the kinds of `regel`, or null without a rule."""
    return {"anyOf": [*(schema_of(kind) for kind in RuleKind), {"type": "null"}]}


def schema_of(kind: RuleKind) -> Schema:
    """What the value of this kind of rule is. It takes exactly what `products.rules.parse` takes."""
    parts = {part.name: part.metadata for part in fields(PARAMETERS[kind])}
    example = {name: _example(part["reader"]) for name, part in parts.items()}
    return {
        "title": kind.value,
        "description": f"{kind.label}. Zo betekent het voorbeeld: {sentence(kind, example)}.",
        "type": "object",
        "properties": {name: _of(part["reader"]) | {"description": part["label"]} for name, part in parts.items()},
        "required": list(parts),
        "additionalProperties": False,
        "examples": [example],
    }


def _of(reader: Reader) -> Schema:
    match reader:
        case Whole(least, most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case OneOf(choices):
            return {"type": "string", "enum": list(choices)}
        case SomeOf(choices):
            named = {"type": "string", "enum": list(choices)}
            return {"type": "array", "items": named, "minItems": 1, "uniqueItems": True}
    return {"type": "boolean"}


def _example(reader: Reader) -> Any:
    match reader:
        case Whole(least, most):
            return max(least, min(A_NUMBER, most))
        case OneOf(choices):
            return next(iter(choices))
        case SomeOf(choices):
            return list(choices)[:2]
    return True
