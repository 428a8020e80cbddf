"""The library as Wagtail users build one: a tree of pages for each language, snippets for vocabularies."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, F
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet

PER_PAGE = 20
EVIDENCE = [("self_reported", "Self-reported"), ("agency_data", "Agency data"), ("independent_evaluation", "Independent evaluation")]  # fmt: skip
STAGE = [("pilot", "Pilot"), ("implemented", "Implemented"), ("scaled", "Scaled up"), ("ended", "Ended")]
LEVEL = [("national", "National"), ("regional", "Regional"), ("local", "Local")]
ORDERS = {
    "": ["-published_on"], "adopted": ["-adoptions", "-published_on"], "start": [F("start_year").desc(nulls_last=True)],
    "title": ["title"],
}  # fmt: skip


class Named(models.Model):
    """A value of a vocabulary with its name in each language."""

    key = models.CharField(max_length=60, unique=True)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        """Its name in the language of a page."""
        return str(getattr(self, f"name_{language}"))


@register_snippet
class Country(Named):
    """A country."""


@register_snippet
class Theme(Named):
    """A theme; `position` orders the vocabulary."""

    position = models.PositiveSmallIntegerField(default=0)


class LibraryPage(Page):
    """The list of one language's practices, with its facets, its orders and its search."""

    max_count_per_parent = 1
    subpage_types = ["library.PracticePage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template prints."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        words = request.GET.get("q", "")[:400].replace("\0", "").strip()
        chosen = {name: [value for value in request.GET.getlist(name) if value] for name in FACETS}
        pages = _narrowed(PracticePage.objects.live().child_of(self), chosen)
        pages = pages.select_related("country").prefetch_related("themes")
        order = request.GET.get("sort", "") if request.GET.get("sort") in ORDERS else ""
        if not words:
            found: Any = pages.order_by(*ORDERS[order])
        elif order:
            found = pages.order_by(*ORDERS[order]).search(words, order_by_relevance=False)
        else:
            found = pages.search(words)
        context |= {
            "words": words,
            "practices": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "facets": self._facets(words, chosen, language),
            "order": order,
        }
        return context

    def _facets(self, words: str, chosen: dict[str, list[str]], language: str) -> list[dict[str, Any]]:
        """Each facet's values with their counts under the choices in all the others."""
        countries = {one.pk: (one.key, one.name(language)) for one in Country.objects.all()}
        themes = {one.pk: (one.key, one.name(language)) for one in Theme.objects.order_by("position")}
        labels: dict[str, dict[Any, tuple[str, str]]] = {
            "theme": themes,
            "country": countries,
            "evidence": {key: (key, label) for key, label in EVIDENCE},
            "stage": {key: (key, label) for key, label in STAGE},
            "level": {key: (key, label) for key, label in LEVEL},
            "decade": {year: (str(year), f"{year}s") for year in range(2020, 1980, -10)},
        }
        facets = []
        for name, (column, _lookup, title) in FACETS.items():
            others = {key: values for key, values in chosen.items() if key != name}
            pages = _narrowed(PracticePage.objects.live().child_of(self), others)
            if words:
                counts: dict[Any, int] = pages.search(words).facet(column)
            else:
                rows = pages.order_by().values_list(column).annotate(count=Count("pk"))
                counts = dict(rows)
            facets.append(
                {
                    "name": name,
                    "title": title,
                    "options": [
                        {"value": key, "label": label, "count": counts[pk], "is_chosen": key in chosen[name]}
                        for pk, (key, label) in labels[name].items()
                        if counts.get(pk)
                    ],
                }
            )
        return facets


FACETS = {
    "theme": ("themes", "themes__key__in", "Theme"),
    "country": ("country_id", "country__key__in", "Country"),
    "evidence": ("evidence", "evidence__in", "Evidence"),
    "stage": ("stage", "stage__in", "Stage"),
    "level": ("level", "level__in", "Level"),
    "decade": ("decade", "decade__in", "Start"),
}
"""Facets: the column that is counted, the lookup that narrows, the title."""


def _narrowed(pages: Any, chosen: dict[str, list[str]]) -> Any:
    for name, values in chosen.items():
        if values and name == "theme":  # a subquery, so that a page with two of the themes is counted once
            rows = PracticePage.themes.through.objects.filter(theme__key__in=values).values("practicepage_id")
            pages = pages.filter(pk__in=rows)
        elif values and name == "country":
            pages = pages.filter(country__in=list(Country.objects.filter(key__in=values)))
        elif values and name == "decade":
            pages = pages.filter(decade__in=[int(value) for value in values if value.isdecimal() and len(value) == 4])
        elif values:
            pages = pages.filter(**{FACETS[name][1]: values})
    return pages


class PracticeTag(TaggedItemBase):
    """A tag on a practice."""

    content_object = ParentalKey("PracticePage", on_delete=models.CASCADE, related_name="tagged_items")


class PracticePage(Page):
    """A practice in one language."""

    institution = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    problem = RichTextField(blank=True)
    solution = RichTextField(blank=True)
    results_text = RichTextField(blank=True)
    lessons = RichTextField(blank=True)
    transfer = RichTextField(blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    themes = ParentalManyToManyField(Theme, related_name="+")
    tags = ClusterTaggableManager(through=PracticeTag, blank=True)
    evidence = models.CharField(max_length=24, choices=EVIDENCE, db_index=True)
    stage = models.CharField(max_length=16, choices=STAGE, db_index=True)
    level = models.CharField(max_length=12, choices=LEVEL, db_index=True)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    decade = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    adoptions = models.PositiveIntegerField(default=0)
    published_on = models.DateTimeField(db_index=True)

    parent_page_types = ["library.LibraryPage"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("institution"),
        index.SearchField("problem"),
        index.SearchField("solution"),
        index.SearchField("results_text"),
        index.SearchField("lessons"),
        index.SearchField("transfer"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("country"),
        index.FilterField("themes"),
        index.FilterField("evidence"),
        index.FilterField("stage"),
        index.FilterField("level"),
        index.FilterField("decade"),
        index.FilterField("start_year"),
        index.FilterField("adoptions"),
        index.FilterField("published_on"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template prints, with practices of the same country or themes beside it."""
        context = super().get_context(request, *args, **kwargs)
        themes = list(self.themes.all())
        siblings = PracticePage.objects.live().sibling_of(self, inclusive=False)
        related = siblings.filter(country=self.country, themes__in=themes).distinct().order_by("-published_on")[:4]
        context |= {
            "theme_names": [(theme.key, theme.name(self.locale.language_code)) for theme in themes],
            "country_name": self.country.name(self.locale.language_code),
            "related": related.select_related("country"),
        }
        return context


class Result(Orderable):
    """A measured figure."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="results")
    indicator = models.CharField(max_length=300)
    before = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)


class Source(Orderable):
    """A source."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=400)
    publisher = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=1000, blank=True)
