"""Setting a record's evidence level."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...languages import CODES
from ...models import EvidenceDecision
from ...workflow import WorkflowError
from ..evidence import set_level
from ..forms import EvidenceForm
from ..kinds import kind_of
from ..lookup import run_record_or_refuse
from ..rights import may_run
from .running import crumbs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The level with the note that readers see, and the earlier decisions; POST sets it."""
    record = run_record_or_refuse(request.user, kind, pk)
    reviewed = kind_of(record)
    if not reviewed.evidence:
        raise Http404
    earlier = list(EvidenceDecision.objects.of(record).select_related("by")[:50])
    last = earlier[0] if earlier else None
    notes = {f"note_{code}": getattr(last, f"note_{code}") or "" for code in CODES} if last else {}
    data = request.POST if request.method == "POST" else None
    form = EvidenceForm(data, kind=reviewed, record=record, initial=notes)
    answer = may_run(request.user, record)
    if data is not None and form.is_valid():
        try:
            set_level(
                record, form.cleaned_data["level"], form.notes(), request.user, edition=form.cleaned_data["edition"]
            )
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The evidence level is set, and readers see why."))
            return redirect("review:record", kind, pk)
    labels = dict(reviewed.evidence)
    context = {
        "record": record,
        "form": form,
        "answer": answer,
        "now": labels.get(record.evidence, record.evidence),
        "claimed": labels.get(getattr(record, "claimed_evidence", ""), ""),
        "is_claim": last is None or last.level != record.evidence,
        "earlier": [(one, labels.get(one.level, one.level)) for one in earlier],
        "crumbs": crumbs(record),
    }
    return render(request, "publishing/reviewing/evidence.html", context, status=200 if answer else 403)
