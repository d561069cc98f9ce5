"""A group of De Linde with clients and staff in its dagdelen, in the story of delivery."""

from tests.delivery.conftest import *  # noqa: F403 - fixtures
