"""The queue."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...enums import Kind
from ...languages import CODES, NAMES, columns, read, reading_order
from ...models import Entry
from ...reader import order_of
from ..queue import STANDINGS, WHATS, Queue, asked_of, queue_for
from ..records import kinds_for, name_of_kind, translators


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for translators, by the filters of the address."""
    known = kinds_for(request.user)
    if not known:
        raise PermissionDenied(_("The translation desk is for translators, editors and the Secretariat."))
    found = queue_for(request.user, asked_of(request.GET, known), order_of(request))
    return render(request, "publishing/translating/queue.html", {"queue": found, **_choices(found, known)})


def _choices(found: Queue, known: dict[str, Any]) -> dict[str, Any]:
    """What the filters offer, with how much each would show."""
    asked = found.asked
    order = reading_order(get_language() or "ru")
    names = {
        entry.country: str(read(entry, "title", order))
        for entry in Entry.objects.filter(kind=Kind.COUNTRY).only("country", *columns("title"))
    }
    people = [("me", _("Me")), ("nobody", _("Nobody")), *((str(one.pk), str(one)) for one in translators())]
    return {
        "whats": [(key, words, found.by_what.get(key, 0)) for key, words in WHATS.items()],
        "languages": [(code, NAMES[code], found.by_language.get(code, 0)) for code in CODES],
        "kinds": [(kind, name_of_kind(model), found.by_kind.get(kind, 0)) for kind, model in known.items()],
        "countries": sorted(names.items(), key=lambda one: one[1]),
        "people": people,
        "standings": STANDINGS.items(),
        "kind_names": {kind: str(Kind(kind).label) for kind in known},
        "what_words": {key: str(words) for key, words in WHATS.items()},
        "country_names": names,
        "is_filtered": any([asked.what, asked.language, asked.kind, asked.country, asked.assignee, asked.is_late]),
    }
