"""From a filled-in template to a draft: every part reported before anything is kept."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import Country
from publishing.documents.language_guess import guess
from publishing.index_texts import cut
from publishing.language_versions import keep_in_step
from publishing.languages import CODES, NAMES, columns
from publishing.models import Source, Theme
from publishing.richtext.html import to_plain
from publishing.slugs import ensure_slug

from ..contribute.fields import FigureField, LineField
from ..contribute.keepers import country_of
from ..enums import SubmittedFor
from ..models import Practice, PracticeTheme, Result
from .filled import EXCERPT, Filled, names_in, understood
from .parts import BY_KEY, PARTS
from .word import Paper

ROWS: Final = 40
THEMES: Final = 3
RICH_LIMIT: Final = 60_000
YEARS: Final = range(1800, 2101)
_LENGTHS: Final = {"indicator": 300, "unit": 80, "title": 400, "publisher": 300}

Verdict = Literal["ok", "unsure", "empty", "stop"]


@dataclass(slots=True)
class Line:
    """One part in the report: what was understood of it, and what was not."""

    key: str
    name: str | Promise
    verdict: Verdict = "empty"
    text: str = ""
    notes: list[str] = field(default_factory=list)

    def note(self, text: str, *, stops: bool = False) -> None:
        """Add what is to be told of the part."""
        self.notes.append(text)
        self.verdict = "stop" if stops or self.verdict == "stop" else "unsure"


@dataclass(slots=True)
class Plan:
    """What would be kept, and the report on it."""

    language: str
    texts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    themes: list[Theme] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        """Whether a draft can be made of it."""
        return all(line.verdict != "stop" for line in self.lines)

    @property
    def language_name(self) -> str:
        """The language's name in itself."""
        return NAMES[self.language]


def plan(paper: Paper, user: Any, language: str = "") -> Plan:
    """Read a document as a practice that the person would submit; stores nothing.

    `language` is that of the texts; empty: found by the texts themselves, else by the template's headings.
    """
    filled = understood(paper)
    body = " ".join(to_plain(filled.html(part.key)) for part in PARTS if part.kind == "rich")
    code = language or guess(f"{' '.join(filled.lines('summary'))} {body}") or filled.language or "ru"
    made = Plan(code)
    for part in PARTS:
        line = Line(part.key, part.name)
        made.lines.append(line)
        _READERS.get(part.key, _read_text)(made, line, filled, user)
        if part.key in filled.twice:
            line.note(_("This heading stands in the document more than once; all texts under it were joined."))
        if line.verdict == "empty" and line.text:
            line.verdict = "ok"
    made.left_out = filled.strangers
    made.notices = _notices(paper, filled, made, language)
    return made


def _notices(paper: Paper, filled: Filled, made: Plan, language: str) -> list[str]:
    told = []
    if not filled.blocks:
        told.append(_("No heading of the template was found in the document. Use the template and keep its headings."))
    if paper.pictures:
        told.append(_("Pictures are left out; add them as documents."))
    if paper.footnotes:
        told.append(_("Footnotes are left out; name the sources in their table."))
    if paper.is_cut:
        told.append(_("The document is very long: its end was not read."))
    found = guess(" ".join(to_plain(text) for text in made.texts.values()))
    if language and found and found != language:
        told.append(
            _("The text seems to be in another language (%(found)s) than you gave (%(stated)s).")
            % {"found": NAMES[found], "stated": NAMES[language]}
        )
    return told


