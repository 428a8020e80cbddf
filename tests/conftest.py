"""What every test may rely on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    """No language, time zone or cached page of one test reaches the next."""
    translation.deactivate()
    timezone.deactivate()
    cache.clear()
    yield
    translation.deactivate()
