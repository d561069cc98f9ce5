"""Programs that use the API on behalf of an organisation, their public keys and their tokens. ADR 19."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.clock import now
from core.models import PublicModel
from organisations.models.organisation import Organisation
from organisations.rules import scopes_for

SLOTS = (1, 2)
"""A client has a key, and while it is being replaced another one."""
SLOWEST, FASTEST = 1, 60_000


class ApiClient(PublicModel):
    """A program that uses the API on behalf of an organisation. Its public id is its `client_id`; it has no secret."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", related_name="api_clients", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=100, help_text="Naam van de toepassing, zoals: ECD van De Linde.")
    purpose = models.CharField(
        "doel",
        max_length=200,
        validators=[MinLengthValidator(10)],
        help_text="Waarvoor de gegevens worden gebruikt (AVG artikel 5). Dit staat bij elke inzage in het spoor.",
    )
    scopes = models.JSONField("toegang tot", default=list, blank=True)
    rate_per_minute = models.PositiveIntegerField(
        "verzoeken per minuut",
        default=600,
        validators=[MinValueValidator(SLOWEST), MaxValueValidator(FASTEST)],
    )
    outside_id = models.CharField(
        "kenmerk bij een andere uitgever",
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text="Het client_id bij de uitgever van tokens in de instellingen. Leeg: alleen tokens van hier.",
    )
    blocked_at = models.DateTimeField("geblokkeerd", null=True, blank=True, editable=False)
    made_at = models.DateTimeField("gemaakt", default=now, editable=False)
    last_used_at = models.DateTimeField("laatst gebruikt", null=True, editable=False)

    audited_values = frozenset(
        {"organisation", "name", "purpose", "scopes", "rate_per_minute", "outside_id", "blocked_at"}
    )

    class Meta:
        verbose_name = "API-client"
        verbose_name_plural = "API-clients"
        ordering = ["organisation__name", "name"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_apiclient_name",
                fields=["organisation", "name"],
                violation_error_message="Deze organisatie heeft al een API-client met deze naam.",
                violation_error_code="api_client_name",
            ),
            models.CheckConstraint(
                name="organisations_apiclient_purpose",
                condition=~Q(purpose=""),
                violation_error_message="Vul in waarvoor de gegevens worden gebruikt.",
                violation_error_code="no_purpose",
            ),
            models.CheckConstraint(
                name="organisations_apiclient_rate",
                condition=Q(rate_per_minute__gte=SLOWEST, rate_per_minute__lte=FASTEST),
                violation_error_message="Kies een aantal verzoeken van 1 tot en met 60.000 per minuut.",
                violation_error_code="rate",
            ),
            models.CheckConstraint(
                name="organisations_apiclient_outside_id",
                condition=~Q(outside_id=""),
                violation_error_message="Een kenmerk bij een andere uitgever is niet leeg.",
                violation_error_code="outside_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Scopes are of the table, and fit the kind of organisation."""
        self.outside_id = self.outside_id or None
        allowed = scopes_for(self.organisation.kind) if self.organisation_id else []
        if not self.scopes:
            raise ValidationError({"scopes": ValidationError("Kies waartoe de client toegang heeft.", code="scopes")})
        if not isinstance(self.scopes, list) or not all(scope in allowed for scope in self.scopes):
            raise ValidationError(
                {"scopes": ValidationError("Deze toegang past niet bij dit soort organisatie.", code="scope_kind")}
            )


class ApiKey(PublicModel):
    """A public key of a client. The private one never leaves whoever runs the client."""

    client = models.ForeignKey(ApiClient, verbose_name="API-client", related_name="keys", on_delete=models.CASCADE)
    slot = models.PositiveSmallIntegerField("plaats", editable=False)
    pem = models.TextField("publieke sleutel", editable=False)
    fingerprint = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    added_at = models.DateTimeField("toegevoegd", default=now, editable=False)
    last_used_at = models.DateTimeField("laatst gebruikt", null=True, editable=False)

    audited_values = frozenset({"client", "fingerprint"})

    class Meta:
        verbose_name = "publieke sleutel"
        verbose_name_plural = "publieke sleutels"
        ordering = ["client", "added_at"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_apikey_slot",
                fields=["client", "slot"],
                violation_error_message="Deze client heeft al twee sleutels. Haal er eerst een weg.",
                violation_error_code="too_many_keys",
            ),
            models.CheckConstraint(
                name="organisations_apikey_slots",
                condition=Q(slot__in=SLOTS),
                violation_error_message="Deze client heeft al twee sleutels. Haal er eerst een weg.",
                violation_error_code="key_slot",
            ),
            models.CheckConstraint(
                name="organisations_apikey_public",
                condition=Q(pem__startswith="-----BEGIN PUBLIC KEY-----"),
                violation_error_message="Hier hoort alleen een publieke sleutel.",
                violation_error_code="not_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint[:16]}…"


class ApiToken(models.Model):
    """A token with which a client asks. Only its digest is kept: whoever reads this table has no token."""

    client = models.ForeignKey(ApiClient, verbose_name="API-client", related_name="tokens", on_delete=models.CASCADE)
    key = models.ForeignKey(ApiKey, verbose_name="sleutel", related_name="tokens", on_delete=models.CASCADE)
    digest = models.CharField("vingerafdruk", max_length=64, unique=True)
    scopes = models.JSONField("toegang tot", default=list)
    issued_at = models.DateTimeField("uitgegeven", default=now)
    expires_at = models.DateTimeField("geldig tot", db_index=True)

    class Meta:
        verbose_name = "token"
        verbose_name_plural = "tokens"
        constraints = [
            models.CheckConstraint(
                name="organisations_apitoken_order",
                condition=Q(expires_at__gt=F("issued_at")),
                violation_error_message="Een token eindigt later dan het begint.",
                violation_error_code="token_order",
            )
        ]

    def __str__(self) -> str:
        return f"Token van {self.client}"


class ApiAssertion(models.Model):
    """The `jti` of a signed assertion that was used, so that nobody uses it again (RFC 7523 par. 3.7)."""

    client = models.ForeignKey(ApiClient, verbose_name="API-client", related_name="+", on_delete=models.CASCADE)
    digest = models.CharField("vingerafdruk van het jti", max_length=64)
    expires_at = models.DateTimeField("te bewaren tot", db_index=True)

    class Meta:
        verbose_name = "gebruikte assertion"
        verbose_name_plural = "gebruikte assertions"
        constraints = [
            models.UniqueConstraint(
                name="organisations_apiassertion_once",
                fields=["client", "digest"],
                violation_error_message="Deze assertion is al gebruikt.",
                violation_error_code="assertion_used",
            )
        ]

    def __str__(self) -> str:
        return f"Assertion van {self.client}"
