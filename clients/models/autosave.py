from django.conf import settings
from django.db import models

from clients.models.client import Client
from clients.querysets import AutosaveQuerySet
from core.clock import now
from core.fields import EncryptedJSONField
from core.models import PublicModel
from organisations.models import Organisation


class Autosave(PublicModel):
    """What somebody typed in a form about a client and did not save yet. ADR 15 says why it stands here.

    It belongs to its writer alone, is no part of the file, and goes when the form is saved, when the writer throws it
    away, and after `settings.AUTOSAVE_DAYS`.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="autosaves", on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", related_name="+", editable=False, on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="schrijver", related_name="+", on_delete=models.PROTECT
    )
    form = models.CharField("formulier", max_length=60)
    target = models.UUIDField("waarover")
    content = EncryptedJSONField("ingevuld")
    saved_at = models.DateTimeField("bewaard op", default=now, db_index=True)

    objects = AutosaveQuerySet["Autosave"].as_manager()

    client_path = "client"
    row_owners = ("organisation",)
    is_note_of_writer = True
    audited_values = frozenset({"organisation", "user", "form", "target"})

    class Meta:
        verbose_name = "bewaard concept"
        verbose_name_plural = "bewaarde concepten"
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_autosave_once",
                fields=["user", "organisation", "form", "target"],
                violation_error_message="Er staat al een concept van dit formulier. Laad de pagina opnieuw.",
                violation_error_code="autosave_twice",
            ),
            models.CheckConstraint(
                name="clients_autosave_form",
                condition=~models.Q(form=""),
                violation_error_message="Een concept hoort bij een formulier.",
                violation_error_code="autosave_form",
            ),
        ]

    def __str__(self) -> str:
        return f"Concept van {self.saved_at:%d-%m-%Y}"
