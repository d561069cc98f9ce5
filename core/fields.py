"""Model fields whose value is encrypted in the database, and the index that finds a row by such a value.

A field's context ('clients.Person.bsn') is bound to every value it stores. Renaming the model or the
field therefore needs `context=` with the old name, or a data migration.
"""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable, Expression
from django.db.models.signals import pre_save
from django.dispatch import receiver

from core.crypto import blind_index, decrypt, encrypt

SetT_contra = TypeVar("SetT_contra", contravariant=True)
GetT_co = TypeVar("GetT_co", covariant=True)


class EncryptedTextField(models.TextField[SetT_contra, GetT_co]):
    """Text that the database holds only as a token; rows read and write the plain text.

    No value and the empty text stay as they are. It cannot be searched or compared in the database, for
    each token is different: every lookup but `isnull` raises FieldError. To find a row, put a
    BlindIndexField beside it. A value that is saved again moves to the newest key.
    """

    _pyi_private_set_type: str | Combinable
    _pyi_private_get_type: str

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self.fixed_context = context
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        """The name that is bound to each value of this field."""
        return self.fixed_context or f"{self.model._meta.label}.{self.name}"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            hint = "Put unique or db_index on a BlindIndexField beside it."
            errors.append(
                checks.Error("Each token differs, so an index on it is of no use.", hint=hint, obj=self, id="core.E002")
            )
        return errors

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.fixed_context:
            kwargs["context"] = self.fixed_context
        return name, path, list(args), dict(kwargs)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"'{self.name}' is encrypted, so '{lookup_name}' cannot work on it. "
                "Look up its BlindIndexField, or use isnull."
            )
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        text = self._to_text(value)
        return encrypt(text, self.context) if text else text

    def from_db_value(self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> Any:
        return self._from_text(decrypt(value, self.context)) if value else value

    def _to_text(self, value: Any) -> str | None:
        return value if value is None else str(value)

    def _from_text(self, text: str) -> Any:
        return text


class EncryptedJSONField(EncryptedTextField[SetT_contra, GetT_co]):
    """A JSON value that the database holds only as a token. None is stored as NULL."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_python(self, value: Any) -> Any:
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            json.dumps(value)
        except (TypeError, ValueError):
            # `from None`: the cause names the value.
            raise ValidationError("Deze gegevens kunnen niet worden bewaard.", code="invalid_json") from None

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})

    def _to_text(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def _from_text(self, text: str) -> Any:
        return json.loads(text)


class BlindIndexField(models.CharField[SetT_contra, GetT_co]):
    """The keyed hash of another field of the same model, by which a row can be found and kept unique.

    It fills itself when the row is checked and when it is saved. Without a value in the source it is
    NULL, so several rows without a value may stand side by side in a unique index.
    `QuerySet.update` and `bulk_update` do not fill it: only save the source through `save`.
    """

    # Always nullable, also where `null` is not written.
    _pyi_private_set_type: str | Combinable | None  # type: ignore[assignment]
    _pyi_private_get_type: str | None  # type: ignore[assignment]

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs["max_length"] = 64
        kwargs["null"] = True
        kwargs["editable"] = False
        # A check of the whole row skips blank fields without a value, and this one gets its value there.
        kwargs["blank"] = False
        kwargs.setdefault("db_index", not kwargs.get("unique", False))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        fixed = {"max_length", "null", "editable"}
        kept = {key: value for key, value in kwargs.items() if key not in fixed}
        kept |= {"source": self.source, "db_index": self.db_index}  # type: ignore[attr-defined]
        return name, path, list(args), kept

    def index_of(self, text: str) -> str:
        """What this field holds for a row whose source is `text`."""
        field = self.model._meta.get_field(self.source)
        context = getattr(field, "context", None) or f"{self.model._meta.label}.{self.source}"
        return blind_index(text, context)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        # Not the given value: the check for uniqueness that follows needs the one that will be saved.
        return value if model_instance is None else self._of(model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django calls it so
        value = self._of(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def _of(self, row: models.Model) -> str | None:
        if self.source in row.get_deferred_fields():
            # The source was not read, so it did not change: do not fetch it only to hash it again.
            current: str | None = getattr(row, self.attname)
            return current
        text = getattr(row, self.source)
        return self.index_of(str(text)) if text else None


def blind_index_of(model: type[models.Model], name: str, text: str) -> str:
    """The value to filter `model` on: `filter(bsn_index=blind_index_of(Person, "bsn_index", bsn))`."""
    field = model._meta.get_field(name)
    if not isinstance(field, BlindIndexField):
        raise FieldError(f"'{name}' of {model._meta.label} is not a BlindIndexField.")
    return field.index_of(text)


def with_blind_indexes(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """`names` and the indexes of those among them that have one: the full `update_fields` of a save."""
    given = set(names)
    fields = model._meta.concrete_fields
    return given | {f.name for f in fields if isinstance(f, BlindIndexField) and f.source in given}


@receiver(pre_save)
def _refuse_stale_index(
    sender: type[models.Model], update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    # A saved source with an old index would make the row impossible to find, and nobody would notice.
    if not update_fields:
        return
    missing = with_blind_indexes(sender, update_fields) - set(update_fields)
    if missing:
        raise FieldError(f"{sender._meta.label}: also save {', '.join(sorted(missing))}.")
