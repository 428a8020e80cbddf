"""The pages of reviewing: the whole way, drafts, conflicts, lost sessions, hostile input, queries."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, State
from publishing.models import Letter, Review, ReviewCriterion, ReviewerProfile, Score, SectionComment
from publishing.reviewing.enums import ReviewState
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.reviews import accepted, filled_in, given, invited, reviewer, submitted
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden_fields(page: str) -> dict[str, list[str]]:
    """The values of the named inputs of a page, as a browser would send them back."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and "checkbox" not in tag:
            found.setdefault(name[1], []).append(value[1])
    return found


def test_the_whole_way_from_submission_to_the_request_for_changes() -> None:
    owner, judge, runner = account("owner@hub.example"), reviewer("judge@hub.example"), person(Role.SECRETARIAT)
    record = submitted(country("KG"), owner)
    desk, site = client_of(runner), client_of(judge)
    base = f"/en/review/practice/{record.pk}"

    assert "judge@hub.example" in desk.get(f"{base}/reviewers/").content.decode()
    preview = desk.get(f"{base}/invite/?reviewer={judge.pk}").content.decode()
    assert "owner@hub.example" in preview
    assert "Просим отрецензировать" in preview
    day = localdate() + timedelta(days=21)
    data = {
        name: values[0] for name, values in hidden_fields(preview).items() if name in {"edition", "shown", "reviewer"}
    }
    letters = {
        name: value
        for draft in re.findall(r'name="(letter-[^"]+)-subject"', preview)
        for name, value in {
            f"{draft}-is_sent": "on",
            f"{draft}-subject": "Тема",
            f"{draft}-text": "Письмо, отредактированное вручную",
        }.items()
    }
    answer = desk.post(f"{base}/invite/", {**data, **letters, "due_on": day.isoformat()})
    assert answer.status_code == 302
    review = Review.objects.get()
    assert (review.reviewer, review.due_on, review.record.state) == (judge, day, State.IN_REVIEW)
    assert {letter.text for letter in Letter.objects.filter(kind="review_invited")} == {
        "Письмо, отредактированное вручную"
    }

    assert "Text of the problem" in site.get(f"/en/review/{review.pk}/").content.decode()
    site.post(f"/en/review/{review.pk}/accept/")
    review.refresh_from_db()
    assert site.post(f"/en/review/{review.pk}/save/", filled_in(review, recommendation="")).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.for_submitter) == (ReviewState.ACCEPTED, "Name the year of each figure.")
    assert site.post(f"/en/review/{review.pk}/give/", filled_in(review)).status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.GIVEN
    assert Score.objects.filter(review=review, value=4).count() == 6

    decision = desk.get(f"{base}/").content.decode()
    assert "The institution is new to us." in decision
    step = desk.get(f"/en/steps/practice/{record.pk}/request_changes/").content.decode()
    assert "Name the year of each figure." in step
    assert "The institution is new to us." not in step


