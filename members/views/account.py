"""The page of one's own account."""

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.account_forms import MyAccountForm
from members.enums import Role
from members.middleware import SECOND_FACTORS
from members.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Name, language of letters, roles, and the state of everything that protects the account."""
    user = cast("User", request.user)
    # A copy: what is typed wrong must not show in the bar that greets the person.
    form = MyAccountForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("my_account")
    roles = [Role(group.name).label for group in user.groups.all() if group.name in Role.values]
    factors = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()
    context = {"form": form, "roles": roles, "has_second_factor": factors}
    return render(request, "account/overview.html", context)
