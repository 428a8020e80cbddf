from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from publishing import steps  # noqa: PLC0415 - app ready: models can be imported

        from . import audiences, catalogue, versions  # noqa: PLC0415 - app ready: models can be imported
        from .models import Country, Expert  # noqa: PLC0415 - app ready: models can be imported
        from .reviewers import register_reviewers  # noqa: PLC0415 - app ready: models can be imported
        from .workflow import CountryWorkflow, ExpertWorkflow  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
        versions.register()
        steps.register(Country, CountryWorkflow)
        steps.register(Expert, ExpertWorkflow)
        audiences.register()
        register_reviewers()
