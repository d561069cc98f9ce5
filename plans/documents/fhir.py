"""A version of a plan as a FHIR R4B bundle, for other software. `docs/exchange.md` holds the table of the mapping.

Every reference is to a resource in the same bundle, ids are our public ids, and the same plan gives the same bundle.
The citizen service number is never in it: who receives a downloaded file is not known here, and Wmo 2015 art. 5.2.9
names it for exchange between municipality, provider, CAK and SVB alone, art. 5.3.3 forbids giving more than that.
Address, telephone and mail address stay out as well: nobody needs them to go on with a plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID, uuid5

from clients.enums import Sex
from clients.models import Client, ClientSystemMember
from core.documents import Document
from organisations.models import CareProvider, Organisation, Professional
from plans.documents.fhir_codes import (
    ACHIEVEMENT,
    ACTIVITY_STATUS,
    AGB,
    CARE_PLAN_STATUS,
    CARE_TEAM_STATUS,
    DOMAINS,
    EXPERIENCES,
    GENDERS,
    GOAL_STATUS,
    INDICATORS,
    RELATIONS,
    URI,
    coded,
    stage_of,
)
from plans.documents.fhir_values import (
    Resource,
    chosen,
    elsewhere,
    head,
    identifier,
    name_of,
    period,
    quantity,
    reference,
    when,
    without_empty,
)
from plans.enums import Party, PlanStatus, Progress, Respondent
from plans.models import Activity, Evaluation, Experience, Goal, GoalProgress, PlanVersion
from plans.selectors import scales, start_scores


def plan_bundle(version: PlanVersion, day: date) -> Document:
    """The version with all that is about it, as a Bundle of type collection. Carers are those of `day`."""
    entries = [without_empty(one) for one in Plan(version, day).resources()]
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(version.public_id, "bundle")),
        "identifier": identifier(version.public_id),
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in entries],
    }


class Plan:
    """One version of a plan on its way to FHIR: each method gives resources of one kind."""

    def __init__(self, version: PlanVersion, day: date) -> None:
        self.version = version
        self.stage = stage_of(version.status, was_agreed=version.agreed_on is not None)
        allocation = version.plan.allocation
        self.client: Client = allocation.client
        self.provider: CareProvider = allocation.provider
        self.municipality: Organisation = allocation.municipality
        self.subject = reference(self.client.public_id, self.client.name)
        self.goals = list(version.goals.prefetch_related("activities").order_by("position"))
        self.evaluations = list(
            version.evaluations.complete()
            .prefetch_related("participants", "goal_progress__goal", "experiences", "scores")
            .order_by("held_on", "pk")
        )
        self.responsible = list(version.plan.responsibilities.select_related("professional").order_by("starts_on"))
        members = ClientSystemMember.objects.active_on(day).filter(client=self.client).order_by("name", "pk")
        self.members = [one for one in members if one.is_informal_carer or one.is_representative]
        self.team_id = uuid5(version.public_id, "team")

    def resources(self) -> Iterator[Resource]:
        """Every resource, in an order that does not change."""
        yield self.patient()
        yield self.organisation(self.provider, [{"system": AGB, "value": self.provider.agb_code}])
        yield self.organisation(self.municipality)
        yield from self.practitioners()
        yield from (self.related_person(one) for one in self.members)
        yield self.care_team()
        yield self.care_plan()
        yield from (self.goal(one) for one in self.goals)
        for evaluation in self.evaluations:
            yield self.encounter(evaluation)
            yield from self.observations(evaluation)
        yield from self.scores()
        for evaluation in self.evaluations:
            yield from (self.experience(one, evaluation) for one in evaluation.experiences.all())

    def patient(self) -> Resource:
        """Who the plan is for, as the plan on paper names them."""
        return {
            **head("Patient", self.client.public_id),
            "name": [name_of(self.client)],
            "gender": GENDERS[Sex(self.client.sex)],
            "birthDate": self.client.birth_date.isoformat(),
        }

    def organisation(self, one: Organisation, more: Iterable[Resource] = ()) -> Resource:
        """The provider that delivers, or the municipality that allocated."""
        begin = head("Organization", one.public_id)
        return {**begin, "identifier": [*begin["identifier"], *more], "name": one.name}

    def practitioners(self) -> Iterator[Resource]:
        """Everybody who was finally responsible at some time."""
        people: dict[UUID, Professional] = {row.professional.public_id: row.professional for row in self.responsible}
        for public_id, person in people.items():
            yield {**head("Practitioner", public_id), "name": [{"text": person.name}]}

    def related_person(self, member: ClientSystemMember) -> Resource:
        """Who cares for the client or decides for them."""
        return {
            **head("RelatedPerson", member.public_id),
            "active": True,
            "patient": self.subject,
            "relationship": [coded(RELATIONS, member.relation, member.get_relation_display())],
            "name": [{"text": member.name}],
            "period": period(member.starts_on, member.ends_on),
        }

    def care_team(self) -> Resource:
        """Who is involved, and as what."""
        return {
            **head("CareTeam", self.team_id),
            "status": CARE_TEAM_STATUS[self.stage],
            "name": f"Betrokkenen bij het uitvoeringsplan, versie {self.version.number}",
            "subject": self.subject,
            "period": period(self.version.starts_on, self.version.ends_on),
            "participant": [
                *(
                    {
                        "role": [{"text": "Eindverantwoordelijke professional"}],
                        "member": reference(row.professional.public_id, row.professional.name),
                        "period": period(row.starts_on, row.ends_on),
                    }
                    for row in self.responsible
                ),
                *(
                    {"role": _roles_of(member), "member": reference(member.public_id, member.name)}
                    for member in self.members
                ),
            ],
            "managingOrganization": [reference(self.provider.public_id, self.provider.name)],
        }

    def care_plan(self) -> Resource:
        """The version itself."""
        version, allocation = self.version, self.version.plan.allocation
        former = version.plan.versions.filter(number__lt=version.number).order_by("-number").first()
        return {
            **head("CarePlan", version.public_id),
            "replaces": [elsewhere(former.public_id, f"Versie {former.number}")] if former else [],
            "status": CARE_PLAN_STATUS[self.stage],
            "intent": "plan",
            "category": [{"text": allocation.variant.name}],
            "title": f"Uitvoeringsplan, versie {version.number}",
            "description": version.situation,
            "subject": self.subject,
            "period": period(version.starts_on, version.ends_on),
            "created": version.agreed_on.isoformat() if version.agreed_on else "",
            "author": reference(self.provider.public_id, self.provider.name),
            "careTeam": [reference(self.team_id)],
            "supportingInfo": [elsewhere(allocation.public_id, f"Toewijzing {allocation.number}")],
            "goal": [reference(goal.public_id) for goal in self.goals],
            "activity": [self.activity(goal, one) for goal in self.goals for one in goal.activities.all()],
            "note": [*self._notes_of_version(), *(note for one in self.evaluations for note in _notes_of(one))],
        }

    def activity(self, goal: Goal, activity: Activity) -> Resource:
        """What is done for a goal, how often, and by whom."""
        where = "In de groep" if activity.is_in_group else "Niet in de groep"
        return {
            "detail": {
                "code": {"text": where},
                "goal": [reference(goal.public_id)],
                "status": ACTIVITY_STATUS[self.stage],
                "description": activity.description,
                **when(activity),
                "performer": [{"display": activity.performed_by}] if activity.performed_by.strip() else [],
            }
        }

    def goal(self, goal: Goal) -> Resource:
        """A goal, with what the last evaluation found of it."""
        found = [
            (evaluation, row)
            for evaluation in self.evaluations
            for row in evaluation.goal_progress.all()
            if row.goal_id == goal.pk
        ]
        progress = Progress(found[-1][1].progress) if found else None
        observed = [reference(row.public_id) for _, row in found if row.measured_value is not None]
        # Reached is done with, also while the plan goes on.
        status = "completed" if progress == Progress.REACHED else GOAL_STATUS[self.stage]
        words = goal.client_words.strip()
        return {
            **head("Goal", goal.public_id),
            "lifecycleStatus": status,
            "achievementStatus": self._achievement(progress),
            "category": [coded(DOMAINS, goal.domain, goal.get_domain_display())],
            "description": {"text": goal.statement},
            "subject": self.subject,
            "startDate": self.version.starts_on.isoformat(),
            "target": _target(goal),
            "statusDate": found[-1][0].held_on.isoformat() if found else "",
            "expressedBy": self.subject if words or goal.has_consent else None,
            "note": [
                {"text": f"In de woorden van de cliënt: {words}"} if words else None,
                _start_note(goal),
                {"text": f"Waarom haalbaar: {goal.why_realistic}"} if goal.why_realistic.strip() else None,
                *(_progress_note(evaluation, row) for evaluation, row in found),
            ],
            "outcomeReference": observed,
        }

    def encounter(self, evaluation: Evaluation) -> Resource:
        """The conversation in which the plan was evaluated."""
        day = evaluation.held_on.isoformat()
        return {
            **head("Encounter", evaluation.public_id),
            "status": "finished",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "AMB",
                "display": "ambulatory",
            },
            "type": [{"text": "Evaluatie van het uitvoeringsplan"}],
            "subject": self.subject,
            "participant": [
                {"type": [{"text": one.get_kind_display()}], "individual": {"display": one.name}}
                for one in sorted(evaluation.participants.all(), key=lambda one: one.pk)
            ],
            "period": {"start": day, "end": day},
            "serviceProvider": reference(self.provider.public_id),
        }

    def observations(self, evaluation: Evaluation) -> Iterator[Resource]:
        """What was measured of the goals at an evaluation."""
        for row in sorted(evaluation.goal_progress.all(), key=lambda row: row.goal.position):
            if row.measured_value is not None:
                yield {
                    **head("Observation", row.public_id),
                    "status": "final",
                    "code": {"text": without_empty(row.goal.measure) or row.goal.statement},
                    "subject": self.subject,
                    "focus": [reference(row.goal.public_id)],
                    "encounter": reference(evaluation.public_id),
                    "effectiveDateTime": evaluation.held_on.isoformat(),
                    "valueQuantity": quantity(row.measured_value, row.goal.unit),
                }

    def scores(self) -> Iterator[Resource]:
        """How much supervision and proximity was needed, at the start and at each evaluation."""
        start = start_scores(self.version)
        if start:
            yield self._scored(self.version.public_id, self.version.starts_on, start)
        for evaluation in self.evaluations:
            scored = {one.indicator: one.score for one in evaluation.scores.all()}
            if scored:
                yield self._scored(evaluation.public_id, evaluation.held_on, scored, reference(evaluation.public_id))

    def experience(self, one: Experience, evaluation: Evaluation) -> Resource:
        """What client, carer or referrer answered beforehand."""
        is_client = one.respondent == Respondent.CLIENT
        source = self.subject if is_client else {"display": one.name.strip() or one.get_respondent_display()}
        answers = {
            "satisfaction": chosen("tevreden", one.satisfaction, one.get_satisfaction_display()),
            "cooperation": chosen("samenwerking", one.cooperation, one.get_cooperation_display()),
            "goes_well": {"valueString": one.goes_well},
            "could_be_better": {"valueString": one.could_be_better},
        }
        return {
            **head("QuestionnaireResponse", one.public_id),
            "identifier": identifier(one.public_id),
            "questionnaire": f"{URI}/Questionnaire/ervaringen",
            "status": "completed",
            "subject": self.subject,
            "encounter": reference(evaluation.public_id),
            "authored": evaluation.held_on.isoformat(),
            "source": source,
            "item": [
                {"linkId": link, "text": question, "answer": [answers[field]]}
                for field, (link, question) in EXPERIENCES.items()
                if without_empty(answers[field])
            ],
        }

    def _scored(self, of: UUID, day: date, scores: Mapping[str, int], encounter: Resource | None = None) -> Resource:
        public_id = uuid5(of, "scores")
        return {
            **head("QuestionnaireResponse", public_id),
            "identifier": identifier(public_id),
            "questionnaire": f"{URI}/Questionnaire/toezicht-en-nabijheid",
            "status": "completed",
            "subject": self.subject,
            "encounter": encounter,
            "authored": day.isoformat(),
            "item": [
                {
                    "linkId": name,
                    "text": scale.question,
                    "answer": [
                        {
                            "valueCoding": {
                                "system": INDICATORS,
                                "code": str(scores[name]),
                                "display": scale.steps[scores[name]],
                            }
                        }
                    ],
                }
                for name, scale in scales().items()
                if name in scores
            ],
        }

    def _achievement(self, progress: Progress | None) -> Resource | None:
        if progress is None:
            return ACHIEVEMENT[None] if self.version.status == PlanStatus.IN_EXECUTION else None
        return ACHIEVEMENT[progress]

    def _notes_of_version(self) -> Iterator[Resource]:
        version = self.version
        for label, text in (
            ("Benodigd toezicht en nabijheid", version.needed_support),
            ("Wat de aanbieder overneemt", version.taken_over),
            ("Wanneer de cliënt komt", str(version.attends)),
            ("Reden van einde", version.end_reason),
        ):
            if text.strip():
                yield {"text": f"{label}: {text}"}
        for one in version.agreements.standing().order_by("party"):
            who = reference(self.client.public_id) if one.party == Party.CLIENT and not one.member_id else None
            yield {
                "authorReference": who,
                "time": one.agreed_on.isoformat(),
                "text": f"Akkoord van {one.name} ({one.get_agreed_as_display().lower()})",
            }
        for moment in version.evaluation_moments.order_by("planned_on"):
            yield {"text": f"Evaluatie gepland op {moment.planned_on.isoformat()}"}


def _roles_of(member: ClientSystemMember) -> list[Resource]:
    carer = {"text": "Mantelzorger"} if member.is_informal_carer else None
    return [one for one in (carer, {"text": "Vertegenwoordiger"} if member.is_representative else None) if one]


def _target(goal: Goal) -> list[Resource]:
    detail = None if goal.target_value is None else quantity(goal.target_value, goal.unit)
    measure = without_empty(goal.measure) or (goal.statement if detail else "")  # gol-1: no detail without a measure
    target = {
        "measure": {"text": measure},
        "detailQuantity": detail,
        "dueDate": goal.due_on.isoformat() if goal.due_on else "",
    }
    return [target] if without_empty(target) else []


def _start_note(goal: Goal) -> Resource | None:
    if goal.start_value is None:
        return None
    return {"text": f"Beginwaarde: {goal.start_value.normalize():f} {goal.unit}".strip()}


def _progress_note(evaluation: Evaluation, row: GoalProgress) -> Resource:
    explained = f": {row.explanation}" if row.explanation.strip() else ""
    return {"time": evaluation.held_on.isoformat(), "text": f"{row.get_progress_display()}{explained}"}


def _notes_of(evaluation: Evaluation) -> Iterator[Resource]:
    for label, text in (
        ("Doelmatigheid", evaluation.effectiveness),
        ("Verslag", evaluation.report),
        ("Wat verandert er", evaluation.changes),
        ("Past de hulpvraag bij de Wmo", f"{evaluation.get_wmo_fit_display()}. {evaluation.wmo_reason}"),
    ):
        if text.strip():
            yield {"time": evaluation.held_on.isoformat(), "text": f"{label}: {text}"}
