"""Property tests here are many and small; on a busy machine one slow example says nothing."""

from hypothesis import settings

settings.register_profile("core", deadline=None)
settings.load_profile("core")
