"""Records on paper: typst templates of ours, filled with data that never becomes typst source.

The files are tagged for screen readers and claim PDF/UA-1. The typeface comes with typst and draws every Kazakh and
Russian letter. A template gets one JSON document; what it may contain is said at its top.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

TEMPLATES: Final = Path(__file__).parent / "typst"
MEDIA_TYPE: Final = "application/pdf"


def compile_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The template filled with the data; the same data give the same bytes.

    Raises `typst.TypstError` where the template itself is wrong. A text in a script that the typeface does not have
    costs the claim to PDF/UA-1, not the file.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    arguments: dict[str, Any] = {
        "root": str(TEMPLATES),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "format": "pdf",
        "sys_inputs": inputs,
        "timestamp": int(made_at.astimezone(UTC).timestamp()),
    }
    source = str(TEMPLATES / template)
    try:
        return bytes(typst.compile(source, pdf_standards=["ua-1"], **arguments))
    except typst.TypstError as error:
        logging.getLogger(__name__).info("no PDF/UA-1 for %s: %s", data.get("title"), error.message)
        return bytes(typst.compile(source, **arguments))


def pdf_response(
    request: HttpRequest, template: str, data: Mapping[str, Any], name: str, made_at: datetime
) -> HttpResponse:
    """The filled template to look at in the browser, under the file name; 304 where the reader has just this one.

    The entity tag is made of the data, so that it changes whenever the file would.
    """
    etag = f'"{_digest(template, data)}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(compile_pdf(template, data, made_at), content_type=MEDIA_TYPE)
    response.headers["ETag"] = etag
    # The texts follow the reader's order of languages, which a shared cache does not know.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@cache
def _fonts() -> typst.Fonts:
    """The typefaces in the library itself: the same file on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@cache
def _template_digest(template: str) -> str:
    """Of the template and of what templates share."""
    files = ((TEMPLATES / name).read_bytes() for name in (template, "parts.typ"))
    return hashlib.sha256(b"".join(files)).hexdigest()


def _digest(template: str, data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{_template_digest(template)}{text}".encode()).hexdigest()[:32]
