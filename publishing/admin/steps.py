"""Transitions from the admin: looked at first, and always through the workflow, never by a field of a form."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Action
from ..models import Publication
from ..steps.forms import REASON_LENGTH, StepForm
from ..steps.words import done, meaning
from ..workflow import PublicationWorkflow, WorkflowError
from .base import ModelAdmin


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it does, where it leads, why it cannot be pressed, and whether it acts without a further page."""

    action: str
    label: str
    url: str
    refusal: str
    is_direct: bool


class WorkflowAdmin(ModelAdmin):
    """Mixed into the admin of a publication."""

    workflow: type[PublicationWorkflow[Any]]

    def get_urls(self) -> list[URLPattern]:
        """One address per action on one record."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_workflow"
        own = path("<path:object_id>/workflow/<str:action>/", self.admin_site.admin_view(self.workflow_view), name=name)
        return [own, *super().get_urls()]

    def steps(self, request: HttpRequest, record: Publication) -> list[Step]:
        """The buttons for the record, the closed ones with their reason."""
        flow = self.workflow(record, request.user)
        info = f"admin:{self.opts.app_label}_{self.opts.model_name}_workflow"
        found = []
        for action, transition in flow.TRANSITIONS.items():
            answer = flow.may(action)
            url = reverse(info, args=[quote(record.pk), str(action)])
            is_direct = not transition.letters and not transition.needs_reason
            refusal = "" if answer else str(answer.reason)
            found.append(Step(str(action), str(Action(action).label), url, refusal, is_direct))
        return found

    def workflow_view(self, request: HttpRequest, object_id: str, action: str) -> HttpResponse:
        """Show what the action does and which letters it sends; POST performs it on the edition that was seen."""
        record = self.get_object(request, unquote(object_id))
        if record is None or action not in self.workflow.TRANSITIONS:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        flow = self.workflow(record, request.user)
        if action not in flow.TRANSITIONS:  # a record may go a way of its own
            raise Http404
        form = StepForm(flow, action, request.POST if request.method == "POST" else None)
        answer = flow.may(action)
        if not answer:
            messages.error(request, f"{record}: {answer.reason}")
            return HttpResponseRedirect(self._page_of(record))
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, done(action, form.perform()))
            except WorkflowError as refusal:
                messages.error(request, f"{record}: {refusal}")
            return HttpResponseRedirect(self._page_of(record))
        return TemplateResponse(request, "admin/step.html", self._step_context(request, record, action, form))

    def _step_context(self, request: HttpRequest, record: Any, action: str, form: StepForm) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": Action(action).label,
            "opts": self.opts,
            "original": record,
            "form": form,
            "meaning": meaning(action),
            "back": self._page_of(record),
        }

    def _page_of(self, record: Publication) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(record.pk)])

    def _perform_all(self, request: HttpRequest, records: QuerySet[Any], action: str, reason: str = "") -> None:
        count = 0
        for record in records.select_related(None).prefetch_related(None):
            try:
                self.workflow(record, request.user).perform(action, reason=reason)
                count += 1
            except WorkflowError as refusal:
                messages.error(request, f"{record}: {refusal}")
        if count:
            words = ngettext("%(count)d record: %(action)s.", "%(count)d records: %(action)s.", count)
            messages.success(request, words % {"count": count, "action": Action(action).label})

    @admin.action(description=_("Publish"), permissions=["view"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show who gets which letter, then publish each; say of each why not."""
        return self._many(request, queryset, Action.PUBLISH)

    @admin.action(description=_("Confirm as still correct"), permissions=["view"])
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Confirm each; say of each why not."""
        self._perform_all(request, queryset, Action.CONFIRM)

    @admin.action(description=_("Archive, with a reason"), permissions=["view"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason and show who gets which letter, then archive each."""
        return self._many(request, queryset, Action.ARCHIVE)

    def _many(self, request: HttpRequest, queryset: QuerySet[Any], action: str) -> HttpResponse | None:
        """One page for many records: the letters of each, a reason where one is due; then perform."""
        reason = request.POST.get("reason", "").strip()[:REASON_LENGTH]
        needs_reason = self.workflow.TRANSITIONS[action].needs_reason
        if "confirmed" in request.POST and (reason or not needs_reason):
            self._perform_all(request, queryset, action, reason)
            return None
        flows = [self.workflow(record, request.user) for record in queryset.select_related(None).prefetch_related(None)]
        context = {
            **self.admin_site.each_context(request),
            "title": Action(action).label,
            "opts": self.opts,
            "action": f"{action}_selected",
            "label": Action(action).label,
            "meaning": meaning(action),
            "rows": [(flow.record, flow.may(action), flow.letters_of(action)) for flow in flows],
            "needs_reason": needs_reason,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "is_empty": "confirmed" in request.POST,
        }
        return TemplateResponse(request, "admin/steps_of_many.html", context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without Django's deletion of many at once: what was public is archived."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