def _read_text(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    part = BY_KEY[line.key]
    if part.kind == "rich":
        html = filled.html(line.key)
        if len(html) > RICH_LIMIT:
            line.note(
                _("The text is too long: %(length)d characters of %(limit)d. It is left out.")
                % {"length": len(html), "limit": RICH_LIMIT}
            )
            return
        made.texts[line.key] = html
        line.text = cut(to_plain(html), 2 * EXCERPT)
        return
    joiner = " " if part.kind == "line" else "\n"
    clean = LineField(required=False)
    text = joiner.join(clean.to_python(one) for one in filled.lines(line.key))
    if len(text) > part.longest:
        line.note(
            _("Too long: %(length)d characters of %(limit)d. The end is cut off.")
            % {"length": len(text), "limit": part.longest}
        )
        text = cut(text, part.longest)
    made.texts[line.key] = text
    line.text = cut(text, 2 * EXCERPT)
    if line.key == "title" and not text:
        line.note(_("A title is needed."), stops=True)


def _read_country(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    said = " ".join(filled.lines("country")).strip(" .")[:200]
    own = country_of(user)
    known = list(Country.objects.visible_to(user))
    country = next((one for one in known if _is_named(one, said)), None) if said else None
    line.text = said
    if said and country is None:
        line.note(_("No country of this name is known: “%(name)s”.") % {"name": cut(said, 80)}, stops=own is None)
    if own is not None:
        if country is not None and country.pk != own:
            line.note(_("You submit for another country than the document names."), stops=True)
        country = country or next((one for one in known if one.pk == own), None)
        line.text = line.text or str(country or "")
    elif country is None and not said:
        line.note(_("A country is needed."), stops=True)
    if country is not None:
        made.facts["country"] = country
        line.text = str(country)


def _is_named(country: Country, said: str) -> bool:
    names = [country.iso2, country.slug, *(getattr(country, name) or "" for name in columns("name"))]
    return said.casefold() in {name.casefold() for name in names if name}


def _read_themes(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    named = names_in(filled.lines("themes"))
    known = {
        name.casefold(): theme
        for theme in Theme.objects.all()
        for name in (theme.slug, *(getattr(theme, column) for column in columns("name")))
        if name
    }
    found = {theme.pk: theme for name in named if (theme := known.get(name.casefold()))}
    unknown = [name for name in named if name.casefold() not in known]
    made.themes = list(found.values())[:THEMES]
    line.text = "; ".join(str(theme) for theme in made.themes)
    if unknown:
        line.note(_("Not among the themes: %(names)s.") % {"names": cut("; ".join(unknown), EXCERPT)})
    if len(found) > THEMES:
        line.note(_("Only the first %(count)d themes are kept.") % {"count": THEMES})


def _read_year(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    said = " ".join(filled.lines("start_year")).strip()
    line.text = cut(said, 40)
    if said:
        year = _year(said)
        if year is None:
            line.note(_("This is no year: “%(year)s”.") % {"year": cut(said, 40)})
        made.facts["start_year"] = year


def _read_sources(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    _read_loose(line, filled)
    rows = filled.tables.get("sources", [])
    for number, row in enumerate(rows[:ROWS], 1):
        source: dict[str, Any] = {name: _short(row.get(name, ""), name) for name in ("title", "publisher")}
        source["number"] = number
        source["title"] = source["title"] or _short(row.get("url", ""), "title")
        if row.get("year"):
            source["year"] = _year(row["year"])
            if source["year"] is None:
                line.note(
                    _("Row %(number)d: this is no year: “%(year)s”.") % {"number": number, "year": cut(row["year"], 40)}
                )
        address = row.get("url", "").strip()
        if address:
            address = address if "://" in address else f"https://{address}"
            if _is_address(address):
                source["url"] = address
            else:
                line.note(
                    _("Row %(number)d: this is no link: “%(link)s”.") % {"number": number, "link": cut(address, 80)}
                )
        if source["title"]:
            made.sources.append(source)
        else:
            line.note(_("Row %(number)d has no name and is left out.") % {"number": number})
    _finish_rows(line, rows, made.sources, "title")


def _read_results(made: Plan, line: Line, filled: Filled, user: Any) -> None:
    _read_loose(line, filled)
    rows = filled.tables.get("results", [])
    for number, row in enumerate(rows[:ROWS], 1):
        result: dict[str, Any] = {name: _short(row.get(name, ""), name) for name in ("indicator", "unit")}
        for name in ("before", "after"):
            result[name] = _figure(row.get(name, ""), made.language)
            if result[name] is None and row.get(name):
                line.note(
                    _("Row %(number)d: this is no number: “%(value)s”.")
                    % {"number": number, "value": cut(row[name], 60)}
                )
        if row.get("year"):
            result["year"] = _year(row["year"])
            if result["year"] is None:
                line.note(
                    _("Row %(number)d: this is no year: “%(year)s”.") % {"number": number, "year": cut(row["year"], 40)}
                )
        said = row.get("source", "").strip(" .№#")
        result["source"] = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None
        if said and result["source"] not in range(1, len(filled.tables.get("sources", [])) + 1):
            result["source"] = None
            line.note(
                _("Row %(number)d: there is no such source: “%(name)s”.") % {"number": number, "name": cut(said, 60)}
            )
        if result["indicator"]:
            made.results.append(result)
        else:
            line.note(_("Row %(number)d has no name and is left out.") % {"number": number})
    _finish_rows(line, rows, made.results, "indicator")


def _read_loose(line: Line, filled: Filled) -> None:
    """What stands beside a table is told, since there is no place for it."""
    loose = " ".join(filled.lines(line.key))
    if loose:
        line.note(_("Only the table is read here; this text was left out: “%(text)s”") % {"text": cut(loose, EXCERPT)})


def _finish_rows(line: Line, rows: list[dict[str, str]], kept: list[dict[str, Any]], name: str) -> None:
    line.text = cut("; ".join(row[name] for row in kept), 2 * EXCERPT)
    if len(rows) > ROWS:
        line.note(_("Only the first %(count)d rows are kept.") % {"count": ROWS})


_READERS: Final = {
    "country": _read_country, "themes": _read_themes, "start_year": _read_year, "results": _read_results, "sources": _read_sources,
}  # fmt: skip


def store(made: Plan, user: Any) -> Practice:
    """Keep a possible plan as a draft that belongs to the person."""
    code = made.language
    with transaction.atomic():
        practice = Practice(
            owner=user,
            original_language=code,
            submitted_for=SubmittedFor.COUNTRY if country_of(user) else SubmittedFor.PERSON,
            **made.facts,
            **{f"{name}_{code}": text for name, text in made.texts.items() if f"{name}_{code}" in _COLUMNS},
        )
        ensure_slug(practice)
        practice.save()
        for position, theme in enumerate(made.themes):
            PracticeTheme.objects.create(practice=practice, theme=theme, position=position)
        sources = _store_sources(practice, made)
        for position, row in enumerate(made.results):
            values = {f"{name}_{code}": row[name] for name in ("indicator", "unit")}
            facts = {name: row.get(name) for name in ("before", "after", "year")}
            source = sources.get(row["source"])
            Result.objects.create(practice=practice, position=position, source=source, **values, **facts)
        keep_in_step(practice, touched={code}, caught_up=(), actor=user)
    return practice


def _store_sources(practice: Practice, made: Plan) -> dict[int, Source]:
    found = {}
    content_type = ContentType.objects.get_for_model(Practice)
    for position, row in enumerate(made.sources):
        facts = {name: row[name] for name in ("title", "publisher", "year", "url") if row.get(name)}
        key = f"s{position + 1}"
        found[row["number"]] = Source.objects.create(
            content_type=content_type, object_id=practice.pk, key=key, position=position, **facts
        )
    return found


_COLUMNS: Final = {
    f"{part.key}_{code}" for part in PARTS if part.kind in {"line", "text", "rich"} for code in CODES
} - {f"{name}_{code}" for name in ("country", "start_year") for code in CODES}


def _short(text: str, name: str) -> str:
    return cut(str(LineField(required=False).to_python(text)), _LENGTHS[name])


def _year(text: str) -> int | None:
    digits = text.strip()[:4]
    is_year = digits.isascii() and digits.isdigit() and len(digits) == 4 and not text.strip()[4:5].isdigit()
    return int(digits) if is_year and int(digits) in YEARS else None


def _figure(text: str, language: str) -> Decimal | None:
    with override(language):
        try:
            value = FigureField().clean(text.strip())
        except ValidationError:
            return None
    return value if isinstance(value, Decimal) else None


def _is_address(address: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return False
    return len(address) <= 1000
