from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from publishing import steps  # noqa: PLC0415 - app ready: models can be imported

        from . import catalogue, paper, versions  # noqa: PLC0415 - app ready: models can be imported
        from .adoption import correspondence, country_part, desk, news  # noqa: PLC0415 - app ready: models can be imported
        from .judging import register_practices  # noqa: PLC0415 - app ready: models can be imported
        from .models import Practice  # noqa: PLC0415 - app ready: models can be imported
        from .workflow import PracticeWorkflow  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
        paper.register()
        correspondence.register()
        country_part.register()
        desk.register()
        news.register()
        versions.register()
        steps.register(Practice, PracticeWorkflow)
        register_practices()
