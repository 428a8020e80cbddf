"""Practices with their figures, awards and sources."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from members.models import Country
from practices.enums import Evidence, Level, Stage
from practices.models import Award, Consent, Practice, PracticeTheme, Result
from practices.workflow import PracticeWorkflow
from publishing import catalogue
from publishing.models import LanguageVersion, Source, Tag, Theme
from tests.factories.hub import superuser

_numbers = count(1)
CODES = ("kk", "ru", "en")


def practice(
    of: Country,
    title: str = "",
    *,
    themes: tuple[str, ...] = ("leadership",),
    tags: tuple[str, ...] = (),
    published: bool = True,
    languages: tuple[str, ...] = CODES,
    **fields: Any,
) -> Practice:
    """A practice with every text in the given languages and no parts; `title` alone stands in all of them."""
    number = next(_numbers)
    texts = {
        "title": {"kk": f"Тәжірибе {number}", "ru": f"Практика {number}", "en": f"Practice {number}"},
        "summary": {"kk": "Қысқаша мазмұны", "ru": "Краткое содержание", "en": "What it is in short"},
        "institution": {"kk": "Агенттік", "ru": "Агентство", "en": "Agency"},
        "problem": {"kk": "<p>Мәселе мәтіні</p>", "ru": "<p>Текст задачи</p>", "en": "<p>Text of the problem</p>"},
        "solution": {"kk": "<p>Шешім мәтіні</p>", "ru": "<p>Текст решения</p>", "en": "<p>Text of the solution</p>"},
        "results_text": {"kk": "<p>Нәтиже мәтіні</p>", "ru": "<p>Текст итогов</p>", "en": "<p>Text of the results</p>"},
        "lessons": {
            "kk": "<ul><li>Сабақ</li></ul>",
            "ru": "<ul><li>Урок</li></ul>",
            "en": "<ul><li>A lesson</li></ul>",
        },
        "transfer": {"kk": "<p>Шарт мәтіні</p>", "ru": "<p>Текст условий</p>", "en": "<p>Text of the conditions</p>"},
    }
    if title:
        texts["title"] = dict.fromkeys(CODES, title)
    columns = {f"{name}_{code}": text[code] for name, text in texts.items() for code in languages}
    values: dict[str, Any] = {
        "slug": f"practice-{number}", "original_language": languages[-1], "level": Level.NATIONAL, "stage": Stage.SCALED,
        "evidence": Evidence.AGENCY_DATA, "start_year": 2012,
    }  # fmt: skip
    record = Practice.objects.create(country=of, **{**columns, **values, **fields})
    for position, slug in enumerate(themes):
        PracticeTheme.objects.create(practice=record, theme=Theme.objects.get(slug=slug), position=position)
    for slug in tags:
        names = {f"name_{code}": f"{slug} {code}" for code in CODES}
        record.tags.add(Tag.objects.get_or_create(slug=slug, defaults={"name": slug, **names})[0])
    if published:
        PracticeWorkflow(record, superuser()).publish_unreviewed("Known elsewhere")
        record.refresh_from_db()
    return record


def source(of: Practice, key: str = "s1", **fields: Any) -> Source:
    """A source of the practice."""
    values = {"title": f"Report {key}", "publisher": "UN DESA", "year": 2015, "url": f"https://example.org/{key}"}
    return Source.objects.create(
        content_type=ContentType.objects.get_for_model(Practice), object_id=of.pk, key=key, **{**values, **fields}
    )


def complete(of: Practice) -> Practice:
    """The practice with what a submission needs beside its texts: a source and the institution's consent."""
    if not of.sources.exists():
        source(of)
    Consent.objects.get_or_create(
        practice=of,
        defaults={"name": "A. Serikova", "office": "Chair", "given_on": date(2026, 1, 15), "is_confirmed": True},
    )
    return of


def result(of: Practice, name: str = "Waiting time", **fields: Any) -> Result:
    """A figure of the practice, the indicator the same in three languages."""
    names = {f"indicator_{code}": name for code in CODES} | {
        "unit_kk": "минут",
        "unit_ru": "минут",
        "unit_en": "minutes",
    }
    return Result.objects.create(practice=of, **{**names, "before": 65, "after": 8, "year": 2017, **fields})


def award(of: Practice, name: str = "Public Service Award", **fields: Any) -> Award:
    """A prize of the practice."""
    return Award.objects.create(practice=of, **{f"name_{code}": name for code in CODES}, **{"year": 2015, **fields})


def language_state(of: Practice, language: str, state: str) -> LanguageVersion:
    """The state of one language, known to the catalogue."""
    key = {"content_type": ContentType.objects.get_for_model(Practice), "object_id": of.pk, "language": language}
    version, _is_new = LanguageVersion.objects.update_or_create(**key, defaults={"state": state})
    catalogue.write(of)
    return version
