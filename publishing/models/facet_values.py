"""The numbers that stand for values of facets in the columns of catalogue entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FacetValue(models.Model):
    """A value of a facet; its key is the number that entries keep in its place (`publishing.finding.columns`).

    Rows are only ever added: a number that once stood for a value never stands for another.
    """

    id = models.AutoField(primary_key=True)
    facet = models.CharField(max_length=12)
    value = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("value of a facet")
        verbose_name_plural = _("values of facets")
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_number_per_facet_value")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"
