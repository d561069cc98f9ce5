"""The main menu.

Of each link: the name of its route, its label, the roles that see it (empty: everybody who is signed in; "staff": who
may open the admin pages), and where else its pages stand.
"""

NAVIGATION = [
    ("home", "Werkvoorraad", (), ()),
    (
        "clients:list",
        "Cliënten",
        ("case_worker", "municipal_reader", "care_professional", "planner", "quality_officer", "supervisor"),
        ("toewijzingen", "plannen", "doelen", "akkoorden", "betrokken-professionals", "evaluaties", "wlz"),
    ),
    ("delivery:groups", "Groepen", ("care_professional", "planner", "quality_officer", "contract_manager"), ()),
    ("plans:templates", "Sjablonen", ("care_professional", "planner", "quality_officer"), ("sjabloondoelen",)),
    ("delivery:sessions", "Vandaag", ("care_professional", "planner"), ()),
    ("clients:openings", "Geopende dossiers", ("quality_officer", "privacy_officer"), ()),
    ("clients:signals", "Opvallende inzage", ("privacy_officer",), ()),
    ("clients:destructions", "Vernietiging", ("privacy_officer", "municipal_manager"), ()),
    (
        "compliance:heat",
        "Naleving",
        ("planner", "quality_officer", "contract_manager", "purchaser", "supervisor"),
        ("naleving",),
    ),
    (
        "informal_care:boards",
        "Informele zorg",
        ("informal_care_coordinator", "municipal_manager", "quality_officer", "partner_worker"),
        ("borden",),
    ),
    (
        "informal_care:signals",
        "Signalen",
        ("informal_care_coordinator", "case_worker", "partner_worker", "care_professional"),
        ("vindplaatsen", "steunaanbod", "verwijzingen"),
    ),
    ("informal_care:appreciation", "Waardering", ("informal_care_coordinator", "case_worker"), ()),
    ("informal_care:panel", "Panel", ("informal_care_coordinator",), ("peilingen", "adviesraden")),
    (
        "informal_care:carers",
        "Mantelzorgers",
        ("informal_care_coordinator", "case_worker"),
        ("mantelzorgers",),
    ),
    ("informal_care:volunteers", "Vrijwilligers", ("informal_care_coordinator",), ()),
    (
        "informal_care:help_requests",
        "Hulpvragen",
        ("informal_care_coordinator", "case_worker"),
        ("koppelingen",),
    ),
    ("products:list", "Producten", (), ("marktconsultaties",)),
    (
        "contracts:list",
        "Contracten",
        ("purchaser", "case_worker", "contract_manager"),
        ("raamovereenkomsten", "reele-prijzen", "indexeringen"),
    ),
    (
        "delivery:ceilings",
        "Contractafspraken",
        ("purchaser", "quality_officer"),
        ("contractmeldingen", "bewijsstukken", "prestaties"),
    ),
    ("contracts:waiting_times", "Wachttijden", ("care_professional", "planner"), ()),
    (
        "organisations:professionals",
        "Medewerkers",
        ("care_professional", "planner", "quality_officer", "purchaser"),
        (),
    ),
    ("admin:index", "Beheer", ("staff",), ()),
]
