"""Marks that tests of several rooms share."""

import pytest

from core.pdf import pdf_available

needs_pdf = pytest.mark.skipif(not pdf_available(), reason="the native libraries that make a PDF are not here")
"""Skips where the libraries are missing; the build machine installs them, so there the test runs."""
