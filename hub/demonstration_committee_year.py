"""An invented year of the Committee: meetings, decisions, reports and contributions, played through the workflows."""

from collections.abc import Iterator

from publishing.models import Letter
from steering.models import Contribution, Decision, Meeting, Report

from .demonstration_committee_cast import cast, data_of
from .demonstration_committee_decisions import DecisionsPlay
from .demonstration_committee_meetings import MeetingsPlay
from .demonstration_committee_reports import ContributionsPlay, ReportsPlay
from .demonstration_play import Play


def load() -> Iterator[tuple[str, bool]]:
    """Play the year unless it was played; the name of each thing, and whether it is new.

    Nothing is played where one of the countries is missing, and no letter of the play is kept: what happened in an
    invented past is no news.
    """
    found = cast()
    if found is None:
        return
    meetings, decisions, reports = (
        data_of("meetings")["meetings"],
        data_of("decisions")["decisions"],
        data_of("reports"),
    )
    models = (Meeting, Decision, Report, Contribution)
    is_new = not any(model._default_manager.filter(is_demonstration=True).exists() for model in models)
    if is_new:
        last = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        play = Play()
        at_meetings = MeetingsPlay(play, found)
        for row in meetings:
            at_meetings.prepare(row)
        of_decisions = DecisionsPlay(play, found, at_meetings)
        held = {row["number"]: row["held"] for row in meetings}
        for number, row in enumerate(decisions):
            of_decisions.prepare(row, number, held)
        of_reports = ReportsPlay(play, found)
        for row in reports["reports"]:
            of_reports.prepare(row)
        of_contributions = ContributionsPlay(play, found)
        for row in reports["contributions"]:
            of_contributions.prepare(row)
        play.perform()
        Letter.objects.filter(pk__gt=last).delete()
    for row in (*meetings, *decisions, *reports["reports"], *reports["contributions"]):
        yield str((row.get("title") or row["purpose"])["en"]), is_new
