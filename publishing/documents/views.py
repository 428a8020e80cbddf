"""Documents: their page, and their files through a permission check."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Document, DocumentFile


def document(request: HttpRequest, slug: str) -> HttpResponse:
    """A document's record; 404 where the person may not open it, or not see the record that it belongs to."""
    record = get_object_or_404(Document.objects.visible_to(request.user).prefetch_related("files"), slug=slug)
    address = getattr(record.record, "get_absolute_url", None)
    context = {"document": record, "files": record.files.all(), "record_url": address() if address else ""}
    return render(request, "publishing/document.html", context)


def download(request: HttpRequest, slug: str, language: str) -> FileResponse:
    """A document's file in one language, as an attachment under its own name; 404 where it is lost or the person may not open it."""
    file = get_object_or_404(DocumentFile.objects.visible_to(request.user), document__slug=slug, language=language)
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is not in the storage") from error
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
