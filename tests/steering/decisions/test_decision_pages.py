"""Pages of decisions: who sees what, forms that lose nothing, and a fixed number of queries."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from members.enums import Role
from members.models import User
from steering.decisions.enums import Choice, Way
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Decision, Position
from tests.factories.members import account, country
from tests.factories.steering import mandate, seat
from tests.factories.steering_decisions import Members, closed, committee, draft, member_account, opened, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> Members:
    return committee()


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def released(members: Members, **fields: Any) -> Decision:
    return DecisionWorkflow(closed(members, **fields), members.secretariat).release()


def test_who_sees_a_decision_in_which_state(members: Members) -> None:
    observer = member_account()
    mandate(seat(country("KR", published=False), kind="observer"), user=observer)
    people = {
        "anonymous": None,
        "registered": account(),
        "focal": member_account(role=Role.FOCAL_POINT),
        "observer": observer,
        "other": members.delegates[1],
        "secretariat": members.secretariat,
    }
    rows = {
        "draft": draft(members.secretariat),
        "open": opened(members),
        "closed": closed(members),
        "public": released(members),
        "registered": DecisionWorkflow(closed(members), members.secretariat).release("registered"),
    }

    seen = {
        state: [
            name
            for name, user in people.items()
            if client_of(user).get(f"/en/committee/decisions/{row.pk}/").status_code == 200
        ]
        for state, row in rows.items()
    }

    inside = ["observer", "other", "secretariat"]
    assert seen == {
        "draft": ["secretariat"],
        "open": inside,
        "closed": inside,
        "public": list(people),
        "registered": list(people)[1:],
    }
    for name, user in people.items():
        listed = client_of(user).get("/en/committee/decisions/").content.decode()
        shown = [state for state, row in rows.items() if f"/decisions/{row.pk}/" in listed]
        assert shown == [state for state, names in seen.items() if name in names]


def test_what_is_private_is_in_no_file(members: Members) -> None:
    hidden, shown = closed(members), released(members)

    for user in (None, members.secretariat):
        client = client_of(user)
        lines = b"".join(client.get("/en/committee/decisions/decisions.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert [row["number"] for row in csv.DictReader(io.StringIO(lines))] == [shown.number]
        data = client.get("/en/committee/decisions/decisions.json").json()
        assert [row["number"] for row in data["decisions"]] == [shown.number]
        assert {row["country"]: row["position"] for row in data["decisions"][0]["positions"]} == dict.fromkeys(
            ("KZ", "KG", "UZ"), "agree"
        )
    assert hidden.number != shown.number


def test_steps_are_the_secretariats(members: Members) -> None:
    one, stranger, delegate = opened(members), client_of(account()), client_of(members.delegates[0])

    for name in ("close", "extend", "withdraw", "release", "open", "actions/new"):
        address = f"/en/committee/decisions/{one.pk}/{name}/"
        assert (stranger.get(address).status_code, delegate.get(address).status_code) == (404, 403)
        assert delegate.post(address, {"reason": "x"}).status_code == 403
        assert client_of(None).get(address).status_code == 302
    assert stranger.get(f"/en/committee/decisions/{one.pk}/deadline/").status_code == 404
    assert stranger.post(f"/en/committee/decisions/{one.pk}/positions/{members.seats[0].pk}/").status_code == 404
    assert (
        client_of(members.delegates[1])
        .get(f"/en/committee/decisions/{one.pk}/positions/{members.seats[0].pk}/")
        .status_code
        == 403
    )


def test_an_objection_without_a_text_is_told_and_nothing_is_lost(members: Members) -> None:
    one, place = opened(members), members.seats[0]
    client, address = client_of(members.delegates[0]), f"/en/committee/decisions/{one.pk}/positions/{place.pk}/"

    answer = client.post(address, {"seen": "0", "choice": "object", "text": "  ", "language": "en"})
    assert (answer.status_code, b"Write what you object to" in answer.content) == (409, True)
    say(one, place, members.alternate, Choice.AGREE)
    answer = client.post(address, {"seen": "0", "choice": "object", "text": "Too dear <b>", "language": "en"})
    page = answer.content.decode()
    assert (answer.status_code, "Somebody else has spoken" in page, "Too dear &lt;b&gt;" in page) == (409, True, True)
    assert 'name="seen" value="1"' in page

    answer = client.post(address, {"seen": "1", "choice": "object", "text": "Too dear <b>", "language": "en"})
    assert answer.status_code == 302
    assert Position.objects.get(decision=one, seat=place).choice == "object"


@pytest.mark.parametrize("typed", ["%00", "x" * 6000, "nonsense"])
def test_bad_input_is_answered(typed: str, members: Members) -> None:
    one, client = opened(members), client_of(members.delegates[0])
    address = f"/en/committee/decisions/{one.pk}/positions/{members.seats[0].pk}/"

    for data in (
        {"choice": typed, "seen": typed},
        {"choice": "object", "text": typed * 2, "language": typed},
        {"choice": "object", "text": "\x00", "language": "en"},
    ):
        assert client.post(address, data).status_code in {200, 409}
    for query in (f"q={typed}", f"on={typed}", f"page={typed}", f"kind={typed}&state={typed}"):
        # a NUL character is refused for the whole site
        assert client.get(f"/en/committee/decisions/?{query}").status_code == (400 if "%00" in query else 200)
    assert Position.objects.silent().count() == 3


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_whole_silence_procedure_by_its_pages(language: str, members: Members) -> None:
    base = f"/{language}/committee/decisions/"
    secretariat, delegate = client_of(members.secretariat), client_of(members.delegates[0])
    typed = {
        "count": "2", "kind": "substance", "way": "silence", "ruling_language": "ru", "access": "public", "title_ru": "Программа",
        "title_en": "Programme", "section_1_ru": "Утвердить.", "section_2_ru": "", "section_1_kk": "Бекіту.",
    }  # fmt: skip
    answer = delegate.post(f"{base}new/", typed)
    one = Decision.objects.get()
    assert (answer.status_code, one.state, one.seat) == (302, "draft", members.seats[0])

    assert secretariat.post(f"{base}{one.pk}/open/", {"days": ""}).status_code == 302
    assert (
        delegate.post(f"{base}{one.pk}/positions/{members.seats[0].pk}/", {"choice": "agree", "seen": "0"}).status_code
        == 302
    )
    assert delegate.get(f"{base}{one.pk}/deadline/").status_code == 200
    assert secretariat.post(f"{base}{one.pk}/close/").status_code == 409
    assert secretariat.post(f"{base}{one.pk}/extend/", {"reason": "Перевод"}).status_code == 302
    for place in members.seats[1:]:
        data = {"choice": "agree", "seen": "0", "source": "No. 5"}
        assert secretariat.post(f"{base}{one.pk}/positions/{place.pk}/", data).status_code == 302
    assert secretariat.post(f"{base}{one.pk}/close/").status_code == 302
    assert secretariat.post(f"{base}{one.pk}/release/", {"access": "public"}).status_code == 302
    action = {"title_ru": "Опубликовать", "owner": "seat", "seat": members.seats[0].pk, "due_on": "01.12.2030"}
    assert secretariat.post(f"{base}{one.pk}/actions/new/", action).status_code == 302

    page = client_of(None).get(f"{base}{one.pk}/").content.decode()
    assert "Утвердить." in page
    assert "Опубликовать" in page
    assert "Saule Omar" in page
    one.refresh_from_db()
    assert (one.outcome, one.record["in_favour"] if one.record else 0) == ("adopted", 3)


def test_a_refused_draft_keeps_what_was_typed(members: Members) -> None:
    client = client_of(members.secretariat)

    answer = client.post(
        "/en/committee/decisions/new/", {"count": "1", "section_1_en": "Stays typed", "way": "at_meeting"}
    )

    page = answer.content.decode()
    assert ("Stays typed" in page, "title in one language" in page, "agenda item under which" in page) == (
        True,
        True,
        True,
    )
    assert not Decision.objects.exists()


def test_the_register_is_searched_in_three_languages_and_by_number(members: Members) -> None:
    one = released(members)
    other = opened(
        members,
        texts={"title_en": "Budget", "title_ru": "Бюджет"},
        sections=[{"en": "Money.", "ru": "Деньги."}],
        ruling_language="ru",
    )
    client = client_of(members.secretariat)

    def found(words: str) -> list[int]:
        page = client.get("/en/committee/decisions/", {"q": words}).content.decode()
        return [row.pk for row in (one, other) if f"/decisions/{row.pk}/" in page]

    assert found("бағдарламаны") == [one.pk]
    assert found("программы") == [one.pk]
    assert found("programmes") == [one.pk]
    assert found("бюджета") == [other.pk]
    assert found(one.number) == [one.pk]
    assert found("9999/1") == found("nothingatall") == []


def test_the_register_is_read_as_it_stood(members: Members) -> None:
    one = released(members)
    today = localdate()

    before = client_of(None).get("/en/committee/decisions/", {"on": f"{today.year - 1}-01-01"}).content.decode()
    now = client_of(None).get("/en/committee/decisions/", {"on": today.isoformat()}).content.decode()

    assert (f"/decisions/{one.pk}/" in before, f"/decisions/{one.pk}/" in now) == (False, True)


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(many: int, members: Members, django_assert_num_queries) -> None:
    rows = [opened(members) for _row in range(many)]
    done = [closed(members, way=Way.WRITTEN) for _row in range(many)]
    for place, user in zip(members.seats[:many], members.delegates, strict=False):
        say(rows[0], place, user)
    DecisionWorkflow(done[0], members.secretariat).release()
    delegate, secretariat = client_of(members.delegates[0]), client_of(members.secretariat)

    for client, path, queries in (
        (delegate, "", 9),
        (delegate, f"{rows[0].pk}/", 11),
        (delegate, f"{done[0].pk}/", 11),
        (secretariat, f"{rows[0].pk}/", 12),
        (Client(), f"{done[0].pk}/", 6),
        (Client(), "", 2),
    ):
        client.get(f"/en/committee/decisions/{path}")
        with django_assert_num_queries(queries):
            client.get(f"/en/committee/decisions/{path}")
