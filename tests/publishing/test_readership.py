"""Page views: counted without a query, added up by day, without robots."""

import pytest
from django.db import Error
from django.test import Client, RequestFactory
from django.utils.timezone import localdate

from publishing import readership
from publishing.models import DailyViews
from tests.factories.members import country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def nothing_counted():
    readership._counts.clear()
    yield
    readership._counts.clear()


def view(record, agent=BROWSER, method="get"):
    readership.note(getattr(RequestFactory(), method)("/", headers={"User-Agent": agent}), record)


def test_views_of_a_day_are_added_up():
    record, other = practice(country()), practice(country("UZ"))
    for one in (record, record, other):
        view(one)

    assert readership.write_down() == 3
    view(record)
    assert readership.write_down() == 1
    assert readership.write_down() == 0

    assert [row.count for row in record.daily_views.all()] == [3]
    assert [(row.count, row.day) for row in other.daily_views.all()] == [(1, localdate())]


def test_robots_and_forms_are_not_counted():
    record = practice(country())
    for agent in ("", "Googlebot/2.1", "curl/8.0", "python-requests/2", "YandexBot/3.0", "AhrefsSiteSpider"):
        view(record, agent)
    view(record, method="post")

    assert readership.write_down() == 0


def test_counting_costs_the_request_nothing(django_assert_num_queries):
    record = practice(country())
    view(record)

    with django_assert_num_queries(0):
        view(record)


def test_what_cannot_be_written_is_kept(monkeypatch):
    record = practice(country())
    view(record)

    class Broken:
        def cursor(self):
            raise Error("gone")

    with monkeypatch.context() as broken:
        broken.setattr(readership, "connection", Broken())
        assert readership.write_down() == 0

    assert readership.write_down() == 1
    assert DailyViews.objects.get().count == 1


def test_the_page_of_a_practice_is_counted():
    record = practice(country())

    Client().get(record.get_absolute_url(), headers={"User-Agent": BROWSER})

    assert readership.write_down() == 1
