"""Visits of who works at a provider: plans, colleagues, teams."""

from collections.abc import Iterator

from clients.models import FileOpening, FileShield
from organisations.models import Employment, Professional
from plans.models import WlzTrack
from products.models import MarketConsultation
from tests.e2e.people import BAS, COR, HANNA, PETRA, WIL, Files, actor
from tests.e2e.visiting import Visit, in_demo, own_product, plan_of, visits_of
from tests.e2e.visits_around import of_agreeing, of_coordination
from tests.e2e.visits_delivery import of_groups, seen_from_outside
from tests.e2e.visits_plans import for_client, of_batches
from tests.e2e.writing import of_draft, of_templates, of_versions


def of_professional(files: Files) -> Iterator[Visit]:
    """What Petra of De Linde comes to."""
    visit = visits_of(PETRA)
    waiting = in_demo("Meerdink")
    allocation = waiting.allocations.get()
    yield visit("worklist", "home")
    consultation = MarketConsultation.objects.get(version__variant__code="bg-licht")
    yield visit("consultation", "products:consultation_detail", consultation.public_id)
    yield visit("reaction", "products:react", consultation.public_id)
    asked = consultation.requirements.order_by("position")[0]
    yield visit("reaction to requirement", "products:react_to_requirement", asked.public_id)
    yield visit("clients", "clients:list")
    yield visit("file", "clients:file", waiting.public_id)
    yield visit("allocations", "clients:allocations", waiting.public_id)
    yield visit("start of delivery", "clients:allocation_start", waiting.public_id, allocation.public_id)
    delivered = in_demo("Ommen")
    yield visit(
        "stop of delivery", "clients:allocation_stop", delivered.public_id, delivered.allocations.get().public_id
    )
    running = delivered.allocations.get().public_id
    yield visit("resume of delivery", "clients:allocation_resume", delivered.public_id, running)
    yield visit("team", "clients:team", delivered.public_id)
    yield visit("plans of client", "plans:of_client", waiting.public_id)
    yield visit("start plan", "plans:start", allocation.public_id)
    for name, surname in (("incomplete", "Broeke"), ("waits", "Achterberg"), ("agreed", "Hulshof")):
        yield visit(f"plan {name}", "plans:detail", plan_of(surname).public_id)
    draft = plan_of("Broeke")
    yield from of_draft(visit, draft)
    yield from of_templates(visit)
    yield from of_agreeing(visit, files, incomplete=draft, waits=plan_of("Achterberg"))
    carried_out = plan_of("Ommen")
    yield visit("plan soon", "plans:detail", carried_out.public_id)
    yield visit("plan overdue", "plans:detail", plan_of("Lankhorst").public_id)
    yield visit("hand over", "plans:hand_over", carried_out.public_id)
    yield visit("end plan", "plans:end", carried_out.public_id)
    yield visit("request evaluation", "plans:request_evaluation", carried_out.public_id)
    yield visit("experiences", "plans:experiences", files.begun_evaluation().public_id)
    yield visit("start evaluation", "plans:start_evaluation", carried_out.public_id)
    yield visit("evaluated plan", "plans:detail", (evaluated := plan_of("Wolters")).public_id)
    track = WlzTrack.objects.get(plan=evaluated.plan).public_id
    yield from (visit(f"wlz {part}", f"plans:wlz_{part}", track) for part in ("track", "step", "owner", "end"))
    yield from of_versions(visit, evaluated, files.version(files.new("running")), actor(PETRA))
    yield from for_client(visit, evaluated)
    yield from of_coordination(visit, plan_of("Brinkhorst"))
    yield from of_batches(visit, evaluated, actor(PETRA))


def of_employer(files: Files) -> Iterator[Visit]:
    """What Petra does about her colleagues, and about the waiting time."""
    visit = visits_of(PETRA)
    henk = Professional.objects.get(name="Henk Overweg")
    diploma, employment = henk.qualifications.get(), Employment.objects.get(professional=henk)
    yield visit("contracts", "contracts:list")
    yield visit("waiting time", "contracts:waiting_time", own_product().public_id)
    yield visit("professionals", "organisations:professionals")
    yield visit("register professional", "organisations:professional_add")
    yield visit("professional", "organisations:professional", henk.public_id)
    yield visit("employment", "organisations:employment_add", henk.public_id)
    yield visit("end employment", "organisations:employment_end", henk.public_id, employment.public_id)
    yield visit("qualification", "organisations:qualification_add", henk.public_id)
    yield visit("evidence", "organisations:evidence_add", henk.public_id, diploma.public_id)
    yield visit("experience", "organisations:experience_add", henk.public_id)
    yield visit("competence", "organisations:competence_add", henk.public_id)


def of_provider_office(files: Files) -> Iterator[Visit]:
    """What the planner and the quality officer of De Linde come to."""
    visit = visits_of(WIL)
    nobody, team, shielded = in_demo("Postma"), in_demo("Brinkhorst"), in_demo("Nijkamp")
    yield visit("worklist", "home")
    yield visit("team empty", "clients:team", nobody.public_id)
    yield visit("add to team", "clients:team_add", nobody.public_id)
    yield visit("waiting times", "contracts:waiting_times")
    yield from of_groups(visit, files)
    for email in (BAS, COR):
        yield from seen_from_outside(visits_of(email))
    visit = visits_of(HANNA)
    for name in ("report_stop", "report_measure", "report_breach", "evidence_new"):
        yield visit(name.replace("_", " "), f"contracts:{name}")
    yield visit("worklist", "home")
    yield visit("team", "clients:team", team.public_id)
    relation = team.treatments.order_by("pk")[0]
    yield visit("end of treatment", "clients:team_end", team.public_id, relation.public_id)
    shield = FileShield.objects.get(client=shielded)
    of_shield = (shielded.public_id, shield.public_id)
    access = shield.people.get(user__email=PETRA)
    yield visit("shield", "clients:shield", shielded.public_id)
    yield visit("shield name", "clients:shield_name", *of_shield)
    yield visit("shield lift", "clients:shield_lift", *of_shield)
    yield visit("shield end", "clients:shield_end", shielded.public_id, access.public_id)
    yield visit("openings", "clients:openings")
    opening = FileOpening.objects.get(client=nobody)
    yield visit("review opening", "clients:opening_review", opening.public_id)
