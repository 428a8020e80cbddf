"""Two workers, each with its own cache: what one of them publishes, the other shows at the next request."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from practices.models import Practice
from publishing.caching import pages as page_cache
from publishing.caching.store import PageStore
from tests.factories.members import country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Worker:
    """A process with a cache of its own."""

    def __init__(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = PageStore(name, {})
        self._monkeypatch = monkeypatch

    def ask(self, path: str) -> Any:
        """The worker's answer to a stranger."""
        with self._monkeypatch.context() as patch:
            patch.setattr(page_cache, "caches", {"pages": self.store})
            return Client().get(path)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    return [Worker(f"worker {number}", monkeypatch) for number in range(2)]


def in_another_connection(change: Any) -> None:
    def run() -> None:
        change()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)


def test_a_change_is_seen_by_both(workers: list[Worker]) -> None:
    record = practice(country(), title="As it was", themes=())
    path = f"/en/practices/{record.slug}/"
    for worker in workers * 2:
        assert "As it was" in worker.ask(path).content.decode()
    assert all(worker.store.pages.used for worker in workers)

    in_another_connection(lambda: Practice.objects.filter(pk=record.pk).update(title_en="As it is"))
    for worker in workers:
        assert "As it is" in worker.ask(path).content.decode()

    in_another_connection(lambda: Practice.objects.filter(pk=record.pk).update(state="archived"))
    assert [worker.ask(path).status_code for worker in workers] == [410, 410]


def test_the_page_of_a_worker_whose_connection_was_cut_is_there_all_the_same(workers: list[Worker]) -> None:
    record = practice(country(), themes=())
    path = f"/en/practices/{record.slug}/"
    assert workers[0].ask(path).status_code == 200
    backend: Any = connection.connection
    process = backend.info.backend_pid

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])

    in_another_connection(cut)
    connection.health_check_done = False

    assert workers[0].ask(path).status_code == 200
