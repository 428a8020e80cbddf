"""A text that is counted somewhere is translated where it stands without a number, on every release of Python."""

import gettext
from pathlib import Path

from hub.message_catalogues.compiling import compile_all

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "observer"
msgid_plural "observers"
msgstr[0] "бақылаушы"
msgstr[1] "бақылаушылар"

msgctxt "seat"
msgid "member"
msgid_plural "members"
msgstr[0] "мүше"
msgstr[1] "мүшелер"
"""


def test_the_singular_stands_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")

    assert compile_all(tmp_path) == 1

    with (folder / "django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    texts = vars(found)["_catalog"]
    assert texts["observer"] == "бақылаушы"
    assert texts["seat\x04member"] == "мүше"
    assert found.ngettext("observer", "observers", 5) == "бақылаушылар"
    assert found.pgettext("seat", "member") == "мүше"
