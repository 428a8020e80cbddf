from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from publishing import action_names, audiences, letters, steps  # noqa: PLC0415 - app ready: models can be imported

        from . import catalogue, feeds, paper, versions  # noqa: PLC0415 - app ready: models can be imported
        from .adoption import correspondence, country_part, desk, news  # noqa: PLC0415 - app ready: models can be imported
        from .adoption.enums import AdoptionAction, AdoptionState  # noqa: PLC0415 - app ready: translations can be read
        from .contribute.events import ContributionAction  # noqa: PLC0415 - app ready: models can be imported
        from .judging import register_practices  # noqa: PLC0415 - app ready: models can be imported
        from .models import Practice  # noqa: PLC0415 - app ready: models can be imported
        from .revising.standing import owner_of_original  # noqa: PLC0415 - app ready: models can be imported
        from .workflow import PracticeWorkflow  # noqa: PLC0415 - app ready: models can be imported

        action_names.register(AdoptionAction.choices, AdoptionState.choices, of="practices.adoption")
        action_names.register(ContributionAction.choices, of="practices.practice")
        audiences.register("owner_of_original", owner_of_original)
        letters.register_kind("update_published", _("A proposed update was published"))
        catalogue.register()
        feeds.register()
        paper.register()
        correspondence.register()
        country_part.register()
        desk.register()
        news.register()
        versions.register()
        steps.register(Practice, PracticeWorkflow)
        register_practices()
