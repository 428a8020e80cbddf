"""Which news are for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from ..addresses import address_of
from ..finding.find import find
from ..languages import Text, read, reading_order
from ..models import Entry, Followed, Happening, News, Subscription
from .gathering import entries_of, occurrences
from .searches import fits

Record = tuple[int, int]


@dataclass(slots=True)
class Item:
    """One record with all that happened to it, as one person is told of it."""

    news: list[News]
    entry: Entry | None
    because: list[Subscription] = field(default_factory=list)

    def title(self, language: str) -> Text:
        """The title as it stands today, in the language or honestly in another."""
        return read(self.entry or self.news[0], "title", reading_order(language))

    def note(self, language: str) -> Text:
        """What changed, by the newest note there is."""
        for row in self.news:
            if text := read(row, "note", reading_order(language)):
                return text
        return Text("", language, language)

    @property
    def happenings(self) -> list[str]:
        """What happened, each once, in words; a publication stands for the versions that came with it."""
        found = {row.what for row in self.news}
        if Happening.PUBLISHED in found:
            found.discard(Happening.NEW_VERSION)
        if Happening.ARCHIVED in found:
            found = {Happening.ARCHIVED}
        return [str(Happening(what).label) for what in Happening.values if what in found]

    def path(self, language: str) -> str:
        """Where it can be read; empty for what is archived."""
        return f"/{language}{address_of(self.entry.kind, self.entry.slug)}" if self.entry is not None else ""


class Digest:
    """The news since a key, looked at for many people with as few queries as for one."""

    def __init__(self, news: Iterable[News]) -> None:
        rows = list(news)
        self._entries = entries_of({_record(row) for row in rows})
        self.news = [row for row in rows if self._is_still_so(row)]
        adopted = [row.happened_at for row in self.news if row.what == Happening.ADOPTED]
        if adopted:  # an adoption may be disputed or withdrawn since
            still = {one.key for one in occurrences(min(adopted))}
            self.news = [row for row in self.news if row.what != Happening.ADOPTED or row.key in still]
        self._hits: dict[str, set[Record]] = {}

    def for_one(self, subscriptions: Sequence[Subscription], since: datetime | None = None) -> list[Item]:
        """What the subscriptions of one person bring, the newest record first.

        Each brings what came after the last that it told of, or after `since`, and never what is older than itself.
        """
        items: dict[Record, Item] = {}
        for row in self.news:
            reasons = [
                one
                for one in subscriptions
                if row.happened_at >= (since or one.created_at)
                and (since is not None or row.pk > one.told)
                and self._is_for(row, one)
            ]
            if reasons:
                item = items.setdefault(_record(row), Item([], self._entries.get(_record(row))))
                item.news.append(row)
                item.because += [one for one in reasons if one not in item.because]
        return list(items.values())

    def _is_for(self, row: News, one: Subscription) -> bool:
        match one.what:
            case Followed.THEME:
                return one.theme is not None and one.theme.slug in row.themes
            case Followed.COUNTRY:
                return one.country in row.countries
            case Followed.RECORD:
                return (one.content_type_id, one.object_id) == _record(row)
        return row.what == Happening.PUBLISHED and self._is_found(_record(row), one)

    def _is_found(self, record: Record, one: Subscription) -> bool:
        """Whether a saved search finds the record: its words, and everything that was chosen."""
        entry = self._entries.get(record)
        return entry is not None and fits(entry, one) and (not one.words or record in self._found(one.words))

    def _found(self, words: str) -> set[Record]:
        """The records among the newly published ones that the words find; asked once for the same words."""
        if words not in self._hits:
            by_type: dict[int, list[int]] = {}
            for row in self.news:
                if row.what == Happening.PUBLISHED:
                    by_type.setdefault(row.content_type_id, []).append(row.object_id)
            rule = Q(pk__in=[])
            for content_type, keys in by_type.items():
                rule |= Q(content_type=content_type, object_id__in=keys)
            found = find(Entry.objects.visible_to(None).filter(rule), words, is_guessing=False)
            rows = [] if found.query.is_empty else found.entries.order_by().values_list("content_type", "object_id")
            self._hits[words] = set(rows)
        return self._hits[words]

    def _is_still_so(self, row: News) -> bool:
        """Whether it can be told today: what is public is in the catalogue, what is archived is not."""
        return (_record(row) in self._entries) != (row.what == Happening.ARCHIVED)


def _record(row: News) -> Record:
    return (row.content_type_id, row.object_id)
