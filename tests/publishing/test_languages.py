"""Which text a reader gets where the wanted one is missing."""

import pytest

from publishing.languages import reading_order


@pytest.mark.parametrize(
    ("wanted", "own", "order"),
    [
        ("kk", (), ("kk", "ru", "en")),
        ("ru", (), ("ru", "kk", "en")),
        ("en", (), ("en", "ru", "kk")),
        ("en", ("kk",), ("en", "kk", "ru")),
        ("kk", ("en", "kk", "xx"), ("kk", "en", "ru")),
    ],
)
def test_what_stands_in_for_a_missing_text(wanted: str, own: tuple[str, ...], order: tuple[str, ...]) -> None:
    assert reading_order(wanted, own) == order
