from organisations.models.api_client import ApiAssertion, ApiClient, ApiKey, ApiToken
from organisations.models.calendar_feed import CalendarFeed
from organisations.models.mail import Mail, MailPreference
from organisations.models.membership import Membership
from organisations.models.organisation import (
    CareProvider,
    Location,
    Municipality,
    Organisation,
    Partner,
    Region,
    Supervisor,
)
from organisations.models.professional import Employment, Professional
from organisations.models.qualification import (
    PersonalCareCompetence,
    Qualification,
    TargetGroup,
    TargetGroupExperience,
)
from organisations.models.webhook import WebhookDelivery, WebhookSubscription

__all__ = [
    "ApiAssertion",
    "ApiClient",
    "ApiKey",
    "ApiToken",
    "CalendarFeed",
    "CareProvider",
    "Employment",
    "Location",
    "Mail",
    "MailPreference",
    "Membership",
    "Municipality",
    "Organisation",
    "Partner",
    "PersonalCareCompetence",
    "Professional",
    "Qualification",
    "Region",
    "Supervisor",
    "TargetGroup",
    "TargetGroupExperience",
    "WebhookDelivery",
    "WebhookSubscription",
]
