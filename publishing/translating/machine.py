"""Machine translation by whatever provider the site names; none is bundled."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ..workflow import WorkflowError
from .units import Unit
from .workflow import Desk, StaleDraft, TranslationWorkflow

log = logging.getLogger(__name__)


class MachineTranslator(Protocol):
    """What a provider offers: a class without arguments whose path stands in the variable MACHINE_TRANSLATOR."""

    def translate(self, texts: Sequence[str], *, source: str, target: str, is_html: Sequence[bool]) -> Sequence[str]:
        """The texts in the target language, as many and in the same order; HTML where `is_html` says so.

        Languages are `kk`, `ru`, `en`. Whatever it raises is logged, and the person is told that nothing was changed.
        """
        ...


def provider() -> MachineTranslator | None:
    """The provider that the site names; None where it names none. Raises ImportError for a path that leads nowhere."""
    path = settings.MACHINE_TRANSLATOR
    if not path:
        return None
    made: MachineTranslator = import_string(path)()
    return made


def is_configured() -> bool:
    """Whether the site names a provider."""
    return bool(settings.MACHINE_TRANSLATOR)


def fill(desk: Desk, actor: Any, *, version: int) -> int:
    """Fill the texts that are still empty by machine; how many. What a person wrote is never touched.

    Raises WorkflowError where the step is not allowed, the draft has moved on or the provider fails.
    """
    flow = TranslationWorkflow(desk.record, desk.language, actor)
    if not (answer := flow.may("translation_save", desk)):
        raise WorkflowError(answer.reason)
    if desk.draft_version != version:
        raise StaleDraft(desk.draft)
    source = desk.record.original_language
    empty = [unit for unit in desk.units if unit.text(source) and not desk.texts.get(unit.key)]
    if not empty:
        raise WorkflowError(_("No text is empty: there is nothing to fill."))
    texts = _translated(empty, source, desk.language)
    flow.save(texts, version=version, is_machine=True, made_from=_follows(desk))
    return len(texts)


def _follows(desk: Desk) -> int | None:
    """The present version of the original where every text comes from the machine; else what the draft says."""
    return None if desk.texts else desk.record.text_version


def _translated(units: list[Unit], source: str, target: str) -> Mapping[str, str]:
    try:
        made = provider() or _Nobody()
        texts = made.translate(
            [unit.text(source) for unit in units],
            source=source,
            target=target,
            is_html=[unit.is_rich for unit in units],
        )
        return {unit.key: str(text) for unit, text in zip(units, texts, strict=True)}
    except WorkflowError:
        raise
    except Exception as error:  # a provider is code of others: whatever goes wrong there stays there
        log.exception("machine translation failed")
        raise WorkflowError(
            _("The machine translation did not answer. Nothing was changed; try again later.")
        ) from error


class _Nobody:
    """Stands in where no provider is named."""

    def translate(self, texts: Sequence[str], *, source: str, target: str, is_html: Sequence[bool]) -> Sequence[str]:
        raise WorkflowError(_("No machine translation is set up on this site."))
