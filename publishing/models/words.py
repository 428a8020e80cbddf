"""The portal's own words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Language, Origin


class Word(models.Model):
    """A word of the public records, in one language and of one origin.

    Rows are only ever added by those who publish, and no constraint makes one writer wait for another: two that bring
    the same new word at once leave two equal rows, which the next count (`vocabulary.refresh`) makes one again.
    """

    word = models.TextField(db_collation="C")
    language = models.CharField(max_length=2, choices=Language.choices)
    origin = models.CharField(max_length=6, choices=Origin.choices)
    skeletons = ArrayField(models.TextField(), help_text="as typed without Kazakh letters or in Latin script")
    stems = ArrayField(models.TextField(), help_text="skeletons of the stems that it may be a form of")
    records = models.PositiveIntegerField(default=1, help_text="entries that have the word; as last counted")

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = [
            models.Index(fields=["word"], name="word_itself"),
            # no pending lists: who publishes never pays for what others left there
            GinIndex(fields=["skeletons"], name="word_skeletons", fastupdate=False),
            GinIndex(fields=["stems"], name="word_stems", fastupdate=False),
            GinIndex(
                fields=["word"],
                name="word_letters",
                opclasses=["gin_trgm_ops"],
                condition=models.Q(origin=Origin.TEXT),
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.word
