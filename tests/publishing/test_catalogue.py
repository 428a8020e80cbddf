"""The catalogue is what the records say: after every change, and checked by a command that can fail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from hub.models import Page
from hub.workflow import PageWorkflow
from members.enums import Visibility
from members.models import Country, Expert
from members.workflow import CountryWorkflow, ExpertWorkflow
from publishing import catalogue
from publishing.catalogue import registry
from publishing.enums import Access
from publishing.index_texts import cut, titles
from publishing.models import Document, Entry
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert

pytestmark = pytest.mark.django_db


def check(**options: bool) -> str:
    out = StringIO()
    call_command("check_catalogue", stdout=out, **options)
    return out.getvalue()


def batches_of(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {model: replace(source, batch=size) for model, source in registry._sources.items()}
    monkeypatch.setattr(registry, "_sources", small)


def document(of: Page, access: Access) -> Document:
    record = Document.objects.create(
        record=of, slug=f"paper-{access}", title_ru="Бумага", summary_ru="О чём она.", access=access
    )
    catalogue.write(record)
    return record


def test_publishing_and_archiving_keep_the_catalogue_right() -> None:
    kazakhstan, kyrgyzstan = country("KZ"), country("KG")
    expert(of=kazakhstan)
    CountryWorkflow(kyrgyzstan, superuser()).archive("By mistake.")

    assert sorted(Entry.objects.values_list("kind", "country")) == [("country", "KZ"), ("expert", "KZ")]
    assert check() == "The catalogue holds what the records say.\n"


def test_only_public_experts_and_documents_enter_it() -> None:
    kazakhstan = country("KZ", published=False)
    expert(of=kazakhstan, visibility=Visibility.REGISTERED)
    expert(of=kazakhstan, visibility=Visibility.COMMITTEE)
    expert(of=kazakhstan, consent_until=localdate() - timedelta(days=1))
    seen = expert(of=kazakhstan)
    about = page("rationale")
    papers = [document(about, access) for access in Access]

    assert set(Entry.objects.values_list("kind", "slug")) == {
        ("expert", seen.slug),
        ("page", "rationale"),
        ("document", papers[0].slug),
    }
    assert papers[0].access == Access.PUBLIC


def test_an_experts_entry_holds_no_address_and_ends_with_the_consent() -> None:
    record = expert(of=country("KZ"))

    entry = Entry.objects.get(kind="expert")
    assert record.email not in str({field.attname: getattr(entry, field.attname) for field in Entry._meta.fields})
    assert entry.visible_until == record.consent_until


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda: Entry.objects.all().delete(), "public, but not in the catalogue"),
        (lambda: Entry.objects.update(title_ru="Иное"), "the catalogue differs in title_ru"),
        (lambda: Entry.objects.update(vector="a:1"), "the catalogue differs in vector"),
        (lambda: Country.objects.update(state="archived"), "in the catalogue, but not public"),
        (lambda: Country.objects.update(region="africa"), "the catalogue differs in details"),
    ],
)
def test_a_difference_is_printed_and_rebuilding_mends_it(spoil: Callable[[], object], words: str) -> None:
    country("KZ")
    spoil()
    out = StringIO()

    with pytest.raises(CommandError, match="1 difference; `rebuild_catalogue`"):
        call_command("check_catalogue", stdout=out)
    call_command("rebuild_catalogue", stdout=StringIO())

    assert words in out.getvalue()
    assert check() == "The catalogue holds what the records say.\n"


def test_the_quick_check_leaves_the_search_index_out() -> None:
    country("KZ")
    Entry.objects.update(vector="a:1")

    assert check(quick=True) == "The catalogue holds what the records say.\n"


def test_a_consent_that_ran_out_is_no_difference_and_goes_with_the_next_rebuild() -> None:
    record = expert(of=country("KZ"))
    yesterday = localdate() - timedelta(days=1)
    Expert.objects.filter(pk=record.pk).update(consent_until=yesterday)
    Entry.objects.filter(kind="expert").update(visible_until=yesterday)

    assert check() == "The catalogue holds what the records say.\n"
    call_command("rebuild_catalogue", stdout=StringIO())

    assert not Entry.objects.filter(kind="expert").exists()


def test_a_broken_off_rebuild_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    batches_of(2, monkeypatch)
    records = [country(iso2) for iso2 in ("KZ", "KG", "UZ", "TJ", "TM")]
    Entry.objects.update(title_ru="Иное")
    out = StringIO()

    call_command("rebuild_catalogue", resume=f"members.Country:{records[1].pk}", stdout=out)

    spoiled = set(Entry.objects.filter(title_ru="Иное").values_list("country", flat=True))
    assert spoiled == {"KZ", "KG"}
    assert f"members.Country: 5 of 5 (--resume members.Country:{records[4].pk})" in out.getvalue()
    assert "3 records in" in out.getvalue()


@pytest.mark.parametrize("place", ["members.Country", "no.Model:3", "members.Country:x"])
def test_a_place_that_makes_no_sense_is_refused(place: str) -> None:
    with pytest.raises(CommandError):
        call_command("rebuild_catalogue", resume=place, stdout=StringIO())


def test_what_is_gathered_is_written_together_at_the_end() -> None:
    kazakhstan = country("KZ", published=False)

    with catalogue.gathered():
        CountryWorkflow(kazakhstan, superuser()).publish()
        before = Entry.objects.count()

    assert (before, Entry.objects.count()) == (0, 1)


def test_what_is_gathered_is_not_written_when_the_import_fails() -> None:
    record = expert(of=country("KZ"), published=False)

    def import_and_fail() -> None:
        with catalogue.gathered():
            ExpertWorkflow(record, superuser()).publish()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        import_and_fail()

    assert not Entry.objects.filter(kind="expert").exists()


def test_entries_follow_a_country_that_changes_its_name() -> None:
    kazakhstan = country("KZ")
    expert(of=kazakhstan)
    kazakhstan.name_ru = "Страна степей"
    kazakhstan.save()
    catalogue.write(kazakhstan)

    catalogue.refresh(Entry.objects.filter(country="KZ").exclude(kind="country"))

    assert Entry.objects.get(kind="expert").details["country_name"]["ru"] == "Страна степей"
    assert check() == "The catalogue holds what the records say.\n"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three", 9, "one two…"),
        ("one two, three", 10, "one two…"),
        ("unbroken-word", 5, "unbr…"),
        ("one two three", 8, "one two…"),
    ],
)
def test_a_long_title_is_cut_at_a_word(text: str, length: int, expected: str) -> None:
    assert cut(text, length) == expected
    assert len(cut(text, length)) <= length


def test_a_document_is_as_public_as_its_record() -> None:
    about = page("rationale", published=False)
    paper = document(about, Access.PUBLIC)
    before = Entry.objects.filter(kind="document").count()

    PageWorkflow(about, superuser()).publish()
    published = list(Entry.objects.filter(kind="document").values_list("slug", flat=True))
    PageWorkflow(about, superuser()).archive("Out of date.")

    assert (before, published) == (0, [paper.slug])
    assert not Entry.objects.exists()
    assert check() == "The catalogue holds what the records say.\n"


def test_a_deleted_record_takes_its_documents_along() -> None:
    about = page("rationale")
    document(about, Access.PUBLIC)

    catalogue.remove(about)
    about.delete()

    assert not Entry.objects.exists()


def test_a_title_longer_than_the_catalogue_holds_is_cut() -> None:
    class Long:
        title_kk = title_en = None
        title_ru = "слово " * 60

    assert titles(Long(), "title") == {"ru": f"{('слово ' * 50).strip()}…"}
