from django.db import models


class PlanStatus(models.TextChoices):
    """Where a version of a plan stands. `transitions.py` says what may follow what."""

    DRAFT = "draft", "Concept"
    AGREED = "agreed", "Vastgesteld"
    IN_EXECUTION = "in_execution", "In uitvoering"
    ENDED = "ended", "Beëindigd"

    @classmethod
    def still_open(cls) -> list["PlanStatus"]:
        """Those in which something is still to be done."""
        return [cls.DRAFT, cls.AGREED, cls.IN_EXECUTION]


class GoalDomain(models.TextChoices):
    """What a goal is about: the aims that the product sheet of Duurzaam names in its assignment."""

    STRUCTURE = "structure", "Dag- en weekstructuur"
    ACTIVITIES = "activities", "Deelnemen aan activiteiten"
    DAILY_LIVING = "daily_living", "Dagelijkse handelingen"
    SOCIAL_CONTACTS = "social_contacts", "Contact met anderen"
    MENTAL_WELLBEING = "mental_wellbeing", "Psychisch welbevinden"
    SUPERVISION_PROXIMITY = "supervision_proximity", "Toezicht en nabijheid"


class Per(models.TextChoices):
    """The span in which an activity happens a number of times."""

    DAGDEEL = "dagdeel", "per dagdeel"
    DAY = "day", "per dag"
    WEEK = "week", "per week"
    MONTH = "month", "per maand"


class Weekday(models.IntegerChoices):
    """A day of the week, numbered as ISO 8601 does."""

    MONDAY = 1, "maandag"
    TUESDAY = 2, "dinsdag"
    WEDNESDAY = 3, "woensdag"
    THURSDAY = 4, "donderdag"
    FRIDAY = 5, "vrijdag"
    SATURDAY = 6, "zaterdag"
    SUNDAY = 7, "zondag"


class Dagdeel(models.TextChoices):
    """A part of a day: at most four hours on end (iWmo 3.2, unit 16)."""

    MORNING = "morning", "ochtend"
    AFTERNOON = "afternoon", "middag"
    EVENING = "evening", "avond"


class Party(models.TextChoices):
    """The two sides that agree a plan (product sheet Duurzaam, demands on content, point 1)."""

    CLIENT = "client", "Cliënt of cliëntsysteem"
    PROFESSIONAL = "professional", "Professional"


class AgreedAs(models.TextChoices):
    """As what somebody agreed."""

    CLIENT = "client", "Cliënt"
    REPRESENTATIVE = "representative", "Vertegenwoordiger"
    SYSTEM_MEMBER = "system_member", "Lid van het cliëntsysteem"
    RESPONSIBLE = "responsible", "Eindverantwoordelijke professional"


class GivenHow(models.TextChoices):
    """How an agreement was given."""

    ON_SCREEN = "on_screen", "Op het scherm"
    ON_PAPER = "on_paper", "Op papier"


class WhyNotClient(models.TextChoices):
    """Why somebody else than the client agreed. Who cannot decide is represented (Wmo 2015 art. 1.1.1)."""

    ASKED = "asked", "De cliënt vroeg deze persoon om akkoord te geven"
    CANNOT = "cannot", "De cliënt kan hier niet zelf over beslissen"
    REFUSES = "refuses", "De cliënt wil niet akkoord gaan"


class AgreementEnd(models.TextChoices):
    """Why an agreement does not stand any more."""

    WITHDRAWN = "withdrawn", "Ingetrokken"
    CHANGED = "changed", "Vervallen, want het concept is daarna gewijzigd"


class Progress(models.TextChoices):
    """How far a goal has come at an evaluation."""

    REACHED = "reached", "Bereikt"
    BETTER = "better", "Vooruitgang"
    SAME = "same", "Gelijk gebleven"
    WORSE = "worse", "Achteruitgang"


class WmoFit(models.TextChoices):
    """Whether the need for support still fits the Wmo (product sheet Duurzaam, assignment)."""

    YES = "yes", "Ja"
    DOUBT = "doubt", "Twijfel"
    NO = "no", "Nee"


