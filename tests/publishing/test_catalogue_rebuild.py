"""A rebuild beside those who publish: nothing old over something newer, nothing withdrawn back, nothing kept waiting."""

import threading
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from hub.models import Page
from hub.workflow import PageWorkflow
from publishing import catalogue
from publishing.catalogue import rebuilding
from publishing.management.commands import rebuild_catalogue
from publishing.models import Entry, Word
from tests.factories.hub import page, superuser
from tests.factories.members import country


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen between the reading of a batch and its writing, once."""
    left = [happens]

    def ahead(batches: Iterator[rebuilding.Batch]) -> Iterator[rebuilding.Batch]:
        for batch in batches:
            if batch.source.model is Page and left:
                left.pop()()
            yield batch

    monkeypatch.setattr(rebuilding, "_ahead", ahead)


def rebuild(**options: Any) -> list[catalogue.Progress]:
    return list(catalogue.rebuild(**options))


@pytest.mark.django_db
class TestBesideWhoPublishes:
    def test_a_change_that_was_published_meanwhile_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        record = page()

        def change() -> None:
            Page.objects.filter(pk=record.pk).update(title_ru="Переименовано")
            catalogue.write(record)

        meanwhile(monkeypatch, change)
        monkeypatch.setattr(rebuilding, "_stamps", numbered())
        rebuild()

        entry = Entry.objects.get(kind="page")
        assert entry.title_ru == "Переименовано"
        assert "'переименовано':" in entry.vector
        assert [*catalogue.differences()] == []

    def test_what_was_withdrawn_meanwhile_does_not_come_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        record = page()
        meanwhile(monkeypatch, lambda: PageWorkflow(record, superuser()).archive("By mistake."))

        rebuild()

        assert not Entry.objects.exists()

    def test_what_was_published_and_withdrawn_meanwhile_does_not_come(self, monkeypatch: pytest.MonkeyPatch) -> None:
        record = page()
        Entry.objects.all().delete()
        meanwhile(monkeypatch, lambda: PageWorkflow(record, superuser()).archive("By mistake."))

        rebuild()

        assert not Entry.objects.exists()

    def test_what_was_published_meanwhile_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        page()
        draft = page("history", published=False)
        meanwhile(monkeypatch, lambda: PageWorkflow(draft, superuser()).publish())

        rebuild()

        assert set(Entry.objects.values_list("slug", flat=True)) == {"rationale", "history"}


def numbered() -> Callable[..., dict[int, int]]:
    """Stamps as they would differ between transactions: in a test all happens in one."""
    calls: list[int] = []

    def stamps(source: Any, keys: Any) -> dict[int, int]:
        calls.append(1)
        return {key: len(calls) for key in keys}

    return stamps


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_rebuild_waits_for_who_is_publishing_and_writes_what_that_left(monkeypatch: pytest.MonkeyPatch) -> None:
    record = page()
    is_changed, may_commit = threading.Event(), threading.Event()

    def publisher() -> None:
        with transaction.atomic():
            Page.objects.filter(pk=record.pk).update(title_ru="Переименовано")
            catalogue.write(record)
            is_changed.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=publisher)

    def happens() -> None:
        thread.start()
        assert is_changed.wait(10)
        threading.Timer(0.3, may_commit.set).start()

    meanwhile(monkeypatch, happens)
    rebuild()
    thread.join(10)

    assert Entry.objects.get(kind="page").title_ru == "Переименовано"
    assert [*catalogue.differences()] == []


@pytest.mark.django_db
class TestWhatIsWritten:
    def test_an_entry_that_is_right_is_not_written_again(self) -> None:
        page(), country("KZ")
        before = [*Entry.objects.order_by("pk").values_list("pk", flat=True)]
        Entry.objects.filter(kind="country").update(title_ru="Иное")
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text FROM publishing_entry WHERE kind = 'page'")
            place = cursor.fetchall()
            rebuild()
            cursor.execute("SELECT ctid::text FROM publishing_entry WHERE kind = 'page'")
            assert cursor.fetchall() == place

        assert [*Entry.objects.order_by("pk").values_list("pk", flat=True)] == before
        assert [*catalogue.differences()] == []

    def test_lost_words_come_back(self) -> None:
        page()
        Word.objects.all().delete()
        assert any("the catalogue differs in words" in line for line in catalogue.differences())

        rebuild()

        assert [*catalogue.differences()] == []

    def test_other_processes_give_what_this_one_gives(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rebuilding, "LARGE", 1)
        page(), country("KZ"), country("KG")
        Entry.objects.update(vector="a:1")

        progress = rebuild(workers=1)

        assert sum(step.written for step in progress) == 3
        assert [*catalogue.differences()] == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT reloptions::text FROM pg_class WHERE relname = 'entry_vector'")
            assert "fastupdate=off" in cursor.fetchone()[0], "who publishes never pays for a list of others"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_a_terminal_sees_a_bar_and_a_file_sees_lines() -> None:
    page(), country("KZ")
    terminal, file = Terminal(), StringIO()

    call_command("rebuild_catalogue", stdout=terminal)
    call_command("rebuild_catalogue", stdout=file)

    assert "\r" in terminal.getvalue()
    assert "██ 1 of 1, " in terminal.getvalue()
    assert "\r" not in file.getvalue()
    assert f"hub.Page: 1 of 1 (--resume hub.Page:{Page.objects.get().pk})" in file.getvalue()
    assert "2 records in" in file.getvalue()


@pytest.mark.django_db
def test_a_run_that_breaks_off_says_where_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    record = page()
    out = StringIO()

    def breaks(self: Any, progress: catalogue.Progress) -> None:
        self.place = progress.place
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuild_catalogue.Report, "tell", breaks)
    with pytest.raises(KeyboardInterrupt):
        call_command("rebuild_catalogue", stdout=out)

    assert f"go on with --resume hub.Page:{record.pk}" in out.getvalue()
