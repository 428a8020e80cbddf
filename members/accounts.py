"""How allauth makes and addresses accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import get_language

from .enums import Role
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """New accounts are registered users and get their letters in the language in which they signed up."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the account, then give it its first role; the language is that of the page."""
        user.preferred_language = get_language() or user.preferred_language
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            saved.groups.add(Group.objects.get_or_create(name=Role.REGISTERED)[0])
        return saved
