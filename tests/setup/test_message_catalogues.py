"""Texts to translate, collected and compiled without the system's gettext."""

import gettext
from pathlib import Path

import polib
import pytest

from hub.message_catalogues import compile_all
from hub.message_catalogues.updating import Update, updates

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
a = _("Open")
b = ngettext("%(count)d record", "%(count)d records", 2)
c = pgettext_lazy("verb", "Open")
d = "not for translation"
"""
TEMPLATE = """{% load i18n %}
  <p title="{% translate "It's new" %}">{{ _("Inside") }}</p>
{% blocktranslate trimmed count n=n %}
    One
    line
{% plural %}
    {{ n }} lines
{% endblocktranslate %}
        <p>don't (</p>
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module and one template."""
    (tmp_path / "practices").mkdir()
    (tmp_path / "practices" / "views.py").write_text(CODE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def _write(found: list[Update]) -> None:
    for update in found:
        update.path.parent.mkdir(parents=True, exist_ok=True)
        update.path.write_text(update.content, encoding="utf-8")


def test_texts_of_code_and_templates_are_collected_in_order(project: Path) -> None:
    _write(updates(project))

    catalogue = polib.pofile(str(project / "locale/kk/LC_MESSAGES/django.po"))
    assert [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue] == [
        (None, "%(count)d record", "%(count)d records"),
        (None, "Inside", ""),
        (None, "It's new", ""),
        (None, "One line", "%(n)s lines"),
        (None, "Open", ""),
        ("verb", "Open", ""),
    ]
    assert catalogue[0].flags == ["python-format"]


def test_second_collection_changes_nothing(project: Path) -> None:
    _write(updates(project))

    assert [update.is_needed for update in updates(project)] == [False, False]


def test_translations_are_kept_and_unused_texts_dropped(project: Path) -> None:
    _write(updates(project))
    path = project / "locale/kk/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(path), wrapwidth=100)
    catalogue.find("Inside").msgstr = "Ішінде"
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="Жоқ"))
    catalogue.save()

    (kazakh,) = [update for update in updates(project) if update.language == "kk"]

    assert kazakh.dropped == ["Gone"]
    assert 'msgid "Inside"\nmsgstr "Ішінде"\n' in kazakh.content
    assert "Inside" not in kazakh.untranslated
    assert "Open" in kazakh.untranslated


def test_catalogues_are_compiled_once_and_again_after_a_change(project: Path) -> None:
    path = project / "locale/libraries/kk/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    header = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    path.write_text(header + 'msgid "Log in"\nmsgstr "Кіру"\n\nmsgid "Log out"\nmsgstr ""\n', encoding="utf-8")

    assert [compile_all(project), compile_all(project)] == [1, 0]

    with path.with_suffix(".mo").open("rb") as made:
        translations = gettext.GNUTranslations(made)
    assert translations.gettext("Log in") == "Кіру"
    assert translations.gettext("Log out") == "Log out"


def test_broken_catalogue_is_refused_with_its_name(project: Path) -> None:
    path = project / "locale/ru/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Log in"\nmsgstr "Войти"\nthis line is none\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"ru/LC_MESSAGES/django\.po"):
        compile_all(project)

    assert not path.with_suffix(".mo").exists()
