"""The survey itself: it must find what is wrong, or its silence means nothing."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.e2e.survey import Survey, watch

FAULTY = """<!doctype html><html lang="nl"><head><title>Fout</title></head><body><main><h1>Fout</h1>
<p style="color: #bbb; background: #fff">Te licht</p><input type="text">
<div style="width: 500px">Te breed</div></main></body></html>"""


def test_survey_finds_what_is_wrong(new_context: Callable[..., BrowserContext]) -> None:
    """A field without a label, grey on white, and something too wide."""
    faults = Survey(None)
    context = new_context()
    watch(context, faults.faults)
    page = context.new_page()
    page.set_content(FAULTY)
    faults.look(page, "faulty")
    found = "\n".join(faults.faults)
    for words in ("faulty (1280 wide): color-contrast", "faulty (390 wide): label", "sideways at 390", "at 320"):
        assert words in found
    assert "console of" not in found
    assert page.viewport_size == {"width": 1280, "height": 900}
