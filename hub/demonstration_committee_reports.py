"""Two invented reports, one released and one under review, and a ledger with some contributions."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from members.models import Country
from publishing.richtext.html import from_plain
from steering.contributions.workflow import ContributionWorkflow, enter
from steering.models import Contribution, Contributor, Report, ReviewRound, Seat, SectionComment
from steering.reports.workflow import CountryWorkflow, ReportWorkflow, RoundWorkflow, Written, start_report

from .demonstration_committee_cast import Cast, by_column
from .demonstration_play import Play


class ReportsPlay:
    """The reports of the play."""

    def __init__(self, play: Play, cast: Cast) -> None:
        self.play, self.cast = play, cast
        self.rounds: dict[str, ReviewRound] = {}

    def prepare(self, row: dict[str, Any]) -> None:
        """Put the steps of one report in their places."""
        play = self.play
        play.at(play.moment(row["opened"]), lambda: self._open(row))
        codes = list(dict.fromkeys(comment["seat"] for comment in row["comments"]))
        for place, code in enumerate(codes):
            moment = play.moment(row["opened"] + 1 + place)
            play.at(moment, partial(self._comment, row, code))
        verdict_day = row.get("answered", row["opened"] + 13)
        for place, (code, choice) in enumerate(row["verdicts"].items(), start=1):
            moment = play.moment(verdict_day) + timedelta(hours=place)
            play.at(moment, partial(self._judge, row, code, choice))
        if "answered" not in row:
            play.at(play.moment(-1), lambda: self._answer(row))
            return
        play.at(play.moment(row["answered"], 9), lambda: self._issue(row))
        play.at(play.moment(row["closed"]), lambda: self._flow(row).close())
        for place, step in enumerate(row["steps"]):
            moment = play.moment(row["released"]) + timedelta(days=place)
            play.at(moment, partial(self._release, row, step))

    def _open(self, row: dict[str, Any]) -> None:
        year = self.play.day(row["opened"]).year - 1
        report = start_report(
            row["kind"],
            row["title"],
            [
                {**section, "text": {code: from_plain(text) for code, text in section["text"].items()}}
                for section in row["sections"]
            ],
            self.cast.secretary,
            period_from=self.play.day(0).replace(year=year, month=1, day=1),
            period_until=self.play.day(0).replace(year=year, month=12, day=31),
            is_demonstration=True,
        )
        deadline = self.play.moment(row["deadline"], 18)
        self.rounds[row["key"]] = ReportWorkflow(report, self.cast.secretary).open(deadline)

    def _comment(self, row: dict[str, Any], code: str) -> None:
        flow = self._country(row, code)
        sections = {section.number: section for section in self._round(row).version.sections.all()}
        for one in row["comments"]:
            if one["seat"] == code:
                wording = one.get("wording", "")
                written = Written(
                    one["kind"], one["text"], one["language"], wording, one["language"] if wording else ""
                )
                flow.write(sections[one["section"]], written)
        flow.release()

    def _judge(self, row: dict[str, Any], code: str, choice: str) -> None:
        self._country(row, code).judge(choice)

    def _answer(self, row: dict[str, Any]) -> None:
        said = {(one["seat"], one["text"]): one for one in row["comments"]}
        comments = SectionComment.objects.filter(batch__round=self.rounds[row["key"]]).select_related(
            "batch__seat__country"
        )
        for comment in comments.order_by("pk"):
            country = comment.batch.seat.country
            one = said[country.iso2 if country is not None else "", comment.text]
            if "answer" in one:
                self._flow(row).answer(comment, one["answer"], one["reason"])

    def _issue(self, row: dict[str, Any]) -> None:
        self._answer(row)
        self._flow(row).issue()

    def _release(self, row: dict[str, Any], step: str) -> None:
        report = Report.objects.get(pk=self.rounds[row["key"]].report_id)
        ReportWorkflow(report, self.cast.secretary).release(step)

    def _country(self, row: dict[str, Any], code: str) -> CountryWorkflow:
        seat: Seat = self.cast.seats[code]
        return CountryWorkflow(self._round(row), seat, self.cast.people[code])

    def _round(self, row: dict[str, Any]) -> ReviewRound:
        return ReviewRound.objects.select_related("report", "version", "rules").get(pk=self.rounds[row["key"]].pk)

    def _flow(self, row: dict[str, Any]) -> RoundWorkflow:
        return RoundWorkflow(self._round(row), self.cast.secretary)


class ContributionsPlay:
    """The contributions of the play."""

    def __init__(self, play: Play, cast: Cast) -> None:
        self.play, self.cast = play, cast

    def prepare(self, row: dict[str, Any]) -> None:
        """Put the steps of one contribution in their places."""
        play = self.play
        made: list[Contribution] = []

        def flow() -> ContributionWorkflow:
            return ContributionWorkflow(made[0], self.cast.secretary)

        play.at(play.moment(row["offered"]), lambda: made.append(self._offer(row)))
        if "confirmed" in row:
            play.at(play.moment(row["confirmed"]), lambda: flow().confirm(play.day(row["confirmed"])))
        if "delivered" in row:
            moment = play.moment(row["delivered"])
            play.at(moment, lambda: flow().deliver(play.day(row["delivered"]), is_last=True))
        for offset, amount in row.get("parts", []):
            day, money = play.day(offset), Decimal(amount)
            play.at(play.moment(offset), partial(self._deliver, made, day, money))
        if "withdrawn" in row:
            offset, reason = row["withdrawn"]
            play.at(play.moment(offset), lambda: flow().withdraw(play.day(offset), reason))

    def _deliver(self, made: list[Contribution], day: date, amount: Decimal) -> None:
        ContributionWorkflow(made[0], self.cast.secretary).deliver(day, amount)

    def _offer(self, row: dict[str, Any]) -> Contribution:
        country = Country.objects.get(iso2=row["country"])
        contributor, _is_new = Contributor.objects.get_or_create(country=country)
        contribution = Contribution(
            contributor=contributor,
            kind=row["kind"],
            amount=Decimal(row["amount"]) if "amount" in row else None,
            currency=row.get("currency", ""),
            offered_on=self.play.day(row["offered"]),
            is_demonstration=True,
            **by_column("purpose", row["purpose"]),
        )
        return enter(contribution, self.cast.secretary)
