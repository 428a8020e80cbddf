"""Reforms with their milestones and acts."""

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from members.models import Country
from publishing import catalogue
from publishing.models import Publication, Source, Theme
from reforms.enums import ReformStage
from reforms.models import LegalAct, Milestone, Reform, ReformTheme
from reforms.workflow import ReformWorkflow
from tests.factories.hub import superuser

_numbers = count(1)


def source(record: Publication, **fields: Any) -> Source:
    """A source of the record."""
    values: dict[str, Any] = {
        "key": f"s{next(_numbers)}",
        "title": "Report",
        "publisher": "Agency",
        "year": 2020,
        "url": "https://example.org/report",
    }
    return Source.objects.create(
        content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk, **{**values, **fields}
    )


def reform(
    title: str = "", *, of: Country, themes: tuple[str, ...] = (), published: bool = True, **fields: Any
) -> Reform:
    """A reform with a title and summary in three languages."""
    number = next(_numbers)
    texts = {f"title_{code}": title or f"Реформа {number}" for code in ("kk", "ru", "en")} | {
        f"summary_{code}": "Коротко" for code in ("kk", "ru", "en")
    }
    values: dict[str, Any] = {
        "slug": f"reform-{number}",
        "original_language": "ru",
        "stage": ReformStage.IMPLEMENTING,
        "start_year": 2015,
    }
    record = Reform.objects.create(country=of, **{**texts, **values, **fields})
    for position, slug in enumerate(themes):
        ReformTheme.objects.create(reform=record, theme=Theme.objects.get(slug=slug), position=position)
    return ReformWorkflow(record, superuser()).publish() if published else record


def milestone(of: Reform, year: int = 2018, month: int | None = None, **fields: Any) -> Milestone:
    """A dated step of the reform."""
    return Milestone.objects.create(
        reform=of, year=year, month=month, **{"text_kk": "Кезең", "text_ru": "Шаг", "text_en": "Step", **fields}
    )


def legal_act(of: Reform, **fields: Any) -> LegalAct:
    """A law on which the reform rests."""
    return LegalAct.objects.create(
        reform=of,
        **{
            "title_kk": "Заң",
            "title_ru": "Закон",
            "title_en": "Law",
            "year": 2015,
            "url": "https://example.org/law",
            **fields,
        },
    )


def enter(record: Publication) -> None:
    """Bring the catalogue up to date after parts of a public record were added."""
    catalogue.write(record)
