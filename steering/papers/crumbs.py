"""The way to the pages of papers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Decision, Meeting, Paper


def crumbs_of(of: Meeting | Decision | None, *, has_papers: bool = False) -> list[tuple[str, str]]:
    """The pages above one of this meeting or decision; with `has_papers` that of its papers too."""
    crumbs = [(reverse("committee:home"), _("Steering Committee"))]
    if of is None:
        return crumbs
    crumbs.append((of.get_absolute_url(), str(of)))
    if has_papers and isinstance(of, Meeting):
        crumbs.append((reverse("committee:papers", args=[of.number]), _("Papers")))
    return crumbs


def crumbs_to(paper: Paper) -> list[tuple[str, str]]:
    """The pages above one that belongs to a paper, the paper's own being the last."""
    of = paper.meeting or paper.decision
    return [*crumbs_of(of, has_papers=True), (paper.get_absolute_url(), paper.number)]
