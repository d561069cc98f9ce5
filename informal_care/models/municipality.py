"""Constraints by which what is part of a person or place is of the same municipality: row security reads its copy."""

from django.db import models

from core.belonging import SameOwner

OTHER_MUNICIPALITY = "Dit hoort bij een andere gemeente."


def of_one_municipality(name: str) -> models.UniqueConstraint:
    """What `same_municipality` rests on: the row together with its municipality."""
    return models.UniqueConstraint(
        name=name,
        fields=["id", "municipality"],
        violation_error_message=OTHER_MUNICIPALITY,
        violation_error_code="other_municipality",
    )


def same_municipality(name: str, through: str) -> SameOwner:
    """The municipality of a row is that of the row at the other end of `through`.

    Who moves to another municipality is registered there anew: what one municipality was told is not the other's.
    """
    return SameOwner(
        name=name,
        through=through,
        owner="municipality",
        violation_error_message=OTHER_MUNICIPALITY,
        violation_error_code="other_municipality",
    )
