"""A practice with all its parts, and the people who work at the desk."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from members.enums import Role
from members.models import User
from practices.models import Award, Practice, PracticeTheme, Result
from practices.workflow import PracticeWorkflow
from publishing.enums import LanguageState
from publishing.languages import CODES
from publishing.models import LanguageVersion, Source, Tag, Theme
from tests.factories.hub import superuser
from tests.factories.members import account, country

TITLES = {"kk": "Бір терезе орталықтары", "ru": "Центры одного окна", "en": "One-stop centres"}


def practice(
    slug: str = "one-stop",
    *,
    published: bool = True,
    languages: tuple[str, ...] = CODES,
    iso2: str = "KZ",
    **fields: Any,
) -> Practice:
    """A practice from Kazakhstan whose original is Russian, with a theme, a tag, a source, a result and an award."""
    from members.models import Country  # noqa: PLC0415

    land = Country.objects.filter(iso2=iso2).first() or country(iso2)
    texts = {f"title_{code}": TITLES[code] for code in languages}
    texts |= {f"problem_{code}": f"<p>{TITLES[code]}: мәселе.</p>" for code in languages}
    values: dict[str, Any] = {"original_language": "ru", "start_year": 2016, "summary_ru": "Все услуги в одном месте."}
    record = Practice.objects.create(slug=slug, country=land, **{**texts, **values, **fields})
    kind = ContentType.objects.get_for_model(Practice)
    for code in CODES:
        state = LanguageState.APPROVED if code in languages else LanguageState.MISSING
        LanguageVersion.objects.create(content_type=kind, object_id=record.pk, language=code, state=state)
    source = Source.objects.create(
        content_type=kind, object_id=record.pk, key="s1", title="Отчёт за 2019 год", url="https://example.org/2019"
    )
    PracticeTheme.objects.create(practice=record, theme=Theme.objects.order_by("position")[0])
    Result.objects.create(
        practice=record, indicator_ru="Время ожидания", unit_ru="минут", before=60, after=15, year=2019, source=source
    )
    Award.objects.create(practice=record, name_ru="Премия", year=2018, source=source)
    tag = Tag.objects.filter(slug="mobile").first() or Tag.objects.create(
        slug="mobile", name="mobile", name_en="mobile", name_ru="мобильные", name_kk="мобильді"
    )
    record.tags.add(tag)
    return PracticeWorkflow(record, superuser()).publish_unreviewed("Басқа жерде жарияланған") if published else record


def staff(role: Role, email: str = "") -> User:
    """A member of the staff with one role."""
    user = account(email or f"{role.value}@hub.example", is_staff=True)
    user.groups.add(Group.objects.get(name=role.value))
    return user


def desk(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
