from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReformsConfig(AppConfig):
    name = "reforms"
    verbose_name = _("Reforms")

    def ready(self) -> None:
        from publishing import steps  # noqa: PLC0415 - app ready: models can be imported

        from . import catalogue, practice_links, tracker, versions  # noqa: PLC0415 - app ready: models can be imported
        from .models import Reform  # noqa: PLC0415 - app ready: models can be imported
        from .workflow import ReformWorkflow  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
        tracker.register()
        versions.register()
        steps.register(Reform, ReformWorkflow)
        practice_links.register()
