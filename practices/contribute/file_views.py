"""The step of documents and consent: one address for each thing that is done there."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing.documents.uploads import count_upload
from publishing.models import DocumentFile
from publishing.reviewing.rights import is_judging

from ..consent import Consent
from ..models import Practice
from . import pages
from .documents import (
    ConsentForm,
    DocumentForm,
    attachment,
    consent_of,
    remove_document,
    remove_letter,
)
from .keepers import kept_by, kept_or_refused, may_edit
from .keeping import forget, kept_form, mark_of, signed_in
from .saving import touch
from .steps import BY_KEY

KEY = "documents"
taken = partial(signed_in, shown_on="contribute:documents")
CONFLICT, TOO_MANY = 409, 429


@signed_in
@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of a draft, the form for another one, and the consent."""
    practice = kept_or_refused(request.user, pk)
    kept = kept_form(request)
    if kept is None:
        return _page(request, practice)
    if "access" in kept:
        return _page(request, practice, document_form=DocumentForm(kept, practice=practice), is_kept=True)
    return _page(request, practice, consent_form=ConsentForm(kept, instance=consent_of(practice)), is_kept=True)


@taken
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a document."""
    kept_or_refused(request.user, pk)
    with transaction.atomic():
        practice = _locked(pk)
        form = DocumentForm(request.POST, request.FILES, practice=practice)
        if stopped := _stopped(request, practice, form, document_form=form):
            return stopped
        if not form.is_valid():
            return _page(request, practice, document_form=form)
        document = form.save()
        touch(practice)
    forget(request, BY_KEY[KEY].url(practice))
    for notice in form.upload.notices(form.cleaned_data["language"]) if form.upload else ():
        messages.warning(request, notice)
    messages.success(request, _("Added: %(title)s.") % {"title": document})
    return redirect(BY_KEY[KEY].url(practice))


@taken
@require_POST
def remove(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Take a document away again; one that is gone already is no error."""
    kept_or_refused(request.user, pk)
    with transaction.atomic():
        practice = _locked(pk)
        if answer := _closed(request, practice):
            return answer
        found = practice.documents.filter(pk=document).first()
        if found is not None:
            remove_document(found)
            touch(practice)
    messages.success(request, _("The document is removed."))
    return redirect(BY_KEY[KEY].url(practice))


@taken
@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the statement of consent, or the letter."""
    kept_or_refused(request.user, pk)
    with transaction.atomic():
        practice = _locked(pk)
        form = ConsentForm(request.POST, request.FILES, instance=consent_of(practice))
        if stopped := _stopped(request, practice, form, consent_form=form):
            return stopped
        if not form.is_valid():
            return _page(request, practice, consent_form=form)
        form.save()
        touch(practice)
    forget(request, BY_KEY[KEY].url(practice))
    messages.success(request, _("The consent is saved."))
    return redirect(f"{BY_KEY[KEY].url(practice)}#consent")


@taken
@require_POST
def remove_consent_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the letter of consent away again."""
    kept_or_refused(request.user, pk)
    with transaction.atomic():
        practice = _locked(pk)
        if answer := _closed(request, practice):
            return answer
        remove_letter(consent_of(practice))
        touch(practice)
    messages.success(request, _("The letter is removed."))
    return redirect(f"{BY_KEY[KEY].url(practice)}#consent")


@signed_in
@require_safe
def document(request: HttpRequest, pk: int, document: int, language: str) -> FileResponse:
    """A document's file, for those who may see the unpublished practice."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), pk=pk)
    if not _may_look_inside(request.user, practice):
        raise Http404
    file = get_object_or_404(DocumentFile, document__in=practice.documents.filter(pk=document), language=language)
    return attachment(file.file, file.name, file.media_type)


@signed_in
@require_safe
def consent_letter(request: HttpRequest, pk: int) -> FileResponse:
    """The letter of consent, for its keepers and those who judge the practice; nobody else learns that there is one."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), pk=pk)
    if not _may_look_inside(request.user, practice):
        raise Http404
    found = get_object_or_404(Consent.objects.exclude(file=""), practice=practice)
    return attachment(found.file, found.file_name, found.media_type)


def _may_look_inside(user: Any, practice: Practice) -> bool:
    """Whether the person keeps the practice, reviews it, or reads consents by their role."""
    if user.has_perm("practices.view_consent") or is_judging(user, practice):
        return True
    return bool(kept_by(user).filter(pk=practice.pk).exists())


def _locked(pk: int) -> Practice:
    """The practice under a lock; 404 where a colleague deleted it meanwhile."""
    rows = Practice.objects.select_for_update(of=("self",)).select_related("country")
    practice: Practice = get_object_or_404(rows, pk=pk)
    return practice


def _closed(request: HttpRequest, practice: Practice) -> HttpResponse | None:
    """The page with the reason why nothing can be changed; None where it can."""
    answer = may_edit(practice)
    if answer:
        return None
    return _page(request, practice, refusal=answer.reason, status=CONFLICT)


def _stopped(request: HttpRequest, practice: Practice, form: Any, **shown: Any) -> HttpResponse | None:
    """The answer to an upload that is not taken whatever it holds; None where it is looked at."""
    answer = may_edit(practice)
    if not answer:
        form.is_valid()
        return _page(request, practice, refusal=answer.reason, status=CONFLICT, **shown)
    if request.FILES:
        try:
            count_upload(request.user.pk)
        except ValidationError as error:
            form.is_valid()
            form.add_error(None, error)
            return _page(request, practice, status=TOO_MANY, **shown)
    return None


def _page(
    request: HttpRequest,
    practice: Practice,
    *,
    document_form: DocumentForm | None = None,
    consent_form: ConsentForm | None = None,
    refusal: Any = "",
    is_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    stored = consent_of(practice)
    context = {
        **pages.frame(practice, request.user, KEY),
        "documents": practice.documents.prefetch_related("files"),
        "document_form": document_form or DocumentForm(practice=practice),
        "consent_form": consent_form or ConsentForm(instance=stored),
        "consent": Consent.objects.filter(practice=practice).first(),
        "writer": mark_of(request.user),
        "current": BY_KEY[KEY],
        "refusal": refusal,
        "is_kept": is_kept,
    }
    return render(request, "practices/contribute/documents.html", context, status=status)
