"""Who reads which review, and which record because of a review: the same words looked for through every exit."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from members.enums import Role
from members.models import User
from practices.models import Consent, Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import Access, State
from publishing.models import Document, DocumentFile, Event, Letter, Review
from publishing.reviewing.told import for_owner
from publishing.reviewing.workflow import ReviewWorkflow
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.reviews import accepted, given, invited, reviewer, submitted
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

LOAD = ("queue/", "/change/")
"""How much each reviewer has to do, and all accounts as possible owners: neither tells who judges which record."""
WORD, SECRET = "Xwordofreviewer", "Secret of Xwordofreviewer"


def client_of(user: Any) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def exits(record: Practice, *reviews: Review) -> list[str]:
    """Every address that could show a review."""
    places = ["", "reviewers/", "invite/", "evidence/", "endorse/", "withdraw-endorsement/"]
    return [
        "/en/desk/",
        "/en/review/",
        "/en/review/queue/",
        *(f"/en/review/{review.pk}/{place}" for review in reviews for place in ("", "decline/", "recuse/", "cancel/", "extend/")),
        *(f"/en/review/practice/{record.pk}/{place}" for place in places),
        f"/en/practices/{record.slug}/",
        f"/en/steps/practice/{record.pk}/request_changes/",
        f"/en/contribute/{record.pk}/check/",
        "/en/admin/publishing/review/",
        *(f"/en/admin/publishing/review/{review.pk}/change/" for review in reviews),
        "/en/admin/publishing/event/",
        "/en/admin/publishing/letter/",
        f"/en/admin/practices/practice/{record.pk}/change/",
        f"/en/admin/practices/practice/{record.pk}/history/",
    ]  # fmt: skip


def statuses(user: Any, addresses: list[str]) -> list[int]:
    """How each address answers the person; files are read to their end."""
    client, found = client_of(user), []
    for address in addresses:
        response = client.get(address)
        b"".join(response.streaming_content) if response.streaming else response.content
        found.append(response.status_code)
    return found


def seen(user: Any, record: Practice, *reviews: Review, word: str = WORD) -> list[str]:
    """The exits through which the person finds the word."""
    client = client_of(user)
    return [
        path
        for path in exits(record, *reviews)
        if word in client.get(path, follow=True).content.decode("utf-8", "replace")
    ]


@pytest.fixture
def staff_reviewer() -> User:
    """A reviewer who may open the admin."""
    return reviewer("late@hub.example", is_staff=True)


def test_others_are_read_after_ones_own_review_alone_through_every_exit(staff_reviewer: User) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    theirs = given(record, reviewer("early@hub.example"), word=WORD)
    mine = accepted(record, staff_reviewer)

    assert seen(staff_reviewer, record, theirs, mine) == []
    assert client_of(staff_reviewer).get(f"/en/review/{theirs.pk}/").status_code == 404

    Review.objects.filter(pk=mine.pk).update(recommendation="accept")
    ReviewWorkflow(mine, staff_reviewer).give()

    found = seen(staff_reviewer, record, theirs, mine)
    assert f"/en/review/{mine.pk}/" in found
    assert seen(staff_reviewer, record, theirs, mine, word=SECRET) == []


def test_an_editor_who_reviews_waits_like_everybody() -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    editor = person(Role.EDITOR)
    editor.groups.add(Group.objects.get(name=Role.REVIEWER))
    theirs = given(record, reviewer("early@hub.example"), word=WORD)
    assert f"/en/review/practice/{record.pk}/" in seen(editor, record, theirs)
    mine = accepted(record, editor)

    found = seen(editor, record, theirs, mine)

    assert [path for path in found if "steps" not in path] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_a_review_or_not(role: str) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    review = given(record, reviewer("early@hub.example"), word=WORD)

    found = seen(person(role), record, review, word=SECRET)

    assert bool(found) == (role in {Role.EDITOR, Role.SECRETARIAT}), found


@pytest.mark.parametrize("role", [Role.REGISTERED, Role.EDITOR, Role.SECRETARIAT])
def test_the_submitter_reads_what_is_meant_for_them_after_the_round_alone(role: Role) -> None:
    owner = person(role)
    record = submitted(country("KG"), owner)
    review = given(record, reviewer("early@hub.example", first_name="Aida", last_name="Hidden"), word=WORD)

    assert seen(owner, record, review) == []
    assert [path for path in seen(owner, record, review, word="early@hub.example") if not path.endswith(LOAD)] == []
    assert for_owner(record) == []

    PracticeWorkflow(record, superuser("another@hub.example")).request_changes("See the remarks")

    with translation.override("ru"):
        rounds = for_owner(record)
    assert [(one.who, one.text) for one in rounds[0].reviews] == [("Рецензент 1", WORD)]
    assert SECRET not in str(rounds)
    for hidden in (SECRET, "early@hub.example", "Hidden"):
        assert [path for path in seen(owner, record, review, word=hidden) if not path.endswith(LOAD)] == []


def test_the_submitter_reads_it_beside_the_form() -> None:
    owner = account("owner@hub.example")
    record = submitted(country("KG"), owner)
    given(record, reviewer(), word=WORD)
    PracticeWorkflow(record, superuser()).request_changes("See the remarks")

    page = client_of(owner).get(f"/en/contribute/{record.pk}/snapshot/").content.decode()

    assert f"<p>{WORD}</p>" in page
    assert "Reviewer 1" in page
    assert SECRET not in page


def test_a_reviewer_who_agrees_is_named_to_the_submitter() -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    judge = reviewer("early@hub.example", first_name="Aida", last_name="Judge")
    given(record, judge, is_named=True)
    PracticeWorkflow(record, superuser()).request_changes("See the remarks")

    assert for_owner(record)[0].reviews[0].who == "Aida Judge"


def test_what_an_owner_is_told_costs_three_queries(django_assert_num_queries: Any) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    for _number in range(3):
        given(record, reviewer())
    PracticeWorkflow(record, superuser()).request_changes("See the remarks")

    with django_assert_num_queries(3):  # reviews, scores with their criteria, comments
        assert len(for_owner(record)[0].reviews) == 3


@pytest.mark.parametrize("state", ["invited", "accepted", "given", "declined", "recused", "cancelled"])
def test_a_record_is_read_for_as_long_as_it_is_judged(state: str) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    judge, stranger = reviewer(), reviewer()
    review = invited(record, judge)
    flow = ReviewWorkflow(review, judge)
    if state in {"accepted", "given"}:
        flow.accept()
    if state == "given":
        Review.objects.filter(pk=review.pk).update(recommendation="accept")
        flow.give()
    if state in {"declined", "recused"}:
        getattr(flow, state[:-1])("No time")
    if state == "cancelled":
        ReviewWorkflow(review, superuser()).cancel("Not needed")

    visible = Practice.objects.visible_to(judge).filter(pk=record.pk).exists()

    assert visible == (state in {"invited", "accepted", "given"})
    assert not Practice.objects.visible_to(stranger).filter(pk=record.pk).exists()
    assert not Practice.objects.filter(Practice.objects.all().kept_by(judge)).exists()
    assert client_of(judge).get(f"/en/practices/{record.slug}/").status_code == (200 if visible else 404)


def test_a_record_taken_back_is_closed_to_its_reviewers() -> None:
    owner, judge = account("owner@hub.example"), reviewer()
    record = submitted(country("KG"), owner)
    review = given(record, judge)
    assert Practice.objects.visible_to(judge).filter(pk=record.pk).exists()

    PracticeWorkflow(record, owner).withdraw()
    Practice.objects.filter(pk=record.pk).update(problem_en="<p>Written afterwards</p>")

    assert not Practice.objects.visible_to(judge).filter(pk=record.pk).exists()
    page = client_of(judge).get(f"/en/review/{review.pk}/")
    assert page.status_code == 200
    assert "Written afterwards" not in page.content.decode()


def test_documents_and_consent_are_open_to_reviewers_alone(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    record = submitted(country("KG"), account("owner@hub.example"))
    judge, stranger = reviewer(), reviewer()
    document = Document.objects.create(record=record, slug="rules", title_en="Rules", access=Access.MEMBERS)
    file = DocumentFile.objects.create(
        document=document, language="en", name="rules.txt", media_type="text/plain", size=3, checksum="0" * 64,
        file=ContentFile(b"abc", "rules.txt"),
    )  # fmt: skip
    Consent.objects.filter(practice=record).update(
        file=file.file.name, file_name="letter.pdf", media_type="application/pdf", size=3
    )
    invited(record, judge)
    addresses = [
        "/en/documents/rules/",
        "/en/documents/rules/en/",
        f"/en/contribute/{record.pk}/documents/{document.pk}/en/",
        f"/en/contribute/{record.pk}/consent/letter/",
    ]

    assert statuses(judge, addresses) == [200] * 4
    assert statuses(stranger, addresses) == [404] * 4
    Review.objects.update(closed_at=record.changed_at)
    assert statuses(judge, addresses) == [404] * 4


def test_reviews_are_hidden_from_whoever_is_not_signed_in() -> None:
    given(submitted(country("KG")), reviewer())

    assert not Review.objects.visible_to(AnonymousUser()).exists()


def test_the_history_of_reviews_is_not_the_history_of_the_record() -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    review = invited(record, reviewer())
    ReviewWorkflow(review, review.reviewer).decline("A secret reason")

    assert not any("secret" in event.reason for event in record.events.all())
    kept = Event.objects.filter(content_type=ContentType.objects.get_for_model(Review), object_id=review.pk)
    assert [event.action for event in kept.order_by("pk")] == ["review_invite", "review_decline"]
    assert (
        not Letter.objects.filter(content_type=ContentType.objects.get_for_model(Practice), kind__startswith="review_")
        .exclude(kind="review_started")
        .exists()
    )
    record.refresh_from_db()
    assert record.state == State.IN_REVIEW
