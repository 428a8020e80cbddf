from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("The Hub")

    def ready(self) -> None:
        from publishing import steps  # noqa: PLC0415 - app ready: models can be imported

        from . import catalogue, committee_figures, letters, own_desk, versions  # noqa: PLC0415 - app ready: models can be imported
        from .models import Page  # noqa: PLC0415 - app ready: models can be imported
        from .workflow import PageWorkflow  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
        committee_figures.register_figures()
        letters.register()
        own_desk.register()
        versions.register()
        steps.register(Page, PageWorkflow)


class HubAdminConfig(AdminConfig):
    """Django's admin with the Hub's own site object, so that every page of it carries our colours and desk."""

    default_site = "hub.admin_site.HubAdminSite"

    def ready(self) -> None:
        """Let every model see the history models, which are made while the applications get ready.

        Django does not look for new relations at that time; without this an account with a history could not be deleted.
        """
        for model in apps.get_models(include_auto_created=True):
            model._meta._expire_cache()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
        super().ready()
