"""What a transition means, before it happens and afterwards."""

from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import Action

MEANINGS: Final[dict[str, Promise]] = {
    Action.SUBMIT: _("The Secretariat gets it, and you can no longer edit it until the review sends it back to you."),
    Action.WITHDRAW: _("It becomes your draft again; the review, if there is one, ends."),
    Action.START_REVIEW: _("Reviewers can be asked for their opinion now."),
    Action.REQUEST_CHANGES: _("Its owner can edit it again and submits it anew."),
    Action.ACCEPT: _("It is found good enough for the library and waits to be published."),
    Action.DECLINE: _("It will not enter the library. Its owner learns why."),
    Action.REOPEN: _("Its owner can edit it and submit it again."),
    Action.PUBLISH: _("Everybody can read and find it from this moment on."),
    Action.PUBLISH_UNREVIEWED: _(
        "Everybody can read and find it from this moment on. The history says that it was not reviewed, and why."
    ),
    Action.ARCHIVE: _(
        "It leaves the library and the search. Its address tells readers so and leads them to the successor."
    ),
    Action.CONFIRM: _("Readers see today's date beside “checked on”."),
}
DONE: Final[dict[str, Promise]] = {
    Action.SUBMIT: _("“%(record)s” is submitted."),
    Action.WITHDRAW: _("“%(record)s” is a draft again."),
    Action.START_REVIEW: _("“%(record)s” is in review now."),
    Action.REQUEST_CHANGES: _("“%(record)s” went back to its owner."),
    Action.ACCEPT: _("“%(record)s” is accepted."),
    Action.DECLINE: _("“%(record)s” is declined."),
    Action.REOPEN: _("“%(record)s” is a draft again."),
    Action.PUBLISH: _("“%(record)s” is public now."),
    Action.PUBLISH_UNREVIEWED: _("“%(record)s” is public now."),
    Action.ARCHIVE: _("“%(record)s” is archived and no longer public."),
    Action.CONFIRM: _("“%(record)s” is confirmed as still correct."),
}


def meaning(action: str) -> Promise:
    """What will be the case after the transition."""
    return MEANINGS[action]


def later_url(record: Any, action: str) -> str:
    """Where the transition is put off; empty for one that cannot be."""
    if action not in {Action.PUBLISH, Action.PUBLISH_UNREVIEWED, Action.ARCHIVE}:
        return ""
    return reverse("schedule:plan", args=[record.kind, record.pk, action])


def done(action: str, record: Any) -> str:
    """What is the case now."""
    return str(DONE[action]) % {"record": record}
