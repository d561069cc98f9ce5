"""Execution plans with goals, activities, agreements and evaluations, made by the database itself."""

from collections.abc import Callable

from django.db import connection

from bin.tools.bench.bulk import days_after, insert_select, moment, yes
from bin.tools.bench.data.people import EARLIER
from bin.tools.bench.data.region import PROFESSIONALS
from core.clock import today
from plans.documents import plan_document
from plans.models import (
    Activity,
    Agreement,
    Evaluation,
    EvaluationMoment,
    Goal,
    GoalProgress,
    Participant,
    Plan,
    PlanVersion,
    Responsibility,
)

# Of every twenty allocations one has no plan, three have a draft, one is agreed, one has ended.
STATUS = (
    "CASE WHEN a.id %% 20 < 4 THEN 'draft' WHEN a.id %% 20 = 4 THEN 'agreed' "
    "WHEN a.id %% 20 = 5 THEN 'ended' ELSE 'in_execution' END"
)
IS_AGREED = "a.id %% 20 > 3"
VERSIONS = (
    "plans_planversion v JOIN plans_plan p ON p.id = v.plan_id JOIN clients_allocation a ON a.id = p.allocation_id"
)
THREE = "(SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS three"
TWO = "(SELECT 1 AS n UNION ALL SELECT 2) AS two"

SITUATION = (
    "Woont alleen sinds twee jaar. Heeft moeite met het plannen van de dag en vergeet afspraken. De dochter komt "
    "twee keer per week langs en regelt de administratie. Buiten de deur is er weinig contact met anderen."
)
SUPPORT = "Toezicht in de groep, nabijheid van een begeleider bij het koken en bij nieuwe activiteiten."
STATEMENT = "Over zes maanden begint de dag op vier van de vijf werkdagen om negen uur met een eigen dagplan."
WHY = "Met een vast dagdeel in de groep en een weekkaart lukte dit eerder ook in een drukkere periode."
WORDS = "Ik wil zelf weer weten wat ik vandaag ga doen, zonder dat iemand mij eraan herinnert."
REPORT = (
    "De deelname aan de groep gaat goed. De weekkaart wordt iedere maandag samen ingevuld en thuis gebruikt. In "
    "drukke weken is een extra herinnering nodig. Afgesproken is om de hulp bij het koken af te bouwen."
)


def make_plans(size: int, within: Callable[[float], None]) -> None:
    """A plan for nearly every present allocation, with one version."""
    clock = days_after("a.starts_on", "14")
    insert_select(
        Plan,
        f"clients_allocation a WHERE a.number < {EARLIER} AND a.id %% 20 <> 0",
        allocation_id="a.id",
        clock_starts_on=f"CASE WHEN {IS_AGREED} THEN {clock} END",
        next_evaluation_due_on=f"CASE WHEN {IS_AGREED} THEN {days_after(clock, '182')} END",
    )
    within(0.3)
    insert_select(
        PlanVersion,
        "plans_plan p JOIN clients_allocation a ON a.id = p.allocation_id",
        plan_id="p.id",
        number="1",
        status=STATUS,
        starts_on="a.starts_on",
        ends_on="a.ends_on",
        situation=f"'{SITUATION}'",
        needed_support=f"'{SUPPORT}'",
        taken_over="'Het plannen van de week en het nabellen van afspraken.'",
        agreed_on=f"CASE WHEN {IS_AGREED} THEN {clock} END",
        agreed_at=f"CASE WHEN {IS_AGREED} THEN {moment()} END",
        started_at=f"CASE WHEN a.id %% 20 > 4 THEN {moment()} END",
        ended_at=f"CASE WHEN a.id %% 20 = 5 THEN {moment()} END",
        end_reason="CASE WHEN a.id %% 20 = 5 THEN 'De hulpvraag is weg.' ELSE '' END",
    )
    within(0.8)
    insert_select(
        Responsibility,
        "plans_plan p JOIN clients_allocation a ON a.id = p.allocation_id "
        "JOIN contracts_contractedproduct cp ON cp.id = a.contracted_product_id",
        plan_id="p.id",
        professional_id=f"1 + (cp.contract_id - 1) * {PROFESSIONALS} + a.id %% {PROFESSIONALS}",
        starts_on="a.starts_on",
    )


