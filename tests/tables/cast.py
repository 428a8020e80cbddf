"""One person per role, as the groups make them."""

from typing import Final

from django.contrib.auth.models import Group

from members.enums import Role
from members.models import Country, User
from tests.factories.members import account

ANONYMOUS: Final = "anonymous"
STAFF: Final = (Role.TRANSLATOR, Role.EDITOR, Role.SECRETARIAT)
ROLES: Final = (ANONYMOUS, *Role.values)


def person(role: str, country: Country | None = None) -> User | None:
    """An account in the role's group; None for who is not signed in."""
    if role == ANONYMOUS:
        return None
    user = account(f"{role}@cast.example", is_staff=role in STAFF, country=country)
    user.groups.set(Group.objects.filter(name__in={role, Role.REGISTERED}))
    return user
