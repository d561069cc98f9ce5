from compliance.models.finding import Finding, Involved, Step
from compliance.models.judgement import FileJudgement, Judgement
from compliance.models.outcome import CheckRun, SessionOutcome

__all__ = ["CheckRun", "FileJudgement", "Finding", "Involved", "Judgement", "SessionOutcome", "Step"]
