"""Who is proposed for a review, in which order, and why somebody is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from publishing.models import ReviewerProfile, Theme
from publishing.reviewing.candidates import Candidates, candidates_for
from publishing.reviewing.workflow import ReviewWorkflow
from tests.factories.members import account, country, expert
from tests.factories.reviews import given, invited, reviewer, submitted

pytestmark = pytest.mark.django_db


def profile(user: Any, *themes: str, **fields: Any) -> ReviewerProfile:
    made = ReviewerProfile.objects.create(user=user, **fields)
    made.themes.set(Theme.objects.filter(slug__in=themes))
    return made


def words(found: Candidates, user: Any) -> list[str]:
    everybody = (*found.proposed, *found.possible, *found.excluded)
    one = next(one for one in everybody if one.user == user)
    with translation.override("en"):
        return [str(word) for word in (*one.reasons, *one.reservations, *one.exclusions)]


def test_theme_language_and_load_make_the_order() -> None:
    record = submitted(country("KG"), themes=("leadership",), original_language="ru")
    knows, reads, plain, busy = (reviewer(preferred_language="ru") for _number in range(4))
    profile(knows, "leadership", languages=["ru"])
    profile(reads, "one-stop-services", languages=["ru"])
    profile(plain, "one-stop-services", languages=["en"])
    profile(busy, "one-stop-services", languages=["en"])
    invited(submitted(country("UZ")), busy)

    found = candidates_for(record)

    assert [one.user for one in found.proposed] == [knows, reads, plain, busy]
    assert words(found, knows) == ["themes in common: 1", "reads the original: Русский", "open reviews: 0, at most 3"]
    assert words(found, busy)[-1] == "open reviews: 1, at most 3"


def test_earlier_reviews_of_the_theme_count() -> None:
    land = country("KG")
    old, new = reviewer(), reviewer()
    given(submitted(land, themes=("leadership",)), old)

    found = candidates_for(submitted(land, themes=("leadership",)))

    assert [one.user for one in found.proposed] == [old, new]
    assert "earlier reviews on these themes: 1" in words(found, old)


def test_an_experts_profile_tells_themes_languages_and_country() -> None:
    home = country("UZ")
    knows, stranger = reviewer(preferred_language="en"), reviewer(preferred_language="en")
    known = expert(of=home, user=knows, languages=["kk", "ru"])
    known.themes.set(Theme.objects.filter(slug="leadership"))

    found = candidates_for(submitted(country("KG"), themes=("leadership",), original_language="kk"))
    at_home = candidates_for(submitted(home))

    assert [one.user for one in found.proposed] == [knows, stranger]
    assert words(at_home, knows)[-1] == "is of the record’s country"


def test_never_the_submitter_their_country_or_the_records() -> None:
    land, home = country("KG"), country("UZ")
    owner = reviewer(of=home)
    compatriot, local, other = reviewer(of=home), reviewer(of=land), reviewer(of=country("KZ"))

    found = candidates_for(submitted(land, owner))

    assert [one.user for one in found.proposed] == [other]
    assert {one.user for one in found.excluded} == {owner, compatriot, local}
    assert "is the submitter" in words(found, owner)
    assert "is of the submitter’s country" in words(found, compatriot)
    assert "is of the record’s country" in words(found, local)


def test_who_is_away_busy_or_cannot_read_it_is_asked_only_for_a_good_reason() -> None:
    record = submitted(country("KG"), languages=("ru",), original_language="ru")
    away, busy, unread = reviewer(), reviewer(), reviewer()
    profile(away, languages=["ru"], absent_until=localdate() + timedelta(days=3))
    profile(busy, languages=["ru"], most_at_once=1)
    profile(unread, languages=["kk"])
    invited(submitted(country("UZ"), languages=("ru",), original_language="ru"), busy)

    found = candidates_for(record)

    assert found.proposed == []
    assert {one.user for one in found.possible} == {away, busy, unread}
    assert words(found, busy)[-1] == "has enough to do: 1 open reviews, at most 1"
    assert words(found, away)[-1].startswith("is away until ")
    assert "does not read any language in which it is written" in words(found, unread)


def test_who_declined_or_recused_is_not_proposed_again() -> None:
    record = submitted(country("KG"))
    declined, recused, asked = reviewer(), reviewer(), reviewer()
    ReviewWorkflow(invited(record, declined), declined).decline("No time")
    ReviewWorkflow(invited(record, recused), recused).recuse("My sister runs it")
    invited(record, asked)

    found = candidates_for(record)

    assert [one.user for one in found.possible] == [declined]
    assert {one.user for one in found.excluded} == {recused, asked}


def test_inactive_accounts_and_other_roles_are_nobody() -> None:
    reviewer(is_active=False)
    account("somebody@hub.example")

    found = candidates_for(submitted(country("KG")))

    assert found == Candidates([], [], [])


@pytest.mark.parametrize("amount", [1, 3])
def test_the_number_of_queries_does_not_grow(amount: int, django_assert_max_num_queries: Any) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    for _number in range(amount):
        profile(reviewer(), "leadership")
        given(submitted(country("UZ") if _number == 0 else record.country), reviewer())
    record = type(record).objects.select_related("country", "owner__country", "owner__expert").get(pk=record.pk)

    with django_assert_max_num_queries(9):
        candidates_for(record)
