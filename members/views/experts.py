"""Pages of the experts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.directory import directory_of
from members.enums import Visibility
from members.language_names import spoken
from members.models import Expert
from publishing.catalogue import language_states
from publishing.reader import order_of
from publishing.redirects import follow_former_slugs


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The experts that the person may see, by theme, language and country."""
    directory = directory_of(request.user, request.GET, order_of(request))
    context = {
        "directory": directory,
        "cards": [(expert, spoken(expert.languages)) for expert in directory.page],
        "has_demonstration": any(expert.is_demonstration for expert in directory.page),
    }
    return render(request, "members/expert_list.html", context)


@require_safe
@follow_former_slugs(Expert)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One expert; 404 where the person may not see the profile."""
    experts = Expert.objects.visible_to(request.user).for_page()
    expert = get_object_or_404(experts, slug=slug)
    context = {
        "expert": expert,
        "crumbs": [(reverse("experts:list"), _("Experts"))],
        "states": language_states(expert),
        "spoken": spoken(expert.languages),
        "is_restricted": expert.visibility != Visibility.PUBLIC,
        "is_own": request.user.is_authenticated and expert.user_id == request.user.pk,
    }
    return render(request, "members/expert_detail.html", context)
