"""What of the Committee stands in the search, in feeds and in the site map: what everybody may read, and nothing else."""

import pytest
from django.test import Client

from publishing import catalogue
from publishing.addresses import address_of
from publishing.models import Entry
from steering.access import Access
from steering.decisions.workflow import DecisionWorkflow
from steering.meetings.enums import MeetingState
from steering.meetings.workflow import MeetingWorkflow
from steering.reports.enums import ReleaseStep
from steering.reports.workflow import ReportWorkflow
from tests.factories import steering_decisions, steering_reports
from tests.factories.members import country
from tests.factories.steering import rules
from tests.factories.steering_meetings import item, meeting

pytestmark = pytest.mark.django_db
KINDS = ("decision", "meeting", "report")


def entries() -> list[str]:
    """The kinds of what the Committee has in the catalogue."""
    return sorted(Entry.objects.filter(kind__in=KINDS).values_list("kind", flat=True))


def is_sound() -> bool:
    """Whether the catalogue says what it would say if it were made anew."""
    before = list(
        Entry.objects.filter(kind__in=KINDS).order_by("kind", "slug").values("kind", "slug", "title_en", "vector")
    )
    for _progress in catalogue.rebuild(workers=0):
        pass
    return before == list(
        Entry.objects.filter(kind__in=KINDS).order_by("kind", "slug").values("kind", "slug", "title_en", "vector")
    )


def test_a_decision_is_found_from_its_release_on(client: Client) -> None:
    members = steering_decisions.committee()
    decision = steering_decisions.closed(members)
    assert entries() == []
    assert 'id="committee"' not in client.get("/en/").content.decode()

    DecisionWorkflow(decision, members.secretariat).release(Access.PUBLIC)

    assert entries() == ["decision"]
    assert is_sound()
    entry = Entry.objects.get(kind="decision")
    assert f'href="/kk{address_of(entry.kind, entry.slug)}"' in client.get("/kk/").content.decode()
    for language in ("kk", "ru", "en"):
        assert client.get(f"/{language}{address_of(entry.kind, entry.slug)}").status_code == 200
        page = client.get(f"/{language}/search/", {"q": entry.title_ru, "kind": "decision"}).content.decode()
        assert address_of("decision", entry.slug) in page


@pytest.mark.parametrize("level", [Access.REGISTERED])
def test_what_is_for_accounts_stays_out(level: str) -> None:
    members = steering_decisions.committee()

    DecisionWorkflow(steering_decisions.closed(members), members.secretariat).release(level)

    assert entries() == []


def test_a_meeting_is_found_once_it_is_convened(client: Client) -> None:
    secretariat = steering_reports.secretariat()
    rules(notice_days=0)
    open_one, closed_one = meeting(), meeting(access=Access.COMMITTEE, title_en="Closed meeting")
    assert entries() == []

    for one in (open_one, closed_one):
        item(one)
        MeetingWorkflow(one, secretariat).convene({"en": "Soon"})

    assert entries() == ["meeting"]
    assert is_sound()
    page = client.get("/en/search/", {"q": "autumn meetings"}).content.decode()
    assert address_of("meeting", str(open_one.number)) in page
    assert "Closed meeting" not in client.get("/en/search/", {"q": "closed meeting"}).content.decode()


def test_a_meeting_that_moves_to_the_committee_is_gone_from_the_search() -> None:
    secretariat = steering_reports.secretariat()
    found = meeting(state=MeetingState.CONVENED)
    catalogue.write(found)
    assert entries() == ["meeting"]

    MeetingWorkflow(found, secretariat).edit({"access": Access.COMMITTEE})

    assert entries() == []


def test_a_report_is_found_when_its_text_is_released(client: Client) -> None:
    secretariat = steering_reports.secretariat()
    rules()
    found = steering_reports.closed(secretariat, [steering_reports.member(country("KZ"))])
    assert entries() == []

    ReportWorkflow(found.report, secretariat).release(ReleaseStep.TEXT)

    assert entries() == ["report"]
    assert is_sound()
    entry = Entry.objects.get(kind="report")
    assert client.get(f"/ru{address_of(entry.kind, entry.slug)}").status_code == 200
    assert address_of("report", entry.slug) in client.get("/ru/search/", {"q": "годовые отчёты"}).content.decode()
