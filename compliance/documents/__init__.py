from compliance.documents.findings import findings_table, steps_table
from compliance.documents.inspection import Pack, write_pack

__all__ = ["Pack", "findings_table", "steps_table", "write_pack"]
