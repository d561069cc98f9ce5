"""Looking at a page as an auditor would: accessibility, width, and what the browser complains about."""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

WCAG: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # of what is right only one example, which saves half of the time
}
AXE: Final = AXE_FILE_PATH.read_text()
PHONE: Final = 390
NARROW: Final = 320
"""The width at which everything must still fit (WCAG 2.2, 1.4.10)."""

TOO_WIDE: Final = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return "";
    const sticksOut = (one) => one.getBoundingClientRect().right > room + 1;
    const culprit = [...document.body.querySelectorAll("*")].find(sticksOut);
    return culprit ? culprit.outerHTML.slice(0, 120) : "the page itself";
}"""


class Survey:
    """Looks at pages and keeps what is wrong with them."""

    def __init__(self, pictures: Path | None, test: str = "") -> None:
        self.test = test
        self.faults: list[str] = []
        self.looked = 0
        self.routes: set[str] = set()
        self._pictures = pictures

    def look(self, page: Page, name: str) -> None:
        """Look at the page as it stands now, at the width of a desk and of a phone, and leave it as it was."""
        self.looked += 1
        self.routes.add(route_of(page))
        was = page.viewport_size or {"width": 1280, "height": 900}
        self._check_with_axe(page, name, was["width"])
        self._picture(page, name, was["width"])
        for width in (PHONE, NARROW):
            page.set_viewport_size({"width": width, "height": 844})
            if culprit := page.evaluate(TOO_WIDE):
                self.faults.append(f"{name}: scrolls sideways at {width} pixels: {culprit}")
            if width == PHONE:
                self._check_with_axe(page, name, width)
                self._picture(page, name, width)
        page.set_viewport_size(was)

    def _check_with_axe(self, page: Page, name: str, width: int) -> None:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE)
        results = page.evaluate("options => axe.run(document, options)", WCAG)
        for violation in results["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"{name} ({width} wide): {violation['id']}: {violation['help']}: {places}")

    def _picture(self, page: Page, name: str, width: int) -> None:
        if self._pictures:
            self._pictures.mkdir(parents=True, exist_ok=True)
            file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            page.screenshot(path=self._pictures / f"{file}-{width}.png", full_page=True)


def route_of(page: Page) -> str:
    """The name of the route of the page that the browser shows; empty when there is none."""
    try:
        return resolve(urlsplit(page.url).path).view_name
    except Resolver404:
        return ""


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Keep what goes wrong behind the page: script, content policy, a missing file, a failing server."""

    def on_console(message: ConsoleMessage) -> None:
        # The status of an answer is judged below; some pages are meant to be a 404.
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(f"console of {message.page.url if message.page else '?'}: {message.text}")

    def on_error(error: WebError) -> None:
        faults.append(f"script: {error.error}")

    def on_response(response: Response) -> None:
        is_asset = response.request.resource_type in {"stylesheet", "script", "image", "font"}
        if response.status >= 500 or (is_asset and response.status >= 400):
            faults.append(f"{response.status} for {urlsplit(response.url).path}")

    listeners: dict[Any, Any] = {"console": on_console, "weberror": on_error, "response": on_response}
    for event, listener in listeners.items():
        context.on(event, listener)
