"""Themes and tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import GenericTaggedItemBase, TagBase

from ..languages import text_of


class Theme(models.Model):
    """A term of the controlled vocabulary."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value


class Tag(TagBase):
    """A free keyword with its name in each language."""

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return text_of(self, "name").value or self.slug


class TaggedRecord(GenericTaggedItemBase):
    """A tag on a record."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items")


class Tagged(models.Model):
    """A record that bears tags."""

    tags = TaggableManager(through=TaggedRecord, blank=True, verbose_name=_("tags"))

    class Meta:
        abstract = True
