"""The report of what people search for."""

import csv
import io
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..cells import defused
from ..finding.report import FEWEST, PERIODS, Report, Row, report
from ..finding.tally import KEPT_DAYS, write_down
from ..languages import CODES, NAMES
from ..models import SearchTally, SynonymGroup
from .trail import ReadOnlyAdmin


@admin.register(SearchTally)
class SearchTallyAdmin(ReadOnlyAdmin):
    """A report in the place of the list; single rows are shown to nobody."""

    def get_urls(self) -> list[URLPattern]:
        """The report and its file, and nothing else."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.report_page), name="publishing_searchtally_changelist"),
            path("searches.csv", view(self.csv_file), name="publishing_searchtally_csv"),
        ]

    def report_page(self, request: HttpRequest) -> HttpResponse:
        """What people search for, by period and language."""
        found = self._asked(request)
        may_add = request.user.has_perm("publishing.add_synonymgroup")
        context = {
            **self.admin_site.each_context(request),
            "title": _("What people search for"),
            "opts": self.model._meta,
            "report": found,
            "fruitless": [
                (row, _search_address(row), _synonym_address(row) if may_add else "") for row in found.fruitless
            ],
            "frequent": [(row, _search_address(row)) for row in found.frequent],
            "periods": PERIODS,
            "languages": [(code, NAMES[code]) for code in CODES],
            "fewest": FEWEST,
            "kept_days": KEPT_DAYS,
            "csv_query": urlencode([("days", str(found.days)), ("language", found.language)]),
        }
        return TemplateResponse(request, "admin/searches.html", context)

    def csv_file(self, request: HttpRequest) -> HttpResponse:
        """The report as a table, without the rare searches."""
        found = self._asked(request)
        response = HttpResponse(_table(found), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="searches-{found.since:%Y-%m-%d}.csv"'
        return response

    def _asked(self, request: HttpRequest) -> Report:
        """The report that the address asks for; what it does not know counts as not asked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        write_down()
        days = next((one for one in PERIODS if str(one) == request.GET.get("days")), PERIODS[1])
        language = request.GET.get("language", "")
        return report(days, language if language in CODES else "")


def _search_address(row: Row) -> str:
    """Where the search is asked again, on a page in its language."""
    with override(row.language):
        return f"{reverse('search')}?{urlencode({'q': row.words})}"


def _synonym_address(row: Row) -> str:
    """Where a group of synonyms begins with these words."""
    query = urlencode({f"expressions_{row.language}": row.words})
    return f"{reverse(f'admin:{SynonymGroup._meta.app_label}_{SynonymGroup._meta.model_name}_add')}?{query}"


def _table(found: Report) -> str:
    """CSV with a byte order mark, by which spreadsheet programs know the encoding."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_("words"), _("language"), _("searches"), _("without result"), _("found by another reading")])
    rows: list[tuple[Any, ...]] = [
        (row.words, row.language, row.asked, row.without_result, row.rewritten) for row in found.rows
    ]
    rows.append((_("asked less than %(number)d times") % {"number": FEWEST}, "", found.rare, "", ""))
    rows.append((_("not kept: too long, or like personal data"), "", found.withheld, "", ""))
    writer.writerows([[defused(str(cell)) for cell in row] for row in rows])
    return "\ufeff" + file.getvalue()
