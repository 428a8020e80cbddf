"""The portal's own texts can be collected: none hides where the collector does not look."""

import ast
from pathlib import Path

import pytest

from hub.local_mode import PROJECT

PACKAGES = ("hub", "steering", "programmes", "reforms", "practices", "members", "publishing")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def hidden_calls(source: str) -> list[int]:
    """The lines of translation calls with a literal text inside an f-string, which Python's older tokeniser swallows."""
    return [
        call.lineno
        for string in ast.walk(ast.parse(source))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in CALLS
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_hides_in_an_f_string(package: str) -> None:
    found: list[tuple[Path, int]] = [
        (path, line) for path in (PROJECT / package).rglob("*.py") for line in hidden_calls(path.read_text())
    ]

    assert found == []


def test_a_hidden_text_would_be_found() -> None:
    assert hidden_calls("title = f\"{_('No link.')}\"") == [1]
