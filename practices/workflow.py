"""How a practice becomes public."""

from publishing.workflow import ReviewedWorkflow

from .models import Practice


class PracticeWorkflow(ReviewedWorkflow[Practice]):
    """Submitted, reviewed and published, as `ReviewedWorkflow` says."""
