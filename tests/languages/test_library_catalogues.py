"""No English, and in Kazakh no Russian, that a library put on a page: every text of the installed libraries."""

import re
from gettext import NullTranslations
from pathlib import Path

import polib
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog

from tests.languages.library_texts import LibraryText, page_texts, script_texts

LANGUAGES = ("kk", "ru")
NUMBERS = (0, 1, 2, 5, 11, 21)
MISSING = "\x00missing"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
MAY_STAY_LATIN = {
    *("Django", "PostgreSQL", "Python", "JavaScript", "WebAuthn", "OAuth", "Referer", "Command", "Control", "Mac"),
    *("API", "CSRF", "HTTPS", "IP", "IPv", "JSON", "LDAP", "PIN", "QR", "SSO", "TOTP", "URL", "UUID", "HTML"),
    *("True", "False", "None", "DEBUG", "cookie", "same", "origin", "last", "IllegalCharacterError"),
}
"""Names and signs that Kazakh texts of the state bodies leave in Latin letters, and words of the code in errors."""


class NothingToFallBackOn(NullTranslations):
    """Stands for the default language, so that a text missing in Kazakh isn't covered by the Russian one."""

    def gettext(self, message: str) -> str:
        """The mark of a missing text."""
        return MISSING

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The mark of a missing text."""
        return MISSING


def catalogue(language: str, domain: str) -> DjangoTranslation:
    """The catalogue as Django merges it, without its fallback to the default language."""
    folders = [str(Path(apps.get_app_config("admin").path) / "locale")]
    loaded = DjangoTranslation(language) if domain == "django" else DjangoTranslation(language, domain, folders)
    loaded._fallback = NothingToFallBackOn()
    return loaded


def translations(loaded: DjangoTranslation, text: LibraryText) -> set[str]:
    """Everything that is shown for the text, in all its plural forms."""
    if text.plural is None:
        return {loaded.gettext(text.key(text.singular))}
    return {loaded.ngettext(text.key(text.singular), text.key(text.plural), number) for number in NUMBERS}


def texts(domain: str) -> list[LibraryText]:
    """The libraries' texts of pages or of scripts."""
    return page_texts() if domain == "django" else script_texts()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_libraries_is_translated(language: str, domain: str) -> None:
    loaded = catalogue(language, domain)

    missing = [
        text for text in texts(domain) if not translations(loaded, text) - {""} or MISSING in translations(loaded, text)
    ]

    assert missing == []


def test_the_source_is_really_read() -> None:
    asked = {text.singular for text in page_texts()}

    assert {
        "This field is required.",
        "Remember Me",
        "Your account is protected by two-factor authentication. Please enter an authenticator code:",
        "Revert",
        "Task Result",
    } - asked == set()
    assert {"Choose a Date", "Insert Table"} - {text.singular for text in script_texts()} == set()
    assert not any("google" in text.path for text in page_texts())


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_of_their_text(language: str, domain: str) -> None:
    loaded = catalogue(language, domain)

    wrong = []
    for text in texts(domain):
        allowed = [sorted(PLACEHOLDER.findall(form)) for form in (text.singular, text.plural) if form]
        wrong += [
            (text.singular, shown)
            for shown in translations(loaded, text)
            if sorted(PLACEHOLDER.findall(shown)) not in allowed
        ]

    assert wrong == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_hold_nothing_that_no_library_asks_for(language: str, domain: str) -> None:
    path = Path(settings.BASE_DIR) / "locale" / "libraries" / language / "LC_MESSAGES" / f"{domain}.po"
    asked = {(text.context, text.singular) for text in texts(domain)}

    stale = [entry.msgid for entry in polib.pofile(str(path)) if (entry.msgctxt, entry.msgid) not in asked]

    assert stale == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_kazakh_is_written_in_kazakh_letters(domain: str) -> None:
    loaded = catalogue("kk", domain)

    foreign = {}
    for text in texts(domain):
        for shown in translations(loaded, text):
            prose = re.sub(r"<[^>]*>|https?://\S+|«[^«»]*:[^«»]*»|`\w+`", " ", PLACEHOLDER.sub(" ", shown))
            words = {word for word in LATIN_WORD.findall(prose) if word not in MAY_STAY_LATIN and "_" not in word}
            if words:
                foreign[text.singular] = words

    assert foreign == {}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ["Мұнда кемінде 3 таңба болуға тиіс (қазір 1)."]),
        ("ru", ["Здесь должно быть не менее 3 символов (сейчас 1)."]),
        ("en", ["Ensure this value has at least 3 characters (it has 1)."]),
    ],
)
def test_a_form_complains_in_the_readers_language(language: str, expected: list[str]) -> None:
    class Form(forms.Form):
        title = forms.CharField(validators=[MinLengthValidator(3)])

    with override(language):
        assert Form({"title": "a"}).errors["title"] == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("kk", "Күнді таңдаңыз"), ("ru", "Выберите дату"), ("en", "Choose a Date")]
)
def test_the_admins_scripts_get_their_texts(language: str, expected: str) -> None:
    view = JavaScriptCatalog(packages=["django.contrib.admin"], domain="djangojs")
    view.translation = DjangoTranslation(language, "djangojs", view.get_paths(["django.contrib.admin"]))

    assert view.get_catalog().get("Choose a Date", "Choose a Date") == expected
