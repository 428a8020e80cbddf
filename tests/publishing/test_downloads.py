"""Files of documents: attachments under their own names, and an honest 404 where one is lost."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client

from hub.models import Page
from publishing.models import Document, DocumentFile
from tests.factories.hub import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings: Any, tmp_path: Path) -> DocumentFile:
    """A public document with a Kazakh file."""
    settings.MEDIA_ROOT = tmp_path
    record = page("declaration")
    document = Document.objects.create(
        slug="paper", title_kk="Құжат", content_type=ContentType.objects.get_for_model(Page), object_id=record.pk
    )
    return DocumentFile.objects.create(
        document=document,
        language="kk",
        file=ContentFile(b"<script>alert(1)</script>", name="x.html"),
        name="Құжат «әіңғ» №1.html",
        media_type="text/html",
        size=25,
        checksum="0" * 64,
    )


def test_a_file_is_an_attachment_under_its_kazakh_name(client: Client, paper: DocumentFile) -> None:
    response = client.get("/ru/documents/paper/kk/")

    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D2%9A%D2%B1%D0%B6%D0%B0%D1%82%20%C2%AB%D3%99%D1%96%D2%A3%D2%93%C2%BB%20%E2%84%961.html"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == b"<script>alert(1)</script>"


def test_a_lost_file_is_not_found(client: Client, paper: DocumentFile) -> None:
    Path(paper.file.path).unlink()

    assert client.get("/ru/documents/paper/kk/").status_code == 404
