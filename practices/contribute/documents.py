"""Files of a contribution: documents for readers, and the institution's letter of consent, which is for nobody else."""

import hashlib
from functools import partial
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.document_texts.states import ask_for
from publishing.documents.uploads import ACCEPT, Upload, inspect, rule
from publishing.enums import Access, Language
from publishing.models import Document, DocumentFile
from publishing.slugs import slug_from

from ..consent import Consent
from ..models import Practice
from .fields import LineField
from .forms import told

MOST: Final = 20
"""Documents of one practice that a contributor may add."""
LETTER_KINDS: Final = ("application/pdf", "image/png", "image/jpeg")
EARLIEST_YEAR: Final = 1990


class DocumentForm(forms.Form):
    """A document with its file."""

    title = told(
        LineField(
            label=_("Title of the document"), max_length=300, help_text=_("What it is, as a reader would look for it.")
        ),
        _("Rules of the single competition"),
    )
    language = forms.ChoiceField(label=_("Language of the file"), choices=Language.choices)
    access = forms.ChoiceField(
        label=_("Who may open it"),
        choices=[(value, label) for value, label in Access.choices if value != Access.COMMITTEE],
        initial=Access.PUBLIC,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"), max_length=1000, help_text=rule(), widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    upload: Upload | None = None

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_document_%s", **kwargs})
        self.practice = practice
        self.fields["language"].initial = practice.original_language
        self.fields["title"].widget.attrs["lang"] = practice.original_language

    def clean_file(self) -> Any:
        """Refuse what is too large or is not what its name says."""
        self.upload = inspect(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    def clean(self) -> dict[str, Any]:
        """No more than so many, and no file twice."""
        cleaned = super().clean() or {}
        if self.practice.documents.count() >= MOST:
            raise ValidationError(_("A practice takes %(count)d documents. Remove one first.") % {"count": MOST})
        if self.upload and _files_of(self.practice).filter(checksum=self.upload.checksum).exists():
            self.add_error("file", _("This file is there already."))
        return cleaned

    def save(self) -> Document:
        """The new document with its file, after those that are there."""
        assert self.upload is not None
        title, code = self.cleaned_data["title"], self.practice.original_language
        document = Document(
            record=self.practice,
            access=self.cleaned_data["access"],
            position=self.practice.documents.count(),
            slug=_free_slug(title),
        )
        setattr(document, f"title_{code}", title)
        document.save()
        content = self.cleaned_data["file"]
        content.name = self.upload.name
        file = DocumentFile.objects.create(
            document=document,
            language=self.cleaned_data["language"],
            file=content,
            **self.upload.columns(),
        )
        ask_for([file])
        return document


class ConsentForm(forms.ModelForm[Consent]):
    """The statement, or the letter."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    letter = forms.FileField(
        label=_("Letter of consent"),
        required=False,
        max_length=1000,
        help_text=_("Instead of the statement: a signed letter as PDF or picture. Readers never see it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    upload: Upload | None = None

    class Meta:
        model = Consent
        fields = ("name", "office", "given_on", "is_confirmed")
        help_texts = {
            "name": _("Who decided it for the institution. Not shown to readers."),
            "office": _("What this person is there."),
            "given_on": _("When the institution agreed."),
        }
        widgets = {"given_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        field_classes = {"name": LineField, "office": LineField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_consent_%s", **kwargs})
        self.fields["is_confirmed"].label = _("I state that the institution agrees to the publication.")
        self.now = self.digest()
        self.initial["seen"] = self.now
        told(self.fields["name"], _("Aigul Serikova"))
        told(self.fields["office"], _("Deputy chair of the Agency"))

    def digest(self) -> str:
        """What is stored now, in few letters."""
        stored = self.instance
        said = [stored.name, stored.office, str(stored.given_on), str(stored.is_confirmed), stored.checksum]
        return hashlib.blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()

    def clean_given_on(self) -> Any:
        """A day that has been."""
        day = self.cleaned_data["given_on"]
        if day and day > localdate():
            raise ValidationError(_("This day is still to come."))
        if day and day.year < EARLIEST_YEAR:
            raise ValidationError(_("Look at the year again."))
        return day

    def clean_letter(self) -> Any:
        """A PDF or a picture, and what its name says."""
        letter = self.cleaned_data.get("letter")
        if letter:
            self.upload = inspect(letter)
            if self.upload.media_type not in LETTER_KINDS:
                self.upload = None
                raise ValidationError(_("The letter must be a PDF or a picture."))
        return letter

    def clean(self) -> dict[str, Any]:
        """Nothing over what somebody else stated meanwhile: that is shown first."""
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.now and self.has_changed():
            typed: Any = self.data
            self.data = {**typed.dict(), "seen": self.now}
            stored = Consent.objects.filter(pk=self.instance.pk).first()
            raise ValidationError(
                _("Somebody else changed the consent meanwhile. Stored now: %(stored)s. Save again to replace it."),
                params={"stored": stored or "—"},
            )
        return cleaned

    def save(self, commit: bool = True) -> Consent:
        """The consent; a letter that it replaces leaves the storage."""
        former = ""
        if self.upload:
            former = self.instance.file.name or ""
            content = self.cleaned_data["letter"]
            content.name = self.upload.name
            self.instance.file = content
            self.instance.file_name, self.instance.media_type = self.upload.name, self.upload.media_type
            self.instance.size, self.instance.checksum = self.upload.size, self.upload.checksum
        consent = super().save(commit)
        forget_files({former} - {""})
        return consent


def consent_of(practice: Practice) -> Consent:
    """The practice's consent; an unsaved one where there is none yet."""
    return Consent.objects.filter(practice=practice).first() or Consent(practice=practice)


def remove_letter(consent: Consent) -> None:
    """Take the letter away; the statement stays."""
    former = consent.file.name or ""
    consent.file, consent.file_name, consent.media_type, consent.size, consent.checksum = "", "", "", 0, ""
    consent.save()
    forget_files({former} - {""})


def remove_document(document: Document) -> None:
    """Delete a document with its files."""
    forget_files({str(file.file.name) for file in document.files.all()})
    document.delete()


def delete_practice(practice: Practice) -> None:
    """Delete a draft with its documents, consent and files; the caller holds the lock."""
    for document in practice.documents.prefetch_related("files"):
        remove_document(document)
    forget_files({consent_of(practice).file.name or ""} - {""})
    practice.delete()


def forget_files(names: set[str]) -> None:
    """Take files out of the storage when the transaction is committed."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def attachment(file: Any, name: str, media_type: str) -> FileResponse:
    """The stored file as an attachment under its own name; raises Http404 where the storage has lost it."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is not in the storage") from error
    response = FileResponse(content, as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _files_of(practice: Practice) -> Any:
    return DocumentFile.objects.filter(document__in=practice.documents.all())


def _free_slug(title: str) -> str:
    base, number = slug_from(title) or "document", 1
    slug = base
    while Document.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
