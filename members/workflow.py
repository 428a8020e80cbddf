"""How a country's page and an expert's profile become public."""

from django.utils.translation import gettext_lazy as _

from publishing.enums import Action
from publishing.workflow import Answer, PublicationWorkflow

from .models import Country, Expert


class CountryWorkflow(PublicationWorkflow[Country]):
    """Publish, archive and confirm a country's page."""


class ExpertWorkflow(PublicationWorkflow[Expert]):
    """Publish, archive and confirm a profile; nothing is published without the person's consent."""

    def may(self, action: str) -> Answer:
        """As for every publication, and a consent that is still valid."""
        answer = super().may(action)
        if answer and action == Action.PUBLISH and self.record.consent_until is None:
            return Answer(allowed=False, reason=_("The person has not given their consent."))
        return answer
