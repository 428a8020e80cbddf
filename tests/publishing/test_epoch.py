"""The epoch: raised by every change of what a public page can read, once for a transaction."""

import threading
import time
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from practices.models import Practice
from publishing.caching import epoch
from publishing.models import Theme
from tests.epochs import settle, value
from tests.factories.members import account, country
from tests.factories.practices import practice, result


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def raised_by(change: Callable[[], object]) -> bool:
    """Whether the change raises the number when its transaction ends. In one that never does, the end is played."""
    settle()
    before = value()
    change()
    settle()
    return value() > before


@pytest.mark.django_db
class TestTables:
    """Which tables raise it."""

    def test_every_table_is_watched_or_exempt_with_a_reason(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text, array_agg(tgname::text) FROM pg_trigger"
                " WHERE tgname LIKE 'epoch\\_%' AND tgenabled = 'A' GROUP BY 1"
            )
            watched = dict(cursor.fetchall())

        # 'A': fires as well where session_replication_role is replica
        whole = {"epoch_insert", "epoch_update", "epoch_delete", "epoch_truncate"}
        assert {table for table, names in watched.items() if set(names) == whole} == set(epoch.tables())

    def test_no_exemption_outlives_its_table(self) -> None:
        known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

        assert set(epoch.EXEMPT) <= known
        assert all(epoch.EXEMPT.values())

    def test_names_that_are_none_are_refused(self) -> None:
        with pytest.raises(ValueError, match="no name"):
            epoch.watch("practices; DROP TABLE x")
        with pytest.raises(ValueError, match="no name"):
            epoch.watch("practices_practice", without=("a'b",))


@pytest.mark.django_db
class TestChanges:
    """What raises it."""

    def test_a_new_changed_or_deleted_row(self) -> None:
        theme = Theme.objects.create(slug="pay-and-grades", name_en="Pay")

        assert raised_by(lambda: Theme.objects.create(slug="ethics-and-trust", name_en="Ethics"))
        assert raised_by(lambda: Theme.objects.filter(pk=theme.pk).update(name_en="Pay and grades"))
        assert raised_by(theme.delete)

    def test_raw_sql(self) -> None:
        Theme.objects.create(slug="pay-and-grades", name_en="Pay")

        assert raised_by(lambda: sql("UPDATE publishing_theme SET name_en = name_en || '!'"))
        assert raised_by(lambda: sql("DELETE FROM publishing_theme WHERE slug = %s", "pay-and-grades"))

    def test_emptying_a_table(self) -> None:
        settle()

        assert raised_by(lambda: sql("TRUNCATE publishing_usefulmark"))

    def test_what_changes_nothing_raises_nothing(self) -> None:
        record = practice(country(), themes=())

        assert not raised_by(lambda: sql("UPDATE publishing_theme SET name_en = 'x' WHERE false"))
        assert not raised_by(lambda: sql("UPDATE practices_practice SET slug = slug"))
        assert not raised_by(lambda: Practice.objects.filter(pk=record.pk).update(slug=record.slug))

    def test_drafts_raise_nothing_until_they_are_published(self) -> None:
        draft = practice(country(), published=False, themes=())
        rename = "UPDATE practices_practice SET title_en = title_en || '!'"

        assert not raised_by(lambda: sql(rename))
        sql("UPDATE practices_practice SET state = 'published', published_at = now() WHERE id = %s", draft.pk)
        assert raised_by(lambda: sql(rename))
        assert raised_by(lambda: sql("UPDATE practices_practice SET state = 'draft'"))
        assert not raised_by(lambda: sql(rename))

    def test_parts_of_a_record_raise_it(self) -> None:
        record = practice(country(), themes=())

        assert raised_by(lambda: result(record))

    def test_signing_in_raises_nothing_and_a_new_name_does(self) -> None:
        person = account()

        assert not raised_by(lambda: sql("UPDATE members_user SET last_login = now()"))
        assert not raised_by(lambda: Session.objects.create(session_key="x", expire_date=timezone.now()))
        assert raised_by(lambda: sql("UPDATE members_user SET last_name = 'Akhmetova' WHERE id = %s", person.pk))

    def test_a_savepoint_that_is_rolled_back_neither_raises_nor_hides_the_next_change(self) -> None:
        def attempt() -> None:
            with transaction.atomic():
                Theme.objects.create(slug="pay-and-grades", name_en="Pay")
                transaction.set_rollback(True)

        def attempt_and_change() -> None:
            attempt()
            Theme.objects.create(slug="ethics-and-trust", name_en="Ethics")

        assert not raised_by(attempt)
        assert raised_by(attempt_and_change)

    def test_a_thousand_rows_are_one_raise(self) -> None:
        settle()
        before = value()
        sql("CREATE TEMP TABLE raises (id int) ON COMMIT DROP")
        sql(
            "CREATE FUNCTION pg_temp.count_raise() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN INSERT INTO raises VALUES (1); RETURN NULL; END'"
        )
        sql(
            "CREATE TRIGGER counting AFTER INSERT OR UPDATE ON publishing_epoch"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.count_raise()"
        )
        sql(
            "INSERT INTO publishing_theme (slug, name, name_en, position)"
            " SELECT 'slug-' || n, '', '', n FROM generate_series(1000, 1999) n"
        )
        sql("UPDATE publishing_theme SET name_en = 'many'")
        settle()

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM raises")
            assert cursor.fetchone() == (1,)
        assert value() > before

    def test_it_never_falls_even_when_the_clock_does(self) -> None:
        sql("UPDATE publishing_epoch SET value = value + 3600000000")
        before = value()

        assert raised_by(lambda: Theme.objects.create(slug="ethics-and-trust", name_en="Ethics"))
        assert value() == before + 1


