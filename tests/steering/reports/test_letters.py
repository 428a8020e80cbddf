"""The letters about reports: in the reader's language, with the deadline by the reader's own clock."""

import pytest

from publishing.models import Letter
from steering.reports.workflow import CountryWorkflow, ReportWorkflow, RoundWorkflow
from tests.factories.members import country
from tests.factories.steering import seat
from tests.factories.steering_reports import comment, expire, opened, person_of, secretariat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title", "code", "zone"),
    [
        ("ru", "Годовой отчёт", "KZ", "Asia/Almaty"),
        ("en", "Annual report", "KG", "Asia/Bishkek"),
        ("kk", "Годовой отчёт", "UZ", "Asia/Tashkent"),
    ],
)
def test_every_letter_is_written_whole(language: str, title: str, code: str, zone: str) -> None:
    office = secretariat()
    office.preferred_language = language
    office.save(update_fields=["preferred_language"])
    place = seat(country(code))
    delegate = person_of(place, preferred_language=language)
    found = opened(office)
    made = comment(found, place, delegate)
    CountryWorkflow(found, place, delegate).release()
    CountryWorkflow(found, place, delegate).judge("endorse")
    expire(found)
    made.refresh_from_db()
    RoundWorkflow(found, office).answer(made, "accepted", {})
    RoundWorkflow(found, office).issue()
    RoundWorkflow(found, office).close()
    ReportWorkflow(found.report, office).release("text")

    letters = {letter.kind: letter for letter in Letter.objects.all()}
    assert set(letters) == {
        "report_round_opened", "report_comments_released", "report_answered", "report_closed", "report_released"
    }  # fmt: skip
    for letter in letters.values():
        assert letter.language == language
        assert title in letter.subject
        assert f"/{language}/committee/reports/{found.report_id}/" in letter.text
        assert "%(" not in letter.subject + letter.text
    assert zone in letters["report_round_opened"].text
    assert letters["report_comments_released"].address == office.email
