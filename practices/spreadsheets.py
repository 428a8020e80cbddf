"""Export and import of practices in the admin: a dry run first, every problem by row and column, then all or nothing."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.results import Result, RowResult

from publishing.admin.base import ModelAdmin
from publishing.documents.kept_files import Gone, NotTheirs, keep, take
from publishing.documents.uploads import check_size, extension_of, rule

from .resources import PracticeResource
from .tables import SIZE_LIMIT, read_table

SALT: Final = "practices.import"
BOM: Final = "\ufeff"
"""Before a CSV, so that spreadsheet programs read it as UTF-8."""


class ImportForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        max_length=1000,
        help_text=rule("csv, xlsx", SIZE_LIMIT),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """The table in the file, by the field what is wrong with it."""
        file = self.cleaned_data["file"]
        check_size(file.size, SIZE_LIMIT)
        self.content = file.read()
        self.table = read_table(self.content, file.name)
        return file


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal of the dry run."""

    row: int | None
    record: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One row that would be imported."""

    row: int
    record: str
    is_new: bool
    columns: str


def problems_of(result: Result) -> list[Problem]:
    """Every refusal by row and column; rows count as in the spreadsheet, whose first row holds the names."""
    found = [Problem(None, "", "", str(error.error)) for error in result.base_errors]
    for invalid in result.invalid_rows:
        record = str(invalid.values[0] or "") if invalid.values else ""
        for column, texts in invalid.error.message_dict.items():
            found += [
                Problem(invalid.number + 1, record, "" if column == "__all__" else column, text) for text in texts
            ]
    for row in result.error_rows:
        found += [Problem(row.number + 1, "", "", str(error.error)) for error in row.errors]
    return sorted(found, key=lambda problem: problem.row or 0)


class SpreadsheetAdmin(ModelAdmin):
    """Mixed into the admin of practices."""

    change_list_template = "admin/practice_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Export, import, confirmation of an import."""
        view = self.admin_site.admin_view
        own = [
            path("export/<str:kind>/", view(self.export_view), name="practices_practice_export"),
            path("import/", view(self.import_view), name="practices_practice_import"),
            path("import/confirm/", view(self.confirm_view), name="practices_practice_import_confirm"),
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The practices of the list, as it is filtered, as CSV or XLSX."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        # Every command would wait for the workbook library, and only this view writes one.
        from import_export.formats.base_formats import CSV, XLSX  # noqa: PLC0415 - slow

        formats = {"csv": CSV, "xlsx": XLSX}
        if kind not in formats:
            raise Http404
        wanted = self.get_changelist_instance(request).get_queryset(request)
        resource = PracticeResource(actor=request.user)
        records = (
            resource.get_queryset().filter(pk__in=list(wanted.order_by().values_list("pk", flat=True))).order_by("slug")
        )
        data = formats[kind]().export_data(resource.export(records))
        content = f"{BOM}{data}".encode() if isinstance(data, str) else data
        response = HttpResponse(content, content_type=formats[kind].CONTENT_TYPE)
        response.headers["Content-Disposition"] = f'attachment; filename="practices-{localdate().isoformat()}.{kind}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change practices."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the links to export and import."""
        return super().changelist_view(
            request,
            {
                "may_import": self.has_import_permission(request),
                "query": request.GET.urlencode(),
                **(extra_context or {}),
            },
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file; check it without saving anything; show the plan or every problem."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
        context: dict[str, Any] = {
            "form": form,
            "problems": None,
            "planned": None,
            "unchanged": 0,
            "ignored": [],
            "token": "",
            "columns": PracticeResource._meta.fields,
        }
        if request.method == "POST" and form.is_valid():
            resource = PracticeResource(actor=request.user)
            result = resource.import_data(form.table, dry_run=True, retain_instance_in_row_result=True)
            context["problems"] = problems_of(result)
            context["planned"], context["unchanged"] = plan_of(result)
            context["ignored"] = [header for header in form.table.headers if header and header not in resource.fields]
            if not context["problems"] and context["planned"]:
                context["token"] = keep(
                    form.content, extension_of(form.cleaned_data["file"].name), request.user.pk or 0, SALT
                )
        return self._import_page(request, context)

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Import the file that was checked: all of it, or nothing where something has changed in the meantime."""
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:practices_practice_import"))
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            content, kind, _more = take(request.POST.get("token", ""), request.user.pk or 0, SALT)
            table = read_table(content, f"table.{kind}")
        except NotTheirs as error:
            raise PermissionDenied from error
        except (Gone, ValidationError):
            messages.error(request, gettext("The checked file is no longer there. Upload it again."))
            return HttpResponseRedirect(reverse("admin:practices_practice_import"))
        result = PracticeResource(actor=request.user).import_data(
            table,
            dry_run=False,
            use_transactions=True,
            rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )
        problems = problems_of(result)
        if problems:
            messages.error(request, gettext("Nothing was imported: something has changed since the check."))
            blank = {
                "form": ImportForm(),
                "planned": None,
                "unchanged": 0,
                "ignored": [],
                "token": "",
                "columns": PracticeResource._meta.fields,
            }
            return self._import_page(request, {**blank, "problems": problems})
        return self._imported(request, result)

    def _imported(self, request: HttpRequest, result: Result) -> HttpResponse:
        for row in result.rows:
            if row.import_type in {RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE}:
                flag = ADDITION if row.import_type == RowResult.IMPORT_TYPE_NEW else CHANGE
                LogEntry.objects.log_actions(
                    request.user.pk or 0,
                    [row.instance],
                    flag,
                    change_message=gettext("Imported from a spreadsheet"),
                    single_object=True,
                )
        totals = {
            "new": result.totals[RowResult.IMPORT_TYPE_NEW],
            "changed": result.totals[RowResult.IMPORT_TYPE_UPDATE],
            "same": result.totals[RowResult.IMPORT_TYPE_SKIP],
        }
        messages.success(
            request, gettext("Imported. New drafts: %(new)s; changed: %(changed)s; unchanged: %(same)s.") % totals
        )
        return HttpResponseRedirect(reverse("admin:practices_practice_changelist"))

    def _import_page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        base = {**self.admin_site.each_context(request), "title": gettext("Import practices"), "opts": self.opts}
        return TemplateResponse(request, "admin/practice_import.html", {**base, **context})


def plan_of(result: Result) -> tuple[list[Planned], int]:
    """The rows that would be imported, and how many are unchanged."""
    planned, unchanged = [], 0
    for number, row in enumerate(result.rows, 2):
        if row.import_type == RowResult.IMPORT_TYPE_SKIP:
            unchanged += 1
        elif row.instance is not None:
            is_new = row.import_type == RowResult.IMPORT_TYPE_NEW
            changed = "" if is_new else ", ".join(vars(row.instance).get("_changed", []))
            planned.append(Planned(number, str(row.instance), is_new, changed))
    return planned, unchanged
