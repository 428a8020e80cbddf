"""Names of the languages that people speak, in the reader's language."""

from collections.abc import Iterable
from typing import Final

from babel import Locale
from django.utils.translation import get_language

from publishing.collation import kk_key

KAZAKH_WORD: Final = " тілі"
"""“Language”, which the Kazakh names end in; a list of languages does not repeat it."""


def language_names(language: str | None = None) -> dict[str, str]:
    """Name by ISO code as it stands alone, with a capital: `{"az": "Азербайджанский", …}`."""
    names = Locale.parse(language or get_language() or "ru").languages
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


def spoken(codes: Iterable[str]) -> list[str]:
    """The names of the languages as they stand in a sentence, in alphabetical order; a code without a name stays as it is."""
    names = Locale.parse(get_language() or "ru").languages
    return sorted((names.get(code, code).removesuffix(KAZAKH_WORD) for code in codes), key=kk_key)
