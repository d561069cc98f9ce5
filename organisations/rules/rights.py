"""Who may do what: roles x actions as data.

This table is the truth. Every `may_...` of every room asks it first and adds what must hold of the thing itself:
the own organisation, the own client, a period that has not passed. The page "Rollen en rechten" prints it.
"""

from collections.abc import Mapping

from organisations.enums import Action, Role

GROUPS: Mapping[str, tuple[Action, ...]] = {
    "Dossier": (
        Action.READ_FILES,
        Action.SEARCH_BY_BSN,
        Action.KEEP_FILES,
        Action.ASSIGN_TREATMENT,
        Action.BREAK_THE_GLASS,
        Action.OPEN_FOR_SUPERVISION,
        Action.SHIELD_FILE,
    ),
    "Melding tot besluit": (Action.READ_INTAKE, Action.DO_INTAKE, Action.DECIDE, Action.IMPORT_CLIENTS),
    "Toewijzing": (Action.ALLOCATE, Action.START_DELIVERY),
    "Uitvoeringsplan": (Action.READ_PLANS, Action.WRITE_PLANS, Action.KEEP_TEMPLATES, Action.KEEP_RESULTS),
    "Groepen": (
        Action.SEE_GROUPS,
        Action.MANAGE_GROUPS,
        Action.PLACE_CLIENTS,
        Action.MAKE_ROSTER,
        Action.RECORD_ATTENDANCE,
    ),
    "Naleving": (Action.SEE_COMPLIANCE, Action.ANSWER_FINDINGS, Action.JUDGE_COMPLIANCE),
    "Medewerkers": (Action.SEE_PROFESSIONALS, Action.MANAGE_PROFESSIONALS, Action.VERIFY_PROOF),
    "Inkoop": (
        Action.READ_CONTRACTS,
        Action.REPORT_WAITING_TIME,
        Action.PURCHASE,
        Action.SEE_SPENDING,
        Action.REPORT_TO_REGION,
        Action.MANAGE_PRODUCTS,
        Action.REACT_TO_CONSULTATIONS,
    ),
    "Informele zorg": (
        Action.SEE_BOARDS,
        Action.DIRECT_BOARDS,
        Action.WORK_ON_BOARDS,
        Action.SEE_CARERS,
        Action.KEEP_CARERS,
        Action.SIGNAL_CARERS,
        Action.KEEP_FINDING_PLACES,
        Action.KEEP_SOCIAL_MAP,
        Action.ASK_CARERS,
        Action.GIVE_APPRECIATION,
        Action.KEEP_VOLUNTEERS,
        Action.SEE_CARE_FIGURES,
    ),
    "Spoor en privacy": (
        Action.SEE_TRAIL,
        Action.SEE_CONSPICUOUS_ACCESS,
        Action.REVIEW_OPENINGS,
        Action.HANDLE_RIGHTS_REQUESTS,
        Action.APPROVE_DESTRUCTION,
    ),
    "Sturing en beheer": (
        Action.SEE_FIGURES,
        Action.MANAGE_MEMBERSHIPS,
        Action.MANAGE_API_CLIENTS,
        Action.MANAGE_WORK,
        Action.OPEN_IN_EMERGENCY,
    ),
}
"""Every action once, in the order and under the words of the page."""

