from compliance.models.outcome import CHECKS, CheckRun, SessionOutcome

__all__ = ["CHECKS", "CheckRun", "SessionOutcome"]