def test_a_day_chosen_later_stands_in_the_letter() -> None:
    judge, desk = reviewer("judge@hub.example", preferred_language="en"), client_of(superuser())
    record = submitted(country("KG"))
    page = desk.get(f"/en/review/practice/{record.pk}/invite/?reviewer={judge.pk}").content.decode()
    text = re.search(r'<textarea name="letter-review_invited[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert text
    day = localdate() + timedelta(days=100)
    data = {name: values[0] for name, values in hidden_fields(page).items() if name in {"edition", "shown", "reviewer"}}
    name = "letter-review_invited:judge@hub.example"
    data |= {f"{name}-is_sent": "on", f"{name}-subject": "S", f"{name}-text": text[1].replace("&quot;", '"')}

    desk.post(f"/en/review/practice/{record.pk}/invite/", {**data, "due_on": day.isoformat()})

    letter = Letter.objects.get(kind="review_invited")
    assert f"by {day:%-d %B %Y}" in letter.text or f"by {day:%B %-d, %Y}" in letter.text


def test_a_draft_needs_nothing_and_a_review_needs_scores_a_recommendation_and_words() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG")), judge)
    site = client_of(judge)

    draft = site.post(f"/en/review/{review.pk}/save/", {"edition": review.edition, "language": "kk"})
    refused = site.post(f"/en/review/{review.pk}/give/", {"edition": review.edition + 1, "language": "kk"})

    assert draft.status_code == 302
    assert refused.status_code == 200
    page = refused.content.decode()
    assert page.count("Give a score.") >= 6
    assert "Choose a recommendation." in page
    review.refresh_from_db()
    assert (review.state, review.language) == (ReviewState.ACCEPTED, "kk")
    changes = site.post(f"/en/review/{review.pk}/give/", filled_in(review, for_submitter=""))
    assert "Tell the submitter what should change" in changes.content.decode()


def test_a_second_window_overwrites_nothing_and_loses_nothing() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG")), judge)
    site = client_of(judge)
    site.post(f"/en/review/{review.pk}/save/", filled_in(review, for_submitter="From the first window"))

    late = site.post(f"/en/review/{review.pk}/save/", filled_in(review, for_submitter="From the second window"))

    page = late.content.decode()
    assert late.status_code == 409
    assert "From the first window" in page
    assert "From the second window" in page
    review.refresh_from_db()
    assert review.for_submitter == "From the first window"
    edition = hidden_fields(page)["edition"][0]
    site.post(
        f"/en/review/{review.pk}/save/", filled_in(review, edition=edition, for_submitter="From the second window")
    )
    review.refresh_from_db()
    assert review.for_submitter == "From the second window"


def test_a_double_click_hands_in_once() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG"), account("owner@hub.example")), judge)
    person(Role.SECRETARIAT)
    site, data = client_of(judge), filled_in(review)

    first, second = (site.post(f"/en/review/{review.pk}/give/", data) for _number in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Letter.objects.filter(kind="review_given", address="secretariat@cast.example").count() == 1
    assert SectionComment.objects.count() == 1


def test_a_given_review_no_longer_changes() -> None:
    judge = reviewer()
    review = given(submitted(country("KG")), judge)

    client_of(judge).post(f"/en/review/{review.pk}/save/", filled_in(review, for_submitter="Changed"))

    review.refresh_from_db()
    assert review.for_submitter == "Good work"


def test_the_script_learns_the_edition_or_stops() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG")), judge)
    site, address = client_of(judge), f"/en/review/{review.pk}/save/"

    saved = site.post(address, filled_in(review), headers={"accept": "application/json"})
    stale = site.post(address, filled_in(review, for_submitter="Other"), headers={"accept": "application/json"})
    nobody = Client().post(address, filled_in(review), headers={"accept": "application/json"})

    assert saved.json() == {"saved": True, "edition": review.edition + 1}
    assert (stale.status_code, nobody.status_code) == (409, 401)


def test_what_was_typed_when_the_session_ended_is_there_after_the_sign_in() -> None:
    judge, other = reviewer(), reviewer()
    review = accepted(submitted(country("KG")), judge)
    page = client_of(judge).get(f"/en/review/{review.pk}/").content.decode()
    writer = hidden_fields(page)["writer"][0]

    for user, expected in ((other, False), (judge, True)):
        lost = Client()
        answer = lost.post(f"/en/review/{review.pk}/save/", filled_in(review, writer=writer, for_submitter="Long text"))
        assert answer.headers["Location"].startswith("/en/accounts/login/?next=")
        lost.force_login(user)
        shown = lost.get(f"/en/review/{review.pk}/").content.decode()
        assert ("Long text" in shown) is expected

    review.refresh_from_db()
    assert review.for_submitter == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"for_submitter": "a\x00b"},
        {"for_submitter": "я" * 10_001},
        {"recommendation": "publish-at-once"},
        {"language": "xx"},
        {"edition": "9" * 40},
        {"edition": "'; drop table"},
        {"section-problem": "\x00"},
    ],
)
def test_hostile_input_is_refused_and_nothing_breaks(changes: dict[str, str]) -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG")), judge)

    for action in ("save", "give"):
        answer = client_of(judge).post(f"/en/review/{review.pk}/{action}/", filled_in(review, **changes))
        assert answer.status_code in {200, 409}

    review.refresh_from_db()
    assert review.state == ReviewState.ACCEPTED
    assert review.for_submitter in {"", filled_in(review)["for_submitter"]}
    assert review.recommendation in {"", "changes"}


def test_a_score_outside_the_scale_is_refused() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG")), judge)
    key = ReviewCriterion.objects.order_by("pk")[0].pk

    for value in ("0", "6", "-1", "4.5", "x", "\x00"):
        client_of(judge).post(f"/en/review/{review.pk}/give/", filled_in(review, **{f"score-{key}": value}))

    review.refresh_from_db()
    assert review.state == ReviewState.ACCEPTED
    assert not Score.objects.filter(criterion=key, value__isnull=False).exists()


def test_markup_in_a_review_is_shown_as_text() -> None:
    word = "<script>alert(1)</script>"
    record = submitted(country("KG"), account("owner@hub.example"))
    given(record, reviewer(), word=word)

    page = client_of(superuser()).get(f"/en/review/practice/{record.pk}/").content.decode()

    assert word not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "query", ["", "reviewer=", "reviewer=abc", "reviewer=-1", f"reviewer={'9' * 30}", "reviewer=%00"]
)
def test_a_wrong_choice_of_reviewers_leads_back(query: str) -> None:
    record = submitted(country("KG"))

    answer = client_of(superuser()).get(f"/en/review/practice/{record.pk}/invite/?{query}")

    assert answer.status_code == (400 if "%00" in query else 302)
    assert not Review.objects.exists()


@pytest.mark.parametrize("day", ["", "yesterday", "2001-01-01", "9999-12-31", "2026-02-30", "\x00"])
def test_an_impossible_day_is_refused_by_the_field(day: str) -> None:
    record, judge = submitted(country("KG")), reviewer()

    answer = client_of(superuser()).post(
        f"/en/review/practice/{record.pk}/invite/", {"reviewer": judge.pk, "due_on": day, "edition": record.edition}
    )

    assert answer.status_code == 200
    assert "field--wrong" in answer.content.decode()
    assert not Review.objects.exists()


