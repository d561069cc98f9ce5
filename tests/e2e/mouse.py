"""Somebody with a mouse, in any browser: also in one that runs no script."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.e2e.keyboard import Keyboard


class Mouse(Keyboard):
    """Does what `Keyboard` does, under the same names, by clicking and filling in.

    Of several fields with one name it takes the first that is still empty, and of several lists the one in the row of
    the field that was filled last: so are the rows of a form filled from above.
    """

    def to(self, role: str, name: str, *, back: bool = False) -> None:
        """Bring the element into sight."""
        self._found(role, name).first.scroll_into_view_if_needed()

    def follow(self, name: str) -> None:
        """Open a link."""
        with self.page.expect_navigation():
            self._open_link(name)

    def push(self, name: str, key: str = "Enter", *, back: bool = False) -> None:
        """Push a button."""
        with self.page.expect_navigation():
            self._found("button", name).click()

    def write(self, name: str, text: str) -> None:
        """Fill a text field."""
        fields = self._found("textbox", name)
        expect(fields.first).to_be_visible()
        next((field for field in fields.all() if not field.input_value()), fields.first).fill(text)

    def date(self, name: str, day: date) -> None:
        """Fill a date field."""
        self.page.get_by_label(name, exact=True).fill(day.isoformat())

    def select(self, name: str, option: str) -> None:
        """Choose from a list."""
        field = self._found("combobox", name)
        if field.count() > 1:
            field = self.page.locator("fieldset:has(:focus)").get_by_role("combobox", name=name, exact=True)
        field.select_option(field.locator("option", has_text=option).first.get_attribute("value"))

    def pick(self, question: str, answer: str) -> None:
        """Answer a question with round buttons."""
        group = self.page.get_by_role("group", name=question).first
        group.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")).check()

    def tick(self, name: str) -> None:
        """Tick a box."""
        self._found("checkbox", name).check()

    def attach(self, name: str, file: Path) -> None:
        """Choose a file."""
        self.page.get_by_label(name, exact=True).set_input_files(file)

    def _open_link(self, name: str) -> None:
        self._found("link", name).click()

    def _found(self, role: str, name: str) -> Locator:
        return self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
