"""Updates of published practices: copied, written, reviewed like a draft, and then the next version of the original."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hub import own_desk
from hub.desk import desk_of
from members.enums import Role
from members.models import Country, User
from practices.contribute.pages import alike
from practices.enums import Evidence
from practices.models import Consent, Practice, Revision
from practices.revising.merging import may_merge
from practices.revising.proposing import open_update_of, propose
from practices.revising.reconciling import reconcile
from practices.revising.sections import snapshot
from practices.revising.standing import revision_of, standing_of
from practices.workflow import PracticeWorkflow, UpdateWorkflow
from publishing.admin.gaps import with_gap
from publishing.catalogue import differences
from publishing.enums import Access, LanguageState, State
from publishing.following import gathering
from publishing.language_versions import Severity
from publishing.models import Document, Entry, Event, EvidenceDecision, LanguageVersion, News, PublishedVersion, Source
from publishing.reviewing import evidence
from publishing.translating import memory
from publishing.workflow import Conflict, WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import award, complete, practice, result, source
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


@pytest.fixture
def original(land: Country, owner: User) -> Practice:
    made = practice(land, tags=("digital",), owner=owner, published=False, original_language="ru")
    first = source(made)
    result(made, source=first)
    award(made)
    complete(made)
    PracticeWorkflow(made, superuser()).publish_unreviewed("Known elsewhere")
    return Practice.objects.get(pk=made.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    return f"/en{reverse(f'contribute:{name}', args=args)[3:]}"


def fresh(record: Practice) -> Practice:
    return Practice.objects.get(pk=record.pk)


def explained(update: Practice, note: str = "Сроки изменились.") -> Practice:
    Revision.objects.filter(practice=update).update(note=note, note_language="ru")
    return fresh(update)


def changed(record: Practice, **fields: Any) -> Practice:
    """The record with other values, as somebody else would save it."""
    row = fresh(record)
    for name, value in fields.items():
        setattr(row, name, value)
    row.edition += 1
    row.save()
    return row


def through_review(update: Practice, owner: User, *, severity: str = "") -> Practice:
    PracticeWorkflow(explained(update), owner).submit()
    staff = superuser()
    PracticeWorkflow(fresh(update), staff).start_review()
    PracticeWorkflow(fresh(update), staff).accept()
    PracticeWorkflow(fresh(update), staff).perform("publish", severity=severity)
    return fresh(update)


def test_an_update_is_a_whole_copy_that_stays_hidden(original: Practice, owner: User, land: Country) -> None:
    update = propose(original, owner)

    assert (update.state, update.revises, update.owner, update.country) == (State.DRAFT, original, owner, land)
    assert {**snapshot(update), "claimed_evidence": ""} == snapshot(original)
    assert [row.source.key for row in update.results.all()] == ["s1"]
    assert {source.object_id for source in update.sources.all()} == {update.pk}
    assert original.sources.count() == original.results.count() == original.awards.count() == 1
    assert update.consent.is_given
    assert isinstance(PracticeWorkflow(update, owner), UpdateWorkflow)
    assert Entry.objects.filter(object_id__in=[update.pk, original.pk], kind="practice").count() == 1
    assert Client().get(update.get_absolute_url()).status_code == 404
    assert original.title_en not in update.slug
    assert signed_in(owner).get(update.get_absolute_url()).status_code == 200
    assert list(Practice.objects.originals()) == [original]
    assert alike(update, owner) == []


def test_one_update_at_a_time_and_never_a_public_one(original: Practice, owner: User) -> None:
    first = propose(original, owner)
    assert propose(original, superuser()) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.create(country=original.country, slug="x", revises=original)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=first.pk).update(state=State.PUBLISHED, published_at=original.published_at)
    with pytest.raises(WorkflowError):
        propose(first, owner)


def test_an_update_goes_the_same_way_and_becomes_the_next_version(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    row = update.results.get()
    row.after = 5
    row.save()
    source(update, "s2", title="A newer report")
    changed(update, title_ru="Новое название", stage="ended")

    through_review(update, owner, severity=Severity.WRONG)

    after = fresh(original)
    assert (after.title_ru, after.stage, after.slug, after.owner) == ("Новое название", "ended", original.slug, owner)
    assert after.edition == original.edition + 1
    assert after.state == State.PUBLISHED
    assert after.published_at == original.published_at
    figure = after.results.get()
    assert (figure.pk, figure.after, figure.source.key) == (original.results.get().pk, 5, "s1")
    assert [one.key for one in after.sources.all()] == ["s1", "s2"]
    states = {code: after.is_outdated(version) for code, version in after.versions().items()}
    assert states == {"kk": True, "ru": False, "en": True}
    version = PublishedVersion.objects.filter(object_id=original.pk).first()
    assert version is not None
    assert (version.number, version.note_ru, version.severity) == (2, "Сроки изменились.", Severity.WRONG)
    assert version.content["texts"]["title"]["ru"] == "Новое название"
    event = after.events.first()
    assert (event.action, event.reason) == ("merge_update", "Сроки изменились.")
    assert Entry.objects.get(kind="practice", object_id=original.pk).title_ru == "Новое название"
    assert list(differences()) == []
    merged = fresh(update)
    assert (merged.state, merged.published_at) == (State.ARCHIVED, None)
    assert not Consent.objects.filter(practice=merged).exists()
    assert Client().get(merged.get_absolute_url()).status_code == 404
    assert open_update_of(after) is None


def test_only_what_the_update_changed_is_written(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, summary_ru="Новая суть")
    changed(original, lessons_ru="<p>Секретариат исправил</p>", stage="pilot")

    through_review(update, owner)

    after = fresh(original)
    assert after.summary_ru == "Новая суть"
    assert (after.lessons_ru, after.stage) == ("<p>Секретариат исправил</p>", "pilot")


def test_a_collision_is_refused_until_somebody_chose(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, title_ru="Из обновления", summary_ru="Суть из обновления")
    moved = changed(original, title_ru="Из редакции", summary_ru="Суть из редакции", stage="ended")
    other = original.results.get()
    other.after = 3
    other.save()
    PracticeWorkflow(explained(update), owner).submit()
    staff = superuser()
    PracticeWorkflow(fresh(update), staff).start_review()
    PracticeWorkflow(fresh(update), staff).accept()

    with override("en"):
        answer = PracticeWorkflow(fresh(update), staff).may("publish")
        assert not answer
        assert "Title" in str(answer.reason)
        assert "Summary" in str(answer.reason)
    with pytest.raises(WorkflowError):
        PracticeWorkflow(fresh(update), staff).publish()
    assert fresh(original).title_ru == "Из редакции"

    editions = {"edition": fresh(update).edition, "original_edition": moved.edition}
    with pytest.raises(WorkflowError):
        reconcile(update, staff, {"title_ru": "update"}, **editions)
    with pytest.raises(Conflict):
        reconcile(update, staff, {}, edition=1, original_edition=1)
    with pytest.raises(WorkflowError):  # its writer has handed it in
        reconcile(update, owner, {"title_ru": "update", "summary_ru": "original"}, **editions)
    reconcile(update, staff, {"title_ru": "update", "summary_ru": "original"}, **editions)

    now = fresh(update)
    assert (now.title_ru, now.summary_ru, now.stage) == ("Из обновления", "Суть из редакции", "ended")
    assert now.results.get().after == 3
    assert may_merge(now)
    PracticeWorkflow(now, staff).publish()
    after = fresh(original)
    assert (after.title_ru, after.summary_ru, after.stage) == ("Из обновления", "Суть из редакции", "ended")
    assert after.results.get().after == 3


def test_the_writer_chooses_on_a_page(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, title_ru="Из обновления")
    changed(original, title_ru="Из <b>редакции</b>")
    client, address = signed_in(owner), url("reconcile", update.pk)

    page = client.get(address)
    assert "Из &lt;b&gt;редакции&lt;/b&gt;" in page.content.decode()
    form = page.context["form"]
    data = {"edition": form["edition"].value(), "original_edition": form["original_edition"].value()}
    assert "title_ru" in client.post(address, data).context["form"].errors
    assert client.post(address, {**data, "title_ru": "all"}).context["form"].errors
    assert client.post(address, {**data, "title_ru": "original"}).status_code == 302
    assert fresh(update).title_ru == "Из <b>редакции</b>"
    assert client.post(address, {**data, "title_ru": "original"}).status_code == 409
    assert signed_in(account("nobody@hub.example")).get(address).status_code == 404
    assert client.get(url("reconcile", original.pk)).status_code == 404


def test_withdrawn_declined_and_deleted_updates_leave_the_original_alone(original: Practice, owner: User) -> None:
    before = fresh(original)
    update = propose(original, owner)
    changed(update, title_ru="Другое")
    PracticeWorkflow(explained(update), owner).submit()
    PracticeWorkflow(fresh(update), owner).withdraw()
    PracticeWorkflow(fresh(update), owner).submit()
    PracticeWorkflow(fresh(update), superuser()).decline("Не сейчас")

    second = propose(original, owner)
    assert second.pk != update.pk
    assert not PracticeWorkflow(fresh(update), superuser()).may("reopen")
    assert signed_in(owner).post(url("delete", second.pk)).status_code == 302
    assert not Practice.objects.filter(pk=second.pk).exists()
    assert PracticeWorkflow(fresh(update), superuser()).may("reopen")

    after = fresh(original)
    assert (after.title_ru, after.edition, after.changed_at) == (before.title_ru, before.edition, before.changed_at)
    assert after.consent.is_given
    assert PublishedVersion.objects.filter(object_id=original.pk).count() == 1


def test_an_update_says_what_changed_and_changes_something(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    with override("en"):
        assert "what changed" in str(PracticeWorkflow(update, owner).may("submit").reason)
    client = signed_in(owner)
    page = client.get(url("check", update.pk))
    form = page.context["note_form"]
    data = {"seen": form["seen"].value(), "note": "Новые <сроки>", "note_language": "ru"}
    assert client.post(url("note", update.pk), {**data, "note": "\x00"}).status_code == 200
    assert client.post(url("note", update.pk), {**data, "note": "x" * 2001}).status_code == 200
    assert client.post(url("note", update.pk), data).status_code == 302
    assert client.post(url("note", update.pk), data).status_code == 302
    assert client.post(url("note", update.pk), {**data, "note": "Иное"}).status_code == 409
    assert revision_of(update).note == "Новые <сроки>"
    with override("en"):
        assert "Nothing differs" in str(PracticeWorkflow(fresh(update), owner).may("submit").reason)
    changed(update, level="local")
    assert PracticeWorkflow(fresh(update), owner).may("submit")
    assert "Новые &lt;сроки&gt;" in client.get(url("check", update.pk)).content.decode()


def test_who_may_propose(original: Practice, owner: User, land: Country) -> None:
    focal, stranger = person(Role.FOCAL_POINT, land), account("stranger@hub.example")
    elsewhere = account("other-land@hub.example", country=country("UZ"))
    assert focal is not None
    for user, status in ((owner, 200), (focal, 200), (superuser(), 200), (stranger, 403), (elsewhere, 403)):
        assert signed_in(user).get(url("propose", original.pk)).status_code == status, user
    assert Client().get(url("propose", original.pk)).status_code == 302
    assert signed_in(stranger).post(url("propose", original.pk)).status_code == 403
    assert open_update_of(original) is None
    for user in (focal, owner, focal):
        assert signed_in(user).post(url("propose", original.pk)).status_code == 302
    update = Practice.objects.get(revises=original)
    assert (update.owner, update.submitted_for) == (focal, "country")
    for user, status in ((owner, 200), (focal, 200), (stranger, 404)):
        assert signed_in(user).get(url("snapshot", update.pk)).status_code == status, user


def test_the_link_is_on_the_page_of_who_keeps_it(original: Practice, owner: User) -> None:
    address = url("propose", original.pk)
    page = f"/en/practices/{original.slug}/"
    assert address in signed_in(owner).get(page).content.decode()
    assert address not in signed_in(account("stranger@hub.example")).get(page).content.decode()
    assert address not in Client().get(page).content.decode()
    update = propose(original, owner)
    assert url("propose", update.pk) not in signed_in(owner).get(f"/en/practices/{update.slug}/").content.decode()


def test_language_and_country_stay_those_of_the_original(original: Practice, owner: User) -> None:
    other = country("UZ")
    update = propose(original, owner)
    client = signed_in(owner)
    sheet = client.get(url("snapshot", update.pk)).context["sheet"]
    data = {bound.html_name: str(bound.value() or "") for bound in sheet}
    page = client.post(url("snapshot", update.pk), {**data, "original_language": "kk", "country": str(other.pk)})
    assert {"original_language", "country"} <= page.context["sheet"].errors.keys()
    slug = update.slug
    assert client.post(url("snapshot", update.pk), {**data, "title": "Совсем иное"}).status_code == 302
    assert (fresh(update).title_ru, fresh(update).slug) == ("Совсем иное", slug)


def test_documents_and_a_newer_consent_move_to_the_original(original: Practice, owner: User) -> None:
    letter = Consent.objects.get(practice=original)
    letter.file.save("letter.pdf", ContentFile(b"%PDF-1 old"))
    letter.file_name, letter.checksum = "letter.pdf", "old"
    letter.save()
    update = propose(original, owner)
    copied = Consent.objects.get(practice=update)
    assert copied.file.name != letter.file.name
    with copied.file.storage.open(copied.file.name) as stored:
        assert stored.read() == b"%PDF-1 old"
    document = Document.objects.create(record=update, slug="annex", title_ru="Приложение", access=Access.PUBLIC)
    Consent.objects.filter(practice=update).update(name="B. Other", given_on=date(2026, 6, 1))

    through_review(update, owner)

    assert [one.pk for one in fresh(original).documents.all()] == [document.pk]
    assert Entry.objects.filter(slug="annex").exists()
    assert Consent.objects.get(practice=original).name == "B. Other"
    assert Consent.objects.get(practice=original).file.name == copied.file.name
    assert Consent.objects.count() == 1


def test_evidence_set_while_judging_holds_for_the_original(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, level="local", claimed_evidence=Evidence.INDEPENDENT)
    PracticeWorkflow(explained(update), owner).submit()
    evidence.set_level(
        fresh(update), Evidence.INDEPENDENT, {"en": "An audit was shown."}, superuser("judge@hub.example")
    )
    staff = superuser()
    PracticeWorkflow(fresh(update), staff).start_review()
    PracticeWorkflow(fresh(update), staff).accept()
    PracticeWorkflow(fresh(update), staff).publish()
    assert fresh(original).evidence == Evidence.INDEPENDENT
    assert EvidenceDecision.objects.of(original).count() == 1


def test_a_claim_alone_changes_no_level(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    sheet = signed_in(owner).get(url("evidence", update.pk)).context["sheet"]
    data = {bound.html_name: str(bound.value() or "") for bound in sheet}
    for table in sheet.tables_shown:
        data |= {bound.html_name: str(bound.value() or "") for bound in table.management_form}
        data |= {bound.html_name: str(bound.value() or "") for row in table for bound in row if bound.name != "DELETE"}
    answer = signed_in(owner).post(url("evidence", update.pk), {**data, "claimed_evidence": Evidence.INDEPENDENT})
    assert answer.status_code == 302
    assert (fresh(update).claimed_evidence, fresh(update).evidence) == (Evidence.INDEPENDENT, Evidence.AGENCY_DATA)
    through_review(update, owner)
    assert (fresh(original).claimed_evidence, fresh(original).evidence) == (Evidence.INDEPENDENT, Evidence.AGENCY_DATA)


def test_an_original_that_was_archived_takes_no_update(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, level="local")
    PracticeWorkflow(explained(update), owner).submit()
    PracticeWorkflow(fresh(original), superuser()).archive("Over")
    staff = superuser()
    PracticeWorkflow(fresh(update), staff).start_review()
    PracticeWorkflow(fresh(update), staff).accept()
    assert not PracticeWorkflow(fresh(update), staff).may("publish")
    with pytest.raises(WorkflowError):
        PracticeWorkflow(fresh(update), staff).publish()


def test_followers_hear_of_a_new_version_not_of_an_archiving(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, title_ru="Новое название")
    through_review(update, owner)
    gathering.gather()
    told = set(News.objects.values_list("object_id", "what"))
    assert not {one for one in told if one[0] == update.pk}


def test_steps_that_an_update_has_not_are_not_found(original: Practice, owner: User) -> None:
    update, staff = propose(original, owner), signed_in(superuser())
    for action in ("archive", "confirm"):
        assert staff.get(f"/en/steps/practice/{update.pk}/{action}/").status_code == 404
    assert staff.get(f"/en/schedule/practice/{update.pk}/archive/").status_code == 404
    page = staff.get(f"/en/steps/practice/{update.pk}/publish_unreviewed/")
    assert "severity" in page.context["form"].fields
    edition = fresh(update).edition
    changed(update, title_ru="Иначе")
    done = staff.post(
        f"/en/steps/practice/{update.pk}/publish_unreviewed/",
        {"edition": edition + 1, "reason": "Small", "severity": "typo"},
    )
    assert done.status_code == 302, done.context["form"].errors
    assert fresh(original).title_ru == "Иначе"
    assert not fresh(original).is_outdated(fresh(original).versions()["kk"])


def test_a_translation_approved_in_the_update_stays_approved(original: Practice, owner: User) -> None:
    update = propose(original, owner)
    changed(update, title_kk="Жаңа атау")
    through_review(update, owner)
    after = fresh(original)
    assert after.title_kk == "Жаңа атау"
    assert after.versions()["kk"].state == LanguageState.APPROVED
    assert not after.is_outdated(after.versions()["kk"])


def test_rows_may_swap_their_names(original: Practice, owner: User) -> None:
    source(original, "s2", position=1)
    update = propose(original, owner)
    first, second = update.sources.all()
    Source.objects.filter(pk=first.pk).update(key="x")
    Source.objects.filter(pk=second.pk).update(key="s1", position=0)
    Source.objects.filter(pk=first.pk).update(key="s2", position=1)
    through_review(update, owner)
    assert [one.key for one in fresh(original).sources.all()] == ["s1", "s2"]


def test_the_list_and_the_standing_count_few_queries(
    original: Practice, owner: User, django_assert_max_num_queries: Any
) -> None:
    update = propose(original, owner)
    client = signed_in(owner)
    assert "Update of a published practice" in client.get(url("start")).content.decode()
    with django_assert_max_num_queries(40):
        client.get(url("check", update.pk))
    assert standing_of(update, revision_of(update), original).changed == []
    assert Event.objects.filter(object_id=original.pk, action="propose_update").count() == 1


def test_an_update_is_no_record_of_its_own_in_the_lists_of_the_staff(original: Practice, owner: User) -> None:
    LanguageVersion.objects.filter(object_id=original.pk).update(state=LanguageState.APPROVED)
    learned = dict(memory.rebuild())
    update = propose(original, owner)
    changed(update, title_kk="", summary_en="It is another text now, of which nobody has approved a translation.")
    LanguageVersion.objects.filter(object_id=update.pk, language="en").update(state=LanguageState.MACHINE_DRAFT)

    for code, gap in (("kk", "missing"), ("en", "machine_draft")):
        assert not with_gap(Practice.objects.all(), code, gap).exists()
        assert not with_gap(Practice.objects.filter(pk=update.pk), code, gap).exists()
    assert [row for row in desk_of(superuser()).languages if "ractice" in row.kind] == []
    assert dict(memory.rebuild()) == learned

    (row,) = [row for row in own_desk.records_of(owner) if row.part == "mine"]
    assert (row.pk, row.is_update) == (update.pk, True)
    with override("en"):
        assert str(row.remark) == "Update of a published practice"
