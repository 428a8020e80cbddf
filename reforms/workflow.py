"""How a reform becomes public."""

from publishing.workflow import PublicationWorkflow

from .models import Reform


class ReformWorkflow(PublicationWorkflow[Reform]):
    """Publish, archive and confirm a reform."""
