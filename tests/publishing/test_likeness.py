"""Likely duplicates: a reworded or translated record is found, another one is not, nobody sees what is not theirs."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from pytest_django import DjangoAssertNumQueries

from members.enums import Role
from members.models import Country
from practices.models import Practice
from publishing.likeness import likely_duplicates
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db

CENTRES = {
    "title_en": "Azerbaijan gathers the services of many agencies in ASAN centres",
    "summary_en": "Citizens receive the services of a dozen agencies in one hall. The agencies are kept apart from those who serve, so bribes are hard to ask.",
    "title_ru": "Азербайджан собрал услуги многих ведомств в центрах ASAN",
    "summary_ru": "Граждане получают услуги десятка ведомств в одном зале. Ведомства отделены от тех, кто обслуживает, поэтому взятку трудно потребовать.",
    "title_kk": "Әзербайжан көптеген ведомствоның қызметін ASAN орталықтарына жинады",
    "summary_kk": "Азаматтар он шақты ведомствоның қызметін бір залда алады. Ведомстволар қызмет көрсетушілерден бөлінген, сондықтан пара сұрау қиын.",
}
PORTAL = {
    "title_en": "Uzbekistan publishes every vacancy of the civil service on one portal",
    "summary_en": "Candidates apply online and see the results of each stage of the competition.",
    "title_ru": "Узбекистан публикует все вакансии государственной службы на одном портале",
    "summary_ru": "Кандидаты подают заявки онлайн и видят результаты каждого этапа конкурса.",
    "title_kk": "Өзбекстан мемлекеттік қызметтің барлық бос орнын бір порталда жариялайды",
    "summary_kk": "Үміткерлер өтінімді онлайн береді және конкурстың әр кезеңінің нәтижесін көреді.",
}
MENTORS = {
    "title_en": "Mentors accompany new officials for six months",
    "summary_en": "An experienced colleague helps the newcomer with a plan that the head of the unit approves.",
    "title_ru": "Наставники сопровождают новых служащих полгода",
    "summary_ru": "Опытный коллега помогает новичку по плану, который утверждает руководитель подразделения.",
    "title_kk": "Тәлімгерлер жаңа қызметшілерге жарты жыл бойы көмектеседі",
    "summary_kk": "Тәжірибелі әріптес жаңа қызметшіге бөлім басшысы бекіткен жоспар бойынша көмектеседі.",
}


@pytest.fixture
def library() -> dict[str, Practice]:
    return {
        "centres": practice(country("AZ"), slug="asan", **CENTRES),
        "portal": practice(country("UZ"), slug="vacancies", **PORTAL),
        "mentors": practice(country("KZ"), slug="mentors", **MENTORS),
    }


@pytest.mark.parametrize(
    ("language", "title", "summary", "slug"),
    [
        ("en", "ASAN service centres in Azerbaijan", "One hall where citizens get services of a dozen agencies", "asan"),
        ("ru", "Единый портал вакансий госслужбы Узбекистана", "Кандидаты подают заявки на вакансии онлайн", "vacancies"),
        ("kk", "Жаңа қызметшілерге тәлімгерлер көмектеседі", "Тәжірибелі әріптес жоспар бойынша жарты жыл көмек береді", "mentors"),
        ("", "Наставники для новых служащих", "Опытный коллега полгода помогает новичку по плану", "mentors"),
    ],
)  # fmt: skip
def test_a_reworded_record_is_found_in_every_language(
    library: dict[str, Practice], language: str, title: str, summary: str, slug: str
) -> None:
    found = likely_duplicates(AnonymousUser(), Practice, title, summary, language=language)

    assert [likeness.slug for likeness in found] == [slug]
    assert found[0].url.endswith(f"/practices/{slug}/")
    assert found[0].is_published
    assert 34 <= found[0].percent <= 100


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_sample_of_another_is_no_duplicate(library: dict[str, Practice], language: str) -> None:
    for record in library.values():
        found = likely_duplicates(
            AnonymousUser(),
            Practice,
            getattr(record, f"title_{language}"),
            getattr(record, f"summary_{language}"),
            language=language,
            except_pk=record.pk,
        )
        assert found == []


def test_a_translation_of_a_text_that_stands_in_another_language_alone_is_found() -> None:
    practice(
        country("AZ"), slug="asan", languages=("en",), title_en=CENTRES["title_en"], summary_en=CENTRES["summary_en"]
    )
    practice(
        country("UZ"), slug="vacancies", languages=("en",), **{k: v for k, v in PORTAL.items() if k.endswith("en")}
    )

    found = likely_duplicates(
        AnonymousUser(), Practice, "Узбекистан: все вакансии на одном портале", "Кандидаты подают заявки онлайн и видят результаты.",
        language="ru", country="UZ", least=0,
    )  # fmt: skip

    assert found[0].slug == "vacancies"
    assert found[0].languages == ("ru", "en")


def test_another_country_makes_it_less_likely(library: dict[str, Practice]) -> None:
    title, summary = "Centres that gather the services of agencies", "Citizens receive services in one hall"

    def score(of: str) -> float:
        return likely_duplicates(AnonymousUser(), Practice, title, summary, language="en", country=of, least=0)[0].score

    assert score("AZ") > score("") > score("GE")


def test_drafts_are_found_by_those_who_may_see_them_alone(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    kazakhstan: Country = country("KZ")
    author = account("author@example.org")
    practice(kazakhstan, slug="mentors", published=False, owner=author, **MENTORS)
    title, summary = (
        "Mentors for newly appointed officials",
        "An experienced colleague helps the newcomer for six months",
    )

    def slugs(user: object) -> list[str]:
        with django_assert_max_num_queries(6):  # three of ours, three for the permissions of a fresh account
            return [likeness.slug for likeness in likely_duplicates(user, Practice, title, summary, language="en")]

    assert slugs(author) == ["mentors"]
    assert slugs(person(Role.FOCAL_POINT, kazakhstan)) == ["mentors"]
    assert slugs(person(Role.EDITOR)) == ["mentors"]
    assert slugs(person(Role.REVIEWER)) == []
    stranger = account("stranger@example.org", country=country("UZ"))
    stranger.groups.set(Group.objects.filter(name=Role.FOCAL_POINT))
    assert slugs(stranger) == []
    assert slugs(account("somebody@example.org")) == []
    assert slugs(AnonymousUser()) == []


def test_no_more_than_three_queries(
    library: dict[str, Practice], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = person(Role.EDITOR)
    assert user is not None
    user.get_all_permissions()

    with django_assert_max_num_queries(3):
        likely_duplicates(user, Practice, "Centres", "Citizens in one hall", language="en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "' | & ! <-> :*",
        "\\'\\",
        "и в на",
        "😀" * 500,
        "a" * 100_000,
        "<script>",
        "слово " * 5000,
        "\ud800",
    ],
)
def test_any_string_is_accepted(library: dict[str, Practice], text: str) -> None:
    assert isinstance(likely_duplicates(AnonymousUser(), Practice, text, text), list)
    assert isinstance(likely_duplicates(AnonymousUser(), Practice, text, text, language="xx"), list)


def test_the_same_words_are_the_same(library: dict[str, Practice]) -> None:
    found = likely_duplicates(AnonymousUser(), Practice, CENTRES["title_ru"], CENTRES["summary_ru"], language="ru")

    assert (found[0].slug, found[0].score) == ("asan", 1.0)
