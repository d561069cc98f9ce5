"""The plan and the evaluation report on paper: what is printed, and the PDF of it.

A document is a plain mapping that can be stored as JSON and holds every word that is printed. So an agreed
plan can be printed again years later, byte for byte, whatever happened to the client's file since.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from core.documents import Document, document_hash, iso, with_dates
from core.pdf import render_pdf
from plans.enums import Cooperation, Satisfaction
from plans.models import Evaluation, Goal, PlanVersion
from plans.rules import Measurement, WeekPicture
from plans.selectors import (
    in_words,
    interval_of,
    measurements_until,
    product_version_of,
    responsible_on,
    scores_at,
    start_scores,
    trend_view,
    week_of,
)

FORMAT = 1
"""Number of the shape of a document; a stored one keeps its own."""


NOT_SIGNED: Final = {*("kind", "format", "client", "municipality", "provider", "product", "allocation"), "agreements"}
"""What stands in the document around the text of the plan: a mended name does not undo a signature."""


def plan_document(version: PlanVersion) -> Document:
    """Everything that the PDF of this version of a plan prints: dates in ISO notation, choices in words.

    A draft carries a mark: whoever signs it on paper signs this text and no other.
    """
    document = _plan_document(version)
    return document | {"paper_mark": _paper_mark(version, document)} if version.is_draft else document


def _paper_mark(version: PlanVersion, document: Document) -> str:
    """Eight digits that are the same as long as what the plan says is the same: who agreed already does not matter."""
    said = {name: part for name, part in document.items() if name not in NOT_SIGNED}
    mark = document_hash({"plan": str(version.public_id), **said})[:8].upper()
    return f"{mark[:4]} {mark[4:]}"


def _plan_document(version: PlanVersion) -> Document:
    goals = list(_goals_of(version))
    responsible = responsible_on(version.plan, max(version.starts_on, version.agreed_on or version.starts_on))
    return {
        "kind": "execution_plan",
        "format": FORMAT,
        **_heading(version),
        "version": {
            "number": version.number,
            "status": version.get_status_display(),
            "starts_on": iso(version.starts_on),
            "ends_on": iso(version.ends_on),
            "situation": version.situation,
            "needed_support": version.needed_support,
            "taken_over": version.taken_over,
            "evaluation_interval_months": interval_of(version),
        },
        "responsible": responsible.name if responsible else "",
        "goals": [_goal(goal) for goal in goals],
        "week": _week(week_of(version, goals)),
        "indicators": _scores(start_scores(version)),
        "evaluation_moments": [
            {"planned_on": iso(moment.planned_on)} for moment in version.evaluation_moments.order_by("planned_on")
        ],
        "agreements": [
            {
                "name": agreement.name,
                "role": agreement.get_agreed_as_display(),
                "agreed_on": iso(agreement.agreed_on),
            }
            for agreement in version.agreements.standing().order_by("party")
        ],
    }


def evaluation_document(evaluation: Evaluation) -> Document:
    """Everything that the PDF of an evaluation report prints."""
    version = evaluation.version
    return {
        "kind": "evaluation_report",
        "format": FORMAT,
        **_heading(version),
        "version": {
            "number": version.number,
            "starts_on": iso(version.starts_on),
            "ends_on": iso(version.ends_on),
        },
        "evaluation": {
            "held_on": iso(evaluation.held_on),
            "is_complete": evaluation.is_complete,
            "effectiveness": evaluation.effectiveness,
            "changes": evaluation.changes,
            "report": evaluation.report,
            "wmo_fit": evaluation.get_wmo_fit_display() if evaluation.wmo_fit else "",
            "wmo_reason": evaluation.wmo_reason,
            "client_absence_reason": evaluation.client_absence_reason,
            "author": evaluation.author_name,
        },
        "participants": [
            {"name": person.name, "role": person.get_kind_display(), "contribution": person.contribution}
            for person in evaluation.participants.order_by("pk")
        ],
        "progress": [
            {
                "goal": _goal_facts(row.goal),
                "progress": row.get_progress_display(),
                "measured_value": _number(row.measured_value),
                "explanation": row.explanation,
            }
            for row in evaluation.goal_progress.select_related("goal").order_by("goal__position")
        ],
        "requests": [
            {"name": one.name, "role": one.get_asked_by_display(), "asked_on": iso(one.asked_on), "reason": one.reason}
            for one in evaluation.requests.order_by("asked_on", "pk")
        ],
        "experiences": [
            {
                "who": one.get_respondent_display(),
                "name": one.name,
                "how": one.get_answered_how_display(),
                "satisfaction": one.get_satisfaction_display() if one.satisfaction else "",
                "cooperation": one.get_cooperation_display() if one.cooperation else "",
                "goes_well": one.goes_well,
                "could_be_better": one.could_be_better,
            }
            for one in evaluation.experiences.order_by("pk")
        ],
        "indicators": _scores(scores_at(evaluation)),
        "trend": [
            {
                "measured_on": iso(one.day),
                "label": one.label,
                "scores": dict(one.scores),
                "is_evaluation": one.is_evaluation,
            }
            for one in measurements_until(evaluation)
        ],
    }


def questions_document(evaluation: Evaluation) -> Document:
    """Everything that the form with questions before an evaluation prints, for client, carer and referrer."""
    version = evaluation.version
    return {
        "kind": "questions",
        "format": FORMAT,
        **_heading(version),
        "evaluation": {"held_on": iso(evaluation.held_on)},
        "goals": [
            {"number": goal.position, "words": goal.client_words or goal.statement}
            for goal in version.goals.order_by("position")
        ],
        "satisfaction": list(Satisfaction.labels),
        "cooperation": list(Cooperation.labels),
        "progress": ["Het gaat beter", "Het is hetzelfde", "Het gaat minder goed"],
    }


def questions_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of the questions, a page for each of those who are asked. Raises `core.pdf.PdfUnavailable`."""
    return _pdf("pdf/questions.html", document)