RIGHTS: Mapping[Role, frozenset[Action]] = {
    Role.PURCHASER: frozenset(
        {
            Action.SEE_PROFESSIONALS,
            Action.VERIFY_PROOF,
            Action.READ_CONTRACTS,
            Action.REPORT_WAITING_TIME,
            Action.PURCHASE,
            Action.SEE_SPENDING,
            Action.MANAGE_PRODUCTS,
            Action.SEE_COMPLIANCE,
        }
    ),
    Role.CASE_WORKER: frozenset(
        {
            Action.READ_FILES,
            Action.SEARCH_BY_BSN,
            Action.KEEP_FILES,
            Action.SHIELD_FILE,
            Action.READ_INTAKE,
            Action.DO_INTAKE,
            Action.DECIDE,
            Action.IMPORT_CLIENTS,
            Action.ALLOCATE,
            Action.READ_PLANS,
            Action.KEEP_RESULTS,
            Action.READ_CONTRACTS,
            Action.SEE_TRAIL,
            Action.HANDLE_RIGHTS_REQUESTS,
            Action.SEE_CARERS,
            Action.KEEP_CARERS,
            Action.SIGNAL_CARERS,
            Action.GIVE_APPRECIATION,
        }
    ),
    Role.MUNICIPAL_READER: frozenset({Action.READ_FILES, Action.SEARCH_BY_BSN, Action.READ_INTAKE, Action.READ_PLANS}),
    Role.INFORMAL_CARE_COORDINATOR: frozenset(
        {
            Action.SEE_BOARDS,
            Action.DIRECT_BOARDS,
            Action.WORK_ON_BOARDS,
            Action.SEE_CARERS,
            Action.KEEP_CARERS,
            Action.SIGNAL_CARERS,
            Action.KEEP_FINDING_PLACES,
            Action.KEEP_SOCIAL_MAP,
            Action.ASK_CARERS,
            Action.GIVE_APPRECIATION,
            Action.KEEP_VOLUNTEERS,
            Action.SEE_CARE_FIGURES,
        }
    ),
    Role.MUNICIPAL_MANAGER: frozenset(
        {Action.SEE_FIGURES, Action.APPROVE_DESTRUCTION, Action.SEE_BOARDS, Action.SEE_CARE_FIGURES}
    ),
    Role.CONTRACT_MANAGER: frozenset(
        {
            Action.READ_CONTRACTS,
            Action.SEE_FIGURES,
            Action.SEE_GROUPS,
            Action.SEE_COMPLIANCE,
            Action.JUDGE_COMPLIANCE,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Action.SEE_TRAIL,
            Action.SEE_CONSPICUOUS_ACCESS,
            Action.REVIEW_OPENINGS,
            Action.HANDLE_RIGHTS_REQUESTS,
            Action.APPROVE_DESTRUCTION,
        }
    ),
    Role.CARE_PROFESSIONAL: frozenset(
        {
            Action.READ_FILES,
            Action.SEARCH_BY_BSN,
            Action.BREAK_THE_GLASS,
            Action.START_DELIVERY,
            Action.READ_PLANS,
            Action.WRITE_PLANS,
            Action.KEEP_TEMPLATES,
            Action.SEE_PROFESSIONALS,
            Action.MANAGE_PROFESSIONALS,
            Action.VERIFY_PROOF,
            Action.READ_CONTRACTS,
            Action.REPORT_WAITING_TIME,
            Action.REACT_TO_CONSULTATIONS,
            Action.SEE_GROUPS,
            Action.RECORD_ATTENDANCE,
            Action.SIGNAL_CARERS,
        }
    ),
    Role.PLANNER: frozenset(
        {
            Action.READ_FILES,
            Action.SEARCH_BY_BSN,
            Action.ASSIGN_TREATMENT,
            Action.KEEP_TEMPLATES,
            Action.SEE_PROFESSIONALS,
            # And not READ_CONTRACTS: a planner knows how long people wait, and need not know the rates.
            Action.REPORT_WAITING_TIME,
            Action.SEE_GROUPS,
            Action.MANAGE_GROUPS,
            Action.PLACE_CLIENTS,
            Action.MAKE_ROSTER,
            Action.RECORD_ATTENDANCE,
            Action.SEE_COMPLIANCE,
            Action.ANSWER_FINDINGS,
        }
    ),
    Role.QUALITY_OFFICER: frozenset(
        {
            Action.READ_FILES,
            Action.SEARCH_BY_BSN,
            Action.ASSIGN_TREATMENT,
            Action.SHIELD_FILE,
            Action.READ_PLANS,
            Action.KEEP_TEMPLATES,
            Action.SEE_PROFESSIONALS,
            Action.REVIEW_OPENINGS,
            Action.REACT_TO_CONSULTATIONS,
            Action.SEE_GROUPS,
            Action.MANAGE_GROUPS,
            Action.SEE_COMPLIANCE,
            Action.ANSWER_FINDINGS,
            Action.SEE_SPENDING,
            Action.SEE_BOARDS,
            Action.WORK_ON_BOARDS,
            Action.REPORT_TO_REGION,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Action.READ_FILES,
            Action.OPEN_FOR_SUPERVISION,
            Action.READ_PLANS,
            Action.SEE_COMPLIANCE,
            Action.JUDGE_COMPLIANCE,
        }
    ),
    Role.PARTNER_WORKER: frozenset({Action.SEE_BOARDS, Action.WORK_ON_BOARDS, Action.SIGNAL_CARERS}),
    Role.API_CLIENT: frozenset(),
}
"""What each role may do. A role with nothing here reads the product book, which is public."""

OF_ADMINISTRATORS = frozenset(
    {Action.MANAGE_MEMBERSHIPS, Action.MANAGE_API_CLIENTS, Action.MANAGE_WORK, Action.OPEN_IN_EMERGENCY}
)
"""What a technical administrator may do without any role: set up the installation, not read along."""

SEES: Mapping[Role, str] = {
    Role.PURCHASER: "Geen dossiers.",
    Role.CASE_WORKER: "De dossiers van de eigen gemeente.",
    Role.MUNICIPAL_READER: "De dossiers van de eigen gemeente.",
    Role.INFORMAL_CARE_COORDINATOR: "Geen dossiers; wel de mantelzorgers en vrijwilligers van de eigen gemeente.",
    Role.MUNICIPAL_MANAGER: "Geen dossiers, alleen cijfers.",
    Role.CONTRACT_MANAGER: "Geen dossiers; wel per aanbieder hoeveel er achterloopt.",
    Role.PRIVACY_OFFICER: "Geen dossiers; wel wie er welk dossier opende en waarom.",
    Role.CARE_PROFESSIONAL: "De dossiers van cliënten bij wie hij of zij in het behandelteam zit.",
    Role.PLANNER: "Alle cliënten van de eigen aanbieder, zonder de plannen.",
    Role.QUALITY_OFFICER: "Alle dossiers van de eigen aanbieder, ook na het einde van de zorg.",
    Role.SUPERVISOR: "Alleen dossiers die met een reden zijn geopend, een beperkte tijd.",
    Role.PARTNER_WORKER: "Geen dossiers.",
    Role.API_CLIENT: "Geen dossiers.",
}
"""Whose files each role sees, in the words of the page."""


def role_may(role: str, action: Action) -> bool:
    """Whether the role may do this at all. An unknown role, or none, may do nothing."""
    return action in RIGHTS.get(Role(role), frozenset()) if role in Role.values else False


def roles_that_may(action: Action) -> frozenset[Role]:
    """The roles that may do this."""
    return frozenset(role for role, actions in RIGHTS.items() if action in actions)
