"""Bringing practices as files: the template, the dry run, the confirmation."""

import hashlib
from typing import Any, Final

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from publishing.documents.content_kinds import MEDIA_TYPES
from publishing.documents.kept_files import CONFIRM_WITHIN, Gone, keep, take
from publishing.documents.uploads import extension_of
from publishing.languages import CODES, NAMES
from publishing.likeness import likely_duplicates

from ..contribute.keeping import signed_in
from ..models import Practice
from ..spreadsheets import plan_of, problems_of
from ..tables import read_table
from .draft import plan, store
from .forms import DocumentForm, TableForm
from .rows import ContributorResource, blank_table, columns_offered, may_import
from .template import build
from .word import read

DOCUMENT: Final = "practices.intake.document"
TABLE: Final = "practices.intake.table"
POSTS: Final = ["GET", "HEAD", "POST"]


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty template as DOCX: `?language=kk`, else in the language of the page."""
    asked = request.GET.get("language", "")
    code = asked if asked in CODES else get_language() or "ru"
    return _file(build(code), f"practice-{code}.docx")


@signed_in
@require_safe
def table_template(request: HttpRequest) -> HttpResponse:
    """The empty table as XLSX."""
    if not may_import(request.user):
        raise PermissionDenied
    return _file(blank_table(), "practices.xlsx")


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The templates, and the forms for what was filled in."""
    return _start_page(request)


@signed_in
@require_http_methods(POSTS)
def check_document(request: HttpRequest) -> HttpResponse:
    """The dry run of a document: what was understood part by part; nothing is stored but the file, for an hour."""
    if request.method != "POST":
        return redirect("contribute:import")
    form = DocumentForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _start_page(request, document_form=form)
    made = plan(form.paper, request.user, form.cleaned_data["language"])
    token = ""
    if made.is_possible:
        token = keep(form.content, "docx", request.user.pk or 0, DOCUMENT, language=made.language)
    country = made.facts.get("country")
    alike = likely_duplicates(
        request.user, Practice, made.texts.get("title", ""), made.texts.get("summary", ""),
        language=made.language, country=country.iso2 if country else "",
    )  # fmt: skip
    context = {"plan": made, "token": token, "alike": alike, "file_name": form.cleaned_data["document"].name}
    return render(request, "practices/contribute/import_document.html", context)


@signed_in
@require_http_methods(POSTS)
def confirm_document(request: HttpRequest) -> HttpResponse:
    """Make the draft of a checked document, once."""
    if request.method != "POST":
        return redirect("contribute:import")
    token = request.POST.get("token", "")
    user: Any = request.user
    with transaction.atomic():
        _wait_for(token)
        try:
            content, _kind, more = take(token, user.pk or 0, DOCUMENT)
        except Gone:
            former = Practice.objects.filter(pk=cache.get(_memory(token)), owner=user).first()
            return redirect("contribute:check", former.pk) if former else _gone(request)
        made = plan(read(content), user, more.get("language", ""))
        if not made.is_possible:
            messages.error(request, gettext("Nothing was imported: something has changed since the check."))
            return redirect("contribute:import")
        practice = store(made, user)
        cache.set(_memory(token), practice.pk, CONFIRM_WITHIN)
    messages.success(request, gettext("The draft is made. Look through it step by step before you submit it."))
    return redirect("contribute:snapshot", practice.pk)


@signed_in
@require_http_methods(POSTS)
def check_table(request: HttpRequest) -> HttpResponse:
    """The dry run of a table: the plan, or every problem by row and column."""
    if not may_import(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("contribute:import")
    form = TableForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _start_page(request, table_form=form)
    resource = ContributorResource(actor=request.user)
    result = resource.import_data(form.table, dry_run=True, retain_instance_in_row_result=True)
    problems, (planned, unchanged) = problems_of(result), plan_of(result)
    token = ""
    if planned and not problems:
        kind = extension_of(form.cleaned_data["table_file"].name)
        token = keep(form.content, kind, request.user.pk or 0, TABLE)
    ignored = [header for header in form.table.headers or () if header and header not in resource.fields]
    context = {"problems": problems, "planned": planned, "unchanged": unchanged, "ignored": ignored, "token": token}
    return render(request, "practices/contribute/import_table.html", context)


@signed_in
@require_http_methods(POSTS)
def confirm_table(request: HttpRequest) -> HttpResponse:
    """Import a checked table: all of it, or nothing where something has changed; once."""
    if not may_import(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("contribute:import")
    token = request.POST.get("token", "")
    with transaction.atomic():
        _wait_for(token)
        try:
            content, kind, _more = take(token, request.user.pk or 0, TABLE)
            table = read_table(content, f"table.{kind}")
        except (Gone, ValidationError):
            if cache.get(_memory(token)):
                return redirect("contribute:start")
            return _gone(request)
        result = ContributorResource(actor=request.user).import_data(
            table, dry_run=False, use_transactions=True, rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )  # fmt: skip
        problems = problems_of(result)
        cache.set(_memory(token), not problems, CONFIRM_WITHIN)
    if problems:
        messages.error(request, gettext("Nothing was imported: something has changed since the check."))
        return render(
            request, "practices/contribute/import_table.html", {"problems": problems, "planned": [], "token": ""}
        )
    totals = {"new": result.totals["new"], "changed": result.totals["update"], "same": result.totals["skip"]}
    messages.success(
        request, gettext("Imported. New drafts: %(new)s; changed: %(changed)s; unchanged: %(same)s.") % totals
    )
    return redirect("contribute:start")


def _start_page(request: HttpRequest, **forms: Any) -> HttpResponse:
    """The page with both forms; what was refused stands with its reason."""
    context = {
        "document_form": DocumentForm(user=request.user),
        "table_form": TableForm(user=request.user),
        "may_import": may_import(request.user),
        "languages": [(code, NAMES[code]) for code in CODES],
        "columns": columns_offered(),
        **forms,
    }
    return render(request, "practices/contribute/import.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, gettext("The checked file is no longer there. Upload it again."))
    return redirect("contribute:import")


def _wait_for(token: str) -> None:
    """Two presses may reach two workers at once: the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_memory(token)])


def _memory(token: str) -> str:
    return "intake:" + hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension_of(name)])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
