"""What follows from decisions: given, reported with evidence, confirmed, dropped, recalled."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from django.utils.translation import override

from members.models import User
from publishing.models import Letter
from publishing.workflow import WorkflowError
from steering.decisions.enums import Owner
from steering.decisions.following_up import ActionWorkflow, Evidence, Task, assign
from steering.decisions.reminders import remind_of_actions
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Action, ActionEvidence
from tests.factories.members import account
from tests.factories.steering_decisions import Members, closed, committee, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> Members:
    return committee()


def given(members: Members, due: date | None = None) -> Action:
    task = Task({"en": "Publish the programme"}, due or localdate() + timedelta(days=30), Owner.SEAT, members.seats[0])
    return assign(task, members.secretariat, decision=closed(members))


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_an_action_is_given_under_an_adopted_decision_alone(members: Members) -> None:
    action = given(members)

    assert {letter.address for letter in Letter.objects.filter(kind="action_assigned")} == {
        members.delegates[0].email,
        members.alternate.email,
    }
    with override("en"), pytest.raises(WorkflowError, match="adopted"):
        assign(Task({"en": "x"}, localdate()), members.secretariat, decision=opened(members))
    with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
        assign(Task({"en": "x"}, localdate()), members.delegates[0], decision=action.decision)
    with override("en"), pytest.raises(WorkflowError, match="Name the seat"):
        assign(Task({"en": "x"}, localdate(), Owner.SEAT), members.secretariat, decision=action.decision)


def test_its_owner_reports_and_the_secretariat_confirms(members: Members) -> None:
    action = given(members)
    owner, secretariat = ActionWorkflow(action, members.delegates[0]), ActionWorkflow(action, members.secretariat)

    with override("en"), pytest.raises(WorkflowError, match="Nothing was reported"):
        secretariat.confirm()
    for _click in range(2):
        owner.report(Evidence("It is on our site.", "en", "https://example.org/programme"))
    assert action.evidence.count() == 1
    with override("en"), pytest.raises(WorkflowError, match="Only the Secretariat"):
        owner.confirm()
    with override("en"), pytest.raises(WorkflowError, match="Whoever has to do it"):
        ActionWorkflow(action, members.delegates[1]).report(Evidence("I did it.", "en"))

    secretariat.send_back("The link is dead.")
    assert Letter.objects.filter(kind="action_returned", text__contains="The link is dead.").count() == 2
    owner.report(Evidence("Mended.", "en"))
    assert secretariat.confirm().state == "done"
    with override("en"), pytest.raises(WorkflowError, match="has ended"):
        owner.report(Evidence("More.", "en"))


def test_it_is_dropped_with_a_reason(members: Members) -> None:
    flow = ActionWorkflow(given(members), members.secretariat)

    with override("en"), pytest.raises(WorkflowError, match="Give a reason"):
        flow.drop(" ")

    assert (flow.drop("Overtaken by events.").state, flow.action.drop_reason) == ("dropped", "Overtaken by events.")


def test_owners_are_recalled_before_on_and_after_the_day_once_each(members: Members) -> None:
    due = localdate() + timedelta(days=30)
    action = given(members, due)
    sent = []
    for day in (
        due - timedelta(days=8),
        due - timedelta(days=7),
        due - timedelta(days=6),
        due,
        due,
        due + timedelta(days=7),
    ):
        with time_machine.travel(day, tick=False):
            sent.append(remind_of_actions())
    assert sent == [0, 1, 0, 1, 0, 1]

    ActionWorkflow(action, members.delegates[0]).report(Evidence("Done.", "en"))
    with time_machine.travel(due + timedelta(days=14), tick=False):
        assert remind_of_actions() == 0
        assert action.is_overdue


def test_evidence_is_the_committees_until_it_may_be_shown(members: Members) -> None:
    action, owner = given(members), members.delegates[0]
    assert action.decision is not None
    address = f"/en/committee/actions/{action.pk}/"
    for words, is_public in (("Kept inside", ""), ("For everybody", "on")):
        file = SimpleUploadedFile(f"{words}.txt", words.encode(), "text/plain")
        data = {"text": words, "language": "en", "is_public": is_public, "file": file}
        assert client_of(owner).post(f"{address}report/", data).status_code == 302
    rows = {row.text: row for row in ActionEvidence.objects.all()}
    stranger = client_of(account())

    assert (client_of(None).get(address).status_code, stranger.get(address).status_code) == (404, 404)
    ActionWorkflow(action, members.secretariat).confirm()
    DecisionWorkflow(action.decision, members.secretariat).release()

    page = client_of(None).get(address).content.decode()
    assert ("For everybody" in page, "Kept inside" in page) == (True, False)
    files: dict[str, list[int]] = {}
    for words, row in rows.items():
        for user in (None, owner):
            answer = client_of(user).get(f"{address}evidence/{row.pk}/")
            files.setdefault(words, []).append(answer.status_code)
            assert (answer.getvalue() == words.encode()) == (
                answer.status_code == 200
            )  # read to the end, which closes it
    assert files == {"Kept inside": [404, 200], "For everybody": [200, 200]}


def test_a_file_that_is_not_what_it_says_is_refused_and_the_text_stays(members: Members) -> None:
    action = given(members)
    file = SimpleUploadedFile("report.pdf", b"<html>no pdf</html>", "application/pdf")

    answer = client_of(members.delegates[0]).post(
        f"/en/committee/actions/{action.pk}/report/",
        {"text": "Stays typed", "language": "en", "file": file, "link": "javascript:alert(1)"},
    )

    page = answer.content.decode()
    assert ("Stays typed" in page, "not what its name says" in page, "Enter a valid URL" in page) == (True, True, True)
    assert not ActionEvidence.objects.exists()


def test_strangers_take_no_step(members: Members) -> None:
    action = given(members)

    for step in ("report", "confirm", "return", "drop"):
        address = f"/en/committee/actions/{action.pk}/{step}/"
        assert client_of(account()).post(address, {"reason": "x", "text": "x"}).status_code == 404
        assert client_of(members.delegates[1]).post(address, {"reason": "x", "text": "x"}).status_code == 403
    action.refresh_from_db()
    assert action.state == "open"


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_action_and_for_three(
    many: int, members: Members, django_assert_num_queries
) -> None:
    for _row in range(many):
        given(members)
    client = client_of(members.delegates[0])
    client.get("/en/committee/actions/")

    with django_assert_num_queries(6):
        client.get("/en/committee/actions/")
    with django_assert_num_queries(8):
        client.get(f"/en/committee/actions/{Action.objects.first().pk}/")  # type: ignore[union-attr]
