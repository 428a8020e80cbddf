"""Translators, and translations in work."""

from itertools import count

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from members.enums import Role
from members.models import User
from publishing.models import LanguageVersion, Publication
from publishing.translating.workflow import TranslationWorkflow, desk_of
from tests.factories.members import account

_numbers = count(1)


def translator(name: str = "", role: Role = Role.TRANSLATOR, **fields: object) -> User:
    """Somebody of the translation desk."""
    user = account(f"{name or 'translator'}{next(_numbers)}@desk.example", is_staff=True, first_name=name, **fields)
    user.groups.set(Group.objects.filter(name=role))
    return user


def version_of(record: Publication, language: str, **fields: object) -> LanguageVersion:
    """The row of a language, with these values."""
    key = {"content_type": ContentType.objects.get_for_model(type(record)), "object_id": record.pk}
    row, _is_new = LanguageVersion.objects.update_or_create(**key, language=language, defaults=fields)
    return row


def submitted(record: Publication, language: str, writer: User, **texts: str) -> None:
    """A draft with these texts, handed in by the writer."""
    flow = TranslationWorkflow(record, language, writer)
    flow.save(texts, version=desk_of(record, language).draft_version)
    flow.submit(version=desk_of(record, language).draft_version, source_version=record.text_version)
