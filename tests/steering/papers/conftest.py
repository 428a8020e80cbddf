"""What tests of papers share."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from members.models import User
from steering.models import Meeting
from tests.factories import steering_papers as made


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def cast() -> made.Cast:
    return made.cast()


@pytest.fixture
def meeting() -> Meeting:
    return made.meeting()


def client_of(user: User | None) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def fetched(client: Client, address: str) -> tuple[int, bytes]:
    """The status and the whole content of what is at the address; a file that is read to its end is closed."""
    answer: Any = client.get(address)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content
