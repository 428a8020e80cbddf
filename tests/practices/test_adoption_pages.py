"""The pages of the adoption chain: who sees what, forms, the network, the table, what practices and countries show."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.enums import Role
from members.models import Country, User
from practices.adoption.enums import AdoptionState
from practices.adoption.models import Adoption
from practices.adoption.network import MOST_ARROWS, Way, drawing
from practices.adoption.workflow import AdoptionWorkflow
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.languages import Text
from tests.factories.adoptions import adoption, demonstration, focal_point, statement
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import practice
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ee() -> Country:
    return country("EE", "Eesti")


@pytest.fixture
def kg() -> Country:
    return country("KG", "Qyrgyzstan")


@pytest.fixture
def road(ee: Country) -> Practice:
    return practice(ee, "Roadpractice", slug="road")


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


FORM = {
    "stage": "adopted", "year": "2021", "original_language": "kk", "changes": "Басқа құқықтық негіз", "result": "Кезек қысқарды",
    "contact_name": "Қызмет көрсету бөлімі", "contact_email": "private@secret.example",
}  # fmt: skip


# --- Visibility -------------------------------------------------------------------------------------


def test_what_is_disputed_or_withdrawn_is_for_both_sides_and_the_secretariat(ee: Country, kg: Country) -> None:
    lists = ("/en/adoptions/", "/en/countries/country-kg/", "/en/countries/country-ee/")
    records = {state: adoption(practice(ee, slug=f"road-{state}"), kg, state) for state in AdoptionState.values}
    sides = {"adopter": kg, "source": ee, "third": country("LV")}
    public = {"stated", "confirmed", "corrected"}

    for role in [*sides, *ROLES]:  # the factory of focal points needs the plain address for a moment
        client = signed_in(focal_point(sides[role]) if role in sides else person(role))
        is_theirs = role in {"adopter", "source", Role.SECRETARIAT}
        pages = {address: html(client, address) for address in lists}
        pages["csv"] = b"".join(client.get("/en/adoptions/adoptions.csv").streaming_content).decode()  # type: ignore[attr-defined]
        for state, record in records.items():
            own, is_public = f"/en/adoptions/{record.pk}/", state in public
            assert client.get(own).status_code == (200 if is_public or is_theirs else 404), (role, state)
            assert (own in html(client, f"/en/practices/road-{state}/")) == is_public, (role, state)
            for address, text in pages.items():
                assert (own in text) == is_public, (role, state, address)


def test_an_adoption_of_a_practice_that_is_no_longer_public_is_not_public(road: Practice, kg: Country) -> None:
    record = adoption(road, kg, "confirmed")
    PracticeWorkflow(road, superuser()).archive("No longer in use")

    assert Client().get(f"/en/adoptions/{record.pk}/").status_code == 404
    assert "Roadpractice" not in html(Client(), "/en/adoptions/")
    assert "Roadpractice" not in html(Client(), "/en/countries/country-kg/")


def test_an_own_practice_that_is_not_public_gives_nothing_away(road: Practice, kg: Country) -> None:
    record = adoption(road, kg, own_practice=practice(kg, "Hiddenoutcome", slug="hidden", published=False))

    for address in (
        f"/en/adoptions/{record.pk}/",
        "/en/adoptions/",
        "/en/practices/road/",
        "/en/countries/country-kg/",
    ):
        assert "Hiddenoutcome" not in html(Client(), address)
    table = b"".join(Client().get("/en/adoptions/adoptions.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Hiddenoutcome" not in table


def test_the_address_of_the_contact_is_for_both_sides_unless_stated_as_public(
    road: Practice, ee: Country, kg: Country
) -> None:
    record = statement(road, kg)
    page = f"/en/adoptions/{record.pk}/"

    assert "private@secret.example" not in html(Client(), page)
    assert "private@secret.example" not in html(signed_in(focal_point(country("LV"))), page)
    assert "private@secret.example" in html(signed_in(focal_point(ee)), page)
    Adoption.objects.update(is_contact_public=True)
    assert "private@secret.example" in html(Client(), page)
    table = b"".join(Client().get("/en/adoptions/adoptions.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "private@secret.example" not in table


def test_a_proposed_correction_is_public_only_once_it_is_accepted(road: Practice, kg: Country) -> None:
    record = adoption(road, kg, "corrected")
    page = f"/en/adoptions/{record.pk}/"

    assert "The year was another." not in html(Client(), page)
    assert "The year was another." in html(signed_in(focal_point(kg)), page)
    AdoptionWorkflow(record, focal_point(kg, "second")).accept()
    assert "The year was another." in html(Client(), page)


def test_pages_say_honestly_who_has_said_what(road: Practice, kg: Country) -> None:
    record = statement(road, kg, focal_point(kg))

    for address in (
        "/en/practices/road/",
        "/en/countries/country-kg/",
        f"/en/adoptions/{record.pk}/",
        "/en/adoptions/",
    ):
        assert "Stated by: Qyrgyzstan. Not yet confirmed by: Eesti." in html(Client(), address)
    AdoptionWorkflow(record, superuser("judge@hub.example")).confirm()
    for address in ("/en/practices/road/", "/en/countries/country-kg/", f"/en/adoptions/{record.pk}/"):
        assert "Confirmed by the Secretariat on behalf of: Eesti" in html(Client(), address)
    assert "judge@hub.example" not in html(Client(), f"/en/adoptions/{record.pk}/")


def test_a_text_in_another_language_says_so(road: Practice, kg: Country) -> None:
    record = statement(road, kg, result_ru="", result_kk="")
    page = html(Client(), f"/en/adoptions/{record.pk}/")

    assert '<div lang="ru"><p>Другая правовая основа</p></div>' in page
    assert "they stand as they were written: Русский" in page
    assert "they stand as they were written" not in html(Client(), f"/ru/adoptions/{record.pk}/").replace("ё", "е")


# --- Stating ----------------------------------------------------------------------------------------


def test_a_focal_point_states_and_the_other_confirms(road: Practice, ee: Country, kg: Country) -> None:
    ours, theirs = signed_in(focal_point(kg)), signed_in(focal_point(ee))

    response = ours.post("/kk/adoptions/state/?practice=road", FORM)
    record = Adoption.objects.get()
    assert response.headers["Location"] == f"/kk/adoptions/{record.pk}/"
    assert (record.country, record.changes_kk, record.original_language) == (kg, "Басқа құқықтық негіз", "kk")
    assert theirs.get(f"/en/adoptions/{record.pk}/confirm/").status_code == 200
    assert theirs.post(f"/en/adoptions/{record.pk}/confirm/", {"edition": "1"}).status_code == 302
    assert "Confirmed by: Eesti" in html(Client(), "/en/practices/road/")


def test_a_double_click_states_and_confirms_once(road: Practice, ee: Country, kg: Country) -> None:
    ours, theirs = signed_in(focal_point(kg)), signed_in(focal_point(ee))
    for _time in range(2):
        assert ours.post("/en/adoptions/state/?practice=road", FORM).status_code == 302
    record = Adoption.objects.get()
    for _time in range(2):
        response = theirs.post(f"/en/adoptions/{record.pk}/confirm/", {"edition": "1"}, follow=True)
        assert response.status_code == 200

    assert "This has been done already." in response.content.decode()
    assert [event.action for event in record.events.all()] == ["confirm", "state"]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {Role.FOCAL_POINT, Role.SECRETARIAT}])
def test_who_may_not_state_is_told_what_to_do(road: Practice, role: str) -> None:
    client = signed_in(person(role))

    assert "tell the focal point of your country" in html(client, "/en/adoptions/state/?practice=road")
    assert client.post("/en/adoptions/state/?practice=road", FORM).status_code == 403
    assert Adoption.objects.count() == 0


def test_the_secretariat_states_on_behalf_of_a_country(road: Practice, ee: Country, kg: Country) -> None:
    client = signed_in(person(Role.SECRETARIAT))

    choice = html(client, "/en/adoptions/state/?practice=road")
    assert 'value="KG"' in choice
    assert 'value="EE"' not in choice
    client.post("/en/adoptions/state/?practice=road", FORM)
    assert Adoption.objects.count() == 0
    client.post("/en/adoptions/state/?practice=road&country=KG", FORM)
    assert Adoption.objects.get().is_stated_on_behalf
    assert "Stated by the Secretariat on behalf of: Qyrgyzstan" in html(Client(), "/en/practices/road/")


def test_a_focal_point_speaks_for_no_other_country_whatever_the_address_says(road: Practice, kg: Country) -> None:
    country("LV")
    signed_in(focal_point(kg)).post("/en/adoptions/state/?practice=road&country=LV", FORM)

    assert Adoption.objects.get().country == kg


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("year", "9999999999999999999999", "not come yet"),
        ("year", "2099", "not come yet"),
        ("year", "-5", "greater than or equal"),
        ("year", "twenty", "whole number"),
        ("stage", "excellent", "not one of the available choices"),
        ("stage", "dropped", "Say why it was dropped"),
        ("why_dropped", "No money", "only for dropped adoptions"),
        ("changes", "x" * 5001, "at most 5000 characters"),
        ("changes", "a\x00b", "Null characters"),
        ("original_language", "de", "not one of the available choices"),
        ("own_practice", "999999999999999999999999", "not one of the available choices"),
        ("own_practice", "abc", "not one of the available choices"),
        ("contact_email", "nobody", "valid email address"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    road: Practice, kg: Country, field: str, value: str, words: str
) -> None:
    response = signed_in(focal_point(kg)).post("/en/adoptions/state/?practice=road", {**FORM, field: value})
    page = response.content.decode()

    assert response.status_code == 200
    assert f'href="#id_{field}"' in page or f'href="#id_{"why_dropped" if value == "dropped" else field}"' in page
    assert words in page, words
    assert "Кезек қысқарды" in page
    assert Adoption.objects.count() == 0


@pytest.mark.parametrize("query", ["?practice=none", "?practice=%22%3E", "?practice=" + "x" * 3000])
def test_a_practice_that_is_not_there(road: Practice, kg: Country, query: str) -> None:
    assert signed_in(focal_point(kg)).get("/en/adoptions/state/" + query).status_code == 404


def test_scripts_in_texts_are_escaped(road: Practice, kg: Country) -> None:
    record = statement(road, kg, changes_en="<script>alert(1)</script>", contact_name="<b>x</b>")

    for address in (f"/en/adoptions/{record.pk}/", "/en/practices/road/", "/en/adoptions/"):
        page = html(Client(), address)
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


# --- The other steps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step", ["edit", "confirm", "correct", "dispute", "accept", "answer", "withdraw", "translate/kk"]
)
def test_steps_are_for_their_side_and_hidden_ones_are_missing(
    road: Practice, ee: Country, kg: Country, step: str
) -> None:
    record = adoption(road, kg, "corrected")
    address = f"/en/adoptions/{record.pk}/{step}/"
    side, other = (ee, kg) if step in {"confirm", "correct", "dispute"} else (kg, ee)

    assert Client().get(address).status_code == 302
    assert signed_in(focal_point(other)).get(address).status_code == 403
    assert signed_in(focal_point(other, "again")).post(address, {"edition": "2", "reason": "x"}).status_code == 403
    expected = 302 if step == "correct" else 200  # a correction is proposed already
    assert signed_in(focal_point(side, "third")).get(address).status_code == expected
    Adoption.objects.update(state="disputed")
    assert signed_in(focal_point(country("LV"))).get(address).status_code == 404


def test_a_step_on_an_older_edition_keeps_what_was_typed(road: Practice, ee: Country, kg: Country) -> None:
    record = statement(road, kg)
    AdoptionWorkflow(record, superuser("editor@hub.example")).edit({"year": 2011})
    client = signed_in(focal_point(ee))

    response = client.post(f"/en/adoptions/{record.pk}/dispute/", {"edition": "1", "reason": "Typed words"})
    page = response.content.decode()

    assert response.status_code == 409
    assert "Typed words" in page
    assert 'name="edition" value="2"' in page
    assert (
        client.post(f"/en/adoptions/{record.pk}/dispute/", {"edition": "2", "reason": "Typed words"}).status_code == 302
    )
    record.refresh_from_db()
    assert record.state == "disputed"


def test_the_page_of_a_step_shows_the_letter_before_it_is_sent(road: Practice, ee: Country, kg: Country) -> None:
    record = statement(road, kg)
    ours = focal_point(kg)
    User.objects.filter(pk=ours.pk).update(preferred_language="en")

    page = html(signed_in(focal_point(ee)), f"/ru/adoptions/{record.pk}/dispute/")

    assert "Adoption disputed (Qyrgyzstan): Roadpractice" in page
    assert ours.email not in page


def test_a_dropped_adoption_is_shown_with_why(road: Practice, kg: Country) -> None:
    record = statement(road, kg)
    client = signed_in(focal_point(kg))
    form = {**FORM, "edition": "1", "stage": "dropped", "why_dropped": "Қаражат жетпеді"}

    assert client.post(f"/kk/adoptions/{record.pk}/edit/", form).status_code == 302
    page = html(Client(), f"/kk/adoptions/{record.pk}/")
    assert "Қаражат жетпеді" in page
    assert 'class="chain"' in page  # the stages one after the other


def test_a_translation_changes_no_state(road: Practice, kg: Country) -> None:
    record = adoption(road, kg, "confirmed")
    client = signed_in(focal_point(kg))

    response = client.post(
        f"/en/adoptions/{record.pk}/translate/kk/", {"edition": str(record.edition), "changes": "Аударма"}
    )

    assert response.status_code == 302
    record.refresh_from_db()
    assert (record.state, record.changes_kk) == ("confirmed", "Аударма")
    assert client.get(f"/en/adoptions/{record.pk}/translate/ru/").status_code == 404
    assert client.get(f"/en/adoptions/{record.pk}/translate/de/").status_code == 404


def test_too_many_steps_are_asked_to_wait(road: Practice, ee: Country, kg: Country, monkeypatch: Any) -> None:
    monkeypatch.setattr("practices.adoption.views.STEPS_PER_HOUR", 0)
    response = signed_in(focal_point(kg)).post("/en/adoptions/state/?practice=road", FORM)

    assert response.status_code == 429
    assert "Кезек қысқарды" in response.content.decode()


# --- The network ------------------------------------------------------------------------------------


def test_filters_narrow_table_drawing_and_export(road: Practice, ee: Country, kg: Country) -> None:
    ge = country("GE", "Georgica")
    halls = practice(ge, "Hallspractice", slug="halls", themes=("ethics-integrity",))
    adoption(road, kg, "confirmed")
    adoption(halls, kg, stage="exploring")
    adoption(halls, ee, stage="dropped", why_dropped_en="Too dear")

    def found(query: str) -> tuple[bool, bool, int]:
        page = html(Client(), f"/en/adoptions/?{query}")
        table = page[page.index("<tbody>") : page.index("</tbody>")]
        exported = b"".join(Client().get(f"/en/adoptions/adoptions.csv?{query}").streaming_content).decode()  # type: ignore[attr-defined]
        rows = len(list(csv.reader(io.StringIO(exported)))) - 1
        assert rows == table.count("<tr>") == page.count('class="network__arrow ')
        return "Roadpractice" in table, "Hallspractice" in table, rows

    assert found("") == (True, True, 3)
    assert found("theme=leadership") == (True, False, 1)
    assert found("theme=ethics-integrity") == (False, True, 2)
    assert found("country=EE") == (True, True, 2)
    assert found("country=KG") == (True, True, 2)
    assert found("stage=dropped&stage=exploring") == (False, True, 2)
    assert found("state=confirmed") == (True, False, 1)
    assert found("country=GE&stage=dropped") == (False, True, 1)
    assert "No adoption has all of this" in html(Client(), "/en/adoptions/?state=confirmed&stage=dropped")
    assert "ignored" in html(Client(), "/en/adoptions/?country=%27%3B--&stage=zz&page=9999999")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_a_fixed_number_of_queries(
    kg: Country, ee: Country, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        record = adoption(
            practice(ee, slug=f"p{number}"), kg, "confirmed", own_practice=practice(kg, slug=f"own{number}")
        )
        adoption(practice(kg, slug=f"q{number}"), ee)
    client = Client()
    for address in ("/en/adoptions/", "/en/practices/p0/", "/en/countries/country-ee/"):
        client.get(address)

    for address, queries in (
        ("/en/adoptions/", 4),
        (f"/en/adoptions/{record.pk}/", 3),
        ("/en/practices/p0/", 8),
        ("/en/countries/country-ee/", 8),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_the_table_for_spreadsheets_holds_no_formula(road: Practice, kg: Country) -> None:
    statement(road, kg, changes_en='=HYPERLINK("http://evil.example")', result_en="line\nbreak, comma")
    body = b"".join(Client().get("/en/adoptions/adoptions.csv").streaming_content).decode()  # type: ignore[attr-defined]
    heading, row = csv.reader(io.StringIO(body.removeprefix("\ufeff")))

    assert len(heading) == len(row)
    assert row[6] == '\'=HYPERLINK("http://evil.example")'
    assert row[7] == "line\nbreak, comma"


def test_invented_adoptions_are_marked_wherever_they_stand(road: Practice, kg: Country) -> None:
    record = demonstration(road, kg)

    for address in (
        "/en/adoptions/",
        "/en/practices/road/",
        "/en/countries/country-kg/",
        f"/en/adoptions/{record.pk}/",
    ):
        page = html(Client(), address)
        assert "Demonstration:" in page, address
    assert 'name="robots" content="noindex"' in page


def names(*codes: str) -> dict[str, Text]:
    return {code: Text(code, "en", "en") for code in codes}


def test_the_drawing_is_always_the_same_and_stays_inside() -> None:
    codes = [f"A{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    ways = [Way(a, b, "adopted", True, 1) for a, b in zip(codes, codes[1:] + codes[:1], strict=True)]
    one, two = drawing(ways, names(*codes, "ZZ")), drawing(list(ways), names(*codes, "ZZ"))

    assert one == two
    assert [node.iso2 for node in one.nodes] == codes  # whoever takes no part is not drawn
    assert all(0 < node.x < one.width and 0 < node.y < one.height for node in one.nodes)
    assert all(0 <= arrow.x <= one.width and 0 <= arrow.y <= one.height for arrow in one.arrows)


def test_ways_there_and_back_and_several_stages_lie_apart() -> None:
    ways = [
        Way("AA", "BB", "adopted", True, 2),
        Way("BB", "AA", "adopted", True, 1),
        Way("AA", "BB", "dropped", False, 1),
    ]
    drawn = drawing(ways, names("AA", "BB"))
    middles = {(round(arrow.x), round(arrow.y)) for arrow in drawn.arrows}

    assert len(middles) == 3
    assert [arrow.count for arrow in drawn.arrows] == [2, 1, 1]


def test_too_many_ways_are_cut_and_none_draws_nothing() -> None:
    codes = [f"{a}{b}" for a in "ABCDE" for b in "ABCDE"]
    ways = [Way(a, b, "adopted", True, 1) for a in codes for b in codes if a != b]

    assert drawing(ways, names(*codes)).is_cut
    assert len(drawing(ways, names(*codes)).arrows) == MOST_ARROWS
    assert drawing([], names(*codes)).arrows == []


def test_a_title_in_another_language_says_so_in_the_choice_of_ones_own_practice(road: Practice, kg: Country) -> None:
    foreign = practice(kg, languages=("en",), title_en="Own road")
    known = practice(kg, languages=("kk",), title_kk="Өз жолы")

    form = html(signed_in(focal_point(kg)), "/kk/adoptions/state/?practice=road")

    assert f'<option value="{foreign.pk}" lang="en">Own road</option>' in form
    assert f'<option value="{known.pk}">Өз жолы</option>' in form
