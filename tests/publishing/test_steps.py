"""The page of a transition: looked at first, performed once, nothing typed lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from members.models import User
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, State
from publishing.models import Event, Letter
from publishing.steps import url_of
from publishing.workflow import WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
TWICE = 2


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def submission(state: str = State.DRAFT, **fields: Any) -> Practice:
    """A practice with the fields in the state."""
    record = practice(country("KG"), published=False, **fields)
    Practice.objects.filter(pk=record.pk).update(state=state)
    record.refresh_from_db()
    return record


def test_the_owner_sees_what_taking_back_means_and_takes_it_back() -> None:
    person("secretariat")
    owner = account("owner@hub.example", preferred_language="en")
    record = submission(State.SUBMITTED, owner=owner)
    client, url = client_of(owner), f"/en{url_of(record, Action.WITHDRAW)[3:]}"

    html = client.get(url).content.decode()
    name = "letter-submission_withdrawn:secretariat@cast.example"
    forged = {f"{name}-is_sent": "on", f"{name}-subject": "Pay here", f"{name}-text": "https://evil.example/"}
    answer = client.post(url, {"edition": record.edition, **forged})

    assert "To: Secretariat, in: " in html
    assert "secretariat@cast.example" not in html
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.state == State.DRAFT
    assert list(Letter.objects.values_list("kind", "address")) == [("submission_withdrawn", "secretariat@cast.example")]
    assert not Letter.objects.filter(text__contains="evil").exists()


def test_a_second_click_does_nothing_twice() -> None:
    owner = account("owner@hub.example")
    record = submission(State.SUBMITTED, owner=owner)
    client, url, data = client_of(owner), url_of(record, Action.WITHDRAW), {"edition": record.edition}

    answers = [client.post(f"/en{url[3:]}", data, follow=True) for _click in range(TWICE)]

    assert "is a draft again" in answers[0].content.decode()
    assert "This has been done already." in answers[1].content.decode()
    assert Event.objects.filter(action=Action.WITHDRAW).count() == 1


def test_a_record_that_moved_on_is_not_decided_and_the_reason_stays() -> None:
    record = submission(State.IN_REVIEW)
    editor = client_of(person("editor"))
    Practice.objects.filter(pk=record.pk).update(edition=record.edition + 1)

    page = editor.post(url_of(record, Action.DECLINE), {"edition": record.edition, "reason": "Ұсыныс толық емес"})

    record.refresh_from_db()
    assert (page.status_code, record.state) == (409, State.IN_REVIEW)
    assert "Ұсыныс толық емес" in page.content.decode()
    form = page.context["form"]
    sent_again = editor.post(
        url_of(record, Action.DECLINE), {"edition": form["edition"].value(), "reason": form["reason"].value()}
    )
    record.refresh_from_db()
    assert (sent_again.status_code, record.state) == (302, State.DECLINED)


@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("registered", 404), ("committee", 404), ("editor", 200)]
)
def test_who_may_not_see_the_draft_learns_nothing(role: str, status: int) -> None:
    record = submission(State.SUBMITTED)

    assert client_of(person(role)).get(url_of(record, Action.START_REVIEW)).status_code == status


def test_who_sees_it_but_may_not_is_told_why() -> None:
    owner = account("owner@hub.example")
    record = submission(State.SUBMITTED, owner=owner)

    answer = client_of(owner).get(f"/en{url_of(record, Action.START_REVIEW)[3:]}")

    assert answer.status_code == 403
    assert "Your role does not allow this." in answer.content.decode()


def test_who_may_not_is_refused_by_the_button_too() -> None:
    owner = account("owner@hub.example")
    record = submission(State.SUBMITTED, owner=owner)
    url = url_of(record, Action.START_REVIEW)

    answer = client_of(owner).post(url, {"edition": record.edition})
    draft = client_of(person("translator")).post(url_of(record, Action.SUBMIT), {"edition": record.edition})

    assert (answer.status_code, draft.status_code) == (403, 403)
    record.refresh_from_db()
    assert record.state == State.SUBMITTED


@pytest.mark.parametrize("path", ["practice/1/destroy/", "cake/1/submit/", "practice/99999999999999999999/submit/"])
def test_what_does_not_exist_is_not_found(path: str) -> None:
    assert client_of(superuser()).get(f"/kk/steps/{path}").status_code == 404


@pytest.mark.parametrize("reason", ["\x00", " \n ", "a" * 6000])
def test_a_bad_reason_is_said_beside_the_field(reason: str) -> None:
    record = submission(State.IN_REVIEW)

    answer = client_of(person("editor")).post(
        url_of(record, Action.DECLINE), {"edition": record.edition, "reason": reason}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    record.refresh_from_db()
    assert record.state == State.IN_REVIEW


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_the_site(back: str) -> None:
    owner = account("owner@hub.example")
    record = submission(State.SUBMITTED, owner=owner)

    answer = client_of(owner).post(url_of(record, Action.WITHDRAW), {"edition": record.edition, "back": back})

    assert answer.url.startswith("/")
    assert "evil" not in answer.url


def test_the_successor_is_a_published_record_of_the_kind() -> None:
    land = country("KG")
    old, new = practice(land), practice(land, slug="the-new-one")
    editor, url = client_of(person("editor")), url_of(old, Action.ARCHIVE)

    wrong = editor.post(url, {"edition": old.edition, "reason": "Replaced", "successor": "nothing-here"})
    right = editor.post(url, {"edition": old.edition, "reason": "Replaced", "successor": "/en/practices/the-new-one/"})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert wrong.context["form"].errors["successor"]
    old.refresh_from_db()
    assert (old.state, old.successor) == (State.ARCHIVED, new)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_decide_at_once_one_wins_and_one_is_told() -> None:
    record = submission(State.IN_REVIEW)
    judges = [superuser("one@hub.example"), superuser("two@hub.example")]

    def decide(turn: int) -> str:
        try:
            flow = PracticeWorkflow(Practice.objects.get(pk=record.pk), judges[turn % 2])
            flow.accept() if turn % 2 else flow.decline("No")
        except WorkflowError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(decide, range(8)))

    assert sorted(outcomes) == ["done", *["refused"] * 7]
    assert Event.objects.filter(object_id=record.pk).count() == 1


@pytest.mark.parametrize("address", ["/en/steps/practice/{}/archive/", "/en/schedule/practice/{}/archive/"])
def test_a_title_in_another_language_says_so(address: str) -> None:
    record = practice(country("KG"), languages=("ru",), title_ru="Одно окно")

    html = client_of(superuser()).get(address.format(record.pk)).content.decode()

    assert '<span lang="ru">Одно окно</span>' in html