class ParticipantKind(models.TextChoices):
    """Who takes part in an evaluation."""

    CLIENT = "client", "Cliënt"
    REPRESENTATIVE = "representative", "Vertegenwoordiger"
    SYSTEM_MEMBER = "system_member", "Lid van het cliëntsysteem"
    PROFESSIONAL = "professional", "Professional"
    REFERRER = "referrer", "Verwijzer of consulent"


class WorkKind(models.TextChoices):
    """Why something stands on the work list."""

    EVALUATION_OVERDUE = "evaluation_overdue", "Evaluatie te laat"
    EVALUATION_SOON = "evaluation_soon", "Evaluatie binnen zes weken"
    EVALUATION_OPEN = "evaluation_open", "Evaluatie nog niet afgerond"
    WITHOUT_PLAN = "without_plan", "Toewijzing zonder plan"
    DRAFT = "draft", "Plan in concept"
    WAITS_FOR_AGREEMENT = "waits_for_agreement", "Plan wacht op akkoord"
    LAPSED = "lapsed", "Geen bevoegde eindverantwoordelijke"
    LAPSE_AHEAD = "lapse_ahead", "Eindverantwoordelijke valt binnenkort weg"
    CLIENT_REFUSES = "client_refuses", "Cliënt gaat niet akkoord"
    WITHOUT_AGREEMENT = "without_agreement", "Plan zonder geldig akkoord"
    NOT_STARTED = "not_started", "Vastgesteld, nog niet gestart"
    ALLOCATION_ENDED = "allocation_ended", "Toewijzing afgelopen, plan loopt nog"
    WITHOUT_TEAM = "without_team", "Nog niemand in het behandelteam"
    REMINDED = "reminded", "Evaluatie in te plannen"
    EVALUATION_ASKED = "evaluation_asked", "Om een evaluatie gevraagd"
    WMO_DOUBT = "wmo_doubt", "Twijfel of de Wmo nog past"
    WLZ_STALLED = "wlz_stalled", "Wlz-traject staat stil"
    WLZ_RUNNING = "wlz_running", "Wlz-traject loopt"
    WLZ_STOP_DELIVERY = "wlz_stop_delivery", "Wlz toegekend: levering stoppen"
    WLZ_END_ALLOCATION = "wlz_end_allocation", "Wlz toegekend: toewijzing beëindigen"


class Recipient(models.TextChoices):
    """Who is told at a rung of the ladder of reminders."""

    RESPONSIBLE = "responsible", "Eindverantwoordelijke professional"
    PLANNER = "planner", "Planner van de aanbieder"
    QUALITY_OFFICER = "quality_officer", "Kwaliteitsfunctionaris van de aanbieder"
    CONTRACT_MANAGER = "contract_manager", "Contractmanager van de gemeente"


class Respondent(models.TextChoices):
    """Who is asked beforehand how it goes (product sheet Duurzaam, demands on professionals)."""

    CLIENT = "client", "Cliënt"
    CARER = "carer", "Mantelzorger"
    REFERRER = "referrer", "Verwijzer of consulent"


class AnsweredHow(models.TextChoices):
    """How somebody answered."""

    ON_PAPER = "on_paper", "Op papier"
    TOGETHER = "together", "Samen ingevuld"


class Satisfaction(models.IntegerChoices):
    """How satisfied somebody is."""

    VERY_DISSATISFIED = 1, "Heel ontevreden"
    DISSATISFIED = 2, "Ontevreden"
    SO_SO = 3, "Gaat wel"
    SATISFIED = 4, "Tevreden"
    VERY_SATISFIED = 5, "Heel tevreden"


class Cooperation(models.IntegerChoices):
    """How well the professionals work together with everybody around the client."""

    VERY_BADLY = 1, "Heel slecht"
    BADLY = 2, "Slecht"
    SO_SO = 3, "Gaat wel"
    WELL = 4, "Goed"
    VERY_WELL = 5, "Heel goed"


