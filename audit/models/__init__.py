from audit.models.entry import APPEND_ONLY, AuditEntry

__all__ = ["APPEND_ONLY", "AuditEntry"]
