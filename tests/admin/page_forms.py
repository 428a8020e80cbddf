"""What a browser would send from a form on a page: every field with the value that the page shows."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


class _Forms(HTMLParser):
    """Collects the fields of each form of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[dict[str, str | None], list[tuple[str, str]]]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: tuple[str, list[str]] | None = None
        self._multiple = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.forms.append((values, []))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        name = values.get("name")
        if tag == "input" and name and "disabled" not in values:
            kind = values.get("type") or "text"
            if kind in {"submit", "button", "file", "image"} or (
                kind in {"checkbox", "radio"} and "checked" not in values
            ):
                return
            fields.append((name, values.get("value") or ("on" if kind == "checkbox" else "")))
        elif tag == "select":
            self._select, self._options, self._multiple = name, [], "multiple" in values
        elif tag == "option" and self._select:
            self._options.append((values.get("value") or "", "selected" in values))
        elif tag == "textarea" and name:
            self._area = (name, [])

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not chosen and self._options and not self._multiple:
                chosen = [self._options[0][0]]
            fields += [(self._select, value) for value in chosen]
            self._select = None
        elif tag == "textarea" and self._area:
            fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None


def fields_of(response: HttpResponse, *, form_id: str = "", containing: str = "") -> dict[str, Any]:
    """The fields of the form with the id, or of the first that has a field of that name: ready to be posted."""
    parser = _Forms()
    parser.feed(response.content.decode())
    for attributes, fields in parser.forms:
        if (form_id and attributes.get("id") == form_id) or (
            containing and any(name == containing for name, _value in fields)
        ):
            data: dict[str, Any] = {}
            for name, value in fields:
                if "__prefix__" not in name:
                    data.setdefault(name, []).append(value)
            return {name: values[0] if len(values) == 1 else values for name, values in data.items()}
    raise AssertionError(f"no such form: {form_id or containing}")
