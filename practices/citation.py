"""How to cite a practice: in words, as BibTeX and as RIS."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing.languages import Text

# BibTeX counts braces even behind a backslash, so a single one would swallow the entry: they are spelled out.
_LATEX: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
}
_BABEL: Final = {"kk": "kazakh", "ru": "russian", "en": "english"}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation names; `title` says in which language the title is given."""

    key: str
    author: str
    title: Text
    year: int | None
    address: str
    read_on: date

    @property
    def publisher(self) -> str:
        """The Hub's name in the language of the page."""
        return _("Regional Hub of Civil Service")

    def plain(self) -> str:
        """One line in the language of the page."""
        parts = {
            "author": self.author,
            "title": self.title.value,
            "publisher": self.publisher,
            "year": self.year,
            "address": self.address,
            "day": date_format(self.read_on),
        }
        if self.year is None:
            return _("%(author)s. %(title)s. %(publisher)s. %(address)s (read on %(day)s).") % parts
        return _("%(author)s. %(title)s. %(publisher)s, %(year)s. %(address)s (read on %(day)s).") % parts

    def bibtex(self) -> str:
        """An `@online` entry in UTF-8, for biblatex and every reference manager."""
        fields = {
            "author": f"{{{latex(self.author)}}}",
            "title": f"{{{latex(self.title.value)}}}",
            "organization": latex(self.publisher),
            "year": str(self.year or ""),
            "url": self.address,
            "urldate": self.read_on.isoformat(),
            "langid": _BABEL[self.title.language],
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@online{{{self.key},\n{lines}\n}}\n"

    def ris(self) -> str:
        """A record of type ELEC; one line for each tag, whatever breaks the texts hold."""
        tags = [
            ("TY", "ELEC"),
            ("AU", self.author),
            ("TI", self.title.value),
            ("PB", self.publisher),
            ("PY", str(self.year or "")),
            ("UR", self.address),
            ("Y2", self.read_on.strftime("%Y/%m/%d")),
            ("LA", self.title.language),
            ("ID", self.key),
        ]
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def citation_of(key: str, author: str, title: Text, published: date | None, address: str) -> Citation:
    """The citation of a record, read today."""
    return Citation(key, author, title, published.year if published else None, address, localdate())


def latex(text: str) -> str:
    """The text so that LaTeX and BibTeX print it as it stands; letters outside ASCII stay (UTF-8)."""
    return "".join(_LATEX.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
