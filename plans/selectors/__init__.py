from plans.selectors.reading import (
    check_responsible,
    clock_of,
    current_version,
    evaluation_content,
    interval_of,
    missing_for_agreement,
    missing_for_completion,
    plan_content,
    product_version_for,
    product_version_of,
    responsible_on,
    terms_for,
)
from plans.selectors.worklist import WorkBlock, WorkItem, work_items

__all__ = [
    "WorkBlock",
    "WorkItem",
    "check_responsible",
    "clock_of",
    "current_version",
    "evaluation_content",
    "interval_of",
    "missing_for_agreement",
    "missing_for_completion",
    "plan_content",
    "product_version_for",
    "product_version_of",
    "responsible_on",
    "terms_for",
    "work_items",
]
