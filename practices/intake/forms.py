"""The files that a contributor brings."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.documents.uploads import check_size, count_upload, inspect, rule
from publishing.languages import CODES, NAMES

from ..tables import SIZE_LIMIT as TABLE_LIMIT
from ..tables import read_table
from .word import SIZE_LIMIT, read

FOUND: Final = ""


class DocumentForm(forms.Form):
    """A filled-in template."""

    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        choices=[(FOUND, _("found by the text")), *((code, NAMES[code]) for code in CODES)],
    )
    document = forms.FileField(
        label=_("Filled-in template"),
        max_length=1000,
        help_text=rule("docx", SIZE_LIMIT),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_document_%s", **kwargs})
        self.user = user

    def clean_document(self) -> Any:
        """Refuse what is no document; `content` and `paper` are what it holds."""
        file = self.cleaned_data["document"]
        count_upload(self.user.pk)
        check_size(file.size, SIZE_LIMIT)
        if not (file.name or "").lower().endswith(".docx"):
            raise ValidationError(_("Upload a DOCX file."))
        inspect(file)
        file.seek(0)
        self.content = file.read()
        self.paper = read(self.content)
        return file


class TableForm(forms.Form):
    """A table of practices."""

    table_file = forms.FileField(
        label=_("Table of practices"),
        max_length=1000,
        help_text=rule("xlsx, csv", TABLE_LIMIT),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_table_%s", **kwargs})
        self.user = user

    def clean_table_file(self) -> Any:
        """The table in the file, by the field what is wrong with it."""
        file = self.cleaned_data["table_file"]
        count_upload(self.user.pk)
        check_size(file.size, TABLE_LIMIT)
        self.content = file.read()
        self.table = read_table(self.content, file.name)
        return file
