"""What stands of translations on a person's desk."""

import pytest
from django.contrib.auth.models import AnonymousUser

from members.enums import Role
from publishing.translating.waiting import waiting
from publishing.translating.workflow import TranslationWorkflow
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db


def prepared(land):
    made = practice(land, languages=("ru",))
    version_of(made, "kk", state="missing")
    return made


def rows(user):
    return [(str(row.what), row.url.partition("/translate/")[2]) for row in waiting(user)]


def test_a_draft_waits_for_everybody_but_its_writers():
    record, writer, reader = prepared(country()), translator(), translator()
    submitted(record, "kk", writer, title="Ашық есік")

    assert rows(writer) == []
    assert rows(reader) == [("Read a translation as the second person", f"practice/{record.pk}/kk/review/")]


def test_what_was_sent_back_and_what_was_assigned_wait_for_one():
    land = country()
    back, given = prepared(land), prepared(land)
    writer, reader = translator(), translator()
    submitted(back, "kk", writer, title="Ашық есік")
    TranslationWorkflow(back, "kk", reader).send_back("Терминді түзетіңіз")
    TranslationWorkflow(given, "kk", reader).assign(writer)

    assert rows(writer) == [
        ("Mend a translation that was sent back", f"practice/{back.pk}/kk/"),
        ("Translate", f"practice/{given.pk}/kk/"),
    ]
    assert next(str(row.note) for row in waiting(writer)) == "Терминді түзетіңіз"
    assert rows(reader) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_does_not_grow_with_the_rows(number, django_assert_max_num_queries):
    land, writer, reader = country(), translator(), translator()
    for _number in range(number):
        submitted(prepared(land), "kk", writer, title="Ашық есік")
    rows(reader)

    with django_assert_max_num_queries(3):
        assert len(rows(reader)) == number


def test_strangers_have_nothing():
    submitted(prepared(country()), "kk", translator(), title="Ашық есік")

    assert rows(translator(role=Role.FOCAL_POINT)) == []
    assert rows(AnonymousUser()) == []
