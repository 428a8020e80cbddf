"""Lists: the same number of queries however many records, search in every language, filters that mean what they say."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.timezone import localdate, timedelta

from practices.models import Practice
from publishing.models import Document, LanguageVersion
from tests.admin.records import desk, practice
from tests.factories.hub import page, superuser
from tests.factories.members import account, country, expert

pytestmark = pytest.mark.django_db
LIST = "/ru/admin/practices/practice/"


@pytest.fixture
def root():
    return desk(superuser())


def slugs(response) -> list[str]:
    return sorted(record.slug for record in response.context["cl"].result_list)


def make(number: int) -> None:
    """One more record of every kind."""
    made = practice(f"practice-{number}")
    page(f"page-{number}")
    expert(of=country(f"A{'ABCDEFG'[number]}"))
    account()
    Document.objects.create(slug=f"document-{number}", title_ru="Документ", record=made)
    made.former_slugs.create(slug=f"former-{number}", content_type=made.events.first().content_type)


@pytest.mark.parametrize(
    ("model", "queries"),
    [
        ("practices_practice", 8),
        ("members_country", 5),
        ("members_expert", 6),
        ("members_user", 9),
        ("hub_page", 5),
        ("publishing_document", 9),
        ("publishing_event", 12),
        ("publishing_formerslug", 7),
        ("publishing_tag", 4),
    ],
)
def test_a_list_asks_the_same_number_of_queries(root, django_assert_num_queries, model, queries):
    make(0)
    url = reverse(f"admin:{model}_changelist")
    root.get(url)
    with django_assert_num_queries(queries):
        root.get(url)
    make(1)
    make(2)

    with django_assert_num_queries(queries):
        assert root.get(url).status_code == 200


@pytest.mark.parametrize("words", ["терезе", "ОКНА центры", "one-stop", "центры одного"])
def test_search_reads_all_three_languages(root, words):
    practice()
    practice("other", title_kk="Басқа", title_ru="Другое", title_en="Other", languages=(), summary_ru="")

    assert slugs(root.get(LIST, {"q": words})) == ["one-stop"]


def test_search_takes_yo_for_ye(root):
    practice("yo", title_ru="Учёт обращений")

    assert slugs(root.get(LIST, {"q": "учет"})) == ["yo"]
    assert root.get(LIST, {"q": "[(*\\"}).status_code == 200


def test_the_list_tells_what_is_missing_in_which_language(root):
    practice(languages=("ru", "en"))

    text = root.get("/en/admin/practices/practice/").content.decode()

    assert "language-state--missing" in text
    assert text.count('class="language-state language-state--approved"') == 2


def test_gaps_can_be_filtered(root):
    complete, _missing, outdated = (
        practice("complete"),
        practice("missing", languages=("ru", "en")),
        practice("outdated"),
    )
    Practice.objects.filter(pk=outdated.pk).update(text_version=3, significant_version=3)
    outdated.language_versions.filter(language="en").update(made_from=3)
    complete.language_versions.filter(language="en").update(state="machine_draft")

    assert slugs(root.get(LIST, {"gap": "kk-missing"})) == ["missing"]
    assert slugs(root.get(LIST, {"gap": "kk-outdated"})) == ["outdated"]
    assert slugs(root.get(LIST, {"gap": "en-outdated"})) == []
    assert slugs(root.get(LIST, {"gap": "ru-outdated"})) == [], "the original is never outdated"
    assert slugs(root.get(LIST, {"gap": "en-machine_draft"})) == ["complete"]
    assert root.get(LIST, {"gap": "nonsense"}).status_code in {200, 302}


def test_checks_and_promises_can_be_filtered(root):
    late, later = practice("late"), practice("later")
    Practice.objects.filter(pk=late.pk).update(check_due=localdate() - timedelta(days=1))
    Practice.objects.filter(pk=later.pk).update(check_due=localdate() + timedelta(days=1))
    LanguageVersion.objects.filter(object_id=later.pk, language="kk").update(
        state="draft", promised_for=localdate() - timedelta(days=1)
    )

    assert slugs(root.get(LIST, {"check": "overdue"})) == ["late"]
    assert slugs(root.get(LIST, {"check": "promise"})) == ["later"]


@pytest.mark.parametrize(
    "query", ["?p=999", "?o=abc", "?q=%00", "?state__exact=nope", "?e=1", "?_facets=True", "?all="]
)
def test_a_bad_address_is_no_failure(root, query):
    practice()

    assert root.get(LIST + query).status_code in {200, 302, 400}


def test_every_list_of_ours_has_a_bounded_number_of_queries(root, django_assert_max_num_queries):
    make(0)
    for model in admin.site._registry:
        with django_assert_max_num_queries(16):
            assert (
                root.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")).status_code
                == 200
            )
