"""What a plan and an evaluation must hold, when the next is due, and how that is said: pure functions over values."""

from plans.rules.agreeing import (
    Fault,
    Person,
    agrees_as,
    check_agreement_day,
    check_mark,
    check_paper,
    check_withdrawal_day,
    client_side_faults,
)
from plans.rules.clock import (
    clock_start,
    effective_interval,
    evaluation_due_on,
)
from plans.rules.content import (
    SMART,
    ActivityContent,
    GoalContent,
    PlanContent,
    check_period_within,
    interval_faults,
    missing_for_agreement,
    period_faults,
)
from plans.rules.coordination import IN_OFFICE, check_coordination_day, check_shared_with
from plans.rules.domains import (
    DomainCover,
    domain_cover,
    domains_asked,
)
from plans.rules.evaluation import (
    CLIENT_SIDE,
    EvaluationContent,
    missing_for_completion,
)
from plans.rules.people import Standing, check_responsible, unfit_periods
from plans.rules.printing import MOST_TO_PRINT, check_number_to_print
from plans.rules.trend import (
    Chart,
    Measurement,
    rising_indicators,
    trend_chart,
)
from plans.rules.week import (
    CODES,
    MOMENTS,
    PlannedActivity,
    Week,
    WeekPicture,
    week_advice,
    week_picture,
)
from plans.rules.wording import (
    READ_FOR_VAGUENESS,
    Advice,
    VagueWord,
    smart_advice,
    vague_words_in,
)

__all__ = [
    "CLIENT_SIDE",
    "CODES",
    "IN_OFFICE",
    "MOMENTS",
    "MOST_TO_PRINT",
    "READ_FOR_VAGUENESS",
    "SMART",
    "ActivityContent",
    "Advice",
    "Chart",
    "DomainCover",
    "EvaluationContent",
    "Fault",
    "GoalContent",
    "Measurement",
    "Person",
    "PlanContent",
    "PlannedActivity",
    "Standing",
    "VagueWord",
    "Week",
    "WeekPicture",
    "agrees_as",
    "check_agreement_day",
    "check_coordination_day",
    "check_mark",
    "check_number_to_print",
    "check_paper",
    "check_period_within",
    "check_responsible",
    "check_shared_with",
    "check_withdrawal_day",
    "client_side_faults",
    "clock_start",
    "domain_cover",
    "domains_asked",
    "effective_interval",
    "evaluation_due_on",
    "interval_faults",
    "missing_for_agreement",
    "missing_for_completion",
    "period_faults",
    "rising_indicators",
    "smart_advice",
    "trend_chart",
    "unfit_periods",
    "vague_words_in",
    "week_advice",
    "week_picture",
]
