"""The .po files kept in step with the texts: new ones added, unused ones dropped, translations kept."""

from dataclasses import dataclass
from pathlib import Path

import polib

from hub.message_catalogues.extraction import Text, texts

LANGUAGES = ("ru", "kk")
WIDTH = 100
PLURAL_FORMS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "kk": "nplurals=2; plural=(n != 1);",
}
FORMS = {"ru": 3, "kk": 2}


@dataclass(frozen=True)
class Update:
    """What one catalogue needs: texts to add and to drop, and those still without translation."""

    language: str
    path: Path
    added: list[str]
    dropped: list[str]
    untranslated: list[str]
    content: str

    @property
    def is_needed(self) -> bool:
        """Whether the file would change."""
        return not self.path.exists() or self.path.read_text(encoding="utf-8") != self.content


def updates(project: Path) -> list[Update]:
    """What the catalogues of all languages need, nothing written yet."""
    wanted = texts(project)
    return [
        _update(project / "locale" / language / "LC_MESSAGES" / "django.po", language, wanted) for language in LANGUAGES
    ]


def _update(path: Path, language: str, wanted: dict[tuple[str | None, str], Text]) -> Update:
    catalogue = polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else _empty(language)
    present = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    dropped = [entry for key, entry in present.items() if key not in wanted]
    added = [text for key, text in wanted.items() if key not in present]
    for entry in dropped:
        catalogue.remove(entry)
    for text in added:
        catalogue.append(polib.POEntry(msgid=text.singular, msgctxt=text.context))
    for entry in catalogue:
        _set_form(entry, wanted[entry.msgctxt, entry.msgid], language)
    catalogue.sort(key=lambda entry: (entry.msgid.lower(), entry.msgid, entry.msgctxt or ""))
    return Update(
        language=language,
        path=path,
        added=[text.singular for text in added],
        dropped=[entry.msgid for entry in dropped],
        untranslated=[entry.msgid for entry in catalogue if not entry.translated()],
        content=f"{catalogue}\n" if not str(catalogue).endswith("\n") else str(catalogue),
    )


def _empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": "civil-service-hub",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    return catalogue


def _set_form(entry: polib.POEntry, text: Text, language: str) -> None:
    """Singular or plural as the code asks; a translation of the other form cannot serve."""
    if text.plural and entry.msgid_plural != text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr = ""
        entry.msgstr_plural = entry.msgstr_plural or dict.fromkeys(range(FORMS[language]), "")
    elif not text.plural and entry.msgid_plural:
        entry.msgid_plural, entry.msgstr_plural = "", {}
    if any(sign in text.singular for sign in ("%(", "%s", "%d")):
        entry.flags = ["python-format"]
