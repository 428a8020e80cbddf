"""The Secretariat's desk: counts, ages and loads, at the same cost whatever there is."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.timezone import localdate

from hub.desk import DESK_GAPS, desk_of
from hub.enquiries import take_in
from hub.models import Enquiry
from members.enums import Role
from members.models import Country, User
from practices.models import Practice
from publishing.admin.gaps import with_gap
from publishing.enums import LanguageState, LetterState, State
from publishing.languages import CODES
from publishing.models import LanguageVersion, Letter, Review
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
LONGEST = 3
"""Seconds; a quiet machine needs a tenth."""


@pytest.fixture
def secretary(client: Client) -> User:
    """Somebody of the Secretariat, signed in."""
    user = person(Role.SECRETARIAT)
    assert user is not None
    client.force_login(user)
    return user


def many(land: Country, number: int, owner: User) -> list[Practice]:
    """Practices in every state, with their language versions."""
    states = [State.PUBLISHED] * 13 + list(State.values)
    now, today = timezone.now(), localdate()
    records = Practice.objects.bulk_create(
        Practice(
            country=land, slug=f"p{place}", title_en=f"Practice {place}", title_ru=f"Практика {place}", title_kk="",
            state=states[place % len(states)], published_at=now, owner=owner, original_language="en",
            check_due=today + timedelta(days=place % 400 - 40), text_version=1 + place % 3, significant_version=1 + place % 2,
        )
        for place in range(number)
    )  # fmt: skip
    key = ContentType.objects.get_for_model(Practice)
    kinds = [LanguageState.APPROVED, LanguageState.MACHINE_DRAFT, LanguageState.DRAFT, LanguageState.MISSING]
    LanguageVersion.objects.bulk_create(
        LanguageVersion(
            content_type=key, object_id=record.pk, language=code, state=kinds[(record.pk + step) % 4],
            promised_for=today - timedelta(days=3) if record.pk % 50 == 0 else None,
            assignee=owner if record.pk % 20 == 0 else None,
        )
        for record in records
        for step, code in enumerate(("kk", "ru", "en"))
    )  # fmt: skip
    return records


def test_every_queue_tells_how_many_and_since_when(secretary: User) -> None:
    land, owner = country("KG"), account()
    for state in (State.SUBMITTED, State.SUBMITTED, State.ACCEPTED, State.CHANGES_REQUESTED):
        practice(land, published=False, state=state)
    Practice.objects.filter(state=State.SUBMITTED).update(changed_at=timezone.now() - timedelta(days=40))
    take_in(Enquiry(subject="other", message="?", email="a@kg.example", language="ru"))
    Letter.objects.create(address="b@kg.example", language="ru", subject="s", text="t", state=LetterState.FAILED)

    with translation.override("en"):
        rows = {str(row.what): row for pile in desk_of(secretary).piles for row in pile.rows}

    assert (rows["submitted, the review has not begun"].count, rows["submitted, the review has not begun"].days) == (
        2,
        40,
    )
    assert rows["accepted, not public yet"].count == 1
    assert rows["changes requested"].count == 1
    assert rows["waiting for an answer"].count == 1
    assert rows["failed"].count == 1
    assert owner.pk


def test_loads_are_told_per_person_to_the_secretariat_alone(secretary: User) -> None:
    land = country("KG")
    reviewer, translator = account(first_name="Айгүл"), account(first_name="Борис")
    records = [practice(land, published=False, state=State.IN_REVIEW) for _number in range(3)]
    key = ContentType.objects.get_for_model(Practice)
    for record in records:
        Review.objects.create(
            content_type=key, object_id=record.pk, reviewer=reviewer, due_on=localdate() - timedelta(days=1)
        )
        LanguageVersion.objects.update_or_create(
            content_type=key, object_id=record.pk, language="kk",
            defaults={"state": LanguageState.DRAFT, "assignee": translator, "promised_for": localdate() - timedelta(days=1)},
        )  # fmt: skip

    desk = desk_of(secretary)
    editor = person(Role.EDITOR)

    assert [(load.name, load.open, load.late) for load in desk.reviewers] == [("Айгүл", 3, 3)]
    assert [(load.name, load.open, load.late) for load in desk.translators] == [("Борис", 3, 3)]
    assert (desk_of(editor).reviewers, desk_of(editor).translators) == ([], [])


def test_each_gap_is_counted_as_the_lists_find_it(secretary: User) -> None:
    many(country("KG"), 240, account())

    rows = [
        row for row in desk_of(secretary).languages if row.kind == str(Practice._meta.verbose_name_plural).capitalize()
    ]

    counted = {(row.code, gap): cell.count for row in rows for gap, cell in zip(DESK_GAPS, row.cells, strict=True)}
    kept = Practice.objects.exclude(state=State.ARCHIVED)
    found = {(code, gap): with_gap(kept, code, gap).count() for code in CODES for gap in DESK_GAPS}
    assert counted == found
    assert sum(map(bool, found.values())) > 8  # most gaps are there to be counted


def test_the_desk_costs_few_queries_and_little_time_with_ten_thousand_records(client: Client, secretary: User) -> None:
    land, owner = country("KG"), account()
    addresses = ("/ru/desk/queues/", "/ru/admin/")
    for address in addresses:
        client.get(address)
    for number in (1, 3, 10_000):
        Practice.objects.filter(country=land).delete()
        many(land, number, owner)
        if number == 10_000:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for address in addresses:
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                response = client.get(address)
            elapsed = time.perf_counter() - started

            assert response.status_code == 200
            assert len(captured) <= MOST_QUERIES, (address, number)
            assert elapsed < LONGEST, (address, number)


@pytest.mark.parametrize("role", [Role.REGISTERED, Role.FOCAL_POINT, Role.REVIEWER, Role.COMMITTEE])
def test_the_queues_are_for_staff(client: Client, role: str) -> None:
    user: Any = person(role)
    client.force_login(user)

    assert client.get("/ru/desk/queues/").status_code == 403
