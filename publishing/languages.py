"""The three languages and the honest reading of a translated field.

A record keeps a column per language (`title_kk`, `title_ru`, `title_en`). Reading a field gives the first text in
the reader's order together with the language it is in, so that a page can mark it with `lang` and say so.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

CODES: Final = ("kk", "ru", "en")
NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
AFTER: Final = {"kk": ("ru", "en"), "ru": ("kk", "en"), "en": ("ru", "kk")}
"""What stands in for a missing text unless the reader chose otherwise: to who reads English, Russian is the better known."""
SHORT_NAMES: Final = {"kk": "ҚАЗ", "ru": "РУС", "en": "ENG"}


class Text(str):
    """A text as the reader gets it, with the language it is in and the language that was wanted.

    Printed in a template it is escaped, inside `<span lang>` where the language is not the wanted one. It is a string,
    because templates ask nothing but strings for their HTML.
    """

    __slots__ = ("language", "wanted")

    language: str
    wanted: str

    def __new__(cls, value: str, language: str, wanted: str) -> "Text":
        text = super().__new__(cls, value)
        text.language = language
        text.wanted = wanted
        return text

    @property
    def value(self) -> str:
        """The bare text, for attributes and titles."""
        return str(self)

    @property
    def content(self) -> tuple[str, str, str]:
        """The text with its languages, to compare by: equal texts of two languages are not the same."""
        return str(self), self.language, self.wanted

    @property
    def is_fallback(self) -> bool:
        """Whether another language stands in for the wanted one."""
        return bool(self) and self.language != self.wanted

    @property
    def language_name(self) -> str:
        """The language's name in itself: Қазақша, Русский, English."""
        return NAMES[self.language]

    @property
    def rich(self) -> SafeString:
        """The text as HTML; only for rich text fields, which are sanitised when they are written."""
        if self.is_fallback:
            return format_html('<div lang="{}">{}</div>', self.language, mark_safe(str(self)))  # noqa: S308 - sanitised on the way in
        return mark_safe(str(self))  # noqa: S308 - sanitised on the way in

    def __html__(self) -> SafeString:
        if self.is_fallback:
            return format_html('<span lang="{}">{}</span>', self.language, str(self))
        return escape(str(self))


def reading_order(wanted: str, fallback: Sequence[str] = ()) -> tuple[str, ...]:
    """The languages in the order in which a reader of `wanted` gets them; every language once.

    `fallback` is the reader's own order; what it leaves out follows as `AFTER` has it.
    """
    return tuple(dict.fromkeys(code for code in (wanted, *fallback, *AFTER.get(wanted, CODES)) if code in CODES))


def read(record: object, field: str, order: Sequence[str]) -> Text:
    """The first text of `field` in `order`; an empty Text in the wanted language where there is none."""
    for code in order:
        value = getattr(record, f"{field}_{code}")
        if value:
            return Text(str(value), code, order[0])
    return Text("", order[0], order[0])


def first_of(texts: Mapping[str, str | None], order: Sequence[str]) -> Text:
    """The first text in `order` of a mapping of language to text; an empty Text where there is none."""
    for code in order:
        if value := texts.get(code):
            return Text(value, code, order[0])
    return Text("", order[0], order[0])


def text_of(record: object, field: str) -> Text:
    """The field in the active language, or in the next language of the house that has it."""
    return read(record, field, reading_order(get_language() or "ru"))


def columns(*fields: str) -> list[str]:
    """The names of the fields' language columns: `columns("title")` is `["title_kk", "title_ru", "title_en"]`."""
    return [f"{field}_{code}" for field in fields for code in CODES]
