"""What the public page says of a code or a file: what it is, when it was sealed, whether it still stands."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.document_texts.extraction import extract
from publishing.documents import uploads
from publishing.gathering import gather
from publishing.languages import Text

from ..models import RecordCopy, RecordCorrection, RecordEntry
from . import registry
from .chain import GENESIS
from .codes import codes_in, digits_of
from .verifying import broken_links, differences

PDF = "application/pdf"


class Verdict(models.TextChoices):
    """What was found out."""

    SOUND = "sound", _("The record is as it was sealed.")
    SAME_FILE = "same_file", _("This is the file as the portal gave it out; it was not altered.")
    OTHER_FILE = (
        "other_file",
        _("This file prints the code of a record, but it is not a file that the portal gave out."),
    )
    TOUCHED = "touched", _("The record no longer agrees with what was sealed.")
    UNKNOWN = "unknown", _("The record knows nothing of this.")

    @property
    def is_good(self) -> bool:
        """Whether what was asked about can be relied on."""
        return self in {Verdict.SOUND, Verdict.SAME_FILE}


@dataclass(frozen=True, slots=True)
class Check:
    """The answer; the names of a record that is not open to the reader are left out of it."""

    verdict: Verdict
    entry: RecordEntry | None = None
    is_open: bool = False
    """Whether the sealed row itself is open to this reader."""
    title: Text | str = ""
    url: str = ""
    corrections: list[RecordCorrection] = field(default_factory=list)
    corrected: RecordEntry | None = None
    """What this entry corrects."""


def check_code(typed: str, user: Any) -> Check:
    """What the record says of a typed code or fingerprint. Raises ValidationError, translated, for what is no code."""
    digits = digits_of(typed)
    if not digits:
        raise ValidationError(
            _("A code has sixteen digits and letters from A to F, like 3F2A-90C1-77DE-04B8. Look at it once more.")
        )
    entry = _entry(digits)
    return _checked(entry, user, Verdict.SOUND) if entry is not None else Check(Verdict.UNKNOWN)


def check_file(file: Any, user: Any) -> Check:
    """What the record says of an uploaded file. Raises ValidationError, translated, for one that is empty or too large.

    The bytes decide. What the file prints only tells of which record it claims to be.
    """
    uploads.check_size(int(file.size or 0))
    if not file.size:
        raise ValidationError(_("The file is empty."))
    known = RecordCopy.objects.select_related("entry").filter(checksum=uploads.checksum(file)).first()
    if known is not None:
        return _checked(known.entry, user, Verdict.SAME_FILE)
    content = file.read()
    if content[:1024].find(b"%PDF-") >= 0:
        for digits in codes_in(extract(content, PDF).text)[:5]:
            entry = _entry(digits)
            if entry is not None:
                return _checked(entry, user, Verdict.OTHER_FILE)
    return Check(Verdict.UNKNOWN)


def _entry(digits: str) -> RecordEntry | None:
    """The one entry whose fingerprint begins so; none where two do."""
    found = RecordEntry.objects.filter(fingerprint__startswith=digits).select_related("corrects")[:2]
    return found[0] if len(found) == 1 else None


def _checked(entry: RecordEntry, user: Any, verdict: Verdict) -> Check:
    """The answer for an entry: touched where it or its row is not what was sealed, whatever the file is."""
    before, corrections = gather(
        [RecordEntry.objects.filter(sequence=entry.sequence - 1), RecordCorrection.objects.of_entry(entry)]
    )
    former = before[0].fingerprint if before else GENESIS
    subject = registry.subject_of(entry.kind)
    row = subject.visible_to(user).filter(pk=entry.subject_id).first() if subject is not None else None
    is_touched = broken_links(entry, former) or differences(entry, row)
    return Check(
        Verdict.TOUCHED if is_touched else verdict,
        entry,
        row is not None,
        registry.name_of(row) if row is not None else "",
        _url_of(row),
        corrections if row is not None else [],
        entry.corrects,
    )


def _url_of(row: Any) -> str:
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
