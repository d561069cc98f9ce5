"""Rules of informal care: pure functions over values, by subject."""

from informal_care.rules.progress import Progress, Standing, progress_of

__all__ = ["Progress", "Standing", "progress_of"]
