"""Transitions on a page: what will happen, who gets which letter, and the button."""

from django.urls import reverse

from ..models import Publication
from .registry import register, workflow_of

__all__ = ["register", "url_of", "workflow_of"]


def url_of(record: Publication, action: str) -> str:
    """The page on which the action is looked at before it happens."""
    return reverse("steps:step", args=[record.kind, record.pk, str(action)])
