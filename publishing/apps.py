from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from . import document_entries, term_entries  # noqa: PLC0415 - app ready: models can be imported
        from .letters import own_kinds, posting  # noqa: PLC0415 - app ready: models can be imported

        document_entries.register()
        term_entries.register()
        own_kinds.register()
        posting.register()
