"""How a practice becomes public."""

from publishing.workflow import PublicationWorkflow

from .models import Practice


class PracticeWorkflow(PublicationWorkflow[Practice]):
    """Publish, archive and confirm a practice."""
