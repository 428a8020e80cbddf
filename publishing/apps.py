from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from . import known_actions, usefulness  # noqa: PLC0415 - app ready: models can be imported
        from .collecting import keeping  # noqa: PLC0415 - app ready: models can be imported
        from .document_texts import states as document_texts  # noqa: PLC0415 - app ready: models can be imported
        from .documents import entries as document_entries  # noqa: PLC0415 - app ready: models can be imported
        from .finding import tally as search_tally  # noqa: PLC0415 - app ready: models can be imported
        from .finding import word_counts  # noqa: PLC0415 - app ready: models can be imported
        from .following import digests  # noqa: PLC0415 - app ready: models can be imported
        from .glossary import entries as term_entries  # noqa: PLC0415 - app ready: models can be imported
        from .letters import own_kinds, posting  # noqa: PLC0415 - app ready: models can be imported
        from .questions import desk as questions_desk  # noqa: PLC0415 - app ready: models can be imported
        from .questions import public  # noqa: PLC0415 - app ready: models can be imported
        from .reviewing import registration  # noqa: PLC0415 - app ready: models can be imported
        from .scheduling import registration as scheduling  # noqa: PLC0415 - app ready: models can be imported
        from .suggesting import places  # noqa: PLC0415 - app ready: models can be imported
        from .translating import waiting as translations  # noqa: PLC0415 - app ready: models can be imported

        known_actions.register()
        document_entries.register()
        word_counts.register()
        document_texts.register()
        term_entries.register()
        own_kinds.register()
        posting.register()
        registration.register()
        digests.register()
        usefulness.register()
        search_tally.register()
        keeping.register()
        public.register()
        questions_desk.register()
        scheduling.register()
        places.register()
        translations.register()
