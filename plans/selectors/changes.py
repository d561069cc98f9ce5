"""What changed between two versions of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.models import AuditEntry
from audit.selectors import last_write
from core.templatetags.pages import nl_date, nl_number
from core.texts import TextChange, compare_lists
from plans.models import Activity, Evaluation, EvaluationMoment, Goal, IndicatorScore, PlanVersion
from plans.rules.changes import Fate, GoalChange, GoalText, compare_goals, compare_texts
from plans.selectors.indicators import in_words


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Two versions of one plan side by side, the older one first."""

    before: PlanVersion
    after: PlanVersion
    texts: tuple[TextChange, ...]
    goals: tuple[GoalChange, ...]

    @property
    def changed_texts(self) -> Sequence[TextChange]:
        """The texts in which a word differs."""
        return [text for text in self.texts if text.is_changed]

    @property
    def changed_goals(self) -> Sequence[GoalChange]:
        """The goals that came, went or changed."""
        return [goal for goal in self.goals if goal.fate != Fate.SAME]

    @property
    def same_goals(self) -> Sequence[GoalChange]:
        """The goals of which every word stayed."""
        return [goal for goal in self.goals if goal.fate == Fate.SAME]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed at all."""
        return not self.changed_texts and not self.changed_goals


def changes_between(before: PlanVersion, after: PlanVersion) -> PlanChanges:
    """What changed from one version to the other of the same plan, in eight queries whatever their size."""
    continued = dict(Goal.objects.filter(version__plan=after.plan_id).values_list("pk", "continues"))
    old, new = _goals(before), _goals(after)
    keys = {goal.pk for goal in old}
    return PlanChanges(
        before=before,
        after=after,
        texts=(
            *compare_texts(_texts(before), _texts(after)),
            compare_lists("Komt naar de groep", map(str, before.attends), map(str, after.attends)),
            compare_lists("Evaluatiemomenten", _moments(before), _moments(after)),
            _scores(before, after),
        ),
        goals=compare_goals(
            [_goal(goal, None) for goal in old], [_goal(goal, _origin(goal.pk, keys, continued)) for goal in new]
        ),
    )


def last_change_of(version: PlanVersion) -> AuditEntry | None:
    """Who wrote last in this version: in its texts, goals, activities, moments or scores."""
    goals = list(version.goals.values_list("public_id", flat=True))
    activities = Activity.objects.filter(goal__version=version).values_list("public_id", flat=True)
    moments = version.evaluation_moments.values_list("public_id", flat=True)
    scores = version.scores.filter(evaluation=None).values_list("public_id", flat=True)
    parts = [model._meta.label_lower for model in (Goal, Activity, EvaluationMoment)]
    client = version.plan.allocation.client.public_id
    return last_write(client, [version.public_id, *goals, *activities, *moments, *scores], parts)


def last_change_of_evaluation(evaluation: Evaluation) -> AuditEntry | None:
    """Who wrote last in this evaluation."""
    return last_write(evaluation.version.plan.allocation.client.public_id, [evaluation.public_id])


def _goals(version: PlanVersion) -> list[Goal]:
    return list(version.goals.prefetch_related("activities").order_by("position"))


def _scores(before: PlanVersion, after: PlanVersion) -> TextChange:
    """What is needed at the start of both, a line for each indicator."""
    rows = IndicatorScore.objects.at_start().filter(version__in=[before.pk, after.pk])
    scores: dict[int, dict[str, int]] = {before.pk: {}, after.pk: {}}
    for row in rows:
        scores[row.version_id][row.indicator] = row.score
    lines = {key: [f"{one.label}: {one.score} van 4" for one in in_words(found)] for key, found in scores.items()}
    return compare_lists("Wat nodig is bij het begin", lines[before.pk], lines[after.pk])


def _moments(version: PlanVersion) -> list[str]:
    return [
        nl_date(day) for day in version.evaluation_moments.order_by("planned_on").values_list("planned_on", flat=True)
    ]


def _origin(goal: int, wanted: set[int], continued: Mapping[int, int | None]) -> int | None:
    """The goal of the older version that this one goes back to, over those between; else the one it continues."""
    direct = continued.get(goal)
    at = direct
    while at is not None and at not in wanted:
        at = continued.get(at)
    return direct if at is None else at


def _texts(version: PlanVersion) -> dict[str, str]:
    interval = version.evaluation_interval_months
    return {
        "Eerste dag": nl_date(version.starts_on),
        "Laatste dag": nl_date(version.ends_on),
        "Hoe gaat het nu?": version.situation,
        "Toezicht en nabijheid": version.needed_support,
        "Wat de aanbieder overneemt": version.taken_over,
        "Evalueren na": f"{interval} maanden" if interval else "volgens het product",
    }


def _goal(goal: Goal, continues: int | None) -> GoalText:
    values = [nl_number(value) if value is not None else "?" for value in (goal.start_value, goal.target_value)]
    is_measured = goal.start_value is not None or goal.target_value is not None
    return GoalText(
        key=goal.pk,
        continues=continues,
        number=goal.position,
        domain=goal.domain,
        texts={
            "Leefgebied": str(goal.get_domain_display()),
            "Doel": goal.statement,
            "In de woorden van de cliënt": goal.client_words,
            "Wil de cliënt dit doel?": "Ja" if goal.has_consent else "Nog niet gevraagd",
            "Wat we meten": goal.measure,
            "Van begin naar doel": f"Van {values[0]} naar {values[1]} {goal.unit}".strip() if is_measured else "",
            "Waarom dit haalbaar is": goal.why_realistic,
            "Bereikt op": nl_date(goal.due_on),
        },
        activities=tuple(
            f"{activity.description}, {activity.frequency_text}, door {activity.performed_by or 'de begeleiding'}"
            f"{'' if activity.is_in_group else ', niet in de groep'}"
            f"{f', op {activity.moments}' if activity.moments else ''}"
            for activity in goal.activities.all()
        ),
    )
