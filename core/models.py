"""Abstract base models. The shared kernel has no tables of its own."""

import uuid
from typing import ClassVar

from django.db import models

from core.periods import Period


class PublicModel(models.Model):
    """A row with a page or an API address of its own: its public id says nothing about order or number."""

    public_id = models.UUIDField("kenmerk", default=uuid.uuid4, unique=True, editable=False)

    audited_values: ClassVar[frozenset[str]] = frozenset()
    """Names of the fields whose values may stand in the trail; of all others only the name does."""

    client_path: ClassVar[str | None] = None
    """The way from a row to the client whose file it is part of, as in a query; None when it is no part of one."""

    person_path: ClassVar[str | None] = None
    """The way from a row to somebody who is no client and has a file of their own: an informal carer, a volunteer."""

    row_owners: ClassVar[tuple[str, ...]] = ()
    """Of a model with a `client_path` or `person_path`: the organisations that see a row in the row security of the
    database, as `field` or `rows_that_refer_here__field`. Without one it is seen by who sees the row that it is part
    of."""

    class Meta:
        abstract = True


class DatedModel(models.Model):
    """A row that holds from one day to another, both inclusive; without an end it holds on."""

    starts_on = models.DateField("begindatum")
    ends_on = models.DateField("einddatum", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The days on which this row holds."""
        return Period(self.starts_on, self.ends_on)


class ReferenceModel(models.Model):
    """A row of law, standard or region, about nobody: everybody may read it."""

    class Meta:
        abstract = True
