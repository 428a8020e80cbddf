from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReformsConfig(AppConfig):
    name = "reforms"
    verbose_name = _("Reforms")

    def ready(self) -> None:
        from . import catalogue  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
