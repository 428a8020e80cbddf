"""Meetings with papers in some languages, and files that are real PDFs, documents and tables."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import typst
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from members.enums import Role
from members.models import User
from publishing.documents import uploads
from steering.access import Access
from steering.meetings.enums import MeetingState
from steering.models import AgendaItem, Meeting, Paper, RulesOfProcedure, Seat
from steering.papers.series import Series
from steering.papers.workflow import Description, NewFile, PaperWorkflow, SeriesWorkflow
from tests.factories.members import account, country
from tests.factories.steering import mandate, rules, seat

DATED = date(2026, 9, 1)
STARTS = datetime(2027, 6, 15, 5, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """Two member seats with a delegate each, an observer, the Secretariat, and somebody with an account alone."""

    secretariat: User
    delegate: User
    other: User
    observer: User
    registered: User
    seat: Seat
    other_seat: Seat
    rules: RulesOfProcedure


def cast() -> Cast:
    """Everybody who may ask for a paper."""
    seats = [seat(country(code, published=False)) for code in ("KG", "UZ")]
    people = [_person(name, Role.COMMITTEE) for name in ("delegate", "other", "observer")]
    for place, user in zip([*seats, seat()], people, strict=True):
        mandate(place, user=user)
    secretariat = _person("secretariat", Role.SECRETARIAT, is_staff=True)
    return Cast(
        secretariat, *people, _person("registered", Role.REGISTERED), *seats, rules(proposers=["chair", "secretariat"])
    )


def _person(name: str, role: Role, **fields: Any) -> User:
    user = account(
        f"{name}@papers.example", preferred_language="en", first_name=name.title(), last_name="Example", **fields
    )
    user.groups.set(Group.objects.filter(name__in={role, Role.REGISTERED}))
    return user


def meeting(number: int = 3, **fields: Any) -> Meeting:
    """A public meeting that was convened, in June 2027."""
    values = {
        "number": number,
        "title_en": f"Meeting {number}",
        "title_ru": f"Заседание {number}",
        "title_kk": f"{number}-отырыс",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=6),
        "time_zone": "Asia/Almaty",
        "state": MeetingState.CONVENED,
        "convened_at": datetime(2026, 10, 1, tzinfo=UTC),
    }
    return Meeting.objects.create(**{**values, **fields})


def item(of: Meeting, number: int = 1, **fields: Any) -> AgendaItem:
    """A public item of the agenda."""
    return AgendaItem.objects.create(
        **{"meeting": of, "number": number, "title_en": f"Item {number}", "title_ru": f"Пункт {number}", **fields}
    )


@cache
def pdf(text: str = "A paper", pages: int = 1) -> bytes:
    """A PDF with this text on each of so many pages, and a bookmark for each."""
    source = "#pagebreak()\n".join(
        f"= {text} {page}\nThe text of the paper, at some length.\n" for page in range(1, pages + 1)
    )
    return bytes(typst.compile(source.encode(), format="pdf"))


@cache
def docx(text: str = "A paper") -> bytes:
    """A document of a word processor."""
    document = Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def sent(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    """The content as a browser sends it."""
    return SimpleUploadedFile(name, content)


def new_file(language: str, content: bytes, name: str = "paper.pdf") -> NewFile:
    """A file that was looked into."""
    file = sent(content, name)
    return NewFile(language, file, uploads.inspect(file))


def add(actor: User, of: Any, files: Mapping[str, bytes] | None = None, **fields: Any) -> Paper:
    """A paper in preparation, with PDFs by language; a Russian one unless said."""
    values = {"agenda_item": None, "access": Access.COMMITTEE, "seats": (), "nonce": uuid4(), **fields}
    titles = {f"title_{code}": text for code, text in values.pop("titles", {"en": "Budget", "ru": "Бюджет"}).items()}
    found = [new_file(code, content) for code, content in ({"ru": pdf()} if files is None else files).items()]
    what = Description(titles, values["agenda_item"], values["access"], values["seats"])
    return SeriesWorkflow(Series(of), actor).add(what, found, DATED, values["nonce"])


def issued(actor: User, of: Any, files: Mapping[str, bytes] | None = None, **fields: Any) -> Paper:
    """A paper that was sent out."""
    made = add(actor, of, files, **fields)
    SeriesWorkflow(Series(of), actor).issue([made.pk])
    made.refresh_from_db()
    return made


def renewed(actor: User, paper: Paper, files: Mapping[str, bytes], *, is_new_version: bool = True) -> None:
    """Further files of a paper, sent out as well."""
    flow = PaperWorkflow(paper, actor)
    found = [new_file(code, content) for code, content in files.items()]
    flow.add_files(found, DATED, is_new_version=is_new_version)
    of = paper.meeting or paper.decision
    assert of is not None
    SeriesWorkflow(Series(of), actor).issue([paper.pk])
