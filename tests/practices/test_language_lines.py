"""Readers see one honest line about the language of a text, with true dates."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import signing
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from practices import page
from practices.models import Practice
from practices.paper import paper
from publishing import catalogue
from publishing.enums import LanguageState
from publishing.models import LanguageVersion
from publishing.reader import COOKIE, SALT
from tests.factories.members import country
from tests.factories.practices import language_state, practice

pytestmark = pytest.mark.django_db
ASTANA = ZoneInfo("Asia/Almaty")


def lines(client: Client, address: str) -> list[str]:
    """The lines about the language of the text on a page."""
    response = client.get(address)
    assert response.status_code == 200
    return re.findall(r'<p class="(?:notice|quiet) language-notice">(.*?)</p>', response.content.decode())


def outdate(record: Practice, on: datetime, *, severe: bool = True) -> None:
    """A change of the original on a day, as the desk saves it."""
    with time_machine.travel(on, tick=False):
        record.text_version += 1
        if severe:
            record.significant_version = record.text_version
        record.save()
        catalogue.write(record)


def test_original_and_translation(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    version = language_state(record, "en", "approved")
    LanguageVersion.objects.filter(pk=version.pk).update(changed_on=date(2026, 3, 15))

    assert lines(client, "/ru/practices/p/") == ["Это текст оригинала."]
    assert lines(client, "/en/practices/p/") == ["Translation from the original (Русский), as of 15 March 2026."]


def test_outdated_since_the_first_change_that_made_it_wrong(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    language_state(record, "en", "approved")
    outdate(record, datetime(2026, 2, 1, 12, tzinfo=ASTANA), severe=False)
    outdate(record, datetime(2026, 3, 14, 23, tzinfo=ASTANA))
    outdate(record, datetime(2026, 5, 5, 12, tzinfo=ASTANA))
    client.get("/en/practices/p/")

    with django_assert_num_queries(8):
        found = lines(client, "/en/practices/p/")

    assert found == ["This translation has been out of date since 14 March 2026: the original (Русский) has changed."]
    assert lines(client, "/ru/practices/p/") == ["Это текст оригинала."]


def test_a_translation_made_again_is_outdated_only_by_what_came_after(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    version = language_state(record, "en", "approved")
    outdate(record, datetime(2026, 3, 14, 12, tzinfo=ASTANA))
    LanguageVersion.objects.filter(pk=version.pk).update(made_from=record.text_version)
    assert lines(client, "/en/practices/p/")[0].startswith("Translation from the original")

    outdate(record, datetime(2026, 5, 5, 12, tzinfo=ASTANA))
    assert "out of date since 5 May 2026" in lines(client, "/en/practices/p/")[0]


def test_a_machine_draft_says_so_with_its_day(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    version = language_state(record, "kk", "machine_draft")
    LanguageVersion.objects.filter(pk=version.pk).update(changed_on=date(2026, 3, 15))

    (line,) = lines(client, "/kk/practices/p/")
    assert line == "Машиналық нобай, 15 наурыз 2026 ж.: бұл мәтінді машина аударған, оны адам әлі тексерген жоқ."


def test_a_missing_text_says_what_stands_in_why_and_what_is_wrong_with_that(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="en", languages=("ru", "en"))
    missing = language_state(record, "kk", "missing")
    language_state(record, "ru", "machine_draft")
    LanguageVersion.objects.filter(pk=missing.pk).update(promised_for=localdate() - timedelta(days=1))

    (line,) = lines(client, "/kk/practices/p/")
    assert "(Қазақша)" in line
    assert "Русский" in line
    assert "Уәде етілген мерзім өтіп кетті" in line
    assert "Машиналық нобай" in line


def test_a_reader_who_chose_an_order_is_told_that_it_is_theirs(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="en", languages=("ru", "en"))
    language_state(record, "kk", "missing")
    client.cookies[COOKIE] = signing.dumps({"kept": 1, "fallback": ["en", "ru"]}, salt=SALT)

    (line,) = lines(client, "/kk/practices/p/")

    assert line == "Бұл тілдегі мәтін әзірге жоқ (Қазақша); сіз таңдаған реттегі келесі тілде көрсетілді: English."


def test_each_part_that_stands_in_another_language_than_the_text_says_so(client: Client) -> None:
    practice(country("KZ"), slug="p", original_language="ru", lessons_kk="", languages=("kk", "ru"))

    html = client.get("/kk/practices/p/").content.decode()
    assert html.count("Русский</p>") + html.count(": Русский.") == 1


def test_the_record_lists_its_languages_with_dates_and_promises(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru", languages=("ru", "en"))
    missing = language_state(record, "kk", "missing")
    english = language_state(record, "en", "approved")
    LanguageVersion.objects.filter(pk=missing.pk).update(promised_for=date(2099, 3, 15))
    LanguageVersion.objects.filter(pk=english.pk).update(changed_on=date(2026, 1, 2))
    outdate(record, datetime(2026, 3, 14, 12, tzinfo=ASTANA))

    html = client.get("/en/practices/p/").content.decode()
    listed = re.search(r'<ul class="plain language-lines">(.*?)</ul>', html, re.DOTALL)
    assert listed is not None
    text = " ".join(re.sub(r"<[^>]+>", " ", listed[1]).split())
    assert "promised for 15 March 2099" in text
    assert "outdated since 14 March 2026" in text
    assert "2 January 2026" not in text


@pytest.mark.parametrize("state", [state.value for state in LanguageState])
def test_every_state_gives_exactly_one_line(client: Client, state: str) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    language_state(record, "en", state)

    assert len(lines(client, "/en/practices/p/")) == 1


def test_the_paper_says_the_same(client: Client) -> None:
    record = practice(country("KZ"), slug="p", original_language="ru")
    language_state(record, "en", "approved")
    outdate(record, datetime(2026, 3, 14, 12, tzinfo=ASTANA))
    record = Practice.objects.select_related("country").get()
    page.load(record)

    with translation.override("en"):
        notices = paper(record, RequestFactory().get("/en/practices/p/pdf/"))["notices"]
    assert notices == ["This translation has been out of date since 14 March 2026: the original (Русский) has changed."]
