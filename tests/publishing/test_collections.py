"""Picking records, sharing them by link, the mission kit."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from members.models import Country
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.collecting import keeping
from publishing.collecting.selection import MOST
from publishing.models import Collection, Entry
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice, source
from tests.factories.reforms import reform

pytestmark = pytest.mark.django_db
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def land() -> Country:
    return country("KG", "Kyrgyzstan", slug="kyrgyzstan")


def pick(client: Client, record: Any, kind: str = "practice", **headers: Any) -> int:
    return client.post(f"/en/collections/add/{kind}/{record.pk}/", headers=headers or SAME).status_code


def save(client: Client, title: str = "For the visit to Tbilisi") -> str:
    answer = client.post("/en/collections/selection/", {"title": title, "note": "Look at the second one."})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.url)


def test_a_reader_without_an_account_picks_saves_and_shares(land: Country) -> None:
    first, second = practice(land, "First"), practice(land, "Second")
    reader, colleague = Client(), Client()
    assert [pick(reader, second), pick(reader, first), pick(reader, first)] == [302, 302, 302]
    assert pick(reader, land, "country") == 302

    page = colleague.get(save(reader)).content.decode()

    assert page.index("Second") < page.index("First") < page.index("Kyrgyzstan")
    assert "Look at the second one." in page
    assert "/edit/" not in page
    assert "noindex" in page


def test_only_its_maker_changes_a_collection(land: Country) -> None:
    one, two = practice(land, "One"), practice(land, "Two")
    maker, other = Client(), Client()
    for record in (one, two):
        pick(maker, record)
    address = save(maker)
    made = Collection.objects.get()
    (kind, key), (_kind, other_key) = made.items.values_list("content_type_id", "object_id")

    assert other.get(f"{address}edit/").status_code == 404
    assert other.post(f"{address}delete/").status_code == 404
    answer = maker.post(
        f"{address}edit/",
        {"title": "Кездесуге", "edition": made.edition, f"place-{kind}-{key}": "9", f"place-{kind}-{other_key}": "1"},
    )
    assert answer.status_code == 302
    assert list(made.items.values_list("object_id", flat=True)) == [other_key, key]
    stale = maker.post(f"{address}edit/", {"title": "Kept words", "edition": made.edition})
    assert "Kept words" in stale.content.decode()
    assert stale.context["form"]["edition"].value() == str(made.edition + 1)
    maker.post(f"{address}edit/", {"title": "Кездесуге", "edition": made.edition + 1, f"out-{kind}-{key}": "on"})
    assert list(made.items.values_list("object_id", flat=True)) == [other_key]
    assert maker.post(f"{address}delete/").status_code == 302
    assert other.get(address).status_code == 404


def test_an_account_finds_its_collections_again(land: Country) -> None:
    user = account("reader@hub.example")
    client, elsewhere = Client(), Client()
    client.force_login(user)
    elsewhere.force_login(user)
    pick(client, practice(land))

    address = save(client, "Жинақ")

    assert "Жинақ" in elsewhere.get("/en/collections/").content.decode()
    assert elsewhere.get(f"{address}edit/").status_code == 200


def test_what_is_no_longer_public_is_left_out_and_said(land: Country) -> None:
    kept, gone = practice(land, "Kept"), practice(land, "Withdrawn")
    client = Client()
    for record in (kept, gone):
        pick(client, record)
    address = save(client)

    PracticeWorkflow(gone, superuser()).archive("Out of date")
    page = client.get(address).content.decode()

    assert "Withdrawn" not in page
    assert "1 record is no longer public and is left out." in page


def test_drafts_cannot_be_picked_and_other_sites_cannot_pick(land: Country) -> None:
    client, public = Client(enforce_csrf_checks=True), practice(land)

    assert pick(client, practice(land, published=False)) == 404
    assert pick(client, public, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert pick(client, public, "nothing") == 404


def test_a_selection_has_an_end(land: Country) -> None:
    client, last = Client(), practice(land)
    session = client.session
    session["selection"] = [(1, key) for key in range(MOST)]
    session.save()

    page = client.post(f"/en/collections/add/practice/{last.pk}/", headers=SAME, follow=True).content.decode()

    assert f"it holds {MOST} records" in page


@pytest.mark.parametrize(
    "data", [{"title": ""}, {"title": "a" * 201}, {"title": "\x00"}, {"title": "t", "note": "n" * 2001}]
)
def test_bad_words_are_told_and_kept(land: Country, data: dict[str, str]) -> None:
    client = Client()
    pick(client, practice(land))

    answer = client.post("/ru/collections/selection/", data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Collection.objects.exists()


def kit_of(client: Client, land: Country, form: str, languages: tuple[str, ...] = ("kk", "en")) -> bytes:
    record = practice(land, languages=("ru", "en"), title="Service centres")
    source(record)
    for one, kind in (
        (record, "practice"),
        (land, "country"),
        (reform("A reform", of=land, slug="a-reform"), "reform"),
    ):
        assert pick(client, one, kind) == 302
    query = "&".join(f"languages={code}" for code in languages)
    answer = client.get(f"/ru/collections/selection/kit/?{query}&form={form}")
    assert answer.status_code == 200, answer.content[:500]
    return bytes(answer.content)


def test_the_kit_is_one_pdf_with_contents_and_a_part_for_each_language(land: Country) -> None:
    file = PdfReader(io.BytesIO(kit_of(Client(), land, "pdf")))

    words = "\n".join(page.extract_text() for page in file.pages)
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Содержание" in words
    assert words.index("Қазақша") < words.rindex("English")
    assert words.count("Service centres") >= 4
    assert "Report s1" in words


def test_the_zip_has_a_file_for_each_record_and_language_and_an_honest_list(land: Country) -> None:
    bag = zipfile.ZipFile(io.BytesIO(kit_of(Client(), land, "zip", ("kk", "ru"))))

    assert len([name for name in bag.namelist() if name.startswith("kk/")]) == 3
    contents = bag.read("contents.txt").decode("utf-8-sig")
    assert "http://testserver/kk/practices/" in contents
    assert "Орысша" in contents or "Русский" in contents  # the Kazakh file says which language stands in
    assert all(bag.read(name).startswith(b"%PDF") for name in bag.namelist() if name.endswith(".pdf"))


@pytest.mark.parametrize("query", ["", "languages=xx&form=pdf", "languages=kk", "languages=kk&form=exe", "form=pdf"])
def test_an_unfit_kit_leads_back_with_a_word(land: Country, query: str) -> None:
    client = Client()
    pick(client, practice(land))

    answer = client.get(f"/en/collections/selection/kit/?{query}", follow=True)

    assert "Choose at least one record, one language and a form." in answer.content.decode()


def test_what_nobody_owns_or_reads_is_swept(land: Country) -> None:
    client, long_ago = Client(), localdate() - keeping.UNREAD - timedelta(days=1)
    for _turn in range(2):
        pick(client, practice(land))
        save(client)
    pick(client, practice(land))
    address = save(client)
    Collection.objects.update(read_on=long_ago)
    client.get(address)
    Collection.objects.filter(pk=Collection.objects.earliest("pk").pk).update(owner=account("o@hub.example"))

    keeping.sweep()

    assert Collection.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_a_collection_costs_a_fixed_number_of_queries(
    land: Country, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    maker = Client()
    for _row in range(rows):
        pick(maker, practice(land))
    address = save(maker)
    reader = Client()
    reader.get(address)

    with django_assert_num_queries(3):
        reader.get(address)
    assert Entry.objects.filter(kind="practice").count() == Practice.objects.count() == rows
