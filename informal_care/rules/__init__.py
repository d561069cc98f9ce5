"""Rules of informal care: pure functions over values, by subject."""

from informal_care.rules.owners import check_owner_kind, kinds_that_fit
from informal_care.rules.progress import Progress, Standing, progress_of

__all__ = ["Progress", "Standing", "check_owner_kind", "kinds_that_fit", "progress_of"]
