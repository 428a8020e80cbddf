"""Somebody at a browser without scripts: opens pages, fills in the forms that stand there, presses their buttons."""

import re
from typing import Any

import lxml.html
from django.test import Client

from members.models import User

SAME_SITE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that stands on the site itself."""


class Visitor:
    """One person, signed in or not, who reads in one language."""

    def __init__(self, language: str, user: User | None = None) -> None:
        self.client, self.language, self.user = Client(enforce_csrf_checks=True), language, user
        self.status, self.address, self.page = 0, "", lxml.html.fromstring("<p>")
        if user is not None:
            self.client.force_login(user)

    def open(self, path: str) -> "Visitor":
        """Open an address below the reader's language, or a whole path that starts with it."""
        path = path.removeprefix("http://testserver")
        return self._take(self.client.get(path if path.startswith("/") else f"/{self.language}/{path}", follow=True))

    def press(self, has: str = "", to: str = "", **typed: Any) -> "Visitor":
        """Send the form that has a field, or a button to an address, with what was typed over what stood in it."""
        form = self._form(has, to)
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(_as_shown(value))
        sent |= typed
        address = next((a for a in form.xpath(".//button/@formaction") if to and to in a), form.action)
        return self._take(self.client.post(address or self.address, sent, follow=True, headers=SAME_SITE))

    def fields(self, has: str = "", to: str = "") -> dict[str, str]:
        """What stands in a form, by field."""
        return {name: _as_shown(value or "") for name, value in self._form(has, to).fields.items()}

    def links(self, part: str) -> list[str]:
        """The addresses of the main part in which a part occurs."""
        return [address for address in self.page.xpath("//main//a/@href") if part in address]

    def box(self, label: str) -> str:
        """The value of the box to tick beside a label that has these words."""
        [found] = [one for one in self.page.xpath("//main//label") if label in one.text_content()]
        inside = found.xpath(".//input/@value")
        return str(inside[0] if inside else self.page.get_element_by_id(found.get("for")).get("value"))

    @property
    def text(self) -> str:
        """What the main part of the page says."""
        return re.sub(r"\s+", " ", self.page.xpath("//main")[0].text_content())

    def _form(self, has: str, to: str) -> Any:
        for form in self.page.forms:
            actions = [form.action or "", *form.xpath(".//button/@formaction")]
            if (has and has in form.fields) or (to and any(to in action for action in actions)):
                return form
        raise AssertionError(f"no such form ({has or to}) on {self.address} ({self.status}): {self.text[:300]}")

    def _take(self, response: Any) -> "Visitor":
        if getattr(response, "redirect_chain", None):
            self.address = response.redirect_chain[-1][0]
        else:
            self.address = response.request["PATH_INFO"]
            if response.request.get("QUERY_STRING"):
                self.address += f"?{response.request['QUERY_STRING']}"
        self.status = response.status_code
        self.page = lxml.html.fromstring(response.content.decode())
        return self


def _as_shown(value: str) -> str:
    """A field's value as a browser has it: the line end right after `<textarea>` is not part of the text."""
    return value.removeprefix("\n")
