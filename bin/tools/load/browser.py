"""A browser of a few lines: cookies, forms as they stand on the page, and no redirect followed by itself."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bin.tools.load.ledger import Ledger

FOUND, OK, CONFLICT = 302, 200, 409


class Refused(Exception):
    """An answer that is not the one that was expected; it stands in the ledger."""


@dataclass
class Form:
    """The fields of a form with what they hold, and what can be chosen in each list."""

    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def choose(self, name: str, words: str) -> str:
        """The value of the first choice with these words; raises LookupError when there is none."""
        found = next((value for value, label in self.choices.get(name, []) if value and words in label), None)
        if found is None:
            raise LookupError(f"no {words!r} among {self.choices.get(name)}")
        return found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text_area = self.select = ""
        self.errors = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form())
        elif self.forms:
            self._field(self.forms[-1], tag, of)

    def _field(self, form: Form, tag: str, of: dict[str, str]) -> None:
        name = of.get("name", "")
        if tag == "input" and name:
            kind = of.get("type", "text")
            if kind not in {"radio", "checkbox", "submit"} or "checked" in of:
                form.values[name] = of.get("value", "on" if kind == "checkbox" else "")
        elif tag == "textarea":
            self.text_area = name
            form.values[name] = ""
        elif tag == "select":
            self.select = name
            form.values.setdefault(name, "")
            form.choices[name] = []
        elif tag == "option" and self.select:
            form.choices[self.select].append((of.get("value", ""), ""))
            if "selected" in of:
                form.values[self.select] = of.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text_area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if not self.forms:
            return
        form = self.forms[-1]
        if self.text_area:
            form.values[self.text_area] += data
        elif self.select and form.choices[self.select]:
            value, label = form.choices[self.select][-1]
            form.choices[self.select][-1] = (value, label + data.strip())


class Browser:
    """Somebody's browser."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        parts = urlsplit(address)
        self.host, self.port = str(parts.hostname), int(parts.port or 80)
        self.ledger = ledger
        self.cookies: SimpleCookie = SimpleCookie()
        self.act = "sign in"

    def get(self, path: str) -> str:
        """The page; anything but a page is refused."""
        status, body, _ = self._ask("GET", path)
        if status != OK:
            raise self._refuse(f"GET {_without_ids(path)} answered {status}")
        return body

    def form(self, path: str, holding: str) -> Form:
        """The form with this field on the page."""
        return self._find(self.get(path), path, holding)

    def _find(self, body: str, path: str, holding: str) -> Form:
        parser = _Forms()
        parser.feed(body)
        for form in parser.forms:
            if holding in form.values:
                return form
        raise self._refuse(f"{_without_ids(path)} has no form with {holding}")

    def send(self, path: str, form: Form, *, may_conflict: bool = False, **values: str) -> str:
        """Send the form; where the server goes on to. A conflict that may be gives an empty text."""
        status, body, location = self._ask("POST", path, urlencode({**form.values, **values}))
        if status == FOUND:
            return location
        if status == CONFLICT and may_conflict:
            self.ledger.conflict(self.act)
            return ""
        raise self._refuse(f"POST {_without_ids(path)} answered {status}{_said(body)}")

    def _refuse(self, what: str) -> Refused:
        self.ledger.fault(self.act, what)
        return Refused(what)

    def _ask(self, method: str, path: str, sent: str | None = None) -> tuple[int, str, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items()),
            "Accept": "text/html",
            "Connection": "close",
        }
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self.host}:{self.port}"
        began = time.perf_counter()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body=sent, headers=headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise self._refuse(f"{method} {_without_ids(path)}: {type(error).__name__}") from error
        finally:
            connection.close()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        self.ledger.took(self.act, time.perf_counter() - began)
        return answer.status, body, answer.headers.get("Location", "")


def _without_ids(path: str) -> str:
    parts = urlsplit(path).path.split("/")
    return "/".join("<id>" if part.count("-") == 4 else part for part in parts)  # noqa: PLR2004 - as in a UUID


def _said(body: str) -> str:
    """What the page says is wrong."""
    _, _, after = body.partition("error-summary")
    text, is_tag = "", False
    for sign in after[:1500].partition(">")[2]:
        is_tag = sign == "<" or (is_tag and sign != ">")
        text += "" if is_tag or sign == ">" else sign
    return f": {' '.join(text.split())[:200]}" if text else ""
