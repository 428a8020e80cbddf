"""Useful marks and the relay of questions."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.models import Country, User
from practices.models import Practice
from publishing import catalogue
from publishing.models import Entry, Event, Letter, Question, UsefulMark
from publishing.questions.workflow import STEPS, QuestionWorkflow
from publishing.workflow import Conflict, WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.factories.reforms import reform as make_reform
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def land() -> Country:
    return country("KG")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example", preferred_language="kk")


@pytest.fixture
def record(land: Country, owner: User) -> Practice:
    return practice(land, "One stop", slug="one-stop", owner=owner)


def useful(client: Client, record: Practice, **headers: Any) -> int:
    return client.post(f"/en/questions/useful/practice/{record.pk}/", headers=headers or SAME).status_code


def ask(client: Client, record: Practice, **data: str) -> Any:
    fields = {"text": "How long did it take?", "email": "reader@ministry.example", "name": "A. Reader", "website": ""}
    return client.post(f"/ru/questions/about/practice/{record.pk}/", {**fields, **data})


def question(record: Practice, state: str = "asked") -> Question:
    made = Question.objects.create(
        record=record, email="reader@ministry.example", language="ru", text="Сколько это стоило?"
    )
    if state in {"answered", "public"}:
        made = QuestionWorkflow(made, superuser()).answer("Nothing.", "en")
    if state == "public":
        made = QuestionWorkflow(made, superuser()).approve("How much?", "Nothing.")
    if state == "closed":
        made = QuestionWorkflow(made, superuser()).close("Spam")
    return made


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_a_visitor_is_counted_once_and_the_page_says_how_many(record: Practice) -> None:
    first, second = Client(), Client()

    assert [useful(first, record), useful(first, record), useful(second, record)] == [302, 302, 302]

    assert UsefulMark.objects.count() == 2
    assert "Useful to 2 readers" in Client().get("/en/practices/one-stop/").content.decode()
    assert list(catalogue.differences(with_index=False)) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/"},
        {"X": "y"},
    ],
)
def test_another_site_cannot_click_for_a_visitor(record: Practice, headers: dict[str, str]) -> None:
    assert useful(Client(enforce_csrf_checks=True), record, **headers) == 403
    assert not UsefulMark.objects.exists()


def test_a_program_that_drops_its_cookie_is_stopped(record: Practice) -> None:
    for _turn in range(35):
        assert useful(Client(), record) == 302

    assert UsefulMark.objects.count() == 30


def test_a_draft_or_a_get_counts_nothing(record: Practice, land: Country) -> None:
    draft = practice(land, published=False)

    assert useful(Client(), draft) == 404
    assert Client().get(f"/en/questions/useful/practice/{record.pk}/").status_code == 405
    assert not UsefulMark.objects.exists()


def test_the_relay_hides_each_side_from_the_other(record: Practice, owner: User) -> None:
    ask(Client(), record)
    asked = Question.objects.get()
    signed_in(owner).post(
        f"/kk/questions/{asked.pk}/answer/", {"answer": "Үш ай.", "answer_language": "kk", "edition": asked.edition}
    )

    letters = {letter.kind: letter for letter in Letter.objects.exclude(kind="published")}
    assert {kind: letter.address for kind, letter in letters.items()} == {
        "question_received": "reader@ministry.example",
        "question_asked": "owner@hub.example",
        "question_answered": "reader@ministry.example",
    }
    assert (letters["question_asked"].language, letters["question_answered"].language) == ("kk", "ru")
    assert "How long did it take?" in letters["question_asked"].text
    assert "reader@" not in letters["question_asked"].text
    assert "Үш ай." in letters["question_answered"].text
    assert "owner@" not in letters["question_answered"].text
    page = signed_in(owner).get(f"/kk/questions/{asked.pk}/").content.decode()
    assert "reader@" not in page
    assert "owner@" not in "".join(
        str(message.message()) for message in mail.outbox if message.to != ["owner@hub.example"]
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 3001}, "text"),
        ({"text": "\x00"}, "text"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"name": "a" * 201}, "name"),
        ({"website": "https://spam.example"}, "website"),
    ],
)
def test_a_bad_question_is_told_by_the_field_and_nothing_is_lost(
    record: Practice, data: dict[str, str], field: str
) -> None:
    answer = ask(Client(), record, **data)

    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not Question.objects.exists()
    if field != "text":
        assert "How long did it take?" in answer.content.decode()


def test_questions_are_limited(record: Practice) -> None:
    answers = [ask(Client(), record, text=f"Question {turn}").status_code for turn in range(6)]

    assert answers == [302] * 5 + [429]


def test_what_is_public_is_what_was_approved(record: Practice, owner: User) -> None:
    made = question(record, "answered")
    page = f"/en/practices/{record.slug}/"
    assert "Nothing." not in Client().get(page).content.decode()

    editor = person("editor")
    signed_in(editor).post(
        f"/en/questions/{made.pk}/approve/",
        {"public_text": "What did it cost?", "public_answer": "<b>Nothing</b> at all.", "edition": made.edition},
    )
    shown = Client().get(page).content.decode()
    assert "What did it cost?" in shown
    assert "&lt;b&gt;Nothing&lt;/b&gt; at all." in shown
    assert "reader@" not in shown
    assert Entry.objects.get(slug=record.slug, kind="practice").details["questions"][0]["language"] == "ru"
    signed_in(editor).post(f"/en/questions/{made.pk}/hide/", {"edition": made.edition + 1})

    assert "What did it cost?" not in Client().get(page).content.decode()
    assert list(Event.objects.filter(content_type__model="question").values_list("action", flat=True)) == [
        "hide", "approve", "answer",
    ]  # fmt: skip


TABLE = {
    "asked": {"answer": {"owner", "focal", "editor", "secretariat"}, "close": {"editor", "secretariat"}},
    "answered": {"approve": {"editor", "secretariat"}, "close": {"editor", "secretariat"}},
    "public": {"hide": {"editor", "secretariat"}},
    "closed": {},
}


@pytest.mark.parametrize("state", TABLE)
def test_each_action_in_a_state_for_each_person(record: Practice, land: Country, owner: User, state: str) -> None:
    made = question(record, state)
    people = {role: person(role) for role in ROLES if role != "anonymous"}
    focal = account("focal@kg.example", country=land)
    focal.groups.set(people["focal-point"].groups.all())  # type: ignore[union-attr]
    people |= {"owner": owner, "focal": focal}

    for action in STEPS:
        allowed = {name for name, one in people.items() if QuestionWorkflow(made, one).may(action)}
        assert allowed == TABLE[state].get(action, set()), action


def test_others_do_not_learn_of_a_question(record: Practice, land: Country) -> None:
    made = question(record)
    other = account("other@hub.example")
    practice(land, owner=other)

    assert signed_in(None).get(f"/en/questions/{made.pk}/").status_code == 302
    assert [
        signed_in(person(role)).get(f"/en/questions/{made.pk}/").status_code for role in ("registered", "reviewer")
    ] == [404, 404]
    assert signed_in(other).post(f"/en/questions/{made.pk}/answer/", {"answer": "x"}).status_code == 404
    assert "Сколько" not in signed_in(other).get("/en/questions/").content.decode()


def test_two_who_answer_at_once_send_one_answer(record: Practice) -> None:
    made = question(record)
    QuestionWorkflow(made, superuser()).answer("Once.", "en", edition=1)

    with pytest.raises(WorkflowError):
        QuestionWorkflow(made, superuser()).answer("Twice.", "en", edition=1)
    fresh = question(record)
    with pytest.raises(Conflict):
        QuestionWorkflow(fresh, superuser()).answer("Stale.", "en", edition=7)

    assert Letter.objects.filter(kind="question_answered").count() == 1


def test_a_refused_answer_keeps_what_was_typed(record: Practice, owner: User) -> None:
    made = question(record)
    Question.objects.update(edition=5)

    page = signed_in(owner).post(
        f"/en/questions/{made.pk}/answer/", {"answer": "A long answer.", "answer_language": "en", "edition": 1}
    )

    assert page.status_code == 200
    assert "A long answer." in page.content.decode()
    assert page.context["forms"]["answer"]["edition"].value() == "5"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_a_fixed_number_of_queries(
    record: Practice, owner: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(owner)
    for _row in range(rows):
        question(record)
    client.get("/en/questions/")

    with django_assert_num_queries(7):
        client.get("/en/questions/")


def test_a_reform_can_be_asked_about_and_marked_as_well(land: Country) -> None:
    reform = make_reform("A reform", of=land, slug="a-reform")
    Client().post(f"/en/questions/useful/reform/{reform.pk}/", headers=SAME)
    asked = Question.objects.create(record=reform, email="reader@ministry.example", language="en", text="When?")
    QuestionWorkflow(asked, superuser()).answer("In 2015.", "en")
    QuestionWorkflow(asked, superuser()).approve("When was it?", "In 2015.")

    page = Client().get("/en/reforms/a-reform/").content.decode()

    assert "Useful to 1 reader" in page
    assert "When was it?" in page
