from compliance.models.finding import Finding, Involved, Step
from compliance.models.outcome import CheckRun, SessionOutcome

__all__ = ["CheckRun", "Finding", "Involved", "SessionOutcome", "Step"]
