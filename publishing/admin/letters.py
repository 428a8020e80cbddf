"""The admin of letters: what was written to whom and what became of it; written, edited, sent and cancelled by the Secretariat."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .. import letters
from ..letters.html import html_of
from ..letters.kinds import kinds
from ..letters.posting import EDITABLE, RESTARTABLE
from ..limits import is_within
from ..models import Letter
from ..reviewing.rights import letters_hidden_from
from .base import HubAdmin, SafeForm

PER_HOUR: Final = 60
"""How many letters one person may send by hand within an hour."""
SANDBOX: Final = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of a letter's HTML: it is looked at, and can do nothing."""
MARKS: Final = {"draft": "○", "queued": "◔", "sending": "◑", "sent": "●", "failed": "✕", "cancelled": "–"}


class LetterForm(SafeForm):
    """A letter that has not left: one line of subject, plain paragraphs."""

    def clean_subject(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_text(self) -> str:
        """Lines as every mail program reads them."""
        return "\n".join(line.rstrip() for line in str(self.cleaned_data["text"]).splitlines()).strip()


class KindFilter(admin.SimpleListFilter):
    """Letters by what they are about."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """The kinds in words, in the reader's alphabet, and the letters by hand."""
        named = sorted(((kind.name, str(kind.title)) for kind in kinds()), key=lambda one: one[1].casefold())
        return [("-", _("By hand")), *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The letters of that kind."""
        if not self.value():
            return queryset
        return queryset.filter(kind="" if self.value() == "-" else self.value())


@admin.register(Letter)
class LetterAdmin(HubAdmin):
    """Letters hold personal data: nobody below the Secretariat reads them."""

    form = LetterForm
    change_form_template = "admin/letter_change_form.html"
    list_display = ("subject", "state_mark", "to", "kind_name", "record_link", "created_at", "age", "trouble")
    list_filter = ("state", KindFilter, "language", "created_at")
    list_select_related = ("content_type",)
    search_fields = ("address", "name", "subject", "problem", "message_id")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    actions = None
    written = ("address", "name", "language", "subject", "text")
    facts = (
        "state_mark", "trouble", "kind_name", "record_link", "actor", "created_at", "changed_at", "due_at", "attempts", "sent_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records; who judges a record is told to those alone who may know it."""
        found = super().get_queryset(request).exclude(letters_hidden_from(request.user))
        return found.prefetch_related("record")

    def get_urls(self) -> list[URLPattern]:
        """Each action has its address."""
        view, name = self.admin_site.admin_view, "publishing_letter"
        return [
            path("<path:object_id>/send/", view(self.send_view), name=f"{name}_send"),
            path("<path:object_id>/cancel/", view(self.cancel_view), name=f"{name}_cancel"),
            path("<path:object_id>/html/", view(self.html_view), name=f"{name}_html"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The letter, then what became of it."""
        letter = (None, {"fields": ["address", "name", "language", "subject", "text"]})
        return [letter] if obj is None else [letter, (_("What became of it"), {"fields": list(self.facts)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whom a letter of the portal's own goes to is settled; of one by hand everything can be changed."""
        return (*self.facts, "address", "name", "language") if obj is not None and obj.kind else self.facts

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A letter that left, is leaving or was cancelled is read only."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state in EDITABLE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: letters go by themselves when their time has run out."""
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A text of twenty lines."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField) and field is not None:
            field.widget = forms.Textarea({"rows": 20, "cols": 90})
            field.help_text = _("Plain paragraphs with an empty line between them; the foot of the letter is added.")
        return field

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A letter that left while somebody was editing it says so; what was typed stays in their browser."""
        if request.method == "POST" and object_id is not None:
            letter = self.get_object(request, unquote(object_id))
            if letter is not None and letter.state not in EDITABLE and super().has_change_permission(request):
                messages.error(request, gettext("This letter has left in the meantime; your changes were not saved."))
                return HttpResponseRedirect(request.path)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A letter by hand belongs to the account that has the address, if there is one."""
        if not change:
            obj.actor = request.user
        if not obj.kind:
            obj.recipient = get_user_model()._default_manager.filter(email__iexact=obj.address).first()
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To the draft, which can be looked at and sent there."""
        return HttpResponseRedirect(_url("change", obj))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """With the buttons that are open in the letter's state."""
        if obj is not None:
            may = request.user.has_perm("publishing.change_letter")
            context["letter"] = {
                "html_url": _url("html", obj),
                "send_url": _url("send", obj) if may and obj.state in RESTARTABLE and obj.state != "queued" else "",
                "cancel_url": _url("cancel", obj) if may and obj.state in EDITABLE else "",
                "is_again": obj.state != "draft",
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def send_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send a draft, or once more what failed or was cancelled; a second press does nothing."""
        letter = self._for_action(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not letter.kind and not is_within("letter", str(request.user.pk), amount=PER_HOUR, seconds=3600):
            messages.error(
                request, gettext("You have sent many letters within an hour. Wait a little, then send this one.")
            )
        elif letter.state == "queued" or letters.retry(letter):
            messages.success(request, gettext("The letter is on its way."))
        else:
            messages.error(request, gettext("This letter has left already."))
        return HttpResponseRedirect(_url("change", letter))

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep a letter from leaving."""
        letter = self._for_action(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if letters.cancel(letter) or letter.state == "cancelled":
            messages.success(request, gettext("The letter is cancelled; it will not be sent."))
        else:
            messages.error(request, gettext("This letter has left already."))
        return HttpResponseRedirect(_url("change", letter))

    def html_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The letter as HTML, in a sandbox."""
        letter = self.get_object(request, unquote(object_id))
        if letter is None:
            raise Http404
        if not self.has_view_permission(request, letter):
            raise PermissionDenied
        return HttpResponse(html_of(letter), headers={"Content-Security-Policy": SANDBOX})

    def _for_action(self, request: HttpRequest, object_id: str) -> Letter:
        letter: Letter | None = self.get_object(request, unquote(object_id))
        if letter is None:
            raise Http404
        if not super().has_change_permission(request):
            raise PermissionDenied
        return letter

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, letter: Letter) -> SafeString:
        """The state with a shape, so that colour is not alone."""
        return format_html(
            '<span class="letter-state letter-state--{}">{} {}</span>',
            letter.state,
            MARKS.get(letter.state, ""),
            letter.get_state_display(),
        )

    @admin.display(description=_("recipient"), ordering="address")
    def to(self, letter: Letter) -> str:
        """Name and address."""
        return f"{letter.name} <{letter.address}>" if letter.name else letter.address

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, letter: Letter) -> str:
        """The kind in words."""
        titles = {kind.name: str(kind.title) for kind in kinds()}
        return titles.get(letter.kind, letter.kind) or gettext("By hand")

    @admin.display(description=_("record"))
    def record_link(self, letter: Letter) -> str:
        """The record that the letter is about, with its page in the admin."""
        record: Any = letter.record
        if record is None:
            return "–"
        try:
            url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        except NoReverseMatch:
            return str(record)
        return format_html('<a href="{}">{}</a>', url, record)

    @admin.display(description=_("age"))
    def age(self, letter: Letter) -> str:
        """For how long it has been there, in the two largest units."""
        return timesince(letter.created_at)

    @admin.display(description=pgettext_lazy("letter", "problem"))
    def trouble(self, letter: Letter) -> str:
        """The mail server's words at the last attempt."""
        return letter.problem or "–"


def _url(action: str, letter: Letter) -> str:
    return reverse(f"admin:publishing_letter_{action}", args=[quote(letter.pk)])
