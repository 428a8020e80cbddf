"""The versions of a record: who changed what and when, and the way back to one of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from modeltranslation.fields import TranslationField

from ..comparison import compare, compare_rich
from ..enums import Action
from ..languages import SHORT_NAMES
from ..models import Event, Publication
from ..richtext.html import RichTextField, to_plain
from ..translating.steps import Step
from .base import ModelAdmin
from .correspondence import letters_about
from .texts import label_of

UNTOUCHED = {
    "id",
    "state",
    "slug",
    "edition",
    "text_version",
    "significant_version",
    "created_at",
    "changed_at",
    "published_at",
    "owner",
}
"""What a restored version does not bring back: standing and address are the workflow's, numbers only grow."""
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    label: str
    before: str
    after: str
    lang: str = ""
    words: str = ""
    """Both texts in one, word by word; empty where one of them is."""


@dataclass(frozen=True, slots=True)
class Version:
    """One saved version of the record or of one of its parts."""

    at: Any
    by: Any
    title: str
    changes: list[Change]
    url: str = ""
    edition: int | None = None
    reason: str = ""


def tracked(model: type[models.Model]) -> list[Any]:
    """The fields whose changes are shown: the language columns instead of the bare translated field."""
    fields: list[Any] = list(model._meta.get_fields())
    bare = {field.translated_field.name for field in fields if isinstance(field, TranslationField)}
    hidden = {"edition", "changed_at", "text_version", "significant_version", "id"}
    return [field for field in model._meta.concrete_fields if field.name not in bare | hidden]


