from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("The Hub")

    def ready(self) -> None:
        from . import catalogue  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()


class HubAdminConfig(AdminConfig):
    """Django's admin with the Hub's own site object, so that every page of it carries our colours and desk."""

    default_site = "hub.admin_site.HubAdminSite"