def make_goals(size: int, within: Callable[[float], None]) -> None:
    """Three goals with two activities each, and a day on which they are looked at."""
    half_year = days_after("v.starts_on", "180")
    insert_select(
        Goal,
        f"plans_planversion v CROSS JOIN {THREE}",
        version_id="v.id",
        position="three.n",
        domain="CASE three.n WHEN 1 THEN 'structure' WHEN 2 THEN 'activities' ELSE 'social_contacts' END",
        statement=f"'{STATEMENT}'",
        measure="'Dagen per week met een eigen dagplan om negen uur'",
        unit="'dagen per week'",
        start_value="1",
        target_value="4",
        client_words=f"'{WORDS}'",
        has_consent=yes(),
        why_realistic=f"'{WHY}'",
        due_on=half_year,
    )
    within(0.4)
    insert_select(
        Activity,
        f"plans_goal g CROSS JOIN {TWO}",
        goal_id="g.id",
        description="CASE two.n WHEN 1 THEN 'Samen de weekkaart invullen' ELSE 'Meedoen met koken in de groep' END",
        times="two.n",
        per="'week'",
        performed_by="'Begeleider'",
    )
    within(0.9)
    insert_select(EvaluationMoment, "plans_planversion v", version_id="v.id", planned_on=half_year)


def make_agreements(size: int, within: Callable[[float], None]) -> None:
    """Both sides agreed to every version that is no draft; such a version keeps what was agreed."""
    agreed = f"{VERSIONS} JOIN clients_client c ON c.id = a.client_id WHERE {IS_AGREED}"
    insert_select(
        Agreement,
        agreed,
        version_id="v.id",
        party="'client'",
        agreed_as="'client'",
        scan="''",
        name="c.initials || ' ' || c.surname",
        agreed_on="v.agreed_on",
    )
    responsible = (
        f"{VERSIONS} JOIN plans_responsibility r ON r.plan_id = p.id "
        f"JOIN organisations_professional o ON o.id = r.professional_id WHERE {IS_AGREED}"
    )
    insert_select(
        Agreement,
        responsible,
        version_id="v.id",
        party="'professional'",
        agreed_as="'responsible'",
        scan="''",
        name="o.name",
        professional_id="o.id",
        agreed_on="v.agreed_on",
    )
    within(0.5)
    version = PlanVersion.objects.select_related("plan__allocation").filter(status="in_execution").first()
    if version is not None:
        field = PlanVersion._meta.get_field("agreed_document")
        # The same document for all: what counts is its size, and that reading it means decrypting it.
        token = field.get_db_prep_save(plan_document(version), connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE plans_planversion SET agreed_document = %s WHERE agreed_on IS NOT NULL", [token])


def make_evaluations(size: int, within: Callable[[float], None]) -> None:
    """A third of the plans that are carried out long enough was evaluated."""
    held_on = days_after("v.agreed_on", "170")
    insert_select(
        Evaluation,
        f"{VERSIONS} WHERE v.status = 'in_execution' AND a.id %% 3 = 0 AND {held_on} < '{today()}'",
        version_id="v.id",
        held_on=held_on,
        effectiveness="'De begeleiding helpt: drie van de vijf dagen lukken nu zonder herinnering.'",
        report=f"'{REPORT}'",
        wmo_fit="'yes'",
        wmo_reason="'De hulpvraag past nog bij de Wmo.'",
        author_name="'Medewerker'",
        completed_at=moment(),
    )
    within(0.4)
    insert_select(
        Participant,
        f"plans_evaluation e CROSS JOIN {TWO}",
        evaluation_id="e.id",
        kind="CASE two.n WHEN 1 THEN 'client' ELSE 'professional' END",
        name="CASE two.n WHEN 1 THEN 'Cliënt' ELSE 'Medewerker' END",
        contribution="'Vertelde wat goed ging en wat nog moeilijk is.'",
    )
    within(0.6)
    insert_select(
        GoalProgress,
        "plans_evaluation e JOIN plans_goal g ON g.version_id = e.version_id",
        evaluation_id="e.id",
        goal_id="g.id",
        progress="'better'",
        measured_value="3",
    )
