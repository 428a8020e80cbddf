"""How the records of each kind stand in the database: what every kind tells the loader, and what publications share."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar, Final, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.timezone import localdate

from hub.models import Page
from members.models import Country
from practices.models import Practice
from publishing.freshness import days_for
from publishing.models import LanguageVersion, Publication, Source, Tag, Theme
from publishing.richtext.html import RichTextField, from_plain
from publishing.workflow import PublicationWorkflow

from . import rows
from .fields import States, Texts
from .records import Record, SourceNote

R = TypeVar("R", bound=Record)


class Lookup:
    """The records that others name, by their short names; asked for once they are all written."""

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {theme.slug: theme for theme in Theme.objects.all()}

    @cached_property
    def tags(self) -> dict[str, Tag]:
        return {tag.slug: tag for tag in Tag.objects.all()}

    @cached_property
    def countries(self) -> dict[str, Country]:
        return {country.iso2: country for country in Country.objects.all()}

    @cached_property
    def practices(self) -> dict[str, Practice]:
        return {practice.slug: practice for practice in Practice.objects.all()}

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {page.slug: page for page in Page.objects.all()}


class Kind(Generic[R]):
    """One kind of record: where it is found, which columns and which rows a file gives it."""

    name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    key: ClassVar[str] = "slug"
    workflow: ClassVar[type[PublicationWorkflow[Any]] | None] = None

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    def values(self, record: R) -> dict[str, Any]:
        """The columns of the record itself."""
        raise NotImplementedError

    def parts(self) -> dict[str, rows.Part]:
        """The rows that belong to records of the kind and come from their files."""
        return {}

    def write_parts(self, instance: Any, record: R, *, is_new: bool) -> bool:
        """Make the record's rows what the file says; returns whether anything was written."""
        return False

    def order(self, records: Iterable[R]) -> list[R]:
        """The order in which new records are published: the last stands first among the latest."""
        return list(records)

    def sources(
        self, instance: Any, notes: tuple[SourceNote, ...], *, is_new: bool
    ) -> tuple[bool, dict[str, int | None]]:
        """Bring the sources up to date; returns whether anything was written, and their keys in the database by short name."""
        standing = {} if is_new else {source.key: source for source in instance.sources.all()}
        changed, new = False, []
        for position, note in enumerate(notes):
            values = {
                "title": note.title,
                "title_language": language_of(note.title),
                "publisher": note.publisher,
                "year": note.year,
                "is_year_approximate": note.is_year_approximate,
                "url": note.url,
                "note": note.note,
                "position": position,
            }
            source = standing.get(note.key)
            if source is None:
                new.append(Source(record=instance, key=note.key, **values))
            elif names := rows.assign(source, values):
                source.save(update_fields=names)
                changed = True
        standing |= {source.key: source for source in rows.insert(new)}
        gone = standing.keys() - {note.key for note in notes}
        if gone:
            instance.sources.filter(key__in=gone).delete()
        ids: dict[str, int | None] = {key: source.pk for key, source in standing.items() if key not in gone}
        return changed or bool(new) or bool(gone), {"": None, **ids}


class PublicationKind(Kind[R]):
    """What publications share: rich text, language versions."""

    model: ClassVar[type[Publication]]

    def text_columns(self, texts: dict[str, Texts]) -> dict[str, str | None]:
        """The language columns of the texts, plain text made HTML where the field is rich."""
        made = {}
        for field, by_language in texts.items():
            is_rich = isinstance(self.model._meta.get_field(field), RichTextField)
            made[field] = {code: from_plain(text) if is_rich else text for code, text in by_language.items()}
        return rows.columns(made)

    def parts(self) -> dict[str, rows.Part]:
        return {
            "sources": rows.part_of_any(Source, self.model),
            "language_versions": rows.part_of_any(LanguageVersion, self.model),
        }

    def language_versions(self, instance: Publication, states: States, *, is_new: bool) -> bool:
        """State of each language as the file has it, made from the present version of the original."""
        standing = {} if is_new else instance.versions()
        changed = []
        for code, state in states.items():
            version = standing.get(code) or LanguageVersion(record=instance, language=code)
            if version.pk is None or version.state != state or version.made_from != instance.text_version:
                version.state, version.made_from, version.changed_on = state, instance.text_version, localdate()
                changed.append(version)
        rows.insert([version for version in changed if version.pk is None])
        for version in changed:
            if version.language in standing:
                version.save()
        return bool(changed)

    def themes(self, instance: Any, slugs: tuple[str, ...], parent: str, *, is_new: bool) -> bool:
        """The themes in the order of the file."""
        wanted = [
            {"theme_id": self.lookup.themes[slug].pk, "position": position} for position, slug in enumerate(slugs)
        ]
        return rows.replace(instance.theme_rows.all(), {parent: instance}, wanted, is_new=is_new)


class CommandLine:
    """Whoever may run a command on the server may do everything; the history names nobody."""

    pk = None

    def has_perm(self, _permission: str) -> bool:
        return True


_CYRILLIC: Final = (
    ("tg", "ӣӯҷ", ""), ("uz", "ў", "қғҳ"), ("be", "ў", ""), ("uk", "їєґ", ""), ("kk", "әғқұһ", ""), ("ky", "ң", ""), ("mn", "өү", ""),
    ("kk", "і", "ы"), ("uk", "і", ""),
)  # fmt: skip
"""Languages by letters of their own: one of the first, and one of the second where there are any; the first that fits."""
_LATIN: Final = (("az", "ə"), ("tr", "ğış"))


def language_of(title: str) -> str:
    """The language of a source's title as far as its letters tell; empty where they do not, for an editor to say.

    >>> language_of("Довталабони кор дар идораҳои давлатӣ")
    'tg'
    """
    letters = {letter for letter in title.lower() if letter.isalpha()}
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in title.lower())
    latin = sum("a" <= letter <= "z" for letter in title.lower())
    if cyrillic > latin / 3:  # names in Latin letters stand in many titles
        marked = (
            code for code, marks, others in _CYRILLIC if letters & set(marks) and (not others or letters & set(others))
        )
        return next(marked, "ru")
    marked = (code for code, marks in _LATIN if letters & set(marks))
    return next(marked, "en" if latin and _are_english(letters) else "")


def _are_english(letters: set[str]) -> bool:
    """Whether only the letters of English occur."""
    return all(letter.isascii() for letter in letters)


def next_check(instance: Publication, checked_on: Any) -> dict[str, Any]:
    """The check that a file reports, unless a later one is on record; the next falls due by the rule of its kind."""
    if checked_on is None or (instance.checked_on and instance.checked_on >= checked_on):
        return {}
    return {"checked_on": checked_on, "check_due": checked_on + timedelta(days=days_for(instance.kind))}


def content_type_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)
