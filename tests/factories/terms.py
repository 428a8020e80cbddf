"""Glossary terms."""

from typing import Any

from publishing import catalogue
from publishing.glossary import terminology
from publishing.models import Term


def term(slug: str, kk: str = "", ru: str = "", en: str = "", **fields: Any) -> Term:
    """A term of the glossary in the catalogue, known to the texts of this process at once."""
    made = Term.objects.create(slug=slug, name_kk=kk or None, name_ru=ru or None, name_en=en or None, **fields)
    catalogue.write(made)
    terminology.refresh()
    return made
