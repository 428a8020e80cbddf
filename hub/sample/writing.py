"""The kinds of records: from what a file says to columns and rows."""

from collections.abc import Iterable
from typing import Any, Final

from hub.models import Page
from hub.workflow import PageWorkflow
from members.enums import Region
from members.models import Country, Indicator, Institution, ParticipationEvidence
from members.workflow import CountryWorkflow
from practices.models import Award, Practice, PracticeTheme, Result
from practices.workflow import PracticeWorkflow
from publishing.models import Document, Source, SynonymGroup, Tag, TaggedRecord, Term
from reforms.models import LegalAct, Milestone, Reform, ReformTheme
from reforms.workflow import ReformWorkflow

from . import rows
from .kinds import Kind, PublicationKind, content_type_of
from .records import (
    CountryRecord,
    DocumentRecord,
    PageRecord,
    PracticeRecord,
    ReformRecord,
    SynonymRecord,
    TagRecord,
    TermRecord,
)

_PRACTICES_OF_REFORMS: Final[Any] = Reform._meta.get_field("practices").remote_field.through


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
            "original_language": record.original_language,
            "region": record.region or Region.OTHER.value,
            "participation": record.participation,
            "joined_year": record.joined_year,
            "system_type": record.system_type,
            "law_year": record.law_year,
            **self.text_columns(record.texts),
        }

    def parts(self) -> dict[str, rows.Part]:
        return {
            **super().parts(),
            "evidence": rows.Part(ParticipationEvidence.objects.all(), "country_id"),
            "indicators": rows.Part(Indicator.objects.all(), "country_id"),
            "institutions": rows.Part(Institution.objects.filter(is_civil_service_body=True), "country_id"),
        }

    def write_parts(self, instance: Any, record: CountryRecord, *, is_new: bool) -> bool:
        changed, source = self.sources(instance, record.sources, is_new=is_new)
        evidence = [
            {**rows.columns({"text": row.text}), "source_id": source[row.source], "position": position}
            for position, row in enumerate(record.evidence)
        ]
        indicators = [
            {
                **rows.columns({"name": row.name, "unit": row.unit}),
                "value": row.value,
                "year": row.year,
                "source_id": source[row.source],
                "is_general_knowledge": row.is_general_knowledge,
                "position": position,
            }
            for position, row in enumerate(record.indicators)
        ]
        changes = [
            changed,
            rows.replace(instance.evidence.all(), {"country": instance}, evidence, is_new=is_new),
            rows.replace(instance.indicators.all(), {"country": instance}, indicators, is_new=is_new),
            self._institution(instance, record),
            self.language_versions(instance, record.states, is_new=is_new),
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

    def values(self, record: PracticeRecord) -> dict[str, Any]:
        return {
            "slug": record.key,
            "country": self.lookup.countries[record.country],
            "original_language": record.original_language,
            "level": record.level,
            "stage": record.stage,
            "start_year": record.start_year,
            "evidence": record.evidence,
            **self.text_columns(record.texts),
        }

    def parts(self) -> dict[str, rows.Part]:
        return {
            **super().parts(),
            "themes": rows.Part(PracticeTheme.objects.all(), "practice_id"),
            "results": rows.Part(Result.objects.all(), "practice_id"),
            "awards": rows.Part(Award.objects.all(), "practice_id"),
            "tags": rows.part_of_any(TaggedRecord, Practice),
        }

    def write_parts(self, instance: Any, record: PracticeRecord, *, is_new: bool) -> bool:
        changed, source = self.sources(instance, record.sources, is_new=is_new)
        results = [
            {
                **rows.columns({"indicator": row.indicator, "unit": row.unit}),
                "before": row.before,
                "after": row.after,
                "year": row.year,
                "source_id": source[row.source],
                "is_self_reported": row.is_self_reported,
                "position": position,
            }
            for position, row in enumerate(record.results)
        ]
        awards = [
            {
                **rows.columns({"name": row.name}),
                "year": row.year,
                "source_id": source[row.source],
                "position": position,
            }
            for position, row in enumerate(record.awards)
        ]
        changes = [
            changed,
            self.themes(instance, record.themes, "practice", is_new=is_new),
            rows.replace(instance.results.all(), {"practice": instance}, results, is_new=is_new),
            rows.replace(instance.awards.all(), {"practice": instance}, awards, is_new=is_new),
            self.language_versions(instance, record.states, is_new=is_new),
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

    def values(self, record: ReformRecord) -> dict[str, Any]:
        return {
            "slug": record.key,
            "country": self.lookup.countries[record.country],
            "original_language": record.original_language,
            "stage": record.stage,
            "start_year": record.start_year,
            **self.text_columns(record.texts),
        }

    def parts(self) -> dict[str, rows.Part]:
        return {
            **super().parts(),
            "themes": rows.Part(ReformTheme.objects.all(), "reform_id"),
            "milestones": rows.Part(Milestone.objects.all(), "reform_id"),
            "legal_acts": rows.Part(LegalAct.objects.all(), "reform_id"),
            "practices": rows.Part(_PRACTICES_OF_REFORMS._default_manager.all(), "reform_id"),
        }

    def write_parts(self, instance: Any, record: ReformRecord, *, is_new: bool) -> bool:
        changed, source = self.sources(instance, record.sources, is_new=is_new)
        milestones = [
            {
                **rows.columns({"text": row.text}),
                "year": row.year,
                "month": row.month,
                "source_id": source[row.source],
                "position": position,
            }
            for position, row in enumerate(record.milestones)
        ]
        acts = [
            {**rows.columns({"title": row.title}), "year": row.year, "url": row.url, "position": position}
            for position, row in enumerate(record.legal_acts)
        ]
        changes = [
            changed,
            self.themes(instance, record.themes, "reform", is_new=is_new),
            rows.replace(instance.milestones.all(), {"reform": instance}, milestones, is_new=is_new),
            rows.replace(instance.legal_acts.all(), {"reform": instance}, acts, is_new=is_new),
            self.language_versions(instance, record.states, is_new=is_new),
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
            "slug": record.key,
            "original_language": record.original_language,
            "position": record.position,
            "as_of": record.as_of,
            **self.text_columns(record.texts),
        }

    def write_parts(self, instance: Any, record: PageRecord, *, is_new: bool) -> bool:
        changed, _source = self.sources(instance, record.sources, is_new=is_new)
        return self.language_versions(instance, record.states, is_new=is_new) or changed

    def order(self, records: Iterable[PageRecord]) -> list[PageRecord]:
        return sorted(records, key=lambda record: (record.position, record.key))


class Documents(Kind[DocumentRecord]):
    """Document records of the pages; their files are uploaded by hand."""

    name = "documents"
    model = Document

    def values(self, record: DocumentRecord) -> dict[str, Any]:
        return {
            "slug": record.key,
            "content_type": content_type_of(Page),
            "object_id": self.lookup.pages[record.page].pk,
            "number": record.number,
            "date": record.date,
            "access": record.access,
            "position": record.position,
            **rows.columns(record.texts),
        }


class Terms(Kind[TermRecord]):
    """The glossary."""

    name = "terms"
    model = Term

    def values(self, record: TermRecord) -> dict[str, Any]:
        return {
            "domain": record.domain,
            "position": record.position,
            "is_in_texts": record.is_in_texts,
            **rows.columns(record.texts),
        }

    def parts(self) -> dict[str, rows.Part]:
        return {"sources": rows.part_of_any(Source, Term)}

    def write_parts(self, instance: Any, record: TermRecord, *, is_new: bool) -> bool:
        changed, _source = self.sources(instance, record.sources, is_new=is_new)
        return changed


class Synonyms(Kind[SynonymRecord]):
    """What searches take for one another."""

    name = "synonyms"
    model = SynonymGroup

    def values(self, record: SynonymRecord) -> dict[str, Any]:
        return {"note": record.note, **rows.columns(record.texts)}


KINDS: list[type[Kind[Any]]] = [Tags, Terms, Synonyms, Countries, Practices, Reforms, Pages, Documents]
"""In the order in which they lean on one another."""
