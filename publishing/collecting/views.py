"""Picking records, saving them as a collection, taking them along."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..editions import stand_on
from ..limits import is_within
from ..models import Collection, Entry
from ..same_origin import is_same_origin
from ..workflow import Conflict
from . import keeping, kit, selection
from .forms import CollectionForm, KitForm
from .rows import rows_of

KITS_PER_HOUR = 20
COLLECTIONS_PER_HOUR = 20
FILES = {"pdf": (kit.as_pdf, "application/pdf"), "zip": (kit.as_zip, "application/zip")}


@csrf_exempt
@require_POST
def add(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Pick a public record; it needs no token, since it changes nothing but the visitor's own selection."""
    if not is_same_origin(request):
        raise PermissionDenied
    entry = get_object_or_404(Entry.objects.visible_to(request.user).defer("vector"), kind=kind, object_id=key)
    if selection.add(request, entry):
        messages.success(request, _("It is in your selection now."))
    else:
        messages.error(request, _("Your selection is full: it holds %(most)d records.") % {"most": selection.MOST})
    return HttpResponseRedirect(_way_back(request))


@require_POST
def remove(request: HttpRequest, content_type: int, key: int) -> HttpResponse:
    """Put a record back."""
    selection.remove(request, (content_type, key))
    return redirect("collections:selection")


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Put all back."""
    selection.clear(request)
    return redirect("collections:selection")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def selected(request: HttpRequest) -> HttpResponse:
    """What the visitor has picked; POST saves it as a collection."""
    entries = selection.entries_of(selection.selected(request), request.user)
    form = CollectionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not entries:
        form.add_error(None, _("Nothing is picked yet."))
    elif request.method == "POST" and form.is_valid():
        if _is_within(request, "collection", COLLECTIONS_PER_HOUR):
            references = [(entry.content_type_id, entry.object_id) for entry in entries]
            made = keeping.save(request, form.cleaned_data["title"], form.cleaned_data["note"], references)
            selection.clear(request)
            messages.success(request, _("Saved. Whoever has the address of this page can read it."))
            return redirect("collections:detail", made.token)
        status = 429
        form.add_error(None, _("Too many within an hour. Please wait a little; what you typed is still here."))
    context = {"rows": rows_of(entries, request), "form": form, "kit": _kit_form()}
    return render(request, "publishing/collecting/selection.html", context, status=status)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own collections."""
    found = Collection.objects.filter(owner=request.user.pk)[:200]
    return render(request, "publishing/collecting/mine.html", {"collections": found})


@never_cache
@require_safe
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """A collection, for whoever has its address."""
    collection = get_object_or_404(Collection, token=token)
    keeping.note_reading(collection)
    references = selection.references_of(collection)
    rows = rows_of(selection.entries_of(references, request.user), request)
    context = {
        "collection": collection,
        "rows": rows,
        "gone": len(references) - len(rows),
        "is_mine": keeping.is_mine(request, collection),
        "kit": _kit_form(),
        "address": request.build_absolute_uri(reverse("collections:detail", args=[token])),
    }
    return render(request, "publishing/collecting/detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change words, order and records of one's own collection."""
    collection = _mine_or_404(request, token)
    references = selection.references_of(collection)
    rows = rows_of(selection.entries_of(references, request.user), request)
    form = CollectionForm(
        request.POST or None,
        initial={"title": collection.title, "note": collection.note, "edition": collection.edition},
    )
    if request.method == "POST" and form.is_valid():
        try:
            keeping.change(
                collection,
                form.cleaned_data["title"],
                form.cleaned_data["note"],
                _ordered(request, references),
                edition=form.cleaned_data["edition"],
            )
        except Conflict:
            collection.refresh_from_db()
            stand_on(form, collection.edition)
            form.add_error(None, _("It was changed in another window. Look at it again before you save."))
        else:
            messages.success(request, _("Saved."))
            return redirect("collections:detail", token)
    context = {"collection": collection, "form": form, "rows": rows}
    return render(request, "publishing/collecting/edit.html", context)


@require_POST
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Remove one's own collection; its address leads nowhere then."""
    _mine_or_404(request, token).delete()
    messages.success(request, _("The collection is deleted."))
    return redirect("collections:selection")


@never_cache
@require_safe
def take(request: HttpRequest, token: str = "") -> HttpResponse:
    """The kit of a collection, or of the visitor's selection where no token is given, as a file."""
    collection = get_object_or_404(Collection, token=token) if token else None
    references = selection.references_of(collection) if collection else selection.selected(request)
    entries = selection.entries_of(references, request.user)
    form = KitForm(request.GET)
    if not entries or not form.is_valid():
        where = reverse("collections:detail", args=[token]) if token else reverse("collections:selection")
        messages.error(request, _("Choose at least one record, one language and a form."))
        return HttpResponseRedirect(where)
    if not _is_within(request, "kit", KITS_PER_HOUR):
        return render(request, "429.html", status=429)
    chosen = kit.Kit(
        collection.title if collection else _("Mission kit"),
        collection.note if collection else "",
        entries,
        form.cleaned_data["languages"],
    )
    make, media_type = FILES[form.cleaned_data["form"]]
    response = HttpResponse(make(chosen, request), content_type=media_type)
    name = f"mission-kit-{'-'.join(chosen.languages)}.{form.cleaned_data['form']}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kit_form() -> KitForm:
    return KitForm(initial={"languages": [get_language()], "form": "pdf"})


def _mine_or_404(request: HttpRequest, token: str) -> Collection:
    collection = get_object_or_404(Collection, token=token)
    if not keeping.is_mine(request, collection):
        raise Http404
    return collection


def _ordered(request: HttpRequest, references: list[selection.Reference]) -> list[selection.Reference]:
    """The records that stay, by the numbers that the person gave them; what has no number keeps its place."""
    kept = []
    for place, (kind, key) in enumerate(references, 1):
        if f"out-{kind}-{key}" in request.POST:
            continue
        typed: Any = request.POST.get(f"place-{kind}-{key}", "")
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(selection.MOST)) + 1
        kept.append((int(typed) if is_number else place, place, (kind, key)))
    return [reference for _typed, _place, reference in sorted(kept)]


def _is_within(request: HttpRequest, action: str, amount: int) -> bool:
    return is_within(action, get_adapter().get_client_ip(request), amount=amount, seconds=3600)


def _way_back(request: HttpRequest) -> str:
    """The page that the person came from, if it is on this site; else the selection."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("collections:selection")
