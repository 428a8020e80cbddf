"""The admin of the about pages, and of the groups behind the roles."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.admin import role_name
from publishing.admin.base import HubAdmin
from publishing.admin.correspondence import letters_about
from publishing.admin.permissions import in_words
from publishing.admin.publication import PublicationAdmin

from .answering import AnswerForm, answer
from .models import Enquiry, Page
from .workflow import PageWorkflow


@admin.register(Page)
class PageAdmin(PublicationAdmin):
    """About pages."""

    workflow = PageWorkflow
    lead_texts = ("title", "lead")
    facts = (("as_of", "position"),)
    sections = ("body",)
    list_display = ("title_column", "slug", "state_badge", "language_list", "as_of", "position", "changed_at")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """In the order of the menu."""
        return ["position", "pk"]


class AnswerFilter(admin.SimpleListFilter):
    """Enquiries by whether they are answered."""

    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Waiting, late, answered."""
        return [("no", _("Waiting for an answer")), ("late", _("Answer overdue")), ("yes", _("Answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The enquiries in that position."""
        match self.value():
            case "no":
                return queryset.filter(answered_on=None)
            case "late":
                return queryset.filter(answered_on=None, due_on__lt=localdate())
            case "yes":
                return queryset.exclude(answered_on=None)
        return queryset


@admin.register(Enquiry)
class EnquiryAdmin(HubAdmin):
    """What people wrote to the Secretariat: read, answered, dated; never added or changed by us."""

    list_display = ("__str__", "email", "received_at", "due_on", "answered_on")
    list_filter = (AnswerFilter, "subject", "language")
    search_fields = ("message", "email", "answer")
    date_hierarchy = "received_at"
    fields = ("subject", "message", "email", "page", "language", ("received_at", "due_on"), "answer", "answered_on")
    readonly_fields = ("subject", "message", "email", "page", "language", "received_at", "due_on")
    change_form_template = "admin/enquiry_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The answer has a page of its own."""
        view = self.admin_site.admin_view(self.answer_view)
        return [path("<path:object_id>/answer/", view, name="hub_enquiry_answer"), *super().get_urls()]

    def answer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The answer as a letter, looked at and edited; POST sends it, once."""
        enquiry = self.get_object(request, unquote(object_id))
        if enquiry is None or not enquiry.email:
            raise Http404
        if not self.has_change_permission(request, enquiry):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:hub_enquiry_change", args=[enquiry.pk]))
        form = AnswerForm(enquiry, request.POST if request.method == "POST" else None)
        if enquiry.answered_on is not None or (request.method == "POST" and form.is_valid()):
            if enquiry.answered_on is None and answer(enquiry, form, request.user):
                self.log_change(request, enquiry, gettext("Answered by letter"))
                messages.success(request, gettext("The answer is on its way."))
            else:
                messages.error(request, gettext("This enquiry is answered already."))
            return back
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Answer by letter"),
            "opts": self.opts,
            "enquiry": enquiry,
            "form": form,
        }
        return TemplateResponse(request, "admin/enquiry_answer.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """With the way to the answer, and the letters that went out."""
        is_open = obj is not None and obj.email and obj.answered_on is None and self.has_change_permission(request, obj)
        context["answer_url"] = reverse("admin:hub_enquiry_answer", args=[obj.pk]) if is_open else ""
        context["correspondence"] = letters_about(request, obj) if obj is not None else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the contact page makes enquiries."""
        return False


class RoleAdmin(GroupAdmin):
    """Roles. Migrations make them; whoever may change groups may widen or narrow them."""

    list_display = ("role", "people")
    list_display_links = ("role",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of accounts."""
        return super().get_queryset(request).annotate(accounts=Count("user"))

    @admin.display(description=_("role"), ordering="name")
    def role(self, group: Group) -> str:
        """The role in words."""
        return role_name(group)

    @admin.display(description=_("accounts"), ordering="accounts")
    def people(self, group: Any) -> str:
        """How many accounts have the role, with a link to them."""
        url = reverse("admin:members_user_changelist")
        return format_html('<a href="{}?role={}">{}</a>', url, group.name, group.accounts)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        """Permissions in words of the reader's language."""
        field = super().formfield_for_manytomany(db_field, request=request, **kwargs)
        if db_field.name == "permissions" and field is not None:
            return in_words(field)
        return field


admin.site.register(Group, RoleAdmin)

# allauth gives its model no name that could be translated; the admin prints it in headings and links.
Authenticator._meta.verbose_name = _("second factor")
Authenticator._meta.verbose_name_plural = _("second factors")


class KeysOfAccounts(admin.ModelAdmin):  # type: ignore[type-arg]  # of whatever opens an account
    """Whatever opens an account: that of a superuser is in the hands of superusers alone.

    Who could give a superuser another address, or take away a second factor, could become one.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without those of superusers, for everybody else."""
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(user__is_superuser=False)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only a superuser gives a superuser another address."""
        if db_field.name == "user" and not request.user.is_superuser:
            kwargs["queryset"] = get_user_model()._default_manager.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(EmailAddress)
class AddressAdmin(KeysOfAccounts, EmailAddressAdmin):
    """The addresses by which people sign in and get letters."""


@admin.register(Authenticator)
class SecondFactorAdmin(KeysOfAccounts):
    """Second factors: removed when somebody has lost their device, never made or read here."""

    list_display = ("person", "kind", "made", "used")
    search_fields = ("user__email", "user__last_name")
    list_select_related = ("user",)
    fields = ("person", "kind", "made", "used")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: the owner sets it up."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: it can only be removed."""
        return False

    @admin.display(description=_("account"), ordering="user__email")
    def person(self, factor: Authenticator) -> str:
        """The account's address."""
        return str(factor.user.email)

    @admin.display(description=_("kind"), ordering="type")
    def kind(self, factor: Authenticator) -> str:
        """App, key or codes."""
        return str(factor.get_type_display())

    @admin.display(description=_("set up"), ordering="created_at")
    def made(self, factor: Authenticator) -> Any:
        """When it was set up."""
        return factor.created_at

    @admin.display(description=_("last used"), ordering="last_used_at")
    def used(self, factor: Authenticator) -> Any:
        """When it was last used."""
        return factor.last_used_at
