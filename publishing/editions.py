"""Forms that carry the edition of what they change."""

from typing import Any


def stand_on(form: Any, edition: int) -> None:
    """Let a refused form carry the present edition: whoever has looked at the record again may send it once more."""
    data = form.data.copy()
    data[form.add_prefix("edition")] = str(edition)
    form.data = data
