"""Pages of the countries: who is a participant and who is not, in whose alphabet, at what cost."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from members.enums import Participation, Region, SystemType
from members.models import Country, Indicator, Institution, ParticipationEvidence
from members.workflow import CountryWorkflow
from publishing import catalogue
from publishing.enums import LanguageState
from publishing.models import Entry, LanguageVersion
from tests.factories import members, reforms
from tests.factories.hub import superuser

pytestmark = pytest.mark.django_db
EVIL = '<script>alert("x")</script>'


def list_of(page: str, heading: str) -> str:
    """The part of the page below the heading with this id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def full_country(iso2: str = "KZ") -> Country:
    """A country with one of everything."""
    country = members.country(
        iso2,
        joined_year=2013,
        capital_ru="Астана",
        profile_ru="<p>О стране.</p>",
        system_type=SystemType.MIXED,
        law_title_ru="Закон о службе",
        law_year=2015,
    )
    source = reforms.source(country, title="Brochure", year=2019, is_year_approximate=True)
    ParticipationEvidence.objects.create(country=country, text_ru="Принимающая страна", source=source)
    Indicator.objects.create(
        country=country, name_ru="Штатная численность", value="90053.5", unit_ru="человек", year=2023, source=source
    )
    Institution.objects.create(
        country=country, name_ru="Агентство", website="qyzmet.gov.kz", is_civil_service_body=True
    )
    members.expert(of=country)
    reforms.reform(of=country)
    catalogue.write(country)
    return country


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_two_queries_whatever_its_length(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for iso2 in ["KZ", "KG", "AZ"][:rows]:
        full_country(iso2)
    client.get("/ru/countries/")

    with django_assert_num_queries(2):
        response = client.get("/ru/countries/")

    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_eight_queries_whatever_it_holds(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    country = full_country()
    for number in range(1, rows):
        source = reforms.source(country)
        ParticipationEvidence.objects.create(country=country, text_ru=f"Довод {number}", source=source)
        Indicator.objects.create(country=country, name_ru=f"Показатель {number}", value=number, source=source)
        Institution.objects.create(country=country, name_ru=f"Орган {number}", is_civil_service_body=True)
        members.expert(of=country)
        reforms.reform(of=country)
    client.get("/ru/countries/country-kz/")

    with django_assert_num_queries(8):
        response = client.get("/ru/countries/country-kz/")

    assert response.status_code == 200


def test_indicated_and_unconfirmed_countries_never_stand_among_participants(client: Client) -> None:
    members.country("KZ", "Qazaqstan")
    members.country("US", "Indicatia", participation=Participation.INDICATED, region=Region.AMERICAS)
    members.country("JP", "Unconfirmia", participation=Participation.UNCONFIRMED, region=Region.EAST_ASIA)

    page = client.get("/en/countries/").content.decode()

    names = {
        heading: re.findall(r"Qazaqstan|Indicatia|Unconfirmia", list_of(page, heading))
        for heading in ("confirmed", "indicated", "unconfirmed")
    }
    assert names == {"confirmed": ["Qazaqstan"], "indicated": ["Indicatia"], "unconfirmed": ["Unconfirmia"]}
    assert "<b>1</b> country participates" in page
    drawn = "".join(re.findall(r'<g class="map__participant" role.*?</g>', page, re.DOTALL))
    assert re.findall(r"Qazaqstan|Indicatia|Unconfirmia", drawn) == ["Qazaqstan"]


@pytest.mark.parametrize(
    ("participation", "says"),
    [
        (Participation.INDICATED, "none confirms that it participates"),
        (Participation.UNCONFIRMED, "No source that we have read says"),
    ],
)
def test_page_says_what_an_unconfirmed_participation_means(client: Client, participation: str, says: str) -> None:
    members.country("US", participation=participation, joined_year=1999)

    page = client.get("/en/countries/country-us/").content.decode()

    assert says in page
    assert "This country takes part in the Hub" not in page
    assert "1999" not in page


def test_page_names_evidence_figures_body_and_law_with_their_sources(client: Client) -> None:
    full_country()

    page = client.get("/ru/countries/country-kz/").content.decode()

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Принимающая страна1" in text
    assert "Штатная численность1" in text
    assert "90\xa0053,5 человек" in re.sub(r"[^\S\xa0]+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Закон о службе, 2015" in text
    assert "около 2019" in text
    assert '<a href="https://qyzmet.gov.kz" rel="external noopener">qyzmet.gov.kz</a>' in page
    assert 'id="source-1"' in page


def test_general_knowledge_is_marked_and_cites_no_source(client: Client) -> None:
    country = members.country()
    source = reforms.source(country, key="gk", title="general knowledge", title_language="en", url="")
    Indicator.objects.create(country=country, name_ru="Население", value=20, source=source, is_general_knowledge=True)

    page = client.get("/ru/countries/country-kz/").content.decode()

    assert page.count("общеизвестно, источник не проверялся") == 2
    assert 'href="#source-1"' not in page
    assert "general knowledge" not in page


def test_lists_follow_the_kazakh_alphabet(client: Client) -> None:
    for iso2, name in [
        ("UZ", "Өзбекстан"),
        ("KG", "Қырғызстан"),
        ("AZ", "Әзербайжан"),
        ("KZ", "Қазақстан"),
        ("AM", "Армения"),
        ("IN", "Үндістан"),
        ("UA", "Украина"),
        ("KE", "Кения"),
    ]:
        members.country(iso2, name)

    page = client.get("/kk/countries/").content.decode()

    names = re.findall(r'/countries/country-\w\w/">([^<]+)<', list_of(page, "confirmed"))
    assert names == ["Армения", "Әзербайжан", "Кения", "Қазақстан", "Қырғызстан", "Өзбекстан", "Украина", "Үндістан"]


def test_regions_stand_in_the_order_of_the_house_and_empty_ones_not_at_all(client: Client) -> None:
    members.country("BR", region=Region.AMERICAS)
    members.country("KZ", region=Region.CENTRAL_ASIA)

    page = client.get("/en/countries/").content.decode()

    assert re.findall(r"<h3>([^<]+)</h3>", list_of(page, "confirmed")) == ["Central Asia", "Americas"]


def test_counts_are_those_of_public_practices_and_reforms(client: Client) -> None:
    country = members.country()
    reforms.reform(of=country)
    reforms.reform(of=country, published=False)

    page = client.get("/en/countries/").content.decode()

    assert re.findall(r'region__numbers">([^<]+)<', page) == ["1 reform"]


def test_page_shows_public_reforms_of_the_country_only(client: Client) -> None:
    country, other = members.country("KZ"), members.country("KG")
    reforms.reform("Public reform", of=country)
    reforms.reform("Draft reform", of=country, published=False)
    reforms.reform("Foreign reform", of=other)

    page = client.get("/en/countries/country-kz/").content.decode()

    assert re.findall(r"(?:Public|Draft|Foreign) reform", page) == ["Public reform"]


def test_draft_is_404_for_readers_and_marked_for_its_focal_point(client: Client) -> None:
    draft = members.country(published=False)

    assert client.get("/en/countries/country-kz/").status_code == 404
    client.force_login(members.account(country=draft))
    page = client.get("/en/countries/country-kz/")
    assert page.status_code == 200
    assert '<span class="badge badge--plain">Draft</span>' in page.content.decode()


def test_names_and_texts_are_escaped(client: Client) -> None:
    country = members.country("KZ", EVIL, law_title_en=EVIL, capital_en=EVIL)
    source = reforms.source(country, title=EVIL, publisher=EVIL, url="javascript:alert(1)")
    ParticipationEvidence.objects.create(country=country, text_en=EVIL, source=source)
    Indicator.objects.create(country=country, name_en=EVIL, unit_en=EVIL, value=1)
    Institution.objects.create(country=country, name_en=EVIL, website="javascript:alert(1)", is_civil_service_body=True)

    for address in ("/en/countries/", "/en/countries/country-kz/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert "javascript:" not in page


def test_missing_language_is_shown_in_another_and_said(client: Client) -> None:
    country = members.country(profile_ru="<p>О стране.</p>")
    for code in ("kk", "en"):
        LanguageVersion.objects.create(
            content_type=ContentType.objects.get_for_model(Country),
            object_id=country.pk,
            language=code,
            state=LanguageState.MISSING,
        )

    page = client.get("/kk/countries/country-kz/").content.decode()

    assert '<div lang="ru"><p>О стране.</p></div>' in page
    assert "Русский" in page


def test_page_can_be_read_as_it_stood_on_a_day(client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        country = members.country(profile_ru="<p>Как было.</p>")
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False):
        country.profile_ru = "<p>Как стало.</p>"
        country.save()

    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        then = client.get("/ru/countries/country-kz/?as_of=2026-04-01").content.decode()
        now = client.get("/ru/countries/country-kz/").content.decode()

    assert "Как было." in then
    assert "Как стало." not in then
    assert "1 апреля 2026 г." in then
    assert "Как стало." in now


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-31", "2999-01-01", "0000-00-00", "9" * 400, "1800-01-01"])
def test_bad_day_gives_the_page_as_it_stands(client: Client, day: str) -> None:
    members.country(profile_ru="<p>Сегодня.</p>")

    response = client.get("/ru/countries/country-kz/", {"as_of": day})

    assert response.status_code == 200
    assert "Сегодня." in response.content.decode()


def test_former_address_redirects(client: Client) -> None:
    country = members.country(slug="kazakstan")
    country.former_slugs.create(slug="old-kazakstan")

    response = client.get("/ru/countries/old-kazakstan/")

    assert (response.status_code, response.headers["Location"]) == (301, "/ru/countries/kazakstan/")


def test_archived_country_leaves_list_page_and_catalogue(client: Client) -> None:
    country = members.country("KZ", "Qazaqstan")
    assert "Qazaqstan" in client.get("/en/countries/").content.decode()

    CountryWorkflow(country, superuser()).archive("a test")

    assert "Qazaqstan" not in client.get("/en/countries/").content.decode()
    assert client.get("/en/countries/country-kz/").status_code == 410
    assert not Entry.objects.filter(slug="country-kz").exists()


def test_pages_answer_to_reading_only(client: Client) -> None:
    members.country()

    assert client.post("/en/countries/").status_code == 405
    assert client.post("/en/countries/country-kz/").status_code == 405
