"""Composition root: settings, routes and entrances. Nobody imports it but the servers and the tools."""

from zorgregio.celery import app as celery_app

__all__ = ["celery_app"]
