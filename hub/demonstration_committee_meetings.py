"""Three invented meetings: one played to its released minutes, one convened with its papers, one planned."""

from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django.utils.formats import date_format

from publishing.documents.uploads import inspect
from publishing.pdf import compile_pdf
from steering.access import Access
from steering.meetings.agenda import AgendaWorkflow
from steering.meetings.attendance import AttendanceWorkflow
from steering.meetings.enums import AttendanceState, CorrectionAnswer
from steering.meetings.minutes_workflow import MinutesWorkflow
from steering.meetings.workflow import MeetingWorkflow, plan
from steering.models import AgendaItem, Mandate, Meeting
from steering.papers.series import Series
from steering.papers.workflow import Description, NewFile, SeriesWorkflow
from steering.seats.enums import Office, Proposer

from .demonstration_committee_cast import Cast, by_column
from .demonstration_play import Play

ZONE: Final = "Asia/Almaty"
LENGTH: Final = timedelta(hours=6)


class MeetingsPlay:
    """The meetings of the play; their items are found by the number and key of the reference file."""

    def __init__(self, play: Play, cast: Cast) -> None:
        self.play, self.cast = play, cast
        self.meetings: dict[int, Meeting] = {}
        self.items: dict[tuple[int, str], AgendaItem] = {}

    def prepare(self, row: dict[str, Any]) -> None:
        """Put every step of one meeting in its place of time."""
        play, number = self.play, row["number"]
        play.at(play.moment(row["planned"]), lambda: self._plan(row))
        papers: dict[int, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        for item in row["items"]:
            for paper in item.get("papers", []):
                papers.setdefault(paper["issued"], []).append((item, paper))
        for offset, chosen in papers.items():
            play.at(play.moment(offset, 12), partial(self._papers, number, chosen))
        if "convened" not in row:
            return
        play.at(play.moment(row["convened"]), lambda: self._flow(number).convene({}))
        for place, code in enumerate(row.get("announced", []), start=1):
            moment = play.moment(row["convened"]) + timedelta(hours=place)
            play.at(moment, partial(self._announce, number, code))
        if "present" in row:
            self._prepare_course(row)

    def starts_at(self, number: int) -> Any:
        """When a played meeting began."""
        return self.meetings[number].starts_at

    def _prepare_course(self, row: dict[str, Any]) -> None:
        play, number = self.play, row["number"]
        start = play.midweek(row["held"], row.get("time_zone", ZONE))
        play.at(start, lambda: self._open(row))
        play.at(start + LENGTH, lambda: self._flow(number).close())
        play.at(play.moment(row["minutes_drafted"]), lambda: self._draft(row))
        play.at(play.moment(row["circulated"]), lambda: self._minutes(number).circulate())
        play.at(play.moment(row["circulated"] + 3), lambda: self._correct(row))
        basis = row["adoption_basis"]
        play.at(play.moment(row["adopted"]), lambda: self._minutes(number).adopt(basis))
        play.at(play.moment(row["released"]), lambda: self._minutes(number).release())

    def _plan(self, row: dict[str, Any]) -> None:
        zone = row.get("time_zone", ZONE)
        start = self.play.midweek(row["held"], zone)
        values = {
            "number": Meeting.objects.next_number(),
            "starts_at": start,
            "ends_at": start + LENGTH,
            "time_zone": zone,
            "is_demonstration": True,
            **by_column("title", row["title"]),
            **by_column("place", row["place"]),
        }
        meeting = plan(values, self.cast.secretary)
        self.meetings[row["number"]] = meeting
        agenda = AgendaWorkflow(meeting, self.cast.secretary)
        for item in row["items"]:
            self.items[row["number"], item["key"]] = agenda.add(
                {
                    "kind": item["kind"],
                    "minutes": item["minutes"],
                    "proposer": item.get("proposer", Proposer.SECRETARIAT),
                    "seat": self.cast.seats[item["seat"]] if "seat" in item else None,
                    **by_column("title", item["title"]),
                    **by_column("note", item.get("note")),
                }
            )

    def _papers(self, number: int, chosen: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        flow = SeriesWorkflow(Series(self._meeting(number)), self.cast.secretary)
        keys = []
        for item, row in chosen:
            what = Description(
                by_column("title", row["title"]), self.items[number, item["key"]], row.get("access", Access.PUBLIC)
            )
            files = [_file(code, row["title"][code], item) for code in row["languages"]]
            paper = flow.add(what, files, timezone.localdate(), uuid4(), is_demonstration=True)
            keys.append(paper.pk)
        flow.issue(keys)

    def _announce(self, number: int, code: str) -> None:
        flow = AttendanceWorkflow(self._meeting(number), self.cast.seats[code], self.cast.people[code])
        flow.register(AttendanceState.ANNOUNCED)

    def _open(self, row: dict[str, Any]) -> None:
        self._flow(row["number"]).open()
        meeting = self._meeting(row["number"])
        offices = {AttendanceState.PRESENT: Office.DELEGATE, AttendanceState.REPRESENTED: Office.ALTERNATE}
        for state, name in ((AttendanceState.PRESENT, "present"), (AttendanceState.REPRESENTED, "represented")):
            for code in row[name]:
                seat = self.cast.seats[code]
                speakers = Mandate.objects.on(meeting.day).filter(seat=seat, office=offices[state])
                AttendanceWorkflow(meeting, seat, self.cast.secretary).note(state, speakers.first())

    def _draft(self, row: dict[str, Any]) -> None:
        flow = self._minutes(row["number"])
        minutes = flow.draft()
        texts = {item["key"]: item["discussion"] for item in row["items"]}
        keys = {item.pk: key for (number, key), item in self.items.items() if number == row["number"]}
        for entry in minutes.entries.select_related("item"):
            said = {
                name: getattr(entry, name) or "" for name in (*by_column("decision", {}), *by_column("actions", {}))
            }
            words = texts.get(keys.get(entry.item_id, ""), NOTHING_ARISING)
            flow.write(entry, {**said, **by_column("discussion", words)}, entry.edition)

    def _correct(self, row: dict[str, Any]) -> None:
        wanted, meeting = row["correction"], self._meeting(row["number"])
        entry = meeting.minutes.entries.get(item=self.items[row["number"], wanted["item"]])
        seat = self.cast.seats[wanted["seat"]]
        correction = MinutesWorkflow(meeting, self.cast.people[wanted["seat"]]).correct(
            entry, seat, wanted["language"], wanted["text"], wanted["wording"]
        )
        flow = self._minutes(row["number"])
        flow.answer(correction, CorrectionAnswer(wanted["answer"]), "", wanted["language"])
        entry.refresh_from_db()
        names = [name for field in ("discussion", "decision", "actions") for name in by_column(field, {})]
        texts = {name: getattr(entry, name) or "" for name in names}
        column = f"discussion_{wanted['language']}"
        flow.write(entry, {**texts, column: f"{texts[column]} {wanted['wording']}"}, entry.edition)

    def _meeting(self, number: int) -> Meeting:
        return Meeting.objects.get(pk=self.meetings[number].pk)

    def _flow(self, number: int) -> MeetingWorkflow:
        return MeetingWorkflow(self._meeting(number), self.cast.secretary)

    def _minutes(self, number: int) -> MinutesWorkflow:
        return MinutesWorkflow(self._meeting(number), self.cast.secretary)


NOTHING_ARISING: Final = {
    "kk": "Бұрынғы тапсырмалар бойынша мәселе көтерілген жоқ.",
    "ru": "По прежним поручениям вопросов не возникло.",
    "en": "Nothing was raised on earlier actions.",
}


def _file(language: str, title: str, item: dict[str, Any]) -> NewFile:
    """A short PDF with the title of the paper and what its item is about."""
    with translation.override(language):
        body = item.get("note", {}).get(language) or item["title"][language]
        words = {
            "kk": "Көрсетілім құжаты: мазмұны ойдан шығарылған.",
            "ru": "Демонстрационный документ: содержание вымышлено.",
            "en": "Demonstration paper: what it says is invented.",
        }
        data = {
            "language": language,
            "title": title,
            "title_language": language,
            "author": "",
            "keywords": [],
            "description": "",
            "hub": {"kk": "Өңірлік хаб", "ru": "Региональный хаб", "en": "Regional Hub"}[language],
            "kind": item["title"][language],
            "line": "",
            "badge": None,
            "notices": [words[language]],
            "summary": None,
            "sections": [
                {
                    "heading": item["title"][language],
                    "language": language,
                    "nodes": [{"tag": "p", "children": [{"text": body}]}],
                }
            ],
            "facts": {"heading": title, "rows": []},
            "sources": {"heading": "", "items": []},
            "foot": {"address": "hub.example", "date": date_format(timezone.localdate())},
        }
        content = compile_pdf("record.typ", data, timezone.now())
    file = ContentFile(content, name=f"{title[:60]}.pdf")
    return NewFile(language, file, inspect(file))
