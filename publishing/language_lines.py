"""What a reader is told of a text's language: one honest line, and the languages of a record with their dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .catalogue import language_states
from .enums import LanguageState
from .languages import NAMES, Text
from .models import LanguageVersion, Publication

OUTDATED: Final = "outdated"
"""The state of a translation whose original has moved on."""
UNCHECKED: Final = frozenset({LanguageState.DRAFT.value, LanguageState.IN_REVIEW.value})


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """How a record stands in one language; `state` as in the catalogue: a LanguageState, or `outdated`."""

    code: str
    state: str
    is_original: bool
    changed_on: date | None = None
    outdated_since: date | None = None
    promised_for: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the promised day has passed."""
        return self.promised_for is not None and self.promised_for < timezone.localdate()


@dataclass(frozen=True, slots=True)
class Notice:
    """The line about a text, and whether it warns or only informs."""

    text: str
    is_warning: bool


def dated(model: type[Publication]) -> QuerySet[LanguageVersion]:
    """Language versions of the model's records that know since when they are outdated; to be prefetched.

    `outdated_on` is the moment at which the history first shows an original that says something else.
    """
    versions = LanguageVersion.objects.all()
    history: Any = getattr(model, "history", None)
    if history is None:
        return versions
    moved = history.model.objects.filter(id=OuterRef("object_id"), significant_version__gt=OuterRef("made_from"))
    return versions.annotate(outdated_on=Subquery(moved.order_by("history_date").values("history_date")[:1]))


def language_lines(record: Publication) -> dict[str, LanguageLine]:
    """How the record stands in each language.

    One query where a translation is outdated and its rows were not loaded by way of `dated`.
    """
    versions = record.versions()
    lines = {}
    for code, state in language_states(record).items():
        version = versions.get(code)
        is_original = code == record.original_language
        since = _outdated_since(record, version) if version is not None and state == OUTDATED else None
        is_due = version is not None and not is_original and state != LanguageState.APPROVED
        lines[code] = LanguageLine(
            code=code,
            state=state,
            is_original=is_original,
            changed_on=version.changed_on if version is not None and state != LanguageState.MISSING else None,
            outdated_since=since,
            promised_for=version.promised_for if version is not None and is_due else None,
        )
    return lines


def notice_of(
    record: Publication, shown: Text, *, is_own_order: bool = False, lines: Mapping[str, LanguageLine] | None = None
) -> Notice | None:
    """The one line about a text of the record as a reader gets it; None where there is no text.

    `is_own_order` says that the reader chose the order in which languages stand in for one another.
    """
    if not shown:
        return None
    known = language_lines(record) if lines is None else lines
    given = known[shown.language]
    if not shown.is_fallback:
        return _about(given, record, with_promise=True)
    words = {"wanted": NAMES[shown.wanted], "given": shown.language_name}
    if is_own_order:
        first = _(
            "There is no text in this language yet (%(wanted)s); it is shown in the next one of your order: %(given)s."
        )
    else:
        first = _("There is no text in this language yet (%(wanted)s); it is shown in another one: %(given)s.")
    sentences = [first % words, _promise(known[shown.wanted])]
    about = _about(given, record, with_promise=False)
    if about.is_warning:
        sentences.append(about.text)
    return Notice(" ".join(filter(None, sentences)), is_warning=True)


def _about(line: LanguageLine, record: Publication, *, with_promise: bool) -> Notice:
    """The line about a text that is there: original, translated, outdated since, or not checked yet."""
    if line.is_original:
        return Notice(_("This is the original text."), is_warning=False)
    words = {"original": NAMES.get(record.original_language, ""), "day": _day(line.changed_on)}
    promise = _promise(line) if with_promise else ""
    if line.state == OUTDATED:
        if line.outdated_since:
            said = _("This translation has been out of date since %(day)s: the original (%(original)s) has changed.")
            words["day"] = _day(line.outdated_since)
        else:
            said = _("This translation is out of date: the original has changed since.")
        return Notice(" ".join(filter(None, [said % words, promise])), is_warning=True)
    if line.state == LanguageState.MACHINE_DRAFT:
        if line.changed_on:
            said = _(
                "Machine draft of %(day)s: this text was translated by a machine and has not been checked by a person yet."
            )
        else:
            said = _("Machine draft: this text was translated by a machine and has not been checked by a person yet.")
        return Notice(" ".join(filter(None, [said % words, promise])), is_warning=True)
    if line.state in UNCHECKED:
        said = _("This translation has not been checked by a second person yet.")
        return Notice(" ".join(filter(None, [said, promise])), is_warning=True)
    if line.changed_on:
        return Notice(_("Translation from the original (%(original)s), as of %(day)s.") % words, is_warning=False)
    return Notice(_("Translation from the original (%(original)s).") % words, is_warning=False)


def _promise(line: LanguageLine) -> str:
    """When the text is promised for, and whether that day has passed."""
    if line.promised_for is None:
        return ""
    said = _("It was promised for %(day)s and is overdue.") if line.is_overdue else _("It is promised for %(day)s.")
    return said % {"day": _day(line.promised_for)}


def _outdated_since(record: Publication, version: LanguageVersion) -> date | None:
    """The day from which the history shows an original that the translation does not follow; None where it shows none."""
    missing = object()
    moment = getattr(version, "outdated_on", missing)
    if moment is missing:
        history: Any = getattr(type(record), "history", None)
        if history is None:
            return None
        moved = history.model.objects.filter(id=record.pk, significant_version__gt=version.made_from)
        moment = moved.order_by(F("history_date")).values_list("history_date", flat=True).first()
    return timezone.localdate(moment) if moment is not None else None  # type: ignore[arg-type]  # a moment by now


def _day(day: date | None) -> str:
    return date_format(day) if day else ""
