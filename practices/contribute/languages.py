"""The original language of a contribution: whether a language is written, and the move from one to another."""

from ..models import Practice

TEXTS = (
    "title", "summary", "institution", "problem", "solution", "results_text", "evidence_basis", "lessons", "transfer",
)  # fmt: skip


def is_written(practice: Practice, language: str) -> bool:
    """Whether the practice itself has any text in the language."""
    return any(getattr(practice, f"{name}_{language}") for name in TEXTS)


def move_texts(practice: Practice, before: str, after: str) -> None:
    """Move every text of the practice and its rows from one language to another; the caller saves the practice."""
    _move(practice, TEXTS, before, after)
    for result in practice.results.all():
        _move(result, ("indicator", "unit"), before, after)
        result.save()
    for award in practice.awards.all():
        _move(award, ("name",), before, after)
        award.save()


def _move(record: object, names: tuple[str, ...], before: str, after: str) -> None:
    for name in names:
        setattr(record, f"{name}_{after}", getattr(record, f"{name}_{before}"))
        setattr(record, f"{name}_{before}", "")
