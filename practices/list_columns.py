"""The columns of a practices spreadsheet that hold several things each: themes, tags, sources, results, awards, languages."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from publishing.catalogue import texts_by_language
from publishing.enums import LanguageState
from publishing.languages import CODES
from publishing.models import LanguageVersion, Source, Tag, Theme

from .cells import defused, plain
from .models import Award, Practice, PracticeTheme, Result

SEPARATOR: Final = "; "


class ListField(Field):
    """A column for rows that hang on the practice; an empty cell leaves them as they are.

    `read` gives what is stored, `check` parses a cell or raises ValueError, `write` replaces what is stored.
    """

    def __init__(self, name: str) -> None:
        super().__init__(attribute=name, column_name=name)

    def read(self, practice: Practice) -> Any:
        """What is stored, in the form that `check` gives."""
        raise NotImplementedError

    def check(self, text: str, row: Mapping[str, Any]) -> Any:
        """The cell's value; raises ValueError with all that is wrong with it."""
        raise NotImplementedError

    def write(self, practice: Practice, value: Any) -> None:
        """Put the value in the place of what is stored."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as the text of a cell."""
        return SEPARATOR.join(value)

    def export(self, instance: Practice, **kwargs: Any) -> str:
        """The text of the cell."""
        value = self.read(instance)
        return defused(self.show(value)) if value else ""

    def save(self, instance: Practice, row: Mapping[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        """Keep the parsed cell beside the practice until the practice itself is saved."""
        text = plain(row.get(self.column_name))
        if text:
            vars(instance).setdefault("_imported_lists", {})[self.column_name] = self.check(text, row)


def words(text: str) -> list[str]:
    """The words of a list cell, each once."""
    return list(dict.fromkeys(word.strip() for word in text.replace(",", ";").split(";") if word.strip()))


class ThemesField(ListField):
    """The themes by their slugs, the most telling first."""

    def read(self, practice: Practice) -> list[str]:
        return [row.theme.slug for row in practice.theme_rows.all()]

    def check(self, text: str, row: Mapping[str, Any]) -> list[str]:
        return known(Theme, words(text))

    def write(self, practice: Practice, value: list[str]) -> None:
        practice.theme_rows.all().delete()
        themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=value)}
        for position, slug in enumerate(value):
            PracticeTheme.objects.create(practice=practice, theme=themes[slug], position=position)


class TagsField(ListField):
    """The tags by their slugs."""

    def read(self, practice: Practice) -> list[str]:
        return sorted(tag.slug for tag in practice.tags.all())

    def check(self, text: str, row: Mapping[str, Any]) -> list[str]:
        return sorted(known(Tag, words(text)))

    def write(self, practice: Practice, value: list[str]) -> None:
        practice.tags.set(Tag.objects.filter(slug__in=value))


class StatesField(ListField):
    """The states of the language versions: `kk=approved; ru=machine_draft`."""

    def read(self, practice: Practice) -> list[str]:
        versions = practice.versions()
        return [f"{code}={versions[code].state}" for code in CODES if code in versions]

    def check(self, text: str, row: Mapping[str, Any]) -> list[str]:
        bad = [
            word
            for word in words(text)
            if word.partition("=")[0].strip() not in CODES or word.partition("=")[2].strip() not in LanguageState.values
        ]
        if bad:
            allowed = ", ".join(LanguageState.values)
            raise ValueError(
                _("“%(value)s” is not a language with a state (kk=approved); the states are: %(choices)s.")
                % {"value": "; ".join(bad)[:200], "choices": allowed}
            )
        pairs = [word.split("=") for word in words(text)]
        return [f"{code.strip()}={state.strip()}" for code, state in pairs]

    def write(self, practice: Practice, value: list[str]) -> None:
        content_type = ContentType.objects.get_for_model(Practice)
        for pair in value:
            code, state = pair.split("=")
            if (
                state == LanguageState.APPROVED
                and code != practice.original_language
                and not self._is_approved(practice, code)
            ):
                state = LanguageState.DRAFT  # only the translation desk approves, by a second person
            key = {"content_type": content_type, "object_id": practice.pk, "language": code}
            LanguageVersion.objects.update_or_create(
                **key, defaults={"state": state}, create_defaults={"state": state, "made_from": practice.text_version}
            )

    @staticmethod
    def _is_approved(practice: Practice, code: str) -> bool:
        row = practice.language_versions.filter(language=code).first()
        return row is not None and row.state == LanguageState.APPROVED


