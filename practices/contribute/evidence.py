"""The submitter's claim of evidence beside the level that the practice bears."""

from publishing.models import EvidenceDecision

from ..models import Practice


def is_evidence_unset(practice: Practice) -> bool:
    """Whether nobody but the submitter has said anything of the level yet: it was neither set nor published."""
    if practice.published_at is not None or practice.revises_id is not None:
        return False
    return practice.pk is None or not EvidenceDecision.objects.of(practice).exists()
