"""One letter for all that is sent out together, to each person who may open some of it."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.timezone import localdate

from members.models import User
from publishing import letters

from ..models import Mandate, Paper
from .series import Series

READS = "view_committee_documents"
"""The permission without which nobody gets a letter about the Committee's papers."""


def recipients(series: Series) -> list[User]:
    """Holders of an office today whose account is open and may read Committee papers.

    For an invented meeting, invented accounts alone.
    """
    holders = Mandate.objects.on(localdate()).filter(user__isnull=False).values("user")
    may_read = Q(groups__permissions__codename=READS) | Q(user_permissions__codename=READS) | Q(is_superuser=True)
    found = User.objects.filter(may_read, pk__in=holders, is_active=True).distinct().order_by("pk")
    return list(found.filter(is_demonstration=True) if series.is_demonstration else found)


def papers_out(series: Series, papers: Sequence[Paper]) -> list[letters.Draft]:
    """The letters for papers that were just sent out; a letter names nothing that its reader may not open."""
    keys = [paper.pk for paper in papers]
    found = []
    for person in recipients(series):
        open_to_them = list(Paper.objects.visible_to(person).filter(pk__in=keys).order_by("position", "pk"))
        if open_to_them:
            found.append(letter_to(person, series, open_to_them))
    return found


def letter_to(person: User, series: Series, papers: Iterable[Paper]) -> letters.Draft:
    """The letter about these papers, in the person's language."""
    return letters.compose("papers_out", person, None, {"series": series, "papers": list(papers)})
