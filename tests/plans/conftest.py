"""The story's fixtures, for every test of this room."""

from tests.plans.story import *  # noqa: F403 - fixtures
