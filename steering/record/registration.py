"""What the record registers of itself when the app is ready."""

from ..models import RecordCorrection
from . import registry
from .enums import RecordKind
from .workflow import content_of


def register() -> None:
    """Let corrections be verified like everything else."""
    registry.register(RecordKind.CORRECTION, RecordCorrection, content_of, due=RecordCorrection.objects.all)
