"""Publish, archive and confirm from the admin: always through the workflow, never by a field of a form."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..enums import Action
from ..models import Publication
from ..workflow import PublicationWorkflow, WorkflowError
from .base import ModelAdmin


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it does, where it leads, and why it cannot be pressed."""

    action: str
    label: str
    url: str
    refusal: str
    needs_reason: bool


class WorkflowAdmin(ModelAdmin):
    """Mixed into the admin of a publication."""

    workflow: type[PublicationWorkflow[Any]]

    def get_urls(self) -> list[URLPattern]:
        """One address per action on one record; POST only."""
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
            url = reverse(info, args=[quote(record.pk), str(action.value if isinstance(action, Action) else action)])
            refusal = "" if answer else str(answer.reason)
            found.append(Step(str(action), str(Action(action).label), url, refusal, transition.needs_reason))
        return found

    def workflow_view(self, request: HttpRequest, object_id: str, action: str) -> HttpResponse:
        """Perform the action on the record and say what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        if record is None or action not in self.workflow.TRANSITIONS:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if request.POST.get("edition", str(record.edition)) != str(record.edition):
            messages.error(
                request, gettext("The record has changed since you opened this page. Look at it again, then decide.")
            )
        else:
            self._perform(request, record, action, request.POST.get("reason", ""))
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(address, args=[quote(record.pk)]))

    def _perform(self, request: HttpRequest, record: Publication, action: str, reason: str) -> bool:
        flow = self.workflow(record, request.user)
        try:
            flow.archive(reason) if action == Action.ARCHIVE else getattr(flow, action)()
        except WorkflowError as refusal:
            messages.error(request, f"{record}: {refusal}")
            return False
        done = {
            Action.PUBLISH: gettext("“%(record)s” is public now."),
            Action.ARCHIVE: gettext("“%(record)s” is archived and no longer public."),
            Action.CONFIRM: gettext("“%(record)s” is confirmed as still correct."),
        }
        messages.success(request, done[Action(action)] % {"record": record})
        return True

    def _perform_all(self, request: HttpRequest, records: QuerySet[Any], action: str, reason: str = "") -> None:
        done = 0
        for record in records.select_related(None).prefetch_related(None):
            flow = self.workflow(record, request.user)
            try:
                flow.archive(reason) if action == Action.ARCHIVE else getattr(flow, action)()
                done += 1
            except WorkflowError as refusal:
                messages.error(request, f"{record}: {refusal}")
        if done:
            words = ngettext("%(count)d record: %(action)s.", "%(count)d records: %(action)s.", done)
            messages.success(request, words % {"count": done, "action": Action(action).label})

    @admin.action(description=_("Publish"), permissions=["view"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish each; say of each why not."""
        self._perform_all(request, queryset, Action.PUBLISH)

    @admin.action(description=_("Confirm as still correct"), permissions=["view"])
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Confirm each; say of each why not."""
        self._perform_all(request, queryset, Action.CONFIRM)

    @admin.action(description=_("Archive, with a reason"), permissions=["view"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason on a page of its own, then archive each."""
        reason = request.POST.get("reason", "").strip()
        if "confirmed" in request.POST and reason:
            self._perform_all(request, queryset, Action.ARCHIVE, reason)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Archive, with a reason"),
            "opts": self.opts,
            "records": list(queryset.select_related(None).prefetch_related(None)),
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "is_empty": "confirmed" in request.POST,
        }
        return TemplateResponse(request, "admin/archive_selected.html", context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without Django's deletion of many at once: what was public is archived."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
