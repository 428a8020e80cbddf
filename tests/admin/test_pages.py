"""Every page of the admin in three languages: it opens, obeys the content policy, keeps its page when the language changes."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, timedelta

from practices.models import Practice
from publishing.models import Document
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>\s*[^\s<]|\sstyle=\"|<style|\son[a-z]+=\"|javascript:", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES_IN_LATIN = {
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "png", "jpg", "jpeg"),
    "SHA",
    "ISO",
    "URL",
    "CSV",
    "XLSX",
    "JSON",
    "UTF",
    "PDF",
    "TOTP",
    "WebAuthn",
    "ENG",
    "English",
    "slug",
    "edition",
    "themes",
    "tags",
    "sources",
    "results",
    "awards",
    "languages",
    "committee",
    "editor",
    "focal",
    "point",
    "registered",
    "reviewer",
    "secretariat",
    "translator",
    "Command",
    "Control",
    "Mac",
    "root",
    "hub",
    "example",
    "mobile",
    "maqsat",
    "qaul",
    "burynghy",
    "stop",
    "one",
    "expert",
    "practice",
    "draft",
}
"""Words that stand in Latin letters on a Kazakh page as well."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"script", "style", "code", "textarea", "option", "bdi"}:
            self._skipped += 1
        for name in ("title", "aria-label", "placeholder"):
            self._take(values.get(name) or "")
        if tag == "input" and values.get("type") == "submit":
            self._take(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "code", "textarea", "option", "bdi"}:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._take(data)

    def _take(self, text: str) -> None:
        self.words |= set(LATIN.findall(text))


@pytest.fixture
def records() -> None:
    """At least one record of every kind, with Kazakh texts alone, so that every other word is the admin's own."""
    made = practice(title_kk="Бір терезе", title_ru="Бір терезе", title_en="")
    made.former_slugs.create(slug="burynghy", content_type=made.events.get().content_type)
    Document.objects.create(slug="qaulı-1", title_kk="Қаулы", record=made)
    page("maqsat")
    expert("Асан Үсенов", of=country("MN", "Моңғолия"), consent_until=localdate() + timedelta(days=5))
    practice("draft", published=False, title_kk="Нобай", title_ru="Нобай", title_en="")


IN_ALL_LANGUAGES = re.compile(r"/(theme|reviewcriterion)/")
"""Pages that show a name in every language."""


def addresses() -> list[str]:
    """Every address of the admin that opens with a GET, in the active language."""
    request = RequestFactory().get("/")
    request.user = superuser()
    found = [reverse("admin:index"), reverse("admin:practices_practice_import")]
    for model, model_admin in admin.site._registry.items():
        info = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{info}_changelist"))
        if model_admin.has_add_permission(request):
            found.append(reverse(f"{info}_add"))
        record = model._default_manager.first()
        if record is not None:
            found += [reverse(f"{info}_{page}", args=[record.pk]) for page in ("change", "history")]
            if hasattr(model_admin, "history_parts"):
                found.append(reverse(f"{info}_version", args=[record.pk, record.history.last().history_id]))
    return found


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_opens_obeys_the_policy_and_is_in_its_language(records, language):
    root = desk(superuser())
    with translation.override(language):
        wanted = addresses()
    leftovers: dict[str, set[str]] = {}

    for address in wanted:
        response = root.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert not (found := INLINE.search(text)), f"{address}: {found.group(0)}"
        assert f'<html lang="{language}"' in text, address
        assert "'unsafe" not in response.headers["Content-Security-Policy"]
        other = "en" if language == "kk" else "kk"
        assert f'href="/{other}{address[3:]}"' in text, address
        if language == "kk" and not IN_ALL_LANGUAGES.search(address) and (strange := strangers(text)):
            leftovers[address] = strange

    assert leftovers == {}


def strangers(text: str) -> set[str]:
    """The words of a page in Latin letters that have no business on a Kazakh one."""
    words = _Words()
    words.feed(text)
    return words.words - NAMES_IN_LATIN


def test_the_texts_of_the_scripts_are_kazakh():
    texts = desk(superuser()).get("/kk/admin/jsi18n/").content.decode()

    assert "Қаңтар" in texts or "\\u049a\\u0430\\u04a3\\u0442\\u0430\\u0440" in texts


def test_the_conflict_page_and_the_archive_page_obey_the_policy(records):
    root, record = desk(superuser()), Practice.objects.get(slug="one-stop")
    url = f"/kk/admin/practices/practice/{record.pk}/change/"
    data = fields_of(root.get(url), form_id="practice_form")
    root.post(url, data | {"title_kk": "Бірінші"})

    conflict = root.post(url, data | {"title_kk": "Екінші"})
    archive = root.post(
        "/kk/admin/practices/practice/", {"action": "archive_selected", "_selected_action": [record.pk]}
    )

    assert (conflict.status_code, archive.status_code) == (409, 200)
    for response in (conflict, archive):
        assert not INLINE.search(response.content.decode())


def test_the_desk_says_what_waits_and_the_links_show_just_that(records):
    root = desk(superuser())
    practice("missing", languages=("ru",))

    desk_page = root.get("/ru/admin/").context["desk"]

    rows = [row for pile in desk_page.piles for row in pile.rows]
    assert {str(row.what) for row in rows} >= {"черновики", "скоро истекают", "без файла"}
    for row in rows:
        assert root.get(row.url).context["cl"].result_count == row.count, row
    for line in desk_page.languages:
        for cell in line.cells:
            if cell.count:
                assert root.get(cell.url).context["cl"].result_count >= cell.count


def test_an_editor_is_not_shown_what_the_role_does_not_open(records):
    from members.enums import Role  # noqa: PLC0415
    from tests.admin.records import staff  # noqa: PLC0415

    client: Client = desk(staff(Role.EDITOR))

    titles = {str(pile.title) for pile in client.get("/en/admin/").context["desk"].piles}

    assert "Consents" not in titles
    assert "Not public yet" in titles
