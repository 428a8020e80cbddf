"""The language columns of a model in forms: their names, labels and fields."""

from typing import Any, Final

from django import forms
from django.db import models
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from ..languages import SHORT_NAMES
from ..richtext.html import RichTextField

SHORT_TEXT: Final = 200
"""A text column up to this many characters is one line in a form."""


class RichTextArea(forms.Textarea):
    """A text area for the allowed HTML; where scripts run, an editor stands in its place."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, **(attrs or {}), "data-rich-text": ""})

    @property
    def media(self) -> forms.Media:
        """The editor, loaded as a module from this site: no import map, no inline style."""
        return forms.Media(
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "django_prose_editor/editor.css",
                    "css/admin-editor.css",
                ]
            },
            js=["js/editor-labels.js", Script("js/admin-editor.js", type="module")],  # type: ignore[list-item]  # an object is as good
        )


def label_of(column: TranslationField) -> SafeString:
    """The field's name with the language as a word: “Title ҚАЗ”."""
    name = capfirst(str(column.translated_field.verbose_name))
    return format_html('{} <span class="language-tag">{}</span>', name, SHORT_NAMES[column.language])


def column_formfield(column: TranslationField, **kwargs: Any) -> forms.Field | None:
    """The form field of a language column, with `lang` so that spelling and hyphens are right."""
    original = column.translated_field
    attrs = {"lang": column.language}
    if isinstance(original, RichTextField):
        kwargs["widget"] = RichTextArea(attrs)
    elif isinstance(original, models.TextField):
        kwargs["widget"] = forms.Textarea({**attrs, "rows": 4, "class": "vLargeTextField"})
    elif isinstance(original, models.CharField) and (original.max_length or 0) > SHORT_TEXT:
        kwargs["widget"] = forms.Textarea({**attrs, "rows": 2, "class": "vLargeTextField"})
    else:
        kwargs["widget"] = forms.TextInput({**attrs, "class": "vTextField"})
    field: forms.Field | None = column.formfield(**kwargs)
    if field is not None:
        field.label = label_of(column)
        if original.help_text:
            field.help_text = str(original.help_text)
    return field


ALLOWED_HTML = _(
    "Rich text: headings, paragraphs, lists, bold, italic, quotations, links and tables. Everything else is taken out when it is saved."
)
