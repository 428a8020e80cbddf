"""Forms of collections and kits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..languages import NAMES
from ..models import Collection


class CollectionForm(forms.ModelForm[Collection]):
    """Title and note of a collection."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Collection
        fields = ("title", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("For whoever gets the link: why these records, what to look at first.")}


class KitForm(forms.Form):
    """In which languages, and as which file."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    form = forms.ChoiceField(
        label=pgettext_lazy("file", "Form"),
        choices=[("pdf", _("One PDF")), ("zip", _("ZIP with a PDF for each record"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="kit_%s", initial=initial)