def plan_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of a plan; the same document gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    return _pdf("pdf/plan.html", document)


def evaluation_pdf(document: Mapping[str, Any]) -> bytes:
    """The PDF of an evaluation report. Raises `core.pdf.PdfUnavailable`."""
    return _pdf("pdf/evaluation.html", document)


def _pdf(template: str, document: Mapping[str, Any]) -> bytes:
    provider, dated = document["provider"], with_dates(document)
    measured = [
        Measurement(one["measured_on"], one["label"], one["scores"], is_evaluation=one["is_evaluation"])
        for one in dated.get("trend", [])
    ]
    return render_pdf(
        template,
        {
            "document": dated,
            "trend": trend_view(measured),
            "organisation": provider["name"],
            "author": provider["name"],
            "is_fictional": document["product"]["is_fictional"] or provider["is_fictional"],
            "fingerprint": document_hash(document),
        },
    )


def _heading(version: PlanVersion) -> Document:
    allocation = version.plan.allocation
    product = product_version_of(version)
    return {
        "client": {"name": allocation.client.name, "birth_date": iso(allocation.client.birth_date)},
        "municipality": allocation.municipality.name,
        "provider": {"name": allocation.provider.name, "is_fictional": allocation.provider.is_fictional},
        "product": {
            "name": allocation.variant.name,
            "version": product.number,
            "is_fictional": product.is_fictional,
        },
        "allocation": {
            "number": allocation.number,
            "volume": allocation.volume_text,
            "starts_on": iso(allocation.starts_on),
            "ends_on": iso(allocation.ends_on),
        },
    }


def _goals_of(version: PlanVersion) -> Iterable[Goal]:
    return version.goals.select_related("result").prefetch_related("activities").order_by("position")


def _goal(goal: Goal) -> Document:
    return {
        **_goal_facts(goal),
        "client_words": goal.client_words,
        "has_consent": goal.has_consent,
        "why_realistic": goal.why_realistic,
        "due_on": iso(goal.due_on),
        "result": goal.result.text if goal.result else "",
        "activities": [
            {
                "description": activity.description,
                "frequency": activity.frequency_text,
                "performed_by": activity.performed_by,
                "is_in_group": activity.is_in_group,
                "when": str(activity.moments),
            }
            for activity in goal.activities.all()
        ],
    }


def _goal_facts(goal: Goal) -> Document:
    return {
        "number": goal.position,
        "domain": goal.get_domain_display(),
        "statement": goal.statement,
        "measure": goal.measure,
        "unit": goal.unit,
        "start_value": _number(goal.start_value),
        "target_value": _number(goal.target_value),
    }


def _week(picture: WeekPicture | None) -> Document | None:
    if picture is None:
        return None
    return {
        "parts": [str(part.label) for part in picture.parts],
        "days": [
            {
                "day": str(day.day.label),
                "cells": [{"attends": cell.attends, "activities": list(cell.activities)} for cell in day.cells],
            }
            for day in picture.days
        ],
        "beside": list(picture.beside),
    }


def _scores(scores: Mapping[str, int]) -> list[Document]:
    return [{"label": one.label, "score": one.score, "sentence": one.sentence} for one in in_words(scores)]


def _number(value: Decimal | None) -> str | None:
    """A number without idle zeros, so that 2, 2.0 and 2.00 are one and the same document."""
    return None if value is None else f"{value.normalize():f}"
