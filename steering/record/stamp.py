"""The fingerprint on paper: what a PDF of a sealed record prints at its foot, and the files that were given out."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.origin import site_origin

from ..models.record import RecordCopy, RecordEntry


def stamp_of(entry: RecordEntry) -> dict[str, Any]:
    """What a typst template prints in its foot, in the active language: words, code, fingerprint and the page to check.

    The same entry and language give the same stamp, so that the file's bytes stay the same.
    """
    address = f"{site_origin()}{reverse('committee:check')}"
    return {
        "code": entry.code,
        "fingerprint": entry.fingerprint,
        "sequence": entry.sequence,
        "sealed": date_format(timezone.localdate(entry.sealed_at)),
        "address": address,
        "line": _("Sealed on %(day)s as no. %(number)s of the record. Code: %(code)s. To be checked at %(address)s")
        % {
            "day": date_format(timezone.localdate(entry.sealed_at)),
            "number": entry.sequence,
            "code": entry.code,
            "address": address,
        },
        "words": _("Fingerprint (SHA-256)"),
    }


def issued(response: HttpResponse, entry: RecordEntry) -> HttpResponse:
    """The same answer, its file noted as one that the portal gave out; an answer without a body (304) notes nothing.

    By the checksum the check page tells a file of ours from one that was altered.
    """
    if response.status_code == 200 and response.content:
        checksum = hashlib.sha256(response.content).hexdigest()
        RecordCopy.objects.get_or_create(
            checksum=checksum, defaults={"entry": entry, "first_issued_at": timezone.now()}
        )
    return response
