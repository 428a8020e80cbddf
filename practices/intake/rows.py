"""A table of practices from a contributor: new drafts of their own country, and changes of drafts that they keep."""

import io
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..contribute.keepers import country_of, kept_by, may_edit, runs_library
from ..enums import SubmittedFor
from ..models import Practice
from ..resources import PracticeResource

NOT_THEIRS: Final = ("evidence", "checked_on", "check_due", "languages", "tags", "awards")
"""Columns that the Secretariat fills in."""


def may_import(user: Any) -> bool:
    """Whether the person may bring many practices at once: focal points, and those who run the library."""
    return bool(user.is_authenticated and (country_of(user) is not None or runs_library(user)))


class ContributorResource(PracticeResource):
    """The rows of a focal point: only their country, only what is still theirs to write."""

    def __init__(self, *, actor: Any) -> None:
        super().__init__(actor=actor)
        for name in NOT_THEIRS:
            self.fields.pop(name, None)

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Practice | None:
        """The practice with the row's slug where the person keeps it; None for a new one and for others' alike."""
        found = super().get_instance(instance_loader, row)
        if found is not None and not kept_by(self.actor).filter(pk=found.pk).exists():
            return None
        return found

    def _check_row(self, instance: Practice, row: Mapping[str, Any], errors: dict[str, Any]) -> None:
        super()._check_row(instance, row, errors)
        own = country_of(self.actor)
        if own is not None and instance.country_id and instance.country_id != own:
            errors["country"] = [ValidationError(_("You can only bring practices of your own country."))]
        if not vars(instance)["_is_new"] and not (answer := may_edit(instance)):
            errors["slug"] = [ValidationError(str(answer.reason))]

    def before_save_instance(self, instance: Practice, row: Mapping[str, Any], **kwargs: Any) -> None:
        """A new draft says in whose name it comes."""
        if vars(instance)["_is_new"]:
            instance.submitted_for = SubmittedFor.COUNTRY if country_of(self.actor) else SubmittedFor.PERSON
        super().before_save_instance(instance, row, **kwargs)


def blank_table() -> bytes:
    """An XLSX with the columns that a contributor may fill in, and nothing below."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and only this page writes it

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "practices"
    sheet.append(columns_offered())
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns_offered() -> list[str]:
    """The columns that are read, in the order of the export."""
    return [name for name in PracticeResource._meta.fields if name not in NOT_THEIRS]
