"""Files on their way to a reader: always as attachments, never kept by anybody on the way."""

from typing import IO, Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from ..models import PaperVersion


def file_name(version: PaperVersion) -> str:
    """What the file is called on the reader's side: SC-3-4_v2_kk.pdf."""
    number = version.paper.number.replace("/", "-")
    return f"{number}_v{version.number}_{version.language}.{version.ending}"


def version_response(version: PaperVersion) -> FileResponse:
    """The file of a version; 404 where it is lost."""
    try:
        content = version.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is not in the storage") from error
    return attachment(content, file_name(version), version.media_type)


def attachment(content: IO[bytes] | Any, name: str, media_type: str) -> FileResponse:
    """The content as a file to be saved."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=media_type)
    confine(response)
    return response


def confine(response: HttpResponseBase) -> None:
    """Let no cache keep the answer, no browser guess what it is, and nobody learn its address from a link."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
