#!/usr/bin/env python
"""Entrance for administrators and developers: `python manage.py <command>`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgregio.settings.base")
    execute_from_command_line(sys.argv)
