"""Letters of the translation desk: the right person, in their language, never to whoever did it."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from members.models import User
from practices.models import Practice
from publishing.language_versions import Severity, count_version, keep_in_step
from publishing.models import Letter
from publishing.translating.workflow import TranslationWorkflow, desk_of
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db
DESK = "translation_"


@pytest.fixture
def record() -> Practice:
    made = practice(country(), "Бір терезе", languages=("ru",))
    version_of(made, "ru", state="approved")
    return made


def letters() -> list[tuple[str, str, str]]:
    rows = Letter.objects.filter(kind__startswith=DESK).order_by("pk")
    return [(row.kind.removeprefix(DESK), row.address, row.language) for row in rows]


def flow(record: Practice, user: User) -> TranslationWorkflow:
    return TranslationWorkflow(record, "kk", user)


def test_whoever_gets_a_translation_is_told_with_a_way_to_it(record: Practice) -> None:
    writer = translator("Aru", preferred_language="kk")

    flow(record, superuser()).assign(writer)
    flow(record, writer).assign(writer)

    assert letters() == [("assigned", writer.email, "kk")]
    address = f"/kk/translate/practice/{record.pk}/kk/"
    assert address in Letter.objects.get(kind="translation_assigned").text
    client = Client()
    client.force_login(writer)
    assert client.get(address).status_code == 200


def test_the_writer_learns_what_became_of_it(record: Practice) -> None:
    writer, reader = translator("Aru", preferred_language="en"), translator("Bek")
    submitted(record, "kk", writer, title="Ашық есік")
    flow(record, reader).send_back("Термин басқа.")
    submitted(record, "kk", writer, title="Ашық терезе")
    flow(record, reader).approve(version=desk_of(record, "kk").draft_version)

    assert letters() == [("sent_back", writer.email, "en"), ("approved", writer.email, "en")]
    assert "Термин басқа." in Letter.objects.get(kind="translation_sent_back").text


@pytest.mark.parametrize(("severity", "told"), [(Severity.TYPO, 0), (Severity.INFORM, 1), (Severity.WRONG, 1)])
def test_a_changed_original_is_told_to_who_made_the_translation_once(
    record: Practice, severity: str, told: int
) -> None:
    writer, reader = translator("Aru"), translator("Bek")
    submitted(record, "kk", writer, title="Ашық есік")
    flow(record, reader).approve(version=desk_of(record, "kk").draft_version)
    Letter.objects.all().delete()

    for words in ("Новое название", "Совсем новое название"):
        record.refresh_from_db()
        record.title_ru = words
        count_version(record, severity)
        record.save()
        keep_in_step(record, touched={"ru"}, caught_up=(), actor=superuser())

    assert [kind for kind, *_rest in letters()] == ["source_moved"] * told


def test_who_wants_no_letters_gets_none(record: Practice) -> None:
    writer = translator("Aru", letter_wish="none")
    assert writer.groups.filter(pk__in=Group.objects.all()).exists()

    flow(record, superuser()).assign(writer)

    assert letters() == []
