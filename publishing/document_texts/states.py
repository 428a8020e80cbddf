"""The text of each file: asked for when the file is kept, read by the task worker, looked after by a duty.

A reading is claimed by a conditional update and its result is kept only if the file is still the one that was read. A
file that brought down the worker at each attempt is given up: nothing is tried for ever.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from .. import catalogue, duties
from ..enums import TextProblem, TextState
from ..models import DocumentFile, DocumentText
from .extraction import Extract, extract

ATTEMPTS: Final = 3
PATIENCE: Final = timedelta(minutes=10)
"""After so long a claimed reading was left by a worker that died."""
TOGETHER: Final = 50
"""How many files one turn of the duty hands over."""
PRIORITY: Final = -10
"""Letters go first."""


def register() -> None:
    """Pick up what was missed."""
    duties.register("document_texts", every=timedelta(minutes=10), run=look_after)


def ask_for(files: Iterable[DocumentFile], *, is_queued: bool = True) -> None:
    """Have the texts of new or replaced files read after the transaction; what was read of former files goes at once.

    Call it where files are kept, before the document's entry is written. Without `is_queued` they wait for the caller,
    or for the duty.
    """
    rows = [DocumentText(file=file) for file in files]
    names = [field.name for field in DocumentText._meta.concrete_fields if not field.primary_key]
    DocumentText.objects.bulk_create(rows, update_conflicts=True, unique_fields=["file"], update_fields=names)
    if is_queued:
        _hand_over([row.file_id for row in rows])


def _hand_over(keys: list[int]) -> None:
    def start() -> None:
        for key in keys:
            read.enqueue(key)

    if keys:
        transaction.on_commit(start)


def missing() -> QuerySet[DocumentFile]:
    """Files whose text nobody has asked for, or whose content is another than was read."""
    outdated = Q(text__checksum__gt="") & ~Q(text__checksum=F("checksum"))
    return DocumentFile.objects.filter(Q(text=None) | outdated)


def failed() -> QuerySet[DocumentFile]:
    """Files that could not be read."""
    return DocumentFile.objects.filter(text__state=TextState.FAILED)


def look_after() -> None:
    """The duty: ask for what nobody asked for, hand over again what a dead worker or a lost task left."""
    with transaction.atomic():
        ask_for(missing().order_by("pk")[:TOGETHER])
    left = DocumentText.objects.filter(_is_free(timezone.now()), state=TextState.WAITING)
    with transaction.atomic():
        _hand_over(
            [*left.order_by(F("claimed_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:TOGETHER]]
        )


def _is_free(now: datetime) -> Q:
    """Whether nobody is reading the file just now."""
    return Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE)


@task(priority=PRIORITY)
def read(key: int) -> None:
    """Read the text of the file, if it still waits for that."""
    read_now(key)


def read_now(key: int) -> bool:
    """Read the text of a waiting file and bring the entry of its document up to date; whether a result was kept.

    False where another worker is at it, where the file has changed meanwhile, or where it needs no reading.
    """
    now = timezone.now()
    waiting = DocumentText.objects.filter(_is_free(now), pk=key, state=TextState.WAITING)
    if not waiting.update(claimed_at=now, attempts=F("attempts") + 1):
        return False
    row = DocumentText.objects.select_related("file").filter(pk=key).first()
    if row is None:
        return False
    if row.attempts > ATTEMPTS:
        return _keep(key, now, row.file.checksum, Extract(TextState.FAILED, problem=TextProblem.TOO_HEAVY))
    try:
        with row.file.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError:
        return _keep(key, now, row.file.checksum, Extract(TextState.FAILED, problem=TextProblem.LOST))
    return _keep(key, now, row.file.checksum, extract(content, row.file.media_type))


def _keep(key: int, claimed_at: datetime, checksum: str, found: Extract) -> bool:
    """Keep the result, unless the file was replaced, removed or claimed by somebody else meanwhile."""
    with transaction.atomic():
        rows = DocumentText.objects.select_for_update(of=("self",)).select_related("file__document")
        row = rows.filter(pk=key, state=TextState.WAITING, claimed_at=claimed_at, file__checksum=checksum).first()
        if row is None:
            return False
        row.state, row.text, row.problem, row.is_cut = found.state, found.text, found.problem, found.is_cut
        row.checksum, row.extracted_at = checksum, timezone.now()
        row.save()
        catalogue.write(row.file.document)
    return True
