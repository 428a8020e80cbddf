"""What suggestions while typing are looked up in: the words of titles, and the entries by word, the best first."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from .entries import Entry

LONGEST_SKELETON: Final = 200


class TitleWord(models.Model):
    """A word of the titles of public entries, in one language.

    `number` is made from language and word (`suggesting.words.number_of`), so that writers need not ask for it. It is not
    unique in the table: two who bring the same new word at once do not wait for each other, and the next count
    (`suggesting.index.refresh`) leaves one row.
    """

    number = models.BigIntegerField()
    word = models.TextField(db_collation="C")
    language = models.CharField(max_length=2, choices=Language.choices)
    skeleton = models.CharField(max_length=LONGEST_SKELETON, db_collation="C")
    keys = ArrayField(models.TextField(), help_text="dictionary forms, with the prefix of their language")
    entries = models.PositiveIntegerField(default=1, help_text="entries whose title has the word; as last counted")

    class Meta:
        verbose_name = _("word of titles")
        verbose_name_plural = _("words of titles")
        indexes = [
            models.Index(fields=["number"], name="title_word_number"),
            models.Index(fields=["skeleton"], name="title_word_skeleton"),
            # no pending list: who publishes never pays for what others left there
            GinIndex(fields=["keys"], name="title_word_keys", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.word


class TitlePlace(models.Model):
    """A word stands in the title of an entry. Goes with the entry: the database itself deletes it."""

    pk = models.CompositePrimaryKey("entry_id", "number")
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    number = models.BigIntegerField()
    quality = models.IntegerField()

    class Meta:
        verbose_name = _("place of a word")
        verbose_name_plural = _("places of words")
        indexes = [models.Index(fields=["number", "-quality", "entry"], name="title_place_best")]

    def __str__(self) -> str:
        return f"{self.number}: {self.entry_id}"
