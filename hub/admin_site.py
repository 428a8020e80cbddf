"""The admin site of the Hub."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

APP_ORDER = ("practices", "reforms", "members", "hub", "publishing", "auth", "account", "mfa")
"""The applications in the order of a working day; what is not named follows."""
HIDDEN = {
    "taggit.tag",
    "socialaccount.socialapp",
    "socialaccount.socialaccount",
    "socialaccount.socialtoken",
    "django_tasks_database.dbtaskresult",
}
"""Models that libraries bring to the admin and that nobody here edits: our own tag stands in for taggit's."""


REPLACED = {"django.contrib.auth.admin", "allauth.account.admin", "allauth.mfa.admin"}
"""Admin pages of libraries in whose place stand ours: roles in words, addresses, second factors that are only removed."""


class HubAdminSite(AdminSite):
    """Django's admin under our name; its start page is the Secretariat's desk, its sign-in the portal's own."""

    site_header = _("Secretariat's desk")
    site_title = _("Regional Hub of Civil Service")
    index_title = _("What waits for whom")
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leave out what libraries register and nobody here edits, and their pages in whose place stand ours."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple | set) else [model_or_iterable]
        wanted = [
            model
            for model in models
            if model._meta.label_lower not in HIDDEN and getattr(admin_class, "__module__", "") not in REPLACED
        ]
        if wanted:
            super().register(wanted, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own sign-in, with its limits and second factor; who is signed in and not staff is refused."""
        target = request.GET.get("next") or reverse("admin:index")
        if request.user.is_authenticated:
            if self.has_permission(request):
                return HttpResponseRedirect(reverse("admin:index"))
            raise PermissionDenied
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own sign-out."""
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own page for a new password."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The desk: what waits, for whom, since when."""
        from .desk import desk_of, recent_actions  # noqa: PLC0415 - models are not loaded yet when the site is made

        context = {"desk": desk_of(request.user), "recent": recent_actions(request.user), **(extra_context or {})}
        return super().index(request, context)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The texts of all scripts of the admin, our translations of the libraries' included."""
        response: Any = JavaScriptCatalog.as_view()(request)
        return cast("HttpResponse", response)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The applications in the order of a working day."""
        places = {label: place for place, label in enumerate(APP_ORDER)}
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: (places.get(app["app_label"], len(places)), str(app["name"])))
