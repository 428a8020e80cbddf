"""What the ledger and the report builder tell the Committee desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members.enums import Role
from members.models import User
from steering.access import Access
from steering.desk import duties, news
from tests.factories.steering_contributions import confirmed, contribution
from tests.factories.steering_snapshots import draft, frozen
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
HOUR_AGO = timedelta(hours=1)


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


def test_offers_and_drafts_wait_for_the_secretariat_alone(secretariat: User) -> None:
    waiting, begun = contribution(), draft(secretariat)
    confirmed(secretariat)

    awaited = {duty.url for duty in duties.duties_of(secretariat, [])}

    assert {waiting.get_absolute_url(), begun.get_absolute_url()} <= awaited
    assert duties.duties_of(person(Role.COMMITTEE), []) == []


def test_news_are_of_what_the_reader_may_see(secretariat: User) -> None:
    public, inner = contribution(), contribution(access=Access.COMMITTEE)
    report = frozen(secretariat)
    since = timezone.now() - HOUR_AGO

    def told(user: Any) -> set[str]:
        return {one.url for one in news.news_for(user, since)}

    assert told(AnonymousUser()) == {public.get_absolute_url()}
    assert told(person(Role.COMMITTEE)) == {
        public.get_absolute_url(),
        inner.get_absolute_url(),
        report.get_absolute_url(),
    }
    assert news.news_for(secretariat, timezone.now() + HOUR_AGO) == []
