"""Somebody who works without a mouse: Tab, Shift+Tab, arrows, Space, Enter and typing, and nothing else."""

from datetime import date
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, Route, expect

PATIENCE: Final = 150
"""After so many Tabs somebody gives up; the longest form has fewer fields."""

HAS_FOCUS: Final = "found => found.includes(document.activeElement)"
SHOWS_FOCUS: Final = """() => {
    const one = document.activeElement, style = getComputedStyle(one), place = one.getBoundingClientRect();
    const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const isInSight = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
    return (hasOutline || style.boxShadow !== "none") && isInSight;
}"""
CHOSEN: Final = "() => document.activeElement.selectedOptions[0].textContent.trim()"
NAME_OF_RADIO: Final = "() => document.activeElement.labels[0].textContent.trim()"


def _as_attachment(route: Route) -> None:
    response = route.fetch()
    disposition = response.headers["content-disposition"].replace("inline", "attachment")
    route.fulfill(response=response, headers={**response.headers, "content-disposition": disposition})


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def to(self, role: str, name: str, *, back: bool = False) -> None:
        """Press Tab until the element with this role and exact name has the focus, and see that one can tell."""
        self._tab_to(self.page.get_by_role(role, name=name, exact=True), f"{role} “{name}”", back=back)  # type: ignore[arg-type]

    def _tab_to(self, wanted: Locator, words: str, *, back: bool = False) -> None:
        for _ in range(PATIENCE):
            if wanted.evaluate_all(HAS_FOCUS):
                assert self.page.evaluate(SHOWS_FOCUS), f"{words} has the focus, but one cannot see that"
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{words} cannot be reached with {PATIENCE} times Tab on {self.page.url}")

    def submit(self, key: str = "Enter") -> None:
        """Press a key that brings another page, and wait for that."""
        with self.page.expect_navigation():
            self.press(key)

    def follow(self, name: str) -> None:
        """Open a link."""
        self.to("link", name)
        self.submit()

    def push(self, name: str, key: str = "Enter", *, back: bool = False) -> None:
        """Push a button; one that stands before the place of the focus with `back`."""
        self.to("button", name, back=back)
        self.submit(key)

    def write(self, name: str, text: str) -> None:
        """Fill a text field, in place of what stands there."""
        self.to("textbox", name)
        self.press("Control+A")
        self.page.keyboard.type(text)

    def number(self, name: str, number: int) -> None:
        """Fill a field for a whole number."""
        self.to("spinbutton", name)
        self.press("Control+A")
        self.page.keyboard.type(str(number))

    def date(self, name: str, day: date) -> None:
        """Fill a date field."""
        self._tab_to(self.page.get_by_label(name, exact=True), f"date “{name}”")
        field = self.page.locator(":focus")
        # The order of day and month is that of the browser's own language, and not that of the page.
        for order in ("%d%m%Y", "%m%d%Y"):
            for key in ("ArrowLeft", "ArrowLeft"):
                self.press(key)
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
        raise AssertionError(f"“{name}” does not take {day} but shows {field.input_value()}")

    def select(self, name: str, option: str) -> None:
        """Choose from a list with the arrows."""
        self.to("combobox", name)
        self.press("Home")
        for _ in range(PATIENCE):
            if self.page.evaluate(CHOSEN).startswith(option):
                return
            self.press("ArrowDown")
        raise AssertionError(f"“{option}” is not in the list “{name}”")

    def pick(self, question: str, answer: str) -> None:
        """Answer a question with round buttons: Tab to the group, arrows within it."""
        group = self.page.get_by_role("group", name=question)
        self._tab_to(group.get_by_role("radio"), f"question “{question}”")
        self.press("Space")
        for _ in range(PATIENCE):
            if self.page.evaluate(NAME_OF_RADIO).startswith(answer):
                expect(self.page.locator(":focus")).to_be_checked()
                return
            self.press("ArrowDown")
        raise AssertionError(f"“{answer}” is no answer to “{question}”")

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.to("checkbox", name)
        self.press("Space")
        expect(self.page.locator(":focus")).to_be_checked()

    def attach(self, name: str, file: Path) -> None:
        """Choose a file; the window in which one looks for it belongs to the machine."""
        self._tab_to(self.page.get_by_label(name, exact=True), f"file “{name}”")
        with self.page.expect_file_chooser() as waiting:
            self.press("Space")
        waiting.value.set_files(file)

    def download(self, name: str, folder: Path) -> bytes:
        """Fetch the file behind a link."""
        # As in a browser that is set to save PDFs; left alone it shows them in a viewer that no test can read.
        self.page.route("**/pdf", _as_attachment)
        with self.page.expect_download() as waiting:
            self._open_link(name)
        self.page.unroute("**/pdf")
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path.read_bytes()

    def _open_link(self, name: str) -> None:
        self.to("link", name)
        self.press("Enter")

    def expect_heading(self, text: str) -> None:
        """The title of the page that came."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def expect_message(self, text: str) -> None:
        """A message of the page that came."""
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()