class RowsField(ListField):
    """Rows as JSON: a list of objects, as in the sample content."""

    def show(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def check(self, text: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        try:
            rows = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise ValueError(_("The cell is not valid JSON.")) from None
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise ValueError(_("The cell must be a JSON list of objects: [{…}, {…}]."))
        problems = [problem for number, one in enumerate(rows, 1) for problem in self._problems(number, one, row)]
        if problems:
            raise ValueError(" ".join(problems))
        return rows

    def build(self, one: Mapping[str, Any], position: int) -> Any:
        """An unsaved row of the model; its source is not set."""
        raise NotImplementedError

    def _problems(self, number: int, one: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
        try:
            built = self.build(one, number)
            bare = {field.name for field in built._meta.fields if hasattr(built, f"{field.name}_kk")}
            built.full_clean(
                exclude={"practice", "content_type", "object_id", *bare},
                validate_unique=False,
                validate_constraints=False,
            )
        except ValidationError as refusal:
            found = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
            return [
                _("Item %(number)s, %(field)s: %(problem)s")
                % {"number": number, "field": name, "problem": " ".join(texts)}
                for name, texts in found.items()
            ]
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
            return [_("Item %(number)s cannot be read.") % {"number": number}]
        return []


class SourcesField(RowsField):
    """The sources with their keys."""

    def read(self, practice: Practice) -> list[dict[str, Any]]:
        names = ("title", "title_language", "publisher", "year", "url", "note")
        found = []
        for source in practice.sources.all():
            values = {name: getattr(source, name) for name in names}
            values["year_approximate"] = source.is_year_approximate or None
            found.append(
                {"id": source.key, **{name: value for name, value in values.items() if value not in {None, ""}}}
            )
        return found

    def build(self, one: Mapping[str, Any], position: int) -> Source:
        return Source(
            key=str(one.get("id") or ""),
            title=str(one.get("title") or ""),
            title_language=str(one.get("title_language") or ""),
            publisher=str(one.get("publisher") or ""),
            year=one.get("year"),
            url=str(one.get("url") or ""),
            note=str(one.get("note") or ""),
            is_year_approximate=bool(one.get("year_approximate")),
            position=position,
        )

    def check(self, text: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows = super().check(text, row)
        keys = [str(one.get("id")) for one in rows]
        if len(keys) != len(set(keys)):
            raise ValueError(_("Two sources have the same id."))
        return rows

    def write(self, practice: Practice, value: list[dict[str, Any]]) -> None:
        """Sources keep their row where the key stays, so that figures go on naming them."""
        content_type = ContentType.objects.get_for_model(Practice)
        stored = {source.key: source for source in practice.sources.all()}
        for position, one in enumerate(value, 1):
            built = self.build(one, position)
            built.content_type, built.object_id = content_type, practice.pk
            if built.key in stored:
                built.pk = stored.pop(built.key).pk
            built.save()
        for source in stored.values():
            source.delete()


class ResultsField(RowsField):
    """The figures."""

    def read(self, practice: Practice) -> list[dict[str, Any]]:
        return [
            {
                "indicator": texts_by_language(result, "indicator"),
                "before": number(result.before),
                "after": number(result.after),
                "unit": texts_by_language(result, "unit"),
                "year": result.year,
                "source": key_of(practice, result.source_id),
                "self_reported": result.is_self_reported,
            }
            for result in practice.results.all()
        ]

    def build(self, one: Mapping[str, Any], position: int) -> Result:
        return Result(
            **per_language("indicator", one["indicator"]),
            **per_language("unit", one.get("unit") or {}),
            before=one.get("before"),
            after=one.get("after"),
            year=one.get("year"),
            is_self_reported=bool(one.get("self_reported", True)),
            position=position,
        )

    def write(self, practice: Practice, value: list[dict[str, Any]]) -> None:
        replace(
            practice,
            practice.results.all(),
            [(self.build(one, place), one.get("source")) for place, one in enumerate(value, 1)],
        )


class AwardsField(RowsField):
    """The prizes."""

    def read(self, practice: Practice) -> list[dict[str, Any]]:
        return [
            {"name": texts_by_language(award, "name"), "year": award.year, "source": key_of(practice, award.source_id)}
            for award in practice.awards.all()
        ]

    def build(self, one: Mapping[str, Any], position: int) -> Award:
        return Award(**per_language("name", one["name"]), year=one.get("year"), position=position)

    def write(self, practice: Practice, value: list[dict[str, Any]]) -> None:
        replace(
            practice,
            practice.awards.all(),
            [(self.build(one, place), one.get("source")) for place, one in enumerate(value, 1)],
        )


def replace(practice: Practice, stored: Any, rows: list[tuple[Any, Any]]) -> None:
    """Put rows in the place of others; each names a source of the practice by its key, or none."""
    sources = {
        source.key: source
        for source in Source.objects.filter(
            content_type=ContentType.objects.get_for_model(Practice), object_id=practice.pk
        )
    }
    for old in stored:
        old.delete()
    for built, key in rows:
        built.practice, built.source = practice, sources.get(str(key))
        built.save()


def known(model: Any, slugs: list[str]) -> list[str]:
    """The slugs, if all are there; raises ValueError that names the others."""
    found = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise ValueError(_("Unknown: %(values)s.") % {"values": ", ".join(missing)[:200]})
    return slugs


def per_language(name: str, texts: Any) -> dict[str, str]:
    """The language columns of a text from JSON; AttributeError where it is no object."""
    return {f"{name}_{code}": str(texts.get(code) or "") for code in CODES}


def key_of(practice: Practice, source_id: int | None) -> str | None:
    """The key of one of the practice's sources; no query where they are loaded."""
    return next((source.key for source in practice.sources.all() if source.pk == source_id), None)


def number(value: Any) -> int | float | None:
    """A decimal as JSON writes it: 12, 12.5."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _no_constant(name: str) -> None:
    raise ValueError(name)
