"""How often a visitor may try: counted over the whole window, whatever cache keeps it."""

from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from publishing.limits import is_within

pytestmark = pytest.mark.django_db
CACHES = {
    "memory": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "database": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hub_cache"}},
}


@pytest.mark.parametrize("kind", CACHES)
def test_the_whole_window_counts_and_then_opens_again(settings: Any, kind: str) -> None:
    settings.CACHES = CACHES[kind]
    call_command("createcachetable", verbosity=0)

    with time_machine.travel("2026-03-01 10:00:00+00:00", tick=False) as clock:
        for _ in range(3):
            assert is_within("letter", "192.0.2.1", amount=3, seconds=3600)
            clock.shift(600)
        assert not is_within("letter", "192.0.2.1", amount=3, seconds=3600)
        assert is_within("letter", "192.0.2.2", amount=3, seconds=3600)
        assert is_within("upload", "192.0.2.1", amount=3, seconds=3600)
        clock.shift(1801)
        assert is_within("letter", "192.0.2.1", amount=3, seconds=3600)
        assert not is_within("letter", "192.0.2.1", amount=3, seconds=3600)
