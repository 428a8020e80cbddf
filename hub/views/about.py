"""About pages, contacts and the site map."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publishing import readership
from publishing.catalogue import language_states
from publishing.language_lines import dated
from publishing.languages import read
from publishing.limits import is_within
from publishing.models import Document, Theme
from publishing.reader import order_of
from publishing.redirects import follow_former_slugs

from ..enquiries import take_in
from ..forms import EnquiryForm
from ..models import Page
from ..timeline import timeline

ENQUIRIES_PER_HOUR = 5


def index(request: HttpRequest) -> HttpResponse:
    """All about pages with their leads."""
    return render(request, "hub/about_index.html", {"pages": Page.objects.visible_to(request.user)})


@follow_former_slugs(Page)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One about page; 404 where the person may not see it."""
    documents = Prefetch("documents", Document.objects.visible_to(request.user).prefetch_related("files"))
    visible = Page.objects.visible_to(request.user)
    record = get_object_or_404(
        visible.prefetch_related(Prefetch("language_versions", dated(Page)), "sources", documents), slug=slug
    )
    context = {
        "page": record,
        "states": language_states(record),
        "periods": timeline(read(record, "body", order_of(request)).value),
        "others": visible.exclude(pk=record.pk).defer("body_kk", "body_ru", "body_en", "body"),
    }
    readership.note(request, record)
    return render(request, "hub/about_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """Where the Secretariat is, and the form by which to write to it; an enquiry gets a number and a date."""
    if request.method != "POST":
        form = EnquiryForm(
            initial={"subject": request.GET.get("subject", ""), "page": request.GET.get("page", "")[:500]}
        )
        return render(request, "hub/contacts.html", {"form": form})
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return render(request, "hub/contacts.html", {"form": form})
    if not is_within("enquiry", get_adapter().get_client_ip(request), amount=ENQUIRIES_PER_HOUR, seconds=3600):
        form.add_error(
            None, _("You have written several times within an hour. Please wait a little; your text is still here.")
        )
        return render(request, "hub/contacts.html", {"form": form}, status=429)
    form.instance.language = get_language() or "ru"
    enquiry = take_in(form.instance)
    messages.success(request, _("Thank you. Your enquiry has the number %(number)s.") % {"number": enquiry.number})
    return redirect("about:contacts")


def site_map(request: HttpRequest) -> HttpResponse:
    """Every section and about page on one page."""
    return render(
        request, "hub/site_map.html", {"pages": Page.objects.visible_to(request.user), "themes": Theme.objects.all()}
    )
