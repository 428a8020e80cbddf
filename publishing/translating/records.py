"""Which records are translated, by whom, and how an address names them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.text import capfirst

from .. import catalogue
from ..languages import CODES
from ..models import Publication


def kinds() -> dict[str, type[Publication]]:
    """The kinds of record that are translated: `{"practice": Practice, …}`."""
    models_ = [source.model for source in catalogue.sources() if issubclass(source.model, Publication)]
    return {str(model.kind.value): model for model in models_}


def may_translate(user: Any, model: type[models.Model]) -> bool:
    """Whether the person's role lets them translate records of the model, and read what others translated."""
    meta = model._meta
    return bool(user.is_authenticated and user.has_perm(f"{meta.app_label}.change_{meta.model_name}"))


def kinds_for(user: Any) -> dict[str, type[Publication]]:
    """The kinds that the person may translate."""
    return {kind: model for kind, model in kinds().items() if may_translate(user, model)}


def name_of_kind(model: type[models.Model]) -> str:
    """The kind's name in the plural: Practices."""
    return capfirst(str(model._meta.verbose_name_plural))


def record_for(user: Any, kind: str, pk: int, language: str) -> Publication:
    """The record to be translated into the language.

    Raises Http404 where there is none, the person may not see it or the language is its original one; PermissionDenied
    where they may see but not translate it.
    """
    model = kinds().get(kind)
    if model is None or language not in CODES:
        raise Http404
    record: Publication | None = model._default_manager.visible_to(user).filter(pk=pk).first()  # type: ignore[attr-defined]  # every publication has it
    if record is None or record.original_language == language:
        raise Http404
    if not may_translate(user, model):
        raise PermissionDenied
    return record


def country_column(model: type[models.Model]) -> str:
    """The lookup of the record's country code, from the record; empty where records of the model have no country."""
    names = {field.name for field in model._meta.concrete_fields}
    if "iso2" in names:
        return "iso2"
    return "country__iso2" if "country" in names else ""


def translators(model: type[models.Model] | None = None) -> QuerySet[Any]:
    """The active accounts whose role lets them translate records of the model, or of any kind."""
    wanted = [model] if model is not None else list(kinds().values())
    rule = Q(pk__in=[])
    for one in wanted:
        codes = {"codename": f"change_{one._meta.model_name}", "content_type__app_label": one._meta.app_label}
        rule |= Q(groups__permissions__in=_permissions(codes)) | Q(user_permissions__in=_permissions(codes))
    users = get_user_model()._default_manager
    keys = users.filter(rule, is_active=True).order_by().values("pk")
    return users.filter(pk__in=keys).order_by("first_name", "last_name", "email")


def _permissions(codes: dict[str, str]) -> QuerySet[Any]:
    return Permission.objects.filter(**codes)
