"""What changed between two versions of a report: by section, language by language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from publishing.comparison import compare, compare_rich
from publishing.languages import CODES

from ..models import ReportSection, ReportVersion


@dataclass(frozen=True, slots=True)
class TextChange:
    """A section's title and text in one language, both versions in one."""

    language: str
    title: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section in which something changed."""

    number: str
    standing: str
    """added, removed or changed."""
    texts: list[TextChange]


def changes_between(older: ReportVersion, newer: ReportVersion, language: str = "") -> list[SectionChange]:
    """The sections that differ, in the order of the newer version; removed ones last. Two queries.

    `language` narrows it to one language.
    """
    before = {section.number: section for section in older.sections.order_by("position", "pk")}
    after = {section.number: section for section in newer.sections.order_by("position", "pk")}
    codes = [language] if language in CODES else list(CODES)
    found = []
    for number in dict.fromkeys((*after, *before)):
        texts = list(_texts(before.get(number), after.get(number), codes))
        if texts:
            found.append(SectionChange(number, _standing(number, before, after), texts))
    return found


def _standing(number: str, before: dict[str, ReportSection], after: dict[str, ReportSection]) -> str:
    if number not in before:
        return "added"
    return "changed" if number in after else "removed"


def _texts(old: ReportSection | None, new: ReportSection | None, codes: list[str]) -> Iterator[TextChange]:
    for code in codes:
        title = compare(_of(old, "title", code), _of(new, "title", code))
        text = compare_rich(_of(old, "text", code), _of(new, "text", code))
        if not (title.is_same and text.is_same):
            yield TextChange(code, title.html, text.html)


def _of(section: ReportSection | None, field: str, code: str) -> str:
    return getattr(section, f"{field}_{code}") or "" if section is not None else ""
