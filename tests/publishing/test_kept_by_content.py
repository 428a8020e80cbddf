"""Pieces of lists that are kept by what they print: never out of date, and bounded."""

from dataclasses import replace
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from practices.cards import Card, cards_of
from publishing.caching.store import Pages
from publishing.languages import Text
from publishing.listing.listing import OfferedFacet, Option
from publishing.models import Entry
from publishing.templatetags import kept

PIECE = "{% load kept %}{% kept_for content %}{{ said }}{% translate 'Practices' %}{% endkept_for %}"


def _said(template: Template, language: str = "en", **values: Any) -> str:
    with translation.override(language):
        return template.render(Context(values))


def test_kept_for_content_and_language() -> None:
    template = Template(PIECE)
    assert _said(template, content=("a", 1), said="first") == "firstPractices"
    assert _said(template, content=("a", 1), said="unseen") == "firstPractices"
    assert _said(template, content=("a", 2), said="other") == "otherPractices"
    assert _said(template, "ru", content=("a", 1), said="first") == "firstПрактики"
    for said in ("once", "again"):
        assert _said(template, content=(), said=said) == f"{said}Practices"
        assert _said(template, said=said) == f"{said}Practices"
    assert _said(Template(PIECE), content=("a", 1), said="of another piece") == "of another piecePractices"


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(100_000)
    monkeypatch.setattr(kept, "_by_content", pages)
    template = Template(PIECE)
    for number in range(300):
        _said(template, content=(number,), said="x" * 1_000)
    assert 0 < pages.used <= pages.size


def _entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "slug": "one", "title_en": "Title", "summary_en": "Summary", "country": "KZ", "themes": ["leadership"],
        "evidence": "agency_data", "stage": "pilot", "start_year": 2012, "adoptions": 2, "original_language": "en",
        "states": {"en": "approved", "ru": "draft"}, "details": {"depth": "full", "endorsement": {}},
    }  # fmt: skip
    return Entry(**{**values, **changes})


def _card(entry: Entry, order: tuple[str, ...] = ("en", "ru", "kk"), theme: str = "Leadership") -> Card:
    names = {"leadership": Text(theme, "en", order[0])}
    return cards_of([entry], order, names, {"KZ": Text("Kazakhstan", "en", order[0])})[0]


CHANGES: list[dict[str, Any]] = [
    {"slug": "two"}, {"title_en": "Other"}, {"summary_en": "Other"}, {"country": "UZ"}, {"themes": []}, {"adoptions": 3},
    {"evidence": "self_reported"}, {"stage": "scaled"}, {"start_year": None}, {"original_language": "ru"},
    {"states": {"en": "approved", "ru": "outdated"}}, {"details": {"depth": "full"}}, {"details": {"endorsement": {}}},
    {"title_en": "", "title_ru": "Title"},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_card_follows_its_entry(change: dict[str, Any]) -> None:
    with translation.override("en"):
        before = _card(_entry())
        assert before.content
        assert _card(_entry()).content == before.content
        after = _card(_entry(**change))
        assert after.content != before.content
        shown = [render_to_string("practices/_card.html", {"card": card}) for card in (before, after)]
        assert shown[0] != shown[1]


def test_a_card_follows_the_names_of_its_themes_and_the_languages() -> None:
    before = _card(_entry())
    assert _card(_entry(), theme="Renamed").content != before.content
    assert _card(_entry(), ("kk", "ru", "en")).content != before.content


def test_what_was_found_by_words_is_not_kept() -> None:
    card = _card(_entry())
    assert not replace(card, shown=replace(card.shown, is_elsewhere=True)).content
    assert not replace(card, shown=replace(card.shown, instead=("word",))).content
    assert not replace(card, title=card.title.replace("Title", "<mark>Title</mark>")).content


def test_a_facet_follows_its_counts_and_choices() -> None:
    def form(*options: Option, title: str = "Country") -> str:
        with translation.override("en"):
            facets = [OfferedFacet("country", title, list(options), [])]
            return render_to_string("components/filters.html", {"facets": facets, "action": "/"})

    first = Option("KZ", "Kazakhstan", 3, is_chosen=False)
    assert form(first) == form(first)
    others = [
        form(replace(first, count=4)), form(replace(first, is_chosen=True)), form(replace(first, label="Other")),
        form(replace(first, value="UZ")), form(first, title="Place"), form(first, first),
    ]  # fmt: skip
    assert len({form(first), *others}) == 7
