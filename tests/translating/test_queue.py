"""The queue: what waits and why, filters, order, and its cost at ten thousand records."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from publishing.models import DailyViews, LanguageVersion
from publishing.translating.workflow import TranslationWorkflow
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    made = country("KZ", "Қазақстан")
    for code in ("kk", "ru", "en"):
        version_of(made, code, state="approved")
    return made


def prepared(land, *, title="Тема", languages=("ru",), **rows):
    made = practice(land, title, languages=languages, original_language="ru")
    for code in ("kk", "ru", "en"):
        default = {"state": "approved" if code in languages else "missing"}
        version_of(made, code, **{**default, **rows.get(code, {})})
    return made


def queue(user=None, **query):
    client = Client()
    client.force_login(user or translator())
    answer = client.get("/en/translate/", query)
    assert answer.status_code == 200
    return answer.context["queue"]


def found(user=None, **query):
    return [(row.pk, row.language, row.what) for row in queue(user, **query).rows]


def test_each_row_is_under_the_gravest_of_its_reasons(land):
    everything = ("kk", "ru", "en")
    current = prepared(land, languages=everything)
    missing = prepared(land, languages=("ru", "en"))
    outdated = prepared(land, languages=everything, kk={"made_from": 1}, en={"made_from": 3})
    to_follow = prepared(land, languages=everything, kk={"made_from": 2}, en={"made_from": 3})
    Practice.objects.filter(pk__in=[outdated.pk, to_follow.pk]).update(text_version=3, significant_version=2)
    machine = prepared(land, languages=everything, kk={"state": "machine_draft"})
    unread = prepared(land, languages=everything, kk={"state": "draft"})
    waiting = prepared(land, languages=("ru", "en"))
    submitted(waiting, "kk", translator(), title="Мәтін")

    rows = {pk: what for pk, language, what in found(language="kk")}

    assert rows == {
        missing.pk: "missing",
        outdated.pk: "outdated",
        to_follow.pk: "to_follow",
        machine.pk: "machine_draft",
        unread.pk: "unread",
        waiting.pk: "in_review",
    }
    assert current.pk not in rows


def test_a_record_without_rows_for_its_languages_is_in_the_queue_too(land):
    made = practice(land, languages=("ru",))

    assert LanguageVersion.objects.filter(object_id=made.pk, content_type__model="practice").count() == 0
    assert found() == [(made.pk, "en", "missing"), (made.pk, "kk", "missing")]


def test_filters_and_their_counts(land):
    neighbour = country("UZ", "Өзбекстан")
    for code in ("kk", "ru", "en"):
        version_of(neighbour, code, state="approved")
    here, there = prepared(land), prepared(neighbour, languages=("ru", "en"))
    of_reform = reform("Реформа", of=land, title_en="", summary_en="")

    assert {row[0] for row in found(country="UZ")} == {there.pk}
    assert found(kind="reform") == [(of_reform.pk, "en", "missing")]
    assert found(kind="practice", language="en") == [(here.pk, "en", "missing")]
    told = queue(kind="practice")
    assert (told.total, told.by_kind, told.by_language) == (3, {"practice": 3, "reform": 1}, {"kk": 2, "en": 1})
    assert told.by_what == {"missing": 3}


def test_promised_and_overdue_and_assigned(land):
    user, other = translator("Aru"), translator("Bek")
    late, promised, free = prepared(land), prepared(land), prepared(land)
    for record, day in ((late, -1), (promised, 3)):
        version_of(record, "kk", promised_for=localdate() + timedelta(days=day), state="missing")
    TranslationWorkflow(late, "kk", user).assign(user)
    TranslationWorkflow(promised, "kk", user).assign(other)

    assert found(user, late="1") == [(late.pk, "kk", "missing")]
    assert found(user, assignee="me") == [(late.pk, "kk", "missing")]
    assert found(user, assignee=str(other.pk)) == [(promised.pk, "kk", "missing")]
    assert (free.pk, "kk", "missing") in found(user, assignee="nobody")
    row = queue(user, late="1").rows[0]
    assert (row.assignee, row.is_late, row.until) == (user, True, localdate() - timedelta(days=1))


def test_most_read_first_within_ninety_days(land):
    quiet, read, once = (prepared(land, title=title, languages=("ru", "en")) for title in ("А", "Б", "В"))
    for record, days, count in ((read, 3, 5), (read, 4, 2), (once, 200, 900)):
        DailyViews.objects.create(record=record, day=localdate() - timedelta(days=days), count=count)

    rows = queue(language="kk").rows

    assert (rows[0].pk, rows[0].views) == (read.pk, 7)
    assert {row.pk for row in rows[1:]} == {quiet.pk, once.pk}


def test_what_is_in_preparation_is_a_choice_of_its_own(land):
    draft = practice(land, published=False, languages=("ru",))

    assert draft.pk not in {row[0] for row in found()}
    assert draft.pk in {row[0] for row in found(standing="preparing")}


def test_a_translator_does_not_see_experts_and_strangers_see_nothing(land):
    client = Client()
    client.force_login(translator(role=Role.FOCAL_POINT))

    assert client.get("/en/translate/").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"what": "x' OR 1=1"}, {"language": "de"}, {"kind": "user"}, {"country": "K%"}, {"assignee": "9" * 40}, {"assignee": "-1"},
        {"page": "0"}, {"page": "9" * 30}, {"page": "-3"}, {"standing": "secret"}, {"late": "maybe"}, {"what": "missing😀"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(land, query):
    prepared(land)

    assert queue(**query).total == 2


def test_since_when_it_waits(land):
    moment = timezone.now() - timedelta(days=5)
    record = prepared(
        land, languages=("kk", "ru", "en"), kk={"made_from": 1, "waits_since": moment}, en={"made_from": 2}
    )
    Practice.objects.filter(pk=record.pk).update(text_version=2, significant_version=2)

    assert [row.since for row in queue().rows] == [moment]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_a_fixed_number_of_queries(land, django_assert_num_queries, number):
    user = translator()
    for _number in range(number):
        TranslationWorkflow(prepared(land, languages=("ru", "en")), "kk", user).assign(user)
    client = Client()
    client.force_login(user)
    client.get("/en/translate/")

    with django_assert_num_queries(9):
        client.get("/en/translate/")


def test_ten_thousand_records_in_time_and_queries(land, django_assert_max_num_queries):
    now = timezone.now()
    records = Practice.objects.bulk_create(
        [
            Practice(
                country=land,
                slug=f"bulk-{number}",
                title=f"Practice {number}",
                title_ru=f"Практика {number}",
                title_en=f"Practice {number}" if number % 2 else "",
                original_language="ru",
                state="published",
                published_at=now,
                level="national",
                stage="scaled",
                evidence="agency-data",
            )
            for number in range(10_000)
        ],
        batch_size=2000,
    )
    LanguageVersion.objects.bulk_create(
        [
            LanguageVersion(record=record, language="en", state="approved" if number % 2 else "missing")
            for number, record in enumerate(records)
        ],
        batch_size=2000,
    )
    DailyViews.objects.bulk_create(
        [DailyViews(record=record, day=localdate(), count=number) for number, record in enumerate(records[:3000])],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself soon after
    client = Client()
    client.force_login(translator())
    client.get("/en/translate/")

    with django_assert_max_num_queries(12):
        started = timezone.now()
        answer = client.get("/en/translate/", {"page": "200"})
        took = (timezone.now() - started).total_seconds()

    assert answer.context["queue"].total == 15_000
    assert answer.context["queue"].page.number == 200
    assert len(answer.context["queue"].rows) == 50
    first = client.get("/en/translate/").context["queue"].rows[0]
    assert (first.pk, first.views) == (records[2999].pk, 2999)
    assert took < 3, f"the queue took {took:.1f} s"
