from django.db import models


class Sex(models.TextChoices):
    """Sex as iWmo 3.2 codes it (COD046)."""

    UNKNOWN = "0", "Onbekend"
    MALE = "1", "Man"
    FEMALE = "2", "Vrouw"


class Relation(models.TextChoices):
    """What somebody is to the client (iWmo 3.2, COD472)."""

    CURATOR = "03", "Curator"
    PARENT = "10", "Ouder"
    PARTNER = "12", "Partner"
    ADMINISTRATOR = "14", "Bewindvoerder"
    MENTOR = "15", "Mentor"
    CHILD = "16", "Zoon of dochter"
    RELATIVE = "17", "Ander familielid"
    HOUSEMATE = "18", "Gezinslid"
    NEIGHBOUR = "19", "Buur"
    FRIEND = "20", "Vriend of kennis"
    CLIENT_SUPPORTER = "21", "Cliëntondersteuner"


class Representation(models.TextChoices):
    """On what ground somebody may decide for the client (iWmo 3.2, WJ003; Wmo 2015 art. 1.1.1)."""

    NONE = "", "Vertegenwoordigt de cliënt niet"
    GUARDIANSHIP = "06", "Voogdij"
    ADMINISTRATION = "07", "Bewind"
    MENTORSHIP = "08", "Mentorschap"
    CURATORSHIP = "09", "Curatele"
    AGENT = "10", "Zaakwaarneming"


class Frequency(models.TextChoices):
    """How often a volume counts (iWmo 3.2, WMO757). A dagdeel per day does not occur."""

    WEEK = "2", "per week"
    MONTH = "4", "per maand"
    TOTAL = "6", "in de hele periode"


class StopReason(models.TextChoices):
    """Why an allocation ends (iWmo 3.2, WMO588)."""

    DEATH = "02", "De cliënt is overleden"
    AS_PLANNED = "19", "Volgens plan"
    TEMPORARY = "20", "Tijdelijk"
    BY_CLIENT = "21", "Op verzoek van de cliënt"
    BY_PROVIDER = "22", "Op verzoek van de aanbieder"
    EARLY_IN_AGREEMENT = "23", "Eerder, in overleg"
    MOVED = "31", "Verhuizing"
    BY_MUNICIPALITY = "36", "Op verzoek van de gemeente"
    CHANGE = "37", "Wijziging van de zorg"
    OTHER_PROVIDER = "38", "Andere aanbieder"
    OTHER_DOMAIN = "39", "Naar een ander domein, zoals de Wlz"


class BsnSearchReason(models.TextChoices):
    """Why somebody looks a client up by BSN; stands in the trail."""

    NOTIFICATION = "notification", "Nieuwe melding: bestaat er al een dossier?"
    CONTACT = "contact", "Contact met de cliënt of het cliëntsysteem"
    MESSAGE = "message", "Bericht van een aanbieder of gemeente verwerken"
    CORRECTION = "correction", "Gegevens controleren of verbeteren"


class AllocationFilter(models.TextChoices):
    """What the client list can be narrowed to."""

    RUNNING = "loopt", "Loopt nu"
    EXPIRING = "loopt-af", "Loopt binnenkort af"
    COMING = "begint", "Begint nog"
    ENDED = "afgelopen", "Afgelopen"
    WITHOUT = "zonder", "Zonder toewijzing"
