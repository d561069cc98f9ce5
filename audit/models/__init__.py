from audit.models.certificate import CERTIFICATE_APPEND_ONLY, DestructionCertificate
from audit.models.entry import APPEND_ONLY, AuditEntry
from audit.models.run import TaskRun

__all__ = ["APPEND_ONLY", "CERTIFICATE_APPEND_ONLY", "AuditEntry", "DestructionCertificate", "TaskRun"]
