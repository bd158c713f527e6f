"""A made-up officer at the hub's page: signs in, looks, takes money, by the same forms as a person."""

import re
import threading
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from kiosk.errors import KioskError

TIMEOUT_S = 20.0
TRIES = 60
PAUSE_S = 0.25
"""What is on its way to the desk is looked for so often, with this pause."""
_ROW = re.compile(r'id="d-([0-9a-f-]{36})"[^>]*>\s*<th scope="row"><b>([^<]+)</b>')


class DeskFault(KioskError):
    """The officer's page did not have what the officer looked for."""

    code = "demo-desk"


@dataclass
class Form:
    """A form of a page: where it goes, its fields with what stands in them, its buttons, and the words around it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    checkboxes: list[tuple[str, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    """names of text boxes that a person would fill"""


class DeskOfficer:
    """One officer's browser. `desk` is the address of the page. Every act raises DeskFault where the page has not what
    it takes."""

    def __init__(self, desk: str, name: str, pin: str) -> None:
        self._desk = desk
        self._name = name
        self._pin = pin
        self._browser = requests.Session()

    def sign_in(self) -> None:
        page = self._get(self._desk)
        form = next((f for f in forms_of(page) if "pin" in f.fields), None)
        if form is not None:
            self._post(form, {"name": self._name, "pin": self._pin})

    def find(self, text: str) -> str:
        """The page that a search for a slip number, a slip's code or a payment code gives."""
        page = self._get(f"{self._desk}?open=cash")
        form = next((f for f in forms_of(page) if f.action.endswith("/find")), None)
        if form is None:
            raise DeskFault("the officer's page has no search")
        return self._post(form, {"q": text})

    def take_papers_and_look(self, number: str) -> None:
        """Confirm every paper, fill what was left to the officer, then press the button with the officer's name."""
        for _ in range(4):
            forms = self._of(number)
            papers = next((f for f in forms if f.action.endswith("/papers") and f.checkboxes), None)
            fields = next((f for f in forms if f.action.endswith("/fields") and f.empty), None)
            look = next((f for f in forms if f.action.endswith("/look")), None)
            if look is not None:
                self._post(look, {})
                return
            if papers is not None:
                self._post(papers, {}, ticked=papers.checkboxes)
            elif fields is not None:
                self._post(fields, dict.fromkeys(fields.empty, "Cán bộ đã ghi"))
            else:
                break
        raise DeskFault("the dossier could not be looked at")

    def take_cash(self, number: str) -> None:
        """Take the whole amount in cash for the slip."""
        pause = threading.Event()
        for _ in range(TRIES):
            if self.took_cash(number):
                return
            pause.wait(PAUSE_S)
        raise DeskFault("no cash is asked for this slip")

    def took_cash(self, number: str) -> bool:
        """Take the whole amount now; False where none is asked for this slip."""
        form = next((f for f in forms_of(self.find(number)) if f.action.endswith("/cash")), None)
        if form is not None:
            self._post(form, {})
        return form is not None

    def waiting(self) -> list[str]:
        """The numbers of the dossiers that wait for the officer's look, the oldest first, as the page lists them."""
        return [unescape(number) for _, number in _ROW.findall(self._get(self._desk))]

    def answer_call(self) -> bool:
        """ "Tôi tới ngay" to the first call; False when nobody calls."""
        form = next((f for f in forms_of(self._get(self._desk)) if f.action.endswith("/coming")), None)
        if form is None:
            return False
        self._post(form, {})
        return True

    def _of(self, number: str) -> list[Form]:
        """The forms of the waiting dossier with this number, opened; waits until it has arrived."""
        pause = threading.Event()
        for _ in range(TRIES):
            rows = {unescape(shown): dossier for dossier, shown in _ROW.findall(self._get(self._desk))}
            if dossier := rows.get(number):
                page = self._get(f"{self._desk}?open={dossier}")
                return [form for form in forms_of(page) if dossier in form.action]
            pause.wait(PAUSE_S)
        raise DeskFault("the dossier did not come to the officer's page")

    def _get(self, url: str) -> str:
        return self._ask("GET", url)

    def _post(self, form: Form, values: dict[str, str], ticked: list[tuple[str, str]] | None = None) -> str:
        data = [*{**form.fields, **values}.items(), *(ticked or [])]
        return self._ask("POST", urljoin(self._desk, form.action), data)

    def _ask(self, method: str, url: str, data: list[tuple[str, str]] | None = None) -> str:
        headers = {"Origin": "/".join(self._desk.split("/")[:3])}
        try:
            answer = self._browser.request(method, url, data=data, headers=headers, timeout=TIMEOUT_S)
        except requests.RequestException as error:
            raise DeskFault(f"the officer's page does not answer ({type(error).__name__})") from None
        if not answer.ok:
            raise DeskFault(f"the officer's page answered {answer.status_code}")
        return answer.text


def forms_of(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name, value = at.get("name") or "", at.get("value") or ""
        if tag == "form":
            self._form = Form(at.get("action") or "")
            self.forms.append(self._form)
        elif self._form is None or not name:
            return
        elif tag == "input" and at.get("type") == "checkbox":
            if "disabled" not in at and "checked" not in at:
                self._form.checkboxes.append((name, value or "on"))
        elif tag in ("input", "textarea"):
            self._form.fields[name] = value
            if at.get("type", "text") == "text" and not value:
                self._form.empty.append(name)
        elif (tag == "option" and "selected" in at) or tag == "button":
            self._form.fields.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
