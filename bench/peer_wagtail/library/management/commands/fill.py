"""Fill the peer with the practices of a bench database: one tree for each language, then Wagtail's own search index."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from library.models import Country, LibraryPage, PracticePage, PracticeTag, Result, Source, Theme
from psycopg import sql
from psycopg.rows import dict_row
from taggit.models import Tag
from wagtail.models import Locale, Page, Site

CODES = ("kk", "ru", "en")
FIELDS = ("title", "institution", "summary", "problem", "solution", "results_text", "lessons", "transfer")
TITLES = {"kk": "Тәжірибелер", "ru": "Практики", "en": "Practices"}
FIRST, BATCH = 1_000_000, 500


class Command(BaseCommand):
    """A practice without a text in a language has its original text there, as wagtail-localize's synchronised trees have."""

    help = "Copies the published practices of a bench database of the hub into this Wagtail site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("origin", help="the address of the hub's bench database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy in batches, then let Wagtail make its search index."""
        with psycopg.connect(options["origin"], row_factory=dict_row) as hub:
            with transaction.atomic():
                self._vocabularies(hub)
                lists = self._lists()
                count = self._practices(hub, lists)
            self.stdout.write(f"{count} practices in {len(CODES)} languages")
        call_command("update_index", chunk_size=1000, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")

    def _vocabularies(self, hub: Any) -> None:
        names = "name_kk, name_ru, name_en"
        for row in hub.execute(f"select id, iso2 as key, {names} from members_country"):
            Country.objects.create(**{key: value or "" if key != "id" else value for key, value in row.items()})
        for row in hub.execute(f"select id, slug as key, position, {names} from publishing_theme"):
            Theme.objects.create(**row)
        for row in hub.execute("select id, slug, name_en as name from publishing_tag"):
            Tag.objects.create(**row)

    def _lists(self) -> dict[str, LibraryPage]:
        """A root and a library in each language."""
        Page.objects.filter(depth=2).delete()
        root, key, home_key = Page.objects.get(depth=1), uuid.uuid4(), uuid.uuid4()
        found = {}
        for code in CODES:
            locale = Locale.objects.get_or_create(language_code=code)[0]
            home = root.add_child(instance=Page(title="Peer", slug=f"home-{code}", locale=locale, translation_key=home_key))  # fmt: skip
            found[code] = home.add_child(
                instance=LibraryPage(title=TITLES[code], slug="practices", locale=locale, translation_key=key)
            )
            if code == "ru":
                Site.objects.update_or_create(hostname="127.0.0.1", defaults={"root_page": home, "is_default_site": True})  # fmt: skip
            root.refresh_from_db()
        return found

    def _practices(self, hub: Any, lists: dict[str, LibraryPage]) -> int:
        kind = ContentType.objects.get_for_model(PracticePage)
        count, last = 0, 0
        while True:
            rows = hub.execute(
                "select * from practices_practice where state = 'published' and id > %s order by id limit %s", [last, BATCH]
            ).fetchall()
            if not rows:
                break
            last = rows[-1]["id"]
            self._batch(rows, _parts(hub, [row["id"] for row in rows]), lists, kind, count)
            count += len(rows)
        LibraryPage.objects.filter(pk__in=[one.pk for one in lists.values()]).update(numchild=count)
        for table in ("wagtailcore_page", "library_result", "library_source", "library_practicetag", "library_practicepage_themes"):  # fmt: skip
            with connection.cursor() as cursor:
                cursor.execute(
                    f"select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}))"
                )
        return count

    def _batch(self, rows: Sequence[dict[str, Any]], parts: Any, lists: Any, kind: ContentType, before: int) -> None:
        pages, results, sources, tags, themes = [], [], [], [], []
        for place, row in enumerate(rows):
            translation_key = uuid.uuid5(uuid.NAMESPACE_URL, row["slug"])
            for offset, code in enumerate(CODES):
                read = code if row[f"title_{code}"] else row["original_language"]
                key = FIRST + (before + place) * 3 + offset
                texts = {field: row[f"{field}_{read}"] or "" for field in FIELDS}
                year = row["start_year"]
                parent = lists[code]
                pages.append(
                    PracticePage(
                        id=key, page_ptr_id=key, content_type=kind, locale_id=parent.locale_id, slug=row["slug"],
                        path=PracticePage._get_path(parent.path, parent.depth + 1, before + place + 1),
                        depth=parent.depth + 1, url_path=f"{parent.url_path}{row['slug']}/", translation_key=translation_key,
                        draft_title=texts["title"], search_description=texts["summary"], live=True, evidence=row["evidence"],
                        stage=row["stage"], level=row["level"], start_year=year, decade=year and year // 10 * 10,
                        country_id=row["country_id"], published_on=row["published_at"],
                        first_published_at=row["published_at"], last_published_at=row["published_at"],
                        latest_revision_created_at=row["changed_at"], adoptions=parts["adoptions"].get(row["id"], 0),
                        **texts,
                    )
                )  # fmt: skip
                for order, one in enumerate(parts["results"][row["id"]]):
                    results.append(
                        Result(page_id=key, sort_order=order, indicator=one[f"indicator_{read}"] or one["indicator"],
                               unit=one[f"unit_{read}"] or "", before=one["before"], after=one["after"], year=one["year"])
                    )  # fmt: skip
                for order, one in enumerate(parts["sources"][row["id"]]):
                    sources.append(Source(page_id=key, sort_order=order, title=one["title"], publisher=one["publisher"], year=one["year"], url=one["url"]))  # fmt: skip
                tags += [PracticeTag(content_object_id=key, tag_id=one) for one in parts["tags"][row["id"]]]
                through = PracticePage.themes.through
                themes += [through(practicepage_id=key, theme_id=one) for one in parts["themes"][row["id"]]]
        _copy(Page, pages)
        _copy(PracticePage, pages)
        for made in (results, sources, tags, themes):
            if made:
                type(made[0])._default_manager.bulk_create(made)


def _parts(hub: Any, keys: list[int]) -> dict[str, Any]:
    """What belongs to the practices, by their keys."""
    kind = "(select id from django_content_type where app_label = 'practices' and model = 'practice')"
    queries = {
        "results": "select practice_id as key, * from practices_result where practice_id = any(%s) order by position",
        "sources": f"select object_id as key, * from publishing_source where content_type_id = {kind} and object_id = any(%s) order by position",
        "tags": f"select object_id as key, tag_id as value from publishing_taggedrecord where content_type_id = {kind} and object_id = any(%s)",
        "themes": "select practice_id as key, theme_id as value from practices_practicetheme where practice_id = any(%s) order by position",
    }
    found: dict[str, Any] = {}
    for name, query in queries.items():
        found[name] = defaultdict(list)
        for row in hub.execute(query, [keys]):
            found[name][row["key"]].append(row.get("value", row))
    counted = "select practice_id, count(*) from practices_adoption where state = 'confirmed' and practice_id = any(%s) group by 1"
    found["adoptions"] = {row["practice_id"]: row["count"] for row in hub.execute(counted, [keys])}
    return found


def _copy(model: Any, rows: Sequence[Any]) -> None:
    """COPY the columns of one table of the pages' two."""
    fields = model._meta.local_concrete_fields
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for values in _values(fields, rows):
            copy.write_row(values)


def _values(fields: Sequence[Any], rows: Sequence[Any]) -> Iterator[list[Any]]:
    for row in rows:
        yield [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
