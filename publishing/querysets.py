"""What a person may see of a publication, stated once."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from .enums import Access, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from .models import Document, DocumentFile, Entry

Reader = Any
"""A signed-in user or AnonymousUser: the accounts live on a floor above this one."""
M = TypeVar("M", bound=models.Model)


def may_view_all(user: Reader, model: type[models.Model]) -> bool:
    """Whether the user's roles let them read every record of the model, drafts included."""
    meta = model._meta
    return bool(user.is_authenticated and user.has_perm(f"{meta.app_label}.view_{meta.model_name}"))


class PublicationQuerySet(models.QuerySet[M]):
    """Readers see what is published; an owner also sees their own; roles with the view permission see all."""

    def published(self) -> Self:
        """What everybody may read."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: Reader) -> Self:
        """The records that this person may read."""
        if may_view_all(user, self.model):
            return self
        rule = Q(state=State.PUBLISHED)
        if user.is_authenticated:
            rule |= self.kept_by(user) | self.judged_by(user)
        return self.filter(rule)

    def originals(self) -> Self:
        """The records without proposed updates of others."""
        return self.filter(self.is_original())

    def is_original(self) -> Q:
        """The rule that leaves out proposed updates of others, for kinds that have such."""
        return Q()

    def judged_by(self, user: Reader) -> Q:
        """The rule by which somebody reads a record because they review it, for as long as the round is on."""
        return Q(
            pk__in=_standing_reviews(user)
            .filter(content_type__app_label=self.model._meta.app_label, content_type__model=self.model._meta.model_name)
            .values("object_id")
        )

    def kept_by(self, user: "AbstractBaseUser") -> Q:
        """The rule by which an unpublished record is the person's own; floors above widen it."""
        return Q(owner=user)


class EntryQuerySet(models.QuerySet["Entry"]):
    """The catalogue: only public records are in it; what has run out of its consent is filtered here."""

    def visible_to(self, user: Reader) -> Self:
        """All entries that are public today, whoever asks."""
        return self.filter(Q(visible_until=None) | Q(visible_until__gte=localdate()))


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents by their access level, and by the record that they belong to."""

    def visible_to(self, user: Reader) -> Self:
        """The documents of public records that this person's level opens; editors of documents also see those of drafts."""
        if _sees_drafts(user):
            return self.filter(access__in=access_levels(user))
        return self.filter(_open_record(user, ""), access__in=access_levels(user))


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    """Files follow their document."""

    def visible_to(self, user: Reader) -> Self:
        """The files of the documents that this person may open."""
        rule = Q(document__access__in=access_levels(user))
        if _sees_drafts(user):
            return self.filter(rule)
        return self.filter(_open_record(user, "document__"), rule)


def access_levels(user: Reader) -> list[str]:
    """The document levels open to the person."""
    levels = [Access.PUBLIC.value]
    if user.is_authenticated:
        levels.append(Access.MEMBERS.value)
        if user.has_perm("publishing.view_committee_documents"):
            levels.append(Access.COMMITTEE.value)
    return levels


def _sees_drafts(user: Reader) -> bool:
    return bool(user.is_authenticated and user.has_perm("publishing.view_document"))


def _standing_reviews(user: Reader) -> Any:
    """The reviews for which this person reads what is not public."""
    return apps.get_model("publishing", "Review")._default_manager.standing().filter(reviewer_id=user.pk)


def _open_record(user: Reader, prefix: str) -> Any:
    """Whether the document's record is public, or one that this person reviews."""
    public = _of_public_record(prefix)
    return public | _of_judged_record(user, prefix) if user.is_authenticated else public


def _of_judged_record(user: Reader, prefix: str) -> Exists:
    """Whether this person reviews the document's record; `prefix` leads from the queried rows to the document."""
    return Exists(
        _standing_reviews(user).filter(
            content_type=OuterRef(f"{prefix}content_type"), object_id=OuterRef(f"{prefix}object_id")
        )
    )


def _of_public_record(prefix: str) -> Exists:
    """Whether the document's record stands in the catalogue; `prefix` leads from the queried rows to the document."""
    entries = apps.get_model("publishing", "Entry")._default_manager
    return Exists(
        entries.filter(content_type=OuterRef(f"{prefix}content_type"), object_id=OuterRef(f"{prefix}object_id"))
    )
