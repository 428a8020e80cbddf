"""What was typed by somebody whose session had ended: kept until they have signed in again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from ..limits import is_within

KEY: Final = "translation_unsaved"
LONGEST: Final = 300_000
"""Characters that are kept for one visitor."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """The texts as typed, and the version of the draft on which they were typed."""

    texts: dict[str, str]
    version: int


def keep(request: HttpRequest, address: str, texts: Mapping[str, str], version: int) -> bool:
    """Keep the texts for this page; False where they are too long or the visitor has kept too many."""
    kept = {"address": address, "texts": dict(texts), "version": version}
    visitor = get_adapter().get_client_ip(request)
    if len(json.dumps(kept, ensure_ascii=False)) > LONGEST:
        return False
    if not is_within("keep-translation", visitor, amount=60, seconds=3600):
        return False
    request.session[KEY] = kept
    return True


def kept_for(request: HttpRequest, address: str) -> Unsaved | None:
    """The texts that were typed on this page before signing in; None where there are none."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or kept.get("address") != address:
        return None
    return Unsaved({str(key): str(text) for key, text in kept["texts"].items()}, int(kept["version"]))


def forget(request: HttpRequest) -> None:
    """The texts are saved, or not wanted."""
    request.session.pop(KEY, None)
