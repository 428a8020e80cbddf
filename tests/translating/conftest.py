"""Refusals are compared in English."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english(nothing_leaks: None) -> None:
    """The language of what is not asked for through an address."""
    translation.activate("en")
