"""How an about page becomes public."""

from publishing.workflow import PublicationWorkflow

from .models import Page


class PageWorkflow(PublicationWorkflow[Page]):
    """Publish, archive and confirm a page."""
