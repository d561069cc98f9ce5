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


class Channel(models.TextChoices):
    """How something reached somebody."""

    LETTER = "letter", "Brief"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Telefoon"
    DESK = "desk", "Aan het loket"
    HOME = "home", "Gesprek thuis"
    WEBSITE = "website", "Website van de gemeente"


class CaseOrigin(models.TextChoices):
    """Why there is a case."""

    NOTIFICATION = "notification", "Melding"
    REASSESSMENT = "reassessment", "Heronderzoek"
    MOVE = "move", "Verhuizing"


class CaseStatus(models.TextChoices):
    """How far a case has come, in the order of the law (Wmo 2015 art. 2.3.2 to 2.3.5)."""

    NOTIFIED = "notified", "Melding"
    INVESTIGATION = "investigation", "Onderzoek"
    REPORTED = "reported", "Verslag"
    APPLIED = "applied", "Aanvraag"
    DECIDED = "decided", "Besluit"
    ENDED = "ended", "Beëindigd"


class Notifier(models.TextChoices):
    """Who made the notification (melding): by or on behalf of the client (Wmo 2015 art. 2.3.2 par. 1)."""

    CLIENT = "client", "De cliënt zelf"
    MEMBER = "member", "Iemand uit het cliëntsysteem"
    PROFESSIONAL = "professional", "Huisarts of andere professional"
    MUNICIPALITY = "municipality", "Een gemeente"
    OTHER = "other", "Iemand anders"


class Information(models.TextChoices):
    """What the municipality must tell, each with the paragraph of Wmo 2015 art. 2.3.2."""

    RECEIPT = "receipt", "Ontvangst van de melding bevestigd"
    PERSONAL_PLAN = "personal_plan", "Verteld dat een persoonlijk plan mag"
    CLIENT_SUPPORT = "client_support", "Gratis cliëntondersteuning aangeboden aan de cliënt"
    CARER_SUPPORT = "carer_support", "Gratis cliëntondersteuning aangeboden aan de mantelzorger"
    PERSONAL_BUDGET = "personal_budget", "Uitgelegd hoe een persoonsgebonden budget werkt"


class Topic(models.TextChoices):
    """What the investigation is about: Wmo 2015 art. 2.3.2 par. 4, under a to g."""

    NEEDS = "a", "Behoeften, persoonskenmerken en voorkeuren"
    OWN_STRENGTH = "b", "Eigen kracht en gebruikelijke hulp"
    NETWORK = "c", "Mantelzorg en hulp uit het netwerk"
    CARER = "d", "Wat de mantelzorger nodig heeft"
    GENERAL_PROVISION = "e", "Algemene voorzieningen"
    COOPERATION = "f", "Samen met zorg, jeugd, onderwijs, welzijn, wonen, werk en inkomen"
    CONTRIBUTION = "g", "Eigen bijdrage"


class PresentAs(models.TextChoices):
    """As what somebody takes part in the conversation of the investigation."""

    CLIENT = "client", "Cliënt"
    CARER = "carer", "Mantelzorger"
    REPRESENTATIVE = "representative", "Vertegenwoordiger"
    SUPPORTER = "supporter", "Cliëntondersteuner"
    CASE_WORKER = "case_worker", "Consulent"
    OTHER = "other", "Iemand anders"


class IdentityDocument(models.TextChoices):
    """With what the client proved who they are (Wmo 2015 art. 2.3.4; Wet op de identificatieplicht art. 1)."""

    PASSPORT = "passport", "Paspoort"
    IDENTITY_CARD = "identity_card", "Identiteitskaart"
    RESIDENCE_PERMIT = "residence_permit", "Verblijfsdocument"
    DRIVING_LICENCE = "driving_licence", "Rijbewijs"


class SupportAnswer(models.TextChoices):
    """What somebody said to the offer of independent support."""

    WANTED = "wanted", "Wil dat graag"
    DECLINED = "declined", "Hoeft niet"
    LATER = "later", "Weet het nog niet"


class ProfileAnswer(models.TextChoices):
    """Whether a trait of the client profile is there."""

    YES = "yes", "Ja"
    NO = "no", "Nee"
    UNKNOWN = "unknown", "Weet ik niet"


class ProfileFit(models.TextChoices):
    """How well a product fits a client, by the client requirements of its version."""

    FITS = "fits", "Past"
    PARTLY = "partly", "Past voor een deel"
    UNKNOWN = "unknown", "Nog niet te zeggen"
    NOT = "not", "Past niet"
    NO_PROFILE = "no_profile", "Geen profiel"


