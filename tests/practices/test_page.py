"""The page of one practice."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.models import Country
from practices.enums import Evidence
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing import catalogue
from publishing.models import Document
from publishing.slugs import change_slug
from tests.factories import reforms
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import award, language_state, practice, result, source

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def full(of: Country, slug: str = "full", rows: int = 1) -> Practice:
    """A practice with some of everything."""
    record = practice(
        of, slug=slug, themes=("leadership", "ethics-integrity", "pay-grading")[:rows], tags=("a", "b", "c")[:rows]
    )
    for number in range(rows):
        named = source(record, f"s{number}")
        result(record, f"Indicator {number}", source=named)
        award(record, f"Award {number}", source=named)
    catalogue.write(record)
    return record


def test_every_part_is_printed(client: Client) -> None:
    record = practice(country("AZ"), slug="asan", tags=("mobile-units",), checked_on=date(2026, 11, 1))
    first = source(record, "s1", title="Winners", publisher="UN", year=2015, url="https://un.example/w")
    second = source(
        record, "s2", title="Case", publisher="", year=2013, is_year_approximate=True, url="", note="read in print"
    )
    result(record, "Waiting", before="65.5", after=8, year=2017, source=second, is_self_reported=True)
    result(record, "Visitors", before=None, after=40000, year=None, source=None, is_self_reported=False)
    award(record, "Service Award", year=2015, source=first)

    page = html(client, "/ru/practices/asan/")

    for piece in (
        "Текст задачи", "Текст решения", "Текст итогов", "<li>Урок</li>", "Текст условий", "Краткое содержание", "Агентство",
        "Winners", "https://un.example/w", "Case", "read in print", "Waiting", "65,5", "40\u00a0000", "Visitors", "Service Award",
        "mobile-units ru", "Страна AZ", "с 2012 года", "Данные ведомства", "1 ноября 2026", "/ru/practices/?theme=leadership",
    ):  # fmt: skip
        assert piece in page, piece
    assert page.count("по данным самого учреждения") == 1
    assert 'href="#source-2"' in page
    assert 'id="source-2"' in page
    assert "издатель неизвестен, около 2013" in page
    assert "год указан приблизительно" in page
    assert "ссылки нет" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("kk", "жалпыға мәлім, дереккөзі тексерілмеген"),
        ("ru", "общеизвестно, источник не проверялся"),
        ("en", "general knowledge, no source looked up"),
    ],
)
def test_general_knowledge_is_named_in_the_readers_language(client: Client, code: str, words: str) -> None:
    source(practice(country("AZ"), slug="asan"), "s1", title="General knowledge", publisher="", year=None, url="")

    page = html(client, f"/{code}/practices/asan/")

    listed = page[page.index('id="source-1"') :].partition("</li>")[0]
    assert listed.partition(">")[2].strip() == words


def test_a_practice_without_figures_says_so(client: Client) -> None:
    practice(country("KZ"), slug="bare")

    assert "No measured figures were found for this practice." in html(client, "/en/practices/bare/")


@pytest.mark.parametrize("evidence", list(Evidence))
def test_the_badge_explains_itself_on_the_page(client: Client, evidence: Evidence) -> None:
    practice(country("KZ"), slug="bare", evidence=evidence)

    page = html(client, "/en/practices/bare/")

    explained = {
        Evidence.SELF_REPORTED: "Nobody outside it has checked it",
        Evidence.AGENCY_DATA: "They can be looked up",
        Evidence.INDEPENDENT: "somebody other than",
    }
    assert '<details class="evidence">' in page
    assert explained[evidence] in page


def test_texts_are_escaped_and_rich_text_is_sanitised(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    record = practice(
        country("KZ"),
        evil,
        slug="evil",
        problem_en=f"<p onclick='x()'>Fine{evil}</p>",
        institution_en=evil,
        summary_en=f'"{evil}',
    )
    named = source(record, title=evil, publisher=evil, url="javascript:alert(1)", note=evil)
    result(record, evil, source=named)
    award(record, evil, source=named)

    page = html(client, "/en/practices/evil/")

    assert "<script>alert" not in page
    assert "onclick" not in page
    assert 'href="javascript:' not in page
    assert page.count("&lt;script&gt;alert(1)") > 6


def test_a_missing_language_is_shown_in_another_with_lang_and_one_notice(client: Client) -> None:
    record = practice(country("KZ"), slug="half", languages=("ru",))
    language_state(record, "kk", "missing")

    page = html(client, "/kk/practices/half/")

    assert '<div lang="ru"><p>Текст задачи</p></div>' in page
    assert page.count("Бұл тілде (Қазақша) мәтін әзірге жоқ; басқа тілдегі мәтін көрсетілді: Русский.") == 1
    assert "Бұл бөлім бет тілінде жоқ" not in page


def test_one_missing_part_says_so_at_the_part(client: Client) -> None:
    practice(country("KZ"), slug="half", lessons_kk="")

    page = html(client, "/kk/practices/half/")

    assert page.count("Бұл бөлім бет тілінде жоқ") == 1
    assert '<div lang="ru"><ul><li>Урок</li></ul></div>' in page


def test_a_machine_draft_is_called_one(client: Client) -> None:
    record = practice(country("KZ"), slug="drafted")
    language_state(record, "kk", "machine_draft")

    assert "бұл мәтінді машина аударған, оны адам әлі тексерген жоқ" in html(client, "/kk/practices/drafted/")
    assert "Машинный черновик" not in html(client, "/ru/practices/drafted/")


def test_a_draft_is_missing_for_strangers_and_marked_for_those_who_keep_it(client: Client) -> None:
    kz = country("KZ")
    owner, focal, other = account(), account("", "practices.keep_country_practices", country=kz), account()
    practice(kz, slug="draft", published=False, owner=owner)

    assert client.get("/en/practices/draft/").status_code == 404
    for path in ("practice.pdf", "citation.bib", "citation.ris", "?as_of=2026-01-01"):
        assert client.get(f"/en/practices/draft/{path}").status_code == 404
    for user, status in ((other, 404), (owner, 200), (focal, 200), (superuser(), 200)):
        client.force_login(user)
        response = client.get("/en/practices/draft/")
        assert response.status_code == status
        if status == 200:
            assert "This practice is not public" in response.content.decode()
            assert client.get("/en/practices/draft/practice.pdf").status_code == 200


def test_an_archived_practice_is_gone(client: Client) -> None:
    record = practice(country("KZ"), slug="old")
    PracticeWorkflow(record, superuser()).archive("superseded")

    for address in ("/en/practices/old/", "/en/practices/old/?as_of=2026-11-01"):
        gone = client.get(address)
        assert gone.status_code == 410
        assert "Text of the problem" not in gone.content.decode()


def test_the_same_words_for_missing_and_invisible(client: Client) -> None:
    practice(country("KZ"), slug="draft", published=False)

    hidden, missing = client.get("/en/practices/draft/"), client.get("/en/practices/never/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.decode().replace("draft", "never") == missing.content.decode()


def test_related_practices_are_the_nearest_and_never_hidden_ones(client: Client) -> None:
    kz, ee = country("KZ"), country("EE")
    practice(kz, slug="subject", themes=("leadership", "ethics-integrity"))
    practice(ee, slug="two-themes", themes=("leadership", "ethics-integrity"))
    practice(kz, slug="country-and-theme", themes=("leadership",))
    practice(ee, slug="one-theme", themes=("leadership",))
    practice(kz, slug="country-only", themes=("pay-grading",))
    practice(ee, slug="stranger", themes=("pay-grading",))
    practice(kz, slug="hidden", themes=("leadership", "ethics-integrity"), published=False)

    found = client.get("/en/practices/subject/").context["surroundings"].practices

    assert [neighbour.entry.slug for neighbour in found] == [
        "two-themes",
        "country-and-theme",
        "one-theme",
        "country-only",
    ]


def test_reforms_are_linked_both_ways(client: Client) -> None:
    kz = country("KZ")
    subject = practice(kz, slug="subject")
    public, hidden = (
        reforms.reform("Public reform", of=kz, slug="public"),
        reforms.reform("Hidden reform", of=kz, slug="hid", published=False),
    )
    for reform in (public, hidden):
        reform.practices.add(subject)

    page = html(client, "/en/practices/subject/")

    assert 'href="/en/reforms/public/"' in page
    assert "Hidden reform" not in page
    assert 'href="/en/practices/subject/"' in html(client, "/en/reforms/public/")


@pytest.mark.parametrize("page", ["", "practice.pdf", "citation.bib", "citation.ris", "?as_of=2026-01-01"])
def test_a_former_address_moves_for_good(client: Client, page: str) -> None:
    record = practice(country("KZ"), slug="before")
    change_slug(record, "after")

    response = client.get(f"/kk/practices/before/{page}")

    assert response.status_code == 301
    assert response.headers["Location"] == f"/kk/practices/after/{page}"


def test_a_former_address_of_a_hidden_record_gives_nothing_away(client: Client) -> None:
    record = practice(country("KZ"), slug="before", published=False)
    change_slug(record, "after")

    assert client.get("/en/practices/before/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_eight_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    kz = country("KZ")
    record = full(kz, "full", rows)
    for number in range(rows):
        full(kz, f"near-{number}", rows)
        reforms.reform(of=kz).practices.add(record)
    client.get("/en/practices/full/")

    with django_assert_num_queries(8):
        client.get("/en/practices/full/")


# --- As it stood ------------------------------------------------------------------------------------


def story() -> Practice:
    """Published on the 10th, changed on the 20th: text, a figure, a source."""
    with time_machine.travel(datetime(2026, 10, 1, 8, tzinfo=UTC), tick=True):
        record = practice(country("KZ"), slug="story", summary_en="Draft words", published=False)
    with time_machine.travel(datetime(2026, 10, 10, 8, tzinfo=UTC), tick=True):
        record.summary_en = "First words"
        record.save()
        named = source(record, "s1", title="First source")
        result(record, "First figure", source=named)
        result(record, "Dropped figure")
        PracticeWorkflow(record, superuser()).publish_unreviewed("Known elsewhere")
    with time_machine.travel(datetime(2026, 10, 20, 8, tzinfo=UTC), tick=True):
        record.refresh_from_db()
        record.summary_en = "Second words"
        record.save()
        record.sources.get(key="s1").delete()
        record.results.get(indicator_en="Dropped figure").delete()
        first = record.results.get(indicator_en="First figure")
        first.after = 99
        first.save()
        source(record, "s2", title="Second source")
        catalogue.write(record)
    return record


def test_the_page_as_it_stood_shows_that_day_with_all_parts(client: Client) -> None:
    story()

    before, now = html(client, "/en/practices/story/?as_of=2026-10-15"), html(client, "/en/practices/story/")

    for piece in (
        "First words",
        "First source",
        "Dropped figure",
        "as it stood on 15 October 2026",
        "Read it as it stands today",
    ):
        assert piece in before, piece
        assert piece not in now, piece
    for piece in ("Second words", "Second source", ">99<"):
        assert piece in now, piece
        assert piece not in before, piece
    assert '<meta name="robots" content="noindex">' in before


def test_the_day_of_a_change_shows_its_evening(client: Client) -> None:
    story()

    assert "Second words" in html(client, "/en/practices/story/?as_of=2026-10-20")
    assert "First words" in html(client, "/en/practices/story/?as_of=2026-10-19")
    assert "First words" in html(client, "/en/practices/story/?as_of=2026-10-10")


@pytest.mark.parametrize("day", ["2026-10-09", "2026-10-05", "2026-09-01", "1999-01-01", "0001-01-01", "9999-12-31", "2999-01-01", "hello", "2026-13-45", "2026-02-30", "%00", "1" * 4000, "20261015T", "٢٠٢٦-١٠-١٥", "2026-10-15 OR 1=1"])  # fmt: skip
def test_a_day_without_a_public_page_shows_the_present_with_a_notice(client: Client, day: str) -> None:
    story()

    response = client.get("/en/practices/story/", {"as_of": day})
    page = response.content.decode()

    assert response.status_code == 200
    assert "shown as it stands today" in page
    assert "Second words" in page
    assert "Draft words" not in page
    assert "First words" not in page


def test_what_was_withdrawn_on_the_day_is_not_shown(client: Client) -> None:
    record = story()
    with time_machine.travel(datetime(2026, 10, 25, 8, tzinfo=UTC), tick=True):
        PracticeWorkflow(record, superuser()).archive("for a while")
    with time_machine.travel(datetime(2026, 11, 1, 8, tzinfo=UTC), tick=True):
        PracticeWorkflow(record, superuser()).publish()

    assert "was not public on this day" in html(client, "/en/practices/story/?as_of=2026-10-28")
    assert "as it stood on 21 October 2026" in html(client, "/en/practices/story/?as_of=2026-10-21")


@pytest.mark.parametrize("day", ["2026-10-15", "1999-01-01", "2999-01-01"])
def test_the_page_as_of_any_day_costs_eight_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, day: str
) -> None:
    story()
    client.get(f"/en/practices/story/?as_of={day}")

    with django_assert_num_queries(8):
        client.get(f"/en/practices/story/?as_of={day}")


def test_the_page_leads_to_the_documents_that_the_reader_may_open(client: Client) -> None:
    record = practice(country("KZ"))
    for slug, access in (("open-rules", "public"), ("rules-for-members", "members"), ("paper", "committee")):
        Document.objects.create(record=record, slug=slug, title_ru=slug, access=access)
    catalogue.write(record)

    anonymous = client.get(f"/ru/practices/{record.slug}/").content.decode()
    client.force_login(account())
    member = client.get(f"/ru/practices/{record.slug}/").content.decode()

    assert [slug in anonymous for slug in ("open-rules", "rules-for-members", "paper")] == [True, False, False]
    assert [f"/ru/documents/{slug}/" in member for slug in ("open-rules", "rules-for-members", "paper")] == [
        True,
        True,
        False,
    ]