def test_keys_beyond_the_database_are_missing_pages() -> None:
    site = client_of(superuser())

    for address in (
        f"/en/review/{10**30}/",
        f"/en/review/practice/{10**30}/",
        "/en/review/country/1/",
        "/en/review/x/1/",
    ):
        assert site.get(address).status_code == 404


def test_the_reviewers_profile_is_saved_and_refuses_nonsense() -> None:
    judge = reviewer()
    site = client_of(judge)
    wrong = site.post("/en/review/profile/", {"most_at_once": "0", "themes": ["x"], "languages": ["de"]})
    right = site.post("/en/review/profile/", {"most_at_once": "2", "languages": ["kk", "ru"], "absent_until": ""})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert (ReviewerProfile.objects.get().languages, ReviewerProfile.objects.get().most_at_once) == (["kk", "ru"], 2)


def test_others_reviews_are_not_answered_for() -> None:
    review = invited(submitted(country("KG")), reviewer())
    stranger, runner = client_of(reviewer()), client_of(person(Role.SECRETARIAT))

    for place in ("accept", "decline", "recuse", "cancel"):
        assert stranger.post(f"/en/review/{review.pk}/{place}/", {"reason": "Because"}).status_code == 404
    for place in ("accept", "decline", "recuse", "save"):
        assert runner.post(f"/en/review/{review.pk}/{place}/", {"reason": "Because"}).status_code == 403

    review.refresh_from_db()
    assert review.state == ReviewState.INVITED


@pytest.mark.parametrize("place", ["decline", "recuse"])
def test_a_refusal_asks_why_and_tells_the_secretariat(place: str) -> None:
    judge = reviewer()
    runner = person(Role.SECRETARIAT)
    review = invited(submitted(country("KG"), account("owner@hub.example")), judge)
    site = client_of(judge)

    empty = site.post(f"/en/review/{review.pk}/{place}/", {"reason": " ", "edition": review.edition})
    said = site.post(f"/en/review/{review.pk}/{place}/", {"reason": "No time in May", "edition": review.edition})

    assert (empty.status_code, said.status_code) == (200, 302)
    letter = Letter.objects.get(kind=f"review_{place}d", address=runner.email)
    assert "No time in May" in letter.text


def test_the_runner_cancels_with_a_reason_and_extends() -> None:
    review = invited(submitted(country("KG")), reviewer("judge@hub.example"))
    desk, day = client_of(superuser()), localdate() + timedelta(days=40)
    name = "letter-review_extended:judge@hub.example"

    desk.post(
        f"/en/review/{review.pk}/extend/",
        {"due_on": day.isoformat(), "edition": review.edition, f"{name}-is_sent": "on", f"{name}-subject": "S", f"{name}-text": "T"},
    )  # fmt: skip
    review.refresh_from_db()
    assert review.due_on == day
    desk.post(f"/en/review/{review.pk}/cancel/", {"reason": "Not needed", "edition": review.edition})

    review.refresh_from_db()
    assert (review.state, review.why) == (ReviewState.CANCELLED, "Not needed")


@pytest.mark.parametrize("amount", [1, 3])
def test_queries_do_not_grow(amount: int, django_assert_max_num_queries: Any) -> None:
    judge, runner = reviewer(), superuser("runner@hub.example")
    land = country("KG")
    records: list[Practice] = []
    for _number in range(amount):
        records.append(submitted(land, account()))
        invited(records[-1], judge)
        given(records[0], reviewer())
    review = Review.objects.filter(reviewer=judge).order_by("pk")[0]
    site, desk = client_of(judge), client_of(runner)
    pages = [
        (site, "/en/review/", 7),
        (site, f"/en/review/{review.pk}/", 15),
        (desk, "/en/review/queue/", 10),
        (desk, f"/en/review/practice/{records[0].pk}/", 12),
        (desk, f"/en/review/practice/{records[0].pk}/reviewers/", 13),
    ]

    for client, address, most in pages:
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_queue_shows_what_waits_and_what_is_late() -> None:
    record = submitted(country("KG"), account())
    review = invited(record, reviewer())
    Review.objects.filter(pk=review.pk).update(due_on=localdate() - timedelta(days=1))

    queue = client_of(superuser()).get("/en/review/queue/").content.decode()
    mine = client_of(review.reviewer).get("/en/review/").content.decode()
    desk = client_of(review.reviewer).get("/en/desk/").content.decode()

    assert "overdue: 1" in queue
    assert "overdue" in mine
    assert str(record.title_en) in desk


def test_reviews_are_on_the_way_to_the_decision() -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    given(record, reviewer())
    PracticeWorkflow(record, superuser()).perform(Action.ACCEPT)

    page = client_of(person(Role.EDITOR)).get(f"/en/review/practice/{record.pk}/").content.decode()

    assert "Good work" in page
    assert f"/en/steps/practice/{record.pk}/publish/" in page
    assert "Invite reviewers</a>" not in page
