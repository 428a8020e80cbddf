"""Reader preferences: how a person wants the same pages to look and which language stands in for a missing one.

Kept in one signed cookie, and in the profile of who is signed in; read by one middleware, printed as attributes of
`<html>`; the style sheets do the rest.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .languages import CODES, reading_order

COOKIE: Final = "reader"
SALT: Final = "reader-preferences"
KEPT: Final = "kept"
"""The key under which stored preferences say when they were chosen."""
AGE: Final = 365 * 24 * 3600
"""How long the cookie lives, in seconds."""

SIZES: Final = {"100": _("Ordinary"), "125": _("Larger"), "150": _("Large"), "200": _("Very large")}
SPACINGS: Final = {"normal": pgettext_lazy("of several", "Ordinary"), "wide": _("Wide"), "wider": _("Very wide")}
SCHEMES: Final = {
    "ordinary": pgettext_lazy("of several", "Ordinary"),
    "black-on-white": _("Black on white"),
    "white-on-black": _("White on black"),
    "yellow-on-blue": _("Yellow on blue"),
}
CHOICES: Final = {"size": SIZES, "spacing": SPACINGS, "scheme": SCHEMES}
"""The values that each preference of several knows."""
SWITCHES: Final = ("images_off", "serif", "reading", "panel")


@dataclass(frozen=True, slots=True)
class Preferences:
    """One reader's choices; every value is one of the listed ones."""

    size: str = "100"
    spacing: str = "normal"
    scheme: str = "ordinary"
    images_off: bool = False
    serif: bool = False
    reading: bool = False
    panel: bool = False
    """Whether the version for the visually impaired is on: its panel stands above each page."""
    fallback: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Preferences of stored data; what is unknown or malformed falls back to the ordinary value."""
        values: dict[str, Any] = {}
        for name, allowed in CHOICES.items():
            if data.get(name) in allowed:
                values[name] = data[name]
        for name in SWITCHES:
            values[name] = data.get(name) is True
        fallback = data.get("fallback", ())
        if isinstance(fallback, list | tuple):
            values["fallback"] = tuple(dict.fromkeys(code for code in fallback if code in CODES))
        return cls(**values)

    def data(self) -> dict[str, Any]:
        """What differs from the ordinary, for the cookie and the profile."""
        ordinary = type(self)()
        found = {
            f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(ordinary, f.name)
        }
        if "fallback" in found:
            found["fallback"] = list(found["fallback"])
        return found

    def order(self, language: str) -> tuple[str, ...]:
        """The languages in which this reader takes a text on a page in `language`."""
        return reading_order(language, self.fallback)

    def attributes(self) -> dict[str, str]:
        """The `data-` attributes of `<html>`."""
        attributes = {"data-size": self.size, "data-spacing": self.spacing, "data-scheme": self.scheme}
        for name in SWITCHES:
            if getattr(self, name):
                attributes[f"data-{name.replace('_', '-')}"] = "on"
        return attributes

    def low_vision(self, *, on: bool) -> "Preferences":
        """The version for the visually impaired switched on (large, spaced, high contrast) or off."""
        if on:
            return replace(self, panel=True, size="150", spacing="wide", scheme="black-on-white")
        return replace(Preferences(), fallback=self.fallback)


def reader_of(request: HttpRequest) -> Preferences:
    """The preferences under which this page is read; the ordinary ones before the middleware has read them."""
    found = getattr(request, "reader", None)
    return found if isinstance(found, Preferences) else Preferences()


def order_of(request: HttpRequest) -> tuple[str, ...]:
    """The languages in which this reader takes texts on this page, that of the page first."""
    return reader_of(request).order(get_language() or settings.LANGUAGE_CODE)


def preferences_of(request: HttpRequest) -> Preferences:
    """The preferences of the browser or, for who is signed in, those of the profile, whichever were chosen last."""
    browser, profile = _of_browser(request), _of_profile(request)
    return Preferences.from_data(browser if _kept_at(browser) >= _kept_at(profile) else profile)


def keep_preferences(request: HttpRequest, response: HttpResponse, preferences: Preferences) -> None:
    """Write the preferences into the cookie and, for who is signed in, into the profile."""
    data = {KEPT: int(time.time()), **preferences.data()}
    response.set_cookie(
        COOKIE, signing.dumps(data, salt=SALT), max_age=AGE, httponly=True, secure=request.is_secure(), samesite="Lax"
    )
    _write_profile(request, data)


def take_into_profile(request: HttpRequest) -> None:
    """At sign-in: what was chosen in this browser after the profile's own choice is the profile's from now on."""
    browser = _of_browser(request)
    if _kept_at(browser) > _kept_at(_of_profile(request)):
        _write_profile(request, browser)


def _of_browser(request: HttpRequest) -> dict[str, Any]:
    try:
        data = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return data if isinstance(data, dict) else {}


def _of_profile(request: HttpRequest) -> dict[str, Any]:
    stored = getattr(request.user, "reader_preferences", None) if hasattr(request, "user") else None
    return stored if isinstance(stored, dict) else {}


def _write_profile(request: HttpRequest, data: dict[str, Any]) -> None:
    user = request.user
    if user.is_authenticated and hasattr(user, "reader_preferences"):
        user.reader_preferences = data
        user.save(update_fields=["reader_preferences"])


def _kept_at(data: dict[str, Any]) -> int:
    """When the preferences were chosen, in seconds since 1970; 0 where nothing was."""
    kept = data.get(KEPT)
    return kept if isinstance(kept, int) else 0
