from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SteeringConfig(AppConfig):
    name = "steering"
    verbose_name = _("Steering Committee")

    def ready(self) -> None:
        from publishing import letters  # noqa: PLC0415 - app ready: models can be imported

        from . import catalogue  # noqa: PLC0415 - app ready: models can be imported
        from .builder import desk as builder  # noqa: PLC0415 - app ready: models can be imported
        from .contributions import desk as contributions  # noqa: PLC0415 - app ready: models can be imported
        from .decisions import registration as decisions  # noqa: PLC0415 - app ready: models can be imported
        from .meetings import registration as meetings  # noqa: PLC0415 - app ready: models can be imported
        from .papers import registration as papers  # noqa: PLC0415 - app ready: models can be imported
        from .record import registration as record  # noqa: PLC0415 - app ready: models can be imported
        from .reports import registration as reports  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
        decisions.register()
        record.register()
        meetings.register()
        papers.register()
        reports.register()
        contributions.register()
        builder.register()
        letters.register_kind("handover_begun", _("An office of the Committee passes on"))
