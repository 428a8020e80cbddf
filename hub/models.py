"""The about pages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.enums import Kind
from publishing.models import Publication
from publishing.querysets import PublicationQuerySet
from publishing.richtext import RichTextField


class Page(Publication):
    """A page about the Hub: what it is for, how it came to be, how to take part."""

    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicationQuerySet["Page"].as_manager()
    kind = Kind.PAGE
    text_fields = ("lead", "body")

    class Meta(Publication.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        permissions = [("publish_page", "Can publish and archive pages")]

    def get_absolute_url(self) -> str:
        return reverse("about:page", args=[self.slug])
