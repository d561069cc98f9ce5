from audit.services.recording import Act, record, record_many
from audit.services.snapshots import Snapshot, snapshot

__all__ = ["Act", "Snapshot", "record", "record_many", "snapshot"]