@pytest.mark.django_db
class TestReading:
    """What `current` says."""

    def test_inside_a_transaction_nothing_can_be_kept(self) -> None:
        assert epoch.current() is None

    def test_what_is_held_is_given_without_a_query(
        self, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., object]
    ) -> None:
        monkeypatch.setattr(epoch, "in_transaction", lambda: False)

        with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
            now = epoch.current()
        with epoch.held(now), django_assert_num_queries(0):  # type: ignore[attr-defined]
            assert epoch.current() == now
        assert now == value()

    def test_without_its_row_nothing_can_be_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(epoch, "in_transaction", lambda: False)
        sql("DELETE FROM publishing_epoch")

        assert epoch.current() is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestCommits:
    """Real transactions, on several connections."""

    def test_others_see_it_with_the_change_and_not_before(self) -> None:
        Theme.objects.create(slug="pay-and-grades", name_en="Pay")
        before = epoch.current()
        seen: list[int | None] = []

        def look() -> None:
            seen.append(epoch.current())
            connection.close()

        with transaction.atomic():
            Theme.objects.update(name_en="Pay and grades")
            in_a_thread(look)
        in_a_thread(look)

        assert before is not None
        assert seen[0] == before
        assert seen[1] is not None
        assert seen[1] > before

    def test_a_long_writer_holds_up_nobody(self) -> None:
        Theme.objects.create(slug="pay-and-grades", name_en="Pay")
        Theme.objects.create(slug="ethics-and-trust", name_en="Ethics")

        def quick() -> None:
            sql("SET lock_timeout = '3s'")
            Theme.objects.filter(slug="ethics-and-trust").update(name_en="Trust")
            connection.close()

        with transaction.atomic():
            Theme.objects.filter(slug="pay-and-grades").update(name_en="Long")
            in_a_thread(quick)

        assert set(Theme.objects.values_list("name_en", flat=True)) >= {"Long", "Trust"}

    def test_writers_that_check_foreign_keys_at_commit_do_not_lock_crosswise(self) -> None:
        """The first holds a record and raises; the second has raised and waits for the record with its child's check."""
        record = practice(country(), themes=())
        other = Theme.objects.create(slug="pay-and-grades", name_en="Pay")
        holds, goes_on = threading.Event(), threading.Event()
        failures: list[Exception] = []

        def holder() -> None:
            with transaction.atomic():
                sql("SELECT 1 FROM practices_practice WHERE id = %s FOR UPDATE", record.pk)
                sql("UPDATE practices_practice SET title_en = title_en || '!' WHERE id = %s", record.pk)
                holds.set()
                goes_on.wait(5)
                time.sleep(0.3)  # the other is in its commit by now, and waits for the record

        def writer() -> None:
            holds.wait(5)
            with transaction.atomic():
                Theme.objects.filter(pk=other.pk).update(name_en="first the raise is entered")
                sql(
                    "INSERT INTO practices_practicetheme (practice_id, theme_id, position) VALUES (%s, %s, 9)",
                    record.pk,
                    other.pk,
                )
                goes_on.set()

        def run(work: Callable[[], None]) -> None:
            try:
                work()
            except DatabaseError as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(work,)) for work in (holder, writer)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert failures == []

    def test_many_writers_at_once(self) -> None:
        themes = [Theme.objects.create(slug=f"theme-{number}", name_en="0") for number in range(4)]
        before = value()
        failures: list[Exception] = []

        def write(order: list[Theme]) -> None:
            try:
                for theme in order * 10:
                    with transaction.atomic():
                        Theme.objects.filter(pk=theme.pk).update(name_en=str(time.monotonic_ns()))
            except DatabaseError as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=write, args=(themes[n:] + themes[:n],)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert failures == []
        assert value() > before

    def test_nothing_is_left_behind(self) -> None:
        Theme.objects.create(slug="pay-and-grades", name_en="Pay")

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM publishing_epochturn")
            assert cursor.fetchone() == (0,)


def in_a_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
