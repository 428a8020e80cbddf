"""What tests of meetings share."""

from collections.abc import Callable

import pytest
from django.test import Client

from members.enums import Role
from members.models import User
from steering.models import RulesOfProcedure
from tests.factories.steering import rules
from tests.tables.cast import person

ClientOf = Callable[[User], Client]


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


@pytest.fixture
def in_force() -> RulesOfProcedure:
    return rules(proposers=["chair", "member"], notice_days=5, minutes_days=3)


@pytest.fixture
def client_of() -> ClientOf:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