class Outcome(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", "Toegekend"
    REFUSED = "refused", "Afgewezen"


class DecisionKind(models.TextChoices):
    """An ordinary decision, or the temporary one of the urgent route."""

    ORDINARY = "ordinary", "Besluit op de aanvraag"
    URGENT = "urgent", "Tijdelijk besluit met spoed"
    REVISED = "revised", "Herzien besluit"


class AmendmentGround(models.TextChoices):
    """On what ground a decision is revised or withdrawn: Wmo 2015 art. 2.3.10 par. 1, under a to e."""

    WRONG_INFORMATION = "a", "De cliënt gaf onjuiste of onvolledige gegevens (onder a)"
    NOT_NEEDED = "b", "De cliënt heeft de ondersteuning niet langer nodig (onder b)"
    INSUFFICIENT = "c", "De ondersteuning is niet meer toereikend (onder c)"
    CONDITIONS = "d", "De cliënt voldoet niet aan de voorwaarden (onder d)"
    NOT_USED = "e", "De cliënt gebruikt de ondersteuning niet, of voor iets anders (onder e)"


class DeliveryForm(models.TextChoices):
    """In which form support is given (Wmo 2015 art. 2.3.5 and 2.3.6)."""

    IN_KIND = "in_kind", "Zorg in natura"
    PERSONAL_BUDGET = "personal_budget", "Persoonsgebonden budget (pgb)"


class CaseEnd(models.TextChoices):
    """Why a case ends without a decision."""

    WITHDRAWN = "withdrawn", "Ingetrokken door de cliënt"
    NO_APPLICATION = "no_application", "Geen aanvraag na het onderzoek"
    DEATH = "death", "De cliënt is overleden"
    MOVED = "moved", "De cliënt is verhuisd"


class LetterKind(models.TextChoices):
    """Which letter the client gets."""

    RECEIPT = "receipt", "Bevestiging van de melding"
    REPORT = "report", "Verslag van het onderzoek"
    DECISION = "decision", "Besluit"
    REVISION = "revision", "Herziening van het besluit"
    WITHDRAWAL = "withdrawal", "Intrekking van het besluit"


class TermKind(models.TextChoices):
    """Terms set by law; how long each is stands in the dated table of legal terms."""

    PERSONAL_PLAN = "personal_plan", "Persoonlijk plan inleveren"
    INVESTIGATION = "investigation", "Onderzoek afronden"
    DECISION = "decision", "Besluiten op de aanvraag"
    URGENT = "urgent", "Met spoed besluiten"
    OBJECTION = "objection", "Bezwaar maken"
    COPY = "copy", "Kopie van het dossier geven"
    CORRECTION = "correction", "Gegevens corrigeren op verzoek"
    DESTRUCTION = "destruction", "Gegevens vernietigen op verzoek"
    RETENTION = "retention", "Dossier bewaren"


class TermUnit(models.TextChoices):
    """In what a term is counted."""

    DAYS = "days", "dagen"
    WEEKS = "weeks", "weken"
    MONTHS = "months", "maanden"
    YEARS = "years", "jaar"


class SuspensionGround(models.TextChoices):
    """On what ground a term stands still (Awb art. 4:15)."""

    INCOMPLETE = "incomplete", "Gegevens ontbreken; de cliënt is gevraagd om aan te vullen (Awb 4:15 lid 1 onder a)"
    CONSENT = "consent", "De cliënt stemde schriftelijk in met uitstel (Awb 4:15 lid 2 onder a)"
    CLIENT_DELAY = "client_delay", "De vertraging komt door de cliënt (Awb 4:15 lid 2 onder b)"
    FORCE_MAJEURE = "force_majeure", "Overmacht (Awb 4:15 lid 2 onder c)"


class ChangeReason(models.TextChoices):
    """Why the municipality changes an allocation (iWmo 3.2, WMO002; 01 has expired)."""

    DEATH = "02", "De cliënt is overleden"
    CONTRACT = "03", "Wijziging van het contract"
    EXTENDED = "04", "Verlenging"
    SHORTENED = "05", "Verkorting"
    OTHER_DOMAIN = "06", "Naar een ander domein, zoals de Wlz"
    MOVED = "07", "Verhuizing"
    DELIVERY_FORM = "08", "Andere leveringsvorm"
    OTHER_PROVIDER = "09", "Andere aanbieder"
    FUNDING = "10", "Andere bekostiging"
    REORGANISATION = "11", "Gemeentelijke herindeling"
    BY_PROVIDER = "12", "Op verzoek van de aanbieder"
    REMOVED = "13", "Toewijzing verwijderd"
    CORRECTION = "14", "Administratieve correctie"


class ImportStatus(models.TextChoices):
    """How far an import of clients from a spreadsheet has come."""

    UPLOADED = "uploaded", "Wacht op de controle"
    CHECKING = "checking", "Wordt gecontroleerd"
    REFUSED = "refused", "Er staan fouten in"
    CHECKED = "checked", "Gecontroleerd, nog niet geïmporteerd"
    CONFIRMED = "confirmed", "Wacht op het importeren"
    IMPORTING = "importing", "Wordt geïmporteerd"
    DONE = "done", "Geïmporteerd"
    FAILED = "failed", "Mislukt"
    CANCELLED = "cancelled", "Gestopt"
    EXPIRED = "expired", "Verlopen"


class OpeningGround(models.TextChoices):
    """On what ground somebody opened a file that is not among the own clients."""

    BREAK_GLASS = "break_glass", "Noodtoegang zonder behandelrelatie"
    SUPERVISION = "supervision", "Toezicht (Wmo 2015 art. 6.1)"
    EMERGENCY = "emergency", "Technische noodsituatie"


class Verdict(models.TextChoices):
    """What the reviewer of an opening says of it."""

    JUSTIFIED = "justified", "Terecht"
    UNJUSTIFIED = "unjustified", "Niet terecht"


class SignalKind(models.TextChoices):
    """Why the access of somebody to files on a day is conspicuous."""

    VOLUME = "volume", "Veel dossiers"
    OWN_NAME = "own_name", "Eigen achternaam"
    OUTSIDE_HOURS = "outside_hours", "Buiten werktijd"
    OPENED = "opened", "Geopend met een reden"
    REFUSED = "refused", "Inloggen geweigerd"


class SignalParameter(models.TextChoices):
    """What the municipality set for when access is conspicuous."""

    VOLUME_FLOOR = "volume_floor", "Meer dan zoveel dossiers op een dag"
    VOLUME_FACTOR = "volume_factor", "Meer dan zoveel keer wat gewoon is voor die persoon"
    HOUR_FROM = "hour_from", "Werktijd begint om (uur)"
    HOUR_UNTIL = "hour_until", "Werktijd eindigt om (uur)"
    REFUSED_FLOOR = "refused_floor", "Meer dan zoveel keer geweigerd op een dag"


class ChosenBy(models.TextChoices):
    """Who chose the provider of an allocation."""

    CLIENT = "client", "De cliënt"
    REPRESENTATIVE = "representative", "De vertegenwoordiger van de cliënt"
    MUNICIPALITY = "municipality", "De gemeente: de cliënt had geen voorkeur"
    NO_ROOM = "no_room", "De gemeente: bij de aanbieder van voorkeur was geen plaats"


class RightsKind(models.TextChoices):
    """What a client may ask about the own file."""

    COPY = "copy", "Kopie van het dossier"
    CORRECTION = "correction", "Correctie"
    DESTRUCTION = "destruction", "Vernietiging"


class RequestedBy(models.TextChoices):
    """Who asks."""

    CLIENT = "client", "De cliënt zelf"
    REPRESENTATIVE = "representative", "Een vertegenwoordiger"


class RightsOutcome(models.TextChoices):
    """The answer to a request."""

    GRANTED = "granted", "Toegewezen"
    PARTLY = "partly", "Voor een deel toegewezen"
    REFUSED = "refused", "Afgewezen"
    WITHDRAWN = "withdrawn", "Ingetrokken door de aanvrager"


class RefusalGround(models.TextChoices):
    """Why a request is refused, wholly or for a part; `rules.rights` says which fits which kind of request."""

    INTEREST_OF_OTHER = "interest_of_other", "De gegevens zijn van groot belang voor iemand anders"
    LAW = "law", "Een wet verbiedt dat wij de gegevens vernietigen"
    PRIVACY_OF_OTHER = "privacy_of_other", "De gegevens gaan ook over iemand anders"
    DATA_CORRECT = "data_correct", "De gegevens kloppen"
    JUDGEMENT = "judgement", "Het gaat om een oordeel van een deskundige"
    TOO_YOUNG = "too_young", "De cliënt is jonger dan 12 jaar"
    UNABLE = "unable", "De cliënt kan dit niet zelf beoordelen"
    NOT_ENTITLED = "not_entitled", "De aanvrager mag niet namens de cliënt vragen"


class CaseWork(models.TextChoices):
    """Kinds of work of a case worker, in the order of the work list."""

    TERM = "term", "Termijnen van lopende aanvragen"
    RECEIPT = "receipt", "Meldingen nog te bevestigen"
    REPORT = "report", "Verslagen te maken"
    DECISION = "decision", "Besluiten te nemen"
    TO_ALLOCATE = "to_allocate", "Toegekend, nog niet toegewezen"
    STOPPED = "stopped", "Levering gestopt, toewijzing loopt nog"
    MOVE = "move", "Verhuizingen over te nemen"
    REASSESSMENT = "reassessment", "Heronderzoek binnen zes weken"