class Asker(models.TextChoices):
    """Who asks for an evaluation before it is due."""

    CLIENT = "client", "Cliënt"
    REPRESENTATIVE = "representative", "Vertegenwoordiger"
    SYSTEM_MEMBER = "system_member", "Lid van het cliëntsysteem"
    PROFESSIONAL = "professional", "Professional"
    MUNICIPALITY = "municipality", "Gemeente"
    OTHER = "other", "Iemand anders die betrokken is"


class WlzStepKind(models.TextChoices):
    """A step on the way from the Wmo to the Wlz."""

    CONVERSATION = "conversation", "Gesprek over de Wlz"
    CIZ_APPLICATION = "ciz_application", "Aanvraag bij het CIZ"
    MUNICIPALITY_TOLD = "municipality_told", "Bericht aan de gemeente"
    CIZ_DECISION = "ciz_decision", "Besluit van het CIZ"
    TRANSFER = "transfer", "Overdracht"


class WlzOutcome(models.TextChoices):
    """How a Wlz track ended."""

    STAYS_IN_WMO = "stays_in_wmo", "Blijft in de Wmo"
    GRANTED = "granted", "Wlz toegekend"
    WITHDRAWN = "withdrawn", "Aanvraag ingetrokken"


class Sharing(models.TextChoices):
    """Whether data of the client may go to somebody else (Wmo 2015 art. 5.3.3)."""

    CONSENT = "consent", "Ja, de cliënt gaf toestemming"
    NEEDED = "needed", "Alleen wat nodig is voor de taak van deze persoon"
    NONE = "none", "Nee, de cliënt gaf geen toestemming"


class PlanParameter(models.TextChoices):
    """A number about plans and their week that no product version gives: each row names its source."""

    WLZ_QUIET_DAYS = "wlz_quiet_days", "Dagen zonder stap waarna een Wlz-traject stilstaat"
    LAPSE_DAYS = "lapse_days", "Dagen vooraf waarop te zien is dat een eindverantwoordelijke wegvalt"
    DAGDEEL_LENGTH = "dagdeel_length", "Minuten die een dagdeel hoogstens duurt"
    WEEKS_AHEAD = "weeks_ahead", "Weken vooruit waarvoor de dagdelen van groepen klaarstaan"
    ANSWER_DAYS = "answer_days", "Dagen waarin een aanbieder een bevinding beantwoordt"
    CARE_SCORE = "care_score", "Score vanaf waar iemand persoonlijke verzorging nodig heeft"


class DateKind(models.TextChoices):
    """What a day in somebody's own calendar is about. The words say nothing of whom."""

    EVALUATION = "evaluation", "Uiterste dag: evaluatie van een plan"
    REMINDED = "reminded", "Uiterste dag: evaluatie in het rooster zetten"
    MOMENT = "moment", "Gepland: evaluatie van een plan"
    WLZ_STEP = "wlz_step", "Wlz-traject: tijd voor een stap"
    TERM = "term", "Uiterste dag: wettelijke termijn van een aanvraag"
    REASSESSMENT = "reassessment", "Heronderzoek"
    ALLOCATION_END = "allocation_end", "Laatste dag van een toewijzing"


class PrintKind(models.TextChoices):
    """What of each plan is printed when many are printed together."""

    PLAN = "plan", "Uitvoeringsplan"
    READABLE = "readable", "Leesversie voor de cliënt"
    PICTURES = "pictures", "Plan in plaatjes"


class BatchStatus(models.TextChoices):
    """Where plans that are printed together stand."""

    WAITING = "waiting", "Wordt gemaakt"
    DONE = "done", "Klaar"
    CANCELLED = "cancelled", "Gestopt"
    EXPIRED = "expired", "Verwijderd"


class ItemState(models.TextChoices):
    """What became of one plan among those that are printed together."""

    WAITING = "waiting", "Wacht"
    DONE = "done", "Gemaakt"
    REFUSED = "refused", "Niet toegestaan"
    FAILED = "failed", "Mislukt"