def shown(field: Any, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None or value in ("", []):
        return ""
    original = getattr(field, "translated_field", field)
    if isinstance(original, RichTextField):
        return to_plain(str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(localize(value, use_l10n=True)) if not isinstance(value, int) else str(value)


def changes_between(model: type[models.Model], before: Any, after: Any) -> list[Change]:
    """The differing values of two versions; `before` may be None."""
    found = []
    for field in tracked(model):
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(after, field.attname)
        if (old or "") == (new or "") or old == new:
            continue
        if isinstance(field, models.ForeignKey):
            old, new = (related(field, value) for value in (old, new))
        lang = getattr(field, "language", "")
        label = str(label_of(field)) if isinstance(field, TranslationField) else capfirst(str(field.verbose_name))
        found.append(Change(label, shown(field, old), shown(field, new), lang, _words(field, old, new)))
    return found


def _words(field: Any, old: Any, new: Any) -> str:
    """What changed inside a text that stood there before and still does."""
    original = getattr(field, "translated_field", field)
    if not (isinstance(original, models.CharField | models.TextField) and not field.choices and old and new):
        return ""
    return compare_rich(old, new).html if isinstance(original, RichTextField) else compare(old, new).html


def related(field: Any, key: Any) -> str:
    """The record that a foreign key of an old version points to, or its number where it is gone."""
    if key is None:
        return ""
    found = field.remote_field.model._base_manager.filter(pk=key).first()
    return str(found) if found is not None else f"№ {key}"


class HistoryAdmin(ModelAdmin):
    """Mixed into the admin of a model whose history is kept. `history_parts` are the relations shown with it."""

    history_parts: tuple[str, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        """One version has an address of its own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        own = path(
            "<path:object_id>/history/<int:history_id>/", self.admin_site.admin_view(self.version_view), name=name
        )
        return [own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All versions of the record and its parts, and what was done with it, the newest first."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        versions = sorted(
            [*self._own_versions(record), *self._part_versions(record), *self._events(record)],
            key=lambda one: one.at,
            reverse=True,
        )
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Versions of “%(record)s”") % {"record": record},
            "opts": self.opts,
            "object": record,
            "page": page,
            "correspondence": letters_about(request, record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def version_view(self, request: HttpRequest, object_id: str, history_id: int) -> HttpResponse:
        """What restoring this version would change; POST restores it."""
        with transaction.atomic():
            record = self._for_restoring(request, object_id)
            version = record.history.filter(history_id=history_id).first()
            if version is None:
                raise Http404
            changes = [change for change in changes_between(self.model, record, version) if change]
            if request.method == "POST":
                return self._restore(request, record, version)
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Restore a version"),
                "opts": self.opts,
                "object": record,
                "version": version,
                "changes": [change for change in changes if self._is_restored(change)],
                "edition": record.edition,
                "may_restore": self._may_restore(request, record),
            }
            return TemplateResponse(request, "admin/version.html", context)

    def _may_restore(self, request: HttpRequest, record: Any) -> bool:
        return self.has_change_permission(request, record) and self.has_add_permission(request)

    def _is_restored(self, change: Change) -> bool:
        names = {capfirst(str(field.verbose_name)) for field in tracked(self.model) if field.name in UNTOUCHED}
        return change.label not in names

    def _for_restoring(self, request: HttpRequest, object_id: str) -> Any:
        record = self.locked(request, object_id)  # type: ignore[attr-defined]  # the admin beside this mix-in has it
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _restore(self, request: HttpRequest, record: Any, version: Any) -> HttpResponse:
        if not self._may_restore(request, record):
            raise PermissionDenied
        change_url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(record.pk)])
        if request.POST.get("edition") != str(record.edition):
            messages.error(
                request, gettext("The record has changed since you opened this page. Look at it again, then decide.")
            )
            return HttpResponseRedirect(request.path)
        changed = []
        for field in tracked(self.model):
            if field.name in UNTOUCHED or getattr(record, field.attname) == getattr(version, field.attname):
                continue
            setattr(record, field.attname, getattr(version, field.attname))
            changed.append(field.name)
        self.save_restored(request, record, changed)  # type: ignore[attr-defined]  # the same
        self.log_change(
            request, record, gettext("Restored the version of %(date)s") % {"date": localize(version.history_date)}
        )
        messages.success(request, gettext("The version is restored; the one before it stays in the history."))
        return HttpResponseRedirect(change_url)

    def _own_versions(self, record: Any) -> list[Version]:
        rows = list(record.history.select_related("history_user"))
        found = []
        for index, row in enumerate(rows):
            before = rows[index + 1] if index + 1 < len(rows) else None
            url = reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_version", args=[quote(record.pk), row.history_id]
            )
            changes = changes_between(self.model, before, row) if before is not None else []
            title = gettext("Added") if row.history_type == "+" else gettext("Changed")
            if changes or before is None:
                found.append(
                    Version(row.history_date, row.history_user, title, changes, url if index else "", row.edition)
                )
        return found

    def _part_versions(self, record: Any) -> list[Version]:
        words = {"+": gettext("added"), "~": gettext("changed"), "-": gettext("deleted")}
        found = []
        for name in self.history_parts:
            relation = self.model._meta.get_field(name)
            part = relation.related_model
            rows = list(
                part.history.filter(**{relation.field.attname: record.pk})
                .select_related("history_user")
                .order_by("-history_date", "-history_id")
            )
            for index, row in enumerate(rows):
                before = next((other for other in rows[index + 1 :] if other.id == row.id), None)
                changes = changes_between(part, before, row) if row.history_type == "~" and before is not None else []
                if row.history_type == "~" and not changes:
                    continue
                title = gettext("%(kind)s “%(name)s”: %(what)s") % {
                    "kind": capfirst(str(part._meta.verbose_name)),
                    "name": row.instance,
                    "what": words[row.history_type],
                }
                found.append(Version(row.history_date, row.history_user, title, changes))
        return found

    def _events(self, record: Any) -> list[Version]:
        if not isinstance(record, Publication):
            return []
        words = {
            **{action.value: str(action.label) for action in Action},
            "publish": pgettext("event", "Published"),
            "archive": pgettext("event", "Archived"),
            "confirm": pgettext("event", "Confirmed as still correct"),
            **{step.value: str(step.label) for step in Step},
        }
        events: list[Event] = list(record.events.select_related("actor"))
        return [
            Version(
                event.at, event.actor, _named(words.get(event.action, event.action), event), [], reason=event.reason
            )
            for event in events
        ]


def _named(words: str, event: Event) -> str:
    """What happened, with the language where it happened to one: “ҚАЗ: Approve”."""
    return f"{SHORT_NAMES[event.language]}: {words}" if event.language in SHORT_NAMES else words
