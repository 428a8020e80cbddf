"""Pages, and the people who act in tests."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from hub.models import Page
from hub.workflow import PageWorkflow
from members.models import User
from publishing.enums import LanguageState
from publishing.models import LanguageVersion


def superuser(email: str = "root@hub.example") -> User:
    """Somebody who may do everything."""
    return User.objects.filter(email=email).first() or User.objects.create_superuser(email, "correct horse battery")


def page(
    slug: str = "rationale", *, published: bool = True, languages: tuple[str, ...] = ("kk", "ru", "en"), **fields: Any
) -> Page:
    """An about page with a title, lead and body in the given languages."""
    texts = {
        "title": {"kk": "Хаб не үшін қажет", "ru": "Зачем нужен хаб", "en": "Why a hub"},
        "lead": {"kk": "Қысқаша", "ru": "Коротко", "en": "In short"},
        "body": {"kk": "<p>Мәтін.</p>", "ru": "<p>Текст.</p>", "en": "<p>Text.</p>"},
    }
    columns = {f"{name}_{code}": text[code] for name, text in texts.items() for code in languages}
    record = Page.objects.create(slug=slug, original_language=languages[0], **{**columns, **fields})
    for code in ("kk", "ru", "en"):
        state = LanguageState.APPROVED if code in languages else LanguageState.MISSING
        LanguageVersion.objects.create(
            content_type=ContentType.objects.get_for_model(Page), object_id=record.pk, language=code, state=state
        )
    return PageWorkflow(record, superuser()).publish() if published else record
