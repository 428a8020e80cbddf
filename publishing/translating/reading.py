"""What the second person reads: each text of the draft beside its source, and what it changes for readers."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from ..glossary.terminology import Mismatch
from .editing import difference, marked, shown, warnings_of
from .units import Unit
from .workflow import Desk


@dataclass(frozen=True, slots=True)
class Reading:
    """One text for the second person. `change` is the difference from what readers have now; None where there is none."""

    unit: Unit
    source: SafeString
    draft: SafeString
    is_new: bool
    change: SafeString | None
    warnings: list[Mismatch]


def readings_of(desk: Desk) -> list[Reading]:
    """The texts that the source or the draft has, in the order of the record."""
    language, source_language = desk.language, desk.record.original_language
    found = []
    for unit in desk.units:
        source, draft, public = unit.text(source_language), desk.texts.get(unit.key, ""), unit.text(language)
        if source or draft or public:
            found.append(
                Reading(
                    unit=unit,
                    source=marked(unit, source, source_language),
                    draft=shown(unit, draft),
                    is_new=not public,
                    change=difference(unit, public, draft),
                    warnings=warnings_of(unit, source, draft, source_language, language),
                )
            )
    return found
