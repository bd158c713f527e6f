"""A person at a web page: reads it, fills in forms, presses buttons. Nothing else is known of the server."""

from html.parser import HTMLParser
from typing import Any


class Form:
    """One form as it stands on a page. `buttons`: their words."""

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.id = attributes.get("id") or ""
        self.action = attributes.get("action") or ""
        self.fields: dict[str, list[str]] = {}
        self.ticks: dict[str, list[str]] = {}
        self.buttons: list[str] = []


class Page(HTMLParser):
    """`text`: everything said, blanks folded; `forms` and `links` by id; `tags`: (name, attributes) in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: dict[str, Form] = {}
        self.links: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[str] = []
        self._said: list[str] = []
        self._form: Form | None = None
        self._button: list[str] | None = None
        self._heading: list[str] | None = None
        self._select = ""
        self.feed(html)
        self.text = " ".join(" ".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "form":
            self._form = Form(values)
            self.forms[self._form.id] = self._form
        elif tag == "a" and values.get("id"):
            self.links[str(values["id"])] = str(values["href"])
        elif tag == "button":
            self._button = []
        elif tag == "h2":
            self._heading = []
        elif tag == "select":
            self._select = str(values["name"])
        elif tag == "option" and "selected" in values and self._form:
            self._form.fields[self._select] = [str(values["value"])]
        elif tag == "input" and self._form is not None and "disabled" not in values:
            self._input(self._form, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button" and self._button is not None:
            if self._form is not None:
                self._form.buttons.append(" ".join(" ".join(self._button).split()))
            self._button = None
        elif tag == "h2" and self._heading is not None:
            self.blocks.append("".join(self._heading))
            self._heading = None

    def handle_data(self, data: str) -> None:
        self._said.append(data)
        if self._button is not None:
            self._button.append(data)
        if self._heading is not None:
            self._heading.append(data)

    def buttons(self) -> list[str]:
        return [words for form in self.forms.values() for words in form.buttons]

    def _input(self, form: Form, values: dict[str, str | None]) -> None:
        name, value = values.get("name") or "", values.get("value") or ""
        if values.get("type") == "checkbox":
            form.ticks.setdefault(name, []).append(value)
            if "checked" in values:
                form.fields.setdefault(name, []).append(value)
        else:
            form.fields[name] = [value]


class Visitor:
    """Walks from page to page over an httpx client. After each act `page` is what the browser would show."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.page = Page("")
        self.status = 0

    def go(self, address: str) -> Page:
        return self._show(self.client.get(address, follow_redirects=True))

    def follow(self, link: str) -> Page:
        return self.go(self.page.links[link])

    def send(self, form_id: str, **values: Any) -> Page:
        """Fill in the form and press its button; a list ticks boxes, a name "item:5" is given as item_5."""
        form = self.page.forms[form_id]
        data = {name: list(value) for name, value in form.fields.items()}
        for name, value in values.items():
            real = name if name in {**form.fields, **form.ticks} else name.replace("_", ":", 1)
            assert real in form.fields or real in form.ticks, f"no field {real} in {form_id}"
            data[real] = value if isinstance(value, list) else [str(value)]
        return self._show(self.client.post(form.action, data=data, follow_redirects=True))

    def _show(self, response: Any) -> Page:
        self.status = response.status_code
        self.page = Page(response.text)
        return self.page
