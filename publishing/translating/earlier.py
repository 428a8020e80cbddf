"""What the original said when a translation was made."""

from typing import Any

from ..models import Publication
from .units import Unit


def source_at(record: Publication, units: list[Unit], version: int) -> dict[str, str] | None:
    """The original's texts as of a version, by key; None where the history does not reach back so far.

    The record's own history has the version; its rows are taken as they stood just before the next one began.
    """
    code = record.original_language
    if version >= record.text_version:
        return {unit.key: unit.text(code) for unit in units}
    history: Any = record.history  # type: ignore[attr-defined]  # every registered publication keeps one
    then = history.filter(text_version__lte=version).order_by("-history_date", "-history_id").first()
    if then is None:
        return None
    after = history.filter(text_version__gt=version).order_by("history_date", "history_id").first()
    moment = after.history_date if after is not None else None
    rows = _rows_before(units, moment)
    texts = {}
    for unit in units:
        stood = then if unit.holder is record else rows.get((type(unit.holder), unit.holder.pk))
        texts[unit.key] = str(getattr(stood, f"{unit.field}_{code}", "") or "") if stood is not None else ""
    return texts


def _rows_before(units: list[Unit], moment: Any) -> dict[tuple[type, Any], Any]:
    """The rows as they stood before a moment; one query for each kind of row."""
    keys: dict[type, set[Any]] = {}
    for unit in units:
        if not isinstance(unit.holder, Publication) and hasattr(unit.holder, "history"):
            keys.setdefault(type(unit.holder), set()).add(unit.holder.pk)
    found: dict[tuple[type, Any], Any] = {}
    for model, wanted in keys.items():
        rows = model.history.filter(id__in=wanted)  # type: ignore[attr-defined]  # asked for above
        if moment is not None:
            rows = rows.filter(history_date__lt=moment)
        for row in rows.order_by("history_date", "history_id"):
            found[model, row.id] = row
    return found
