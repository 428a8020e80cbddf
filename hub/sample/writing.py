"""The kinds of records: from what a file says to columns and rows."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from hub.models import Page
from hub.workflow import PageWorkflow
from members.enums import Region
from members.models import Country
from members.workflow import CountryWorkflow
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.models import Document, Tag
from reforms.models import Reform
from reforms.workflow import ReformWorkflow

from . import rows
from .kinds import Kind, PublicationKind, content_type_of
from .records import CountryRecord, DocumentRecord, PageRecord, PracticeRecord, ReformRecord, TagRecord


class Tags(Kind[TagRecord]):
    """Free keywords, named in three languages."""

    name = "tags"
    model = Tag

    def values(self, record: TagRecord) -> dict[str, Any]:
        return rows.columns(record.texts)


class Countries(PublicationKind[CountryRecord]):
    """Countries with their civil service body, evidence of participation and indicators."""

    name = "countries"
    model = Country
    key = "iso2"
    workflow = CountryWorkflow

    def values(self, record: CountryRecord) -> dict[str, Any]:
        return {
            "original_language": record.original_language, "region": record.region or Region.OTHER.value,
            "participation": record.participation, "joined_year": record.joined_year, "system_type": record.system_type,
            "law_year": record.law_year, **self.text_columns(record.texts),
        }

    def parts(self, instance: Any) -> dict[str, models.QuerySet[Any]]:
        return {
            **super().parts(instance), "evidence": instance.evidence.all(), "indicators": instance.indicators.all(),
            "institutions": instance.institutions.filter(is_civil_service_body=True),
        }

    def write_parts(self, instance: Any, record: CountryRecord) -> bool:
        is_new, source = self.sources(instance, record.sources)
        evidence = [
            {**rows.columns({"text": row.text}), "source_id": source[row.source], "position": position}
            for position, row in enumerate(record.evidence)
        ]
        indicators = [
            {
                **rows.columns({"name": row.name, "unit": row.unit}), "value": row.value, "year": row.year,
                "source_id": source[row.source], "is_general_knowledge": row.is_general_knowledge, "position": position,
            }
            for position, row in enumerate(record.indicators)
        ]
        changes = [
            is_new,
            rows.replace(instance.evidence.all(), {"country": instance}, evidence),
            rows.replace(instance.indicators.all(), {"country": instance}, indicators),
            self._institution(instance, record),
            self.language_versions(instance, record.states),
        ]
        return any(changes)

    def _institution(self, instance: Any, record: CountryRecord) -> bool:
        """The body responsible for the civil service keeps its row, since experts may belong to it."""
        standing = instance.institutions.filter(is_civil_service_body=True).first()
        if not record.institution and not record.website:
            return bool(standing and standing.delete())
        body = standing or instance.institutions.model(country=instance, is_civil_service_body=True)
        changed = rows.assign(body, {"website": record.website, **rows.columns({"name": record.institution})})
        if changed:
            body._change_reason = rows.REASON
            body.save()
        return bool(changed)


class Practices(PublicationKind[PracticeRecord]):
    """Best practices with their figures and awards."""

    name = "practices"
    model = Practice
    workflow = PracticeWorkflow
    many = ("tags",)

    def values(self, record: PracticeRecord) -> dict[str, Any]:
        return {
            "slug": record.key, "country": self.lookup.countries[record.country], "original_language": record.original_language,
            "level": record.level, "stage": record.stage, "start_year": record.start_year, "evidence": record.evidence,
            **self.text_columns(record.texts),
        }

    def parts(self, instance: Any) -> dict[str, models.QuerySet[Any]]:
        return {
            **super().parts(instance), "themes": instance.theme_rows.all(), "results": instance.results.all(), "awards": instance.awards.all(),
        }

    def write_parts(self, instance: Any, record: PracticeRecord) -> bool:
        is_new, source = self.sources(instance, record.sources)
        results = [
            {
                **rows.columns({"indicator": row.indicator, "unit": row.unit}), "before": row.before, "after": row.after, "year": row.year,
                "source_id": source[row.source], "is_self_reported": row.is_self_reported, "position": position,
            }
            for position, row in enumerate(record.results)
        ]
        awards = [
            {**rows.columns({"name": row.name}), "year": row.year, "source_id": source[row.source], "position": position}
            for position, row in enumerate(record.awards)
        ]
        changes = [
            is_new,
            self.themes(instance, record.themes, "practice"),
            rows.replace(instance.results.all(), {"practice": instance}, results),
            rows.replace(instance.awards.all(), {"practice": instance}, awards),
            self.language_versions(instance, record.states),
            self._tags(instance, record.tags),
        ]
        return any(changes)

    def _tags(self, instance: Any, slugs: tuple[str, ...]) -> bool:
        if sorted(instance.tags.values_list("slug", flat=True)) == sorted(slugs):
            return False
        instance.tags.set([self.lookup.tags[slug] for slug in slugs], clear=True)
        return True

    def order(self, records: Iterable[PracticeRecord]) -> list[PracticeRecord]:
        return sorted(records, key=lambda record: (record.start_year or 0, record.key))


class Reforms(PublicationKind[ReformRecord]):
    """Reforms with milestones, legal acts and the practices that came of them."""

    name = "reforms"
    model = Reform
    workflow = ReformWorkflow
    many = ("practices",)

    def values(self, record: ReformRecord) -> dict[str, Any]:
        return {
            "slug": record.key, "country": self.lookup.countries[record.country], "original_language": record.original_language,
            "stage": record.stage, "start_year": record.start_year, **self.text_columns(record.texts),
        }

    def parts(self, instance: Any) -> dict[str, models.QuerySet[Any]]:
        return {
            **super().parts(instance), "themes": instance.theme_rows.all(), "milestones": instance.milestones.all(),
            "legal_acts": instance.legal_acts.all(),
        }

    def write_parts(self, instance: Any, record: ReformRecord) -> bool:
        is_new, source = self.sources(instance, record.sources)
        milestones = [
            {
                **rows.columns({"text": row.text}), "year": row.year, "month": row.month, "source_id": source[row.source], "position": position,
            }
            for position, row in enumerate(record.milestones)
        ]
        acts = [
            {**rows.columns({"title": row.title}), "year": row.year, "url": row.url, "position": position}
            for position, row in enumerate(record.legal_acts)
        ]
        changes = [
            is_new,
            self.themes(instance, record.themes, "reform"),
            rows.replace(instance.milestones.all(), {"reform": instance}, milestones),
            rows.replace(instance.legal_acts.all(), {"reform": instance}, acts),
            self.language_versions(instance, record.states),
            self._practices(instance, record.practices),
        ]
        return any(changes)

    def _practices(self, instance: Any, slugs: tuple[str, ...]) -> bool:
        if sorted(instance.practices.values_list("slug", flat=True)) == sorted(slugs):
            return False
        instance.practices.set([self.lookup.practices[slug] for slug in slugs])
        return True

    def order(self, records: Iterable[ReformRecord]) -> list[ReformRecord]:
        return sorted(records, key=lambda record: (record.start_year or 0, record.key))


class Pages(PublicationKind[PageRecord]):
    """The about pages."""

    name = "pages"
    model = Page
    workflow = PageWorkflow

    def values(self, record: PageRecord) -> dict[str, Any]:
        return {
            "slug": record.key, "original_language": record.original_language, "position": record.position, "as_of": record.as_of,
            **self.text_columns(record.texts),
        }

    def write_parts(self, instance: Any, record: PageRecord) -> bool:
        is_new, _source = self.sources(instance, record.sources)
        return self.language_versions(instance, record.states) or is_new

    def order(self, records: Iterable[PageRecord]) -> list[PageRecord]:
        return sorted(records, key=lambda record: (record.position, record.key))


class Documents(Kind[DocumentRecord]):
    """Document records of the pages; their files are uploaded by hand."""

    name = "documents"
    model = Document

    def values(self, record: DocumentRecord) -> dict[str, Any]:
        return {
            "slug": record.key, "content_type": content_type_of(Page), "object_id": self.lookup.pages[record.page].pk,
            "number": record.number, "date": record.date, "access": record.access, "position": record.position, **rows.columns(record.texts),
        }


KINDS: list[type[Kind[Any]]] = [Tags, Countries, Practices, Reforms, Pages, Documents]
"""In the order in which they lean on one another."""
