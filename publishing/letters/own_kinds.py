"""The letters that transitions of a publication send."""

from django.utils.translation import gettext_lazy as _

from .kinds import register_kind


def register() -> None:
    """Make them known."""
    register_kind("submission_received", _("Receipt for a submission"))
    register_kind("submission_arrived", _("A new submission"), needs_action=True)
    register_kind("endorsement_asked", _("Request for a national endorsement"), needs_action=True)
    register_kind("submission_withdrawn", _("A submission was taken back"))
    register_kind("review_started", _("The review has begun"))
    register_kind("changes_requested", _("Request for changes"), needs_action=True)
    register_kind("accepted", _("Accepted"))
    register_kind("declined", _("Not accepted"))
    register_kind("reopened", _("Open again"), needs_action=True)
    register_kind("published", _("Published"))
    register_kind("archived", _("Archived"))
