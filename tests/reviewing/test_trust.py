"""The national endorsement and the evidence level: who may, what readers see, what the history keeps."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from members.enums import Role
from practices.enums import Evidence
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.catalogue import differences
from publishing.enums import State
from publishing.models import Endorsement, Entry, EvidenceDecision
from publishing.reviewing import endorsements, evidence
from publishing.workflow import Conflict, WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.factories.reviews import submitted
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db


def focal_point(land: Any, email: str = "focal@hub.example") -> Any:
    user = account(email, country=land)
    user.groups.set(Group.objects.filter(name=Role.FOCAL_POINT))
    return user


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("state", State)
def test_only_the_focal_point_of_the_country_endorses_and_only_what_is_on_its_way(state: State) -> None:
    land, elsewhere = country("KG"), country("UZ")
    record = practice(land, published=False)
    mine, other = focal_point(land), focal_point(elsewhere, "other@hub.example")
    Practice.objects.filter(pk=record.pk).update(state=state, published_at=record.created_at)
    record.refresh_from_db()

    assert bool(endorsements.may_endorse(mine, record)) == (state in endorsements.ENDORSABLE)
    assert not endorsements.may_endorse(other, record)
    for role in ROLES:
        one = person(role) if role != "anonymous" else None
        assert one is None or not endorsements.may_endorse(one, record)


def test_readers_see_who_endorses_and_since_when_until_it_is_withdrawn() -> None:
    land = country("KG", name="Kyrgyzstan")
    record, reader = practice(land), Client()
    site = client_of(focal_point(land))
    address = f"/en/review/practice/{record.pk}/endorse/"
    assert address in site.get(record.get_absolute_url().replace("/ru/", "/en/")).content.decode()

    for _click in range(2):
        site.post(address, {"note": "The agency <b>confirms</b> it."})

    assert Endorsement.objects.count() == 1
    page = reader.get(f"/en/practices/{record.slug}/").content.decode()
    assert "Endorsed by Kyrgyzstan" in page
    assert "&lt;b&gt;confirms&lt;/b&gt;" in page
    assert "endorsed by the country" in reader.get("/en/practices/").content.decode()
    assert list(differences()) == []

    empty = site.post(f"/en/review/practice/{record.pk}/withdraw-endorsement/", {"reason": ""})
    site.post(f"/en/review/practice/{record.pk}/withdraw-endorsement/", {"reason": "The law was repealed"})

    assert empty.status_code == 200
    assert "Endorsed by" not in Client().get(f"/en/practices/{record.slug}/?again").content.decode()
    assert "endorsement" not in Entry.objects.get(slug=record.slug).details
    kept = Endorsement.objects.get()
    assert (kept.why_withdrawn, kept.withdrawn_by.email) == ("The law was repealed", "focal@hub.example")
    actions = {event.action for event in record.events.all()}
    assert {"endorse", "withdraw_endorsement"} <= actions


def test_an_endorsement_of_a_submission_is_shown_once_it_is_public() -> None:
    land = country("KG")
    record = submitted(land, account("owner@hub.example"))
    endorsements.endorse(record, focal_point(land), language="ru")
    for action in ("start_review", "accept", "publish"):
        record = PracticeWorkflow(record, superuser()).perform(action)

    assert "endorsement" in Entry.objects.get(slug=record.slug).details


def test_others_cannot_endorse_on_the_page() -> None:
    record = practice(country("KG"))

    for user in (superuser(), focal_point(country("UZ")), account("some@hub.example")):
        answer = client_of(user).post(f"/en/review/practice/{record.pk}/endorse/", {"note": ""})
        assert answer.status_code == 403

    assert not Endorsement.objects.exists()


def test_the_level_is_set_with_a_note_that_readers_see() -> None:
    record = practice(country("KG"), evidence=Evidence.INDEPENDENT)
    desk = client_of(person(Role.EDITOR))
    address = f"/en/review/practice/{record.pk}/evidence/"
    data = {"level": "agency_data", "edition": record.edition, "note_ru": "Цифры <i>опубликованы</i> ведомством"}

    silent = desk.post(address, {"level": "agency_data", "edition": record.edition})
    for _click in range(2):
        assert desk.post(address, data).status_code == 302

    assert silent.status_code == 200
    record.refresh_from_db()
    assert record.evidence == Evidence.AGENCY_DATA
    assert EvidenceDecision.objects.count() == 1
    page = Client().get(f"/en/practices/{record.slug}/").content.decode()
    assert '<span lang="ru">Цифры &lt;i&gt;опубликованы&lt;/i&gt; ведомством</span>' in page
    assert list(differences()) == []
    assert [event.action for event in record.events.all()].count("set_evidence") == 1


def test_a_claim_made_after_the_decision_does_not_bear_its_note() -> None:
    record = practice(country("KG"))
    evidence.set_level(record, "agency_data", {"en": "Published figures"}, superuser())
    record.refresh_from_db()
    assert evidence.is_settled(record)

    Practice.objects.filter(pk=record.pk).update(evidence=Evidence.INDEPENDENT)
    record.refresh_from_db()

    assert not evidence.is_settled(record)
    assert "Published figures" not in Client().get(f"/en/practices/{record.slug}/").content.decode()


@pytest.mark.parametrize("level", ["", "excellent", "agency_data\x00"])
def test_an_unknown_level_is_refused(level: str) -> None:
    record = practice(country("KG"))

    with pytest.raises(WorkflowError):
        evidence.set_level(record, level, {"en": "Why"}, superuser())
    answer = client_of(superuser()).post(
        f"/en/review/practice/{record.pk}/evidence/", {"level": level, "note_en": "Why"}
    )

    assert answer.status_code == 200
    assert not EvidenceDecision.objects.exists()


def test_a_level_for_an_older_edition_is_refused() -> None:
    record = practice(country("KG"))

    with pytest.raises(Conflict):
        evidence.set_level(record, "agency_data", {"en": "Why"}, superuser(), edition=record.edition - 1)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"anonymous", Role.EDITOR, Role.SECRETARIAT}])
def test_other_roles_do_not_set_the_level(role: str) -> None:
    record, user = practice(country("KG")), person(role)

    with pytest.raises(WorkflowError):
        evidence.set_level(record, "agency_data", {"en": "Why"}, user)
    assert client_of(user).get(f"/en/review/practice/{record.pk}/evidence/").status_code == 403


def test_nobody_sets_the_level_of_their_own_practice() -> None:
    editor = person(Role.EDITOR)
    record = practice(country("KG"), owner=editor)

    with pytest.raises(WorkflowError):
        evidence.set_level(record, "agency_data", {"en": "Why"}, editor)


def test_the_admin_shows_the_level_and_does_not_change_it() -> None:
    record = practice(country("KG"), evidence=Evidence.AGENCY_DATA)

    page = client_of(person(Role.EDITOR)).get(f"/en/admin/practices/practice/{record.pk}/change/").content.decode()

    assert 'name="evidence"' not in page
    assert f"/en/review/practice/{record.pk}/" in page
