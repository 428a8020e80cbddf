"""Names of the languages that people speak, in the reader's language."""

from collections.abc import Iterable

from babel import Locale
from django.utils.translation import get_language

from publishing.collation import kk_key


def language_names(language: str | None = None) -> dict[str, str]:
    """Name by ISO code, with a capital: `{"az": "Азербайджанский", …}`."""
    names = Locale.parse(language or get_language() or "ru").languages
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


def spoken(codes: Iterable[str]) -> list[str]:
    """The names of the languages with these codes, in alphabetical order; a code without a name stays as it is."""
    names = language_names()
    return sorted((names.get(code, code) for code in codes), key=kk_key)
