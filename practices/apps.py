from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from . import catalogue  # noqa: PLC0415 - app ready: models can be imported

        catalogue.register()
