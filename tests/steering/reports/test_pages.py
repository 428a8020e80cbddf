"""The pages of reports under review: who opens them, what they show, what they cost."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from members.enums import Role
from members.models import User
from publishing.gathering import alone
from steering.models import Report, ReviewRound, Seat, SectionComment
from steering.record.chain import entry_of
from steering.reports.desk import duties_of, news_for
from steering.reports.workflow import CountryWorkflow, ReportWorkflow, RoundWorkflow
from tests.factories.members import country
from tests.factories.steering import rules
from tests.factories.steering_reports import (
    closed,
    comment,
    expire,
    member,
    opened,
    released,
    report,
    secretariat,
)  # fmt: skip
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
BUDGET = 12
"""Queries of a page of the Committee."""


@pytest.fixture
def office() -> User:
    return secretariat()


@pytest.fixture
def kz() -> Any:
    return member(country("KZ"))


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def at(name: str, *args: Any, language: str = "en") -> str:
    return f"/{language}" + reverse(f"committee:{name}", args=args)[3:]


def pages_of(found: ReviewRound, place: Seat) -> list[str]:
    key, number = found.report_id, found.number
    return [
        at("report", key), at("report_pdf", key), at("report_section", key, found.version.number, "1"),
        at("report_round", key, number), at("report_matrix", key, number), at("report_matrix_docx", key, number),
        at("report_matrix_xlsx", key, number),
    ]  # fmt: skip


def test_a_draft_is_found_by_the_secretariat_alone(kz: Any, office: User) -> None:
    made = report(office)
    others = (None, person(Role.REGISTERED), person(Role.EDITOR), person(Role.COMMITTEE), kz[1])

    for user in others:
        assert client_of(user).get(made.get_absolute_url()).status_code == 404
        assert (
            "Annual report"
            not in client_of(user).get(at("reports")).content.decode().partition("<main")[2].partition("<h2>")[2]
        )
    assert client_of(office).get(at("report", made.pk)).status_code == 200


def test_a_report_under_review_is_the_committees(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    released(found, place, delegate)

    for address in pages_of(found, place):
        for user, status in ((None, 404), (person(Role.EDITOR), 404), (delegate, 200), (office, 200)):
            assert client_of(user).get(address).status_code == status, address
            if user is not None and user.email.endswith("cast.example"):
                user.delete()


def test_drafts_of_a_seat_are_seen_by_its_own_people_alone(kz: Any, office: User) -> None:
    place, delegate = kz
    _other, stranger = member(country("KG"))
    found = opened(office)
    draft = comment(found, place, delegate, text="Between us only.")
    address = at("report_section", found.report_id, 1, "1")

    assert "Between us only." in client_of(delegate).get(address).content.decode()
    for user in (stranger, office):
        client = client_of(user)
        assert "Between us only." not in client.get(address).content.decode()
        assert "Between us only." not in client.get(at("report_matrix", found.report_id, 1)).content.decode()
        assert client.get(at("report_batch", found.report_id, 1, place.pk)).status_code == 404
        assert client.get(at("report_comment_edit", draft.pk)).status_code == 404
        assert client.post(at("report_comment_remove", draft.pk)).status_code == 404
    assert SectionComment.objects.get().text == "Between us only."


def test_a_country_comments_and_releases_through_the_pages(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    client, address = client_of(delegate), at("report_comment", found.report_id, 1, place.pk, "2.1")
    typed = {
        "kind": "substantive",
        "text": "Где сметы?",
        "language": "ru",
        "wording": "Смета",
        "wording_language": "ru",
    }

    assert client.post(address, {**typed, "text": ""}).status_code == 200
    assert "Смета" in client.post(address, {**typed, "language": "xx"}).content.decode()
    assert not SectionComment.objects.exists()
    client.post(address, typed)
    page = client.get(at("report_section", found.report_id, 1, "2.1")).content.decode()
    assert '<div lang="ru"><p>Где сметы?</p></div>' in page
    client.post(at("report_batch_release", found.report_id, 1, place.pk))
    client.post(at("report_batch_release", found.report_id, 1, place.pk))

    made = SectionComment.objects.get()
    assert (made.label, made.section.number) == ("KZ-1", "2.1")
    assert client.post(at("report_comment_edit", made.pk), {**typed, "edition": "1"}).status_code == 409


def test_a_stale_edition_keeps_what_was_typed(kz: Any, office: User) -> None:
    place, delegate = kz
    draft = comment(opened(office), place, delegate)
    client, address = client_of(delegate), at("report_comment_edit", draft.pk)
    typed = {"kind": "general", "text": "First", "language": "en", "edition": "1"}

    assert client.post(address, typed).status_code == 302
    again = client.post(address, {**typed, "text": "Second"})

    assert (again.status_code, "Second" in again.content.decode()) == (409, True)
    assert client.post(address, {**typed, "text": "Second", "edition": "2"}).status_code == 302


@pytest.mark.parametrize("text", ["\x00", "x" * 10_001])
def test_hostile_texts_are_refused_by_the_form(text: str, kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)

    answer = client_of(delegate).post(
        at("report_comment", found.report_id, 1, place.pk, "1"), {"kind": "general", "text": text, "language": "en"}
    )

    assert answer.status_code in {200, 400}
    assert not SectionComment.objects.exists()


def test_foreign_keys_lead_nowhere(kz: Any, office: User) -> None:
    place, delegate = kz
    other, _stranger = member(country("KG"))
    found = opened(office)
    client = client_of(delegate)

    assert client.get(at("report_comment", found.report_id, 1, place.pk, "9")).status_code == 404
    assert client.get(at("report_comment", found.report_id, 1, other.pk, "1")).status_code == 403
    assert client.get(at("report_verdict", found.report_id, 1, other.pk)).status_code == 403
    assert client.get(at("report_verdict", found.report_id, 99_999_999, place.pk)).status_code == 404
    assert client.get(at("report", 10**17)).status_code == 404
    assert client.get(at("report_section", found.report_id, 7, "1")).status_code == 404
    assert client.get(at("report", found.report_id) + "?version=x&beside=xx").status_code == 404


def test_the_secretariats_pages_are_closed_to_members(kz: Any, office: User) -> None:
    found = opened(office)
    made = released(found, *kz)
    client = client_of(kz[1])
    key = found.report_id

    for name, args in (
        ("report_new", ()), ("report_open", (key,)), ("report_revise", (key,)), ("report_release", (key, "text")),
        ("report_answer", (made.pk,)),
    ):  # fmt: skip
        assert client.get(at(name, *args)).status_code == 403, name
    for name, args in (("report_issue", (key, 1)), ("report_close", (key, 1)), ("report_correct", (key,))):
        assert client.post(at(name, *args)).status_code == 403, name


def test_the_secretariat_leads_a_report_through_the_pages(kz: Any, office: User) -> None:
    place, delegate = kz
    client = client_of(office)
    client.post(at("report_new"), {"kind": "annual", "title_en": "Annual report"})
    made = Report.objects.get()
    assert b"no sections yet" in client.get(at("report", made.pk)).content
    made.versions.get().sections.create(number="1", position=1, title_en="Results", text_en="<p>Good.</p>")
    assert client.post(at("report_open", made.pk), {"deadline": "01.01.2020"}).status_code == 200
    deadline = client.get(at("report_open", made.pk)).context["form"]["deadline"].value()
    client.post(at("report_open", made.pk), {"deadline": deadline.strftime("%d.%m.%Y")})
    found = ReviewRound.objects.get()
    comment_ = released(found, place, delegate)
    assert client.post(at("report_answer", comment_.pk), {"answer": "noted", "edition": "0"}).status_code == 200
    client.post(at("report_answer", comment_.pk), {"answer": "noted", "reason_kk": "Білеміз.", "edition": "0"})
    expire(found)
    client.post(at("report_issue", made.pk, 1))
    client_of(delegate).post(at("report_verdict", made.pk, 1, place.pk), {"choice": "endorse", "language": "en"})
    client.post(at("report_close", made.pk, 1))
    for step in ("text", "matrix", "verdicts"):
        assert client.get(at("report_release", made.pk, step)).status_code == 200
        client.post(at("report_release", made.pk, step))

    made.refresh_from_db()
    assert made.verdicts_released_at is not None
    assert client.post(at("report_release", made.pk, "text")).status_code == 409


def test_the_public_reads_step_by_step(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    made = released(found, place, delegate, text="A public word.")
    CountryWorkflow(found, place, delegate).judge("comments", "Mind the costs.", "en")
    expire(found)
    RoundWorkflow(found, office).answer(made, "partly", {"en": "Some of it."})
    RoundWorkflow(found, office).issue()
    RoundWorkflow(found, office).close()
    flow, client = ReportWorkflow(found.report, office), Client()
    key = found.report_id
    matrix, round_ = at("report_matrix", key, 1), at("report_round", key, 1)
    flow.release("text")

    page = client.get(at("report", key)).content.decode()
    assert ("four trainings" in page, "A public word." in page) == (True, False)
    assert "A public word." not in client.get(at("report_section", key, 1, "1")).content.decode()
    assert (client.get(matrix).status_code, client.get(round_).status_code) == (404, 404)
    assert entry_of("report", key).code in page
    assert "endorsed with comments" in page
    flow.release("matrix")
    assert matrix in client.get(at("report", key)).content.decode()
    assert "Some of it." in client.get(matrix).content.decode()
    assert "Mind the costs." not in client.get(round_).content.decode()
    flow.release("verdicts")
    assert "Mind the costs." in client.get(round_).content.decode()


def test_answers_in_preparation_are_not_to_be_guessed(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    made = released(found, place, delegate)
    RoundWorkflow(found, office).answer(made, "not_accepted", {"en": "No data."})
    address = at("report_matrix", found.report_id, 1)

    for query, shown in (("", True), ("?answer=not_accepted", False), ("?answer=open", True)):
        page = client_of(delegate).get(address + query).content.decode()
        assert ("Say how many people came." in page, "No data." in page) == (shown, False), query
    assert "No data." in client_of(office).get(address + "?answer=not_accepted").content.decode()


def test_two_languages_stand_side_by_side(kz: Any, office: User) -> None:
    found = opened(office)

    page = client_of(kz[1]).get(at("report", found.report_id) + "?beside=ru").content.decode()

    assert "The Hub held four trainings." in page
    assert '<div class="sides__one" lang="ru">' in page
    assert "Хаб провёл четыре обучения." in page
    assert "Not there in this language" in page


def test_the_matrix_is_narrowed(kz: Any, office: User) -> None:
    place, delegate = kz
    other, second = member(country("KG"))
    found = opened(office)
    comment(found, place, delegate, "1", text="On results", kind="editorial")
    released(found, place, delegate, number="2", text="On plans")
    released(found, other, second, text="Other country")
    client, address = client_of(delegate), at("report_matrix", found.report_id, 1)

    def shown(query: str) -> list[bool]:
        page = client.get(f"{address}?{query}").content.decode()
        return [words in page for words in ("On results", "On plans", "Other country")]

    assert shown("") == [True, True, True]
    assert shown("section=2") == [False, True, False]
    assert shown(f"seat={other.pk}") == [False, False, True]
    assert shown("kind=editorial") == [True, False, False]
    assert shown("answer=open&seat=nonsense&kind=zz") == [True, True, True]
    assert shown("answer=accepted") == [False, False, False]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_matrix_is_read_back_from_office_files(language: str, kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    released(found, place, delegate, text="=1+1\x0bОчень важно", language="ru", wording="@Да", wording_language="ru")
    client = client_of(delegate)

    file = client.get(at("report_matrix_docx", found.report_id, 1, language=language))
    document = Document(io.BytesIO(file.content))
    table = document.tables[0]
    assert len(table.rows) == 2
    assert table.rows[1].cells[0].text == "KZ-1"
    assert "Очень важно [РУС]" in table.rows[1].cells[4].text
    assert 'w:val="ru-RU"' in table.rows[1].cells[4].paragraphs[0].runs[0]._r.xml
    assert "tblHeader" in table.rows[0]._tr.xml
    assert document.sections[0].page_width > document.sections[0].page_height

    file = client.get(at("report_matrix_xlsx", found.report_id, 1, language=language))
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:J2")
    assert sheet["E2"].value.startswith("'=1+1")
    assert sheet["F2"].value.startswith("'@")


def test_versions_are_compared_word_by_word(kz: Any, office: User) -> None:
    found = closed(office, [kz], "return")
    flow = ReportWorkflow(found.report, office)
    assert client_of(office).get(at("report_changes", found.report_id)).status_code == 404
    version = flow.revise({"en": "Figures"})
    section = version.sections.get(number="1")
    section.text_en = "<p>The Hub held five trainings.</p>"
    section.save()
    version.sections.get(number="2").delete()
    address = at("report_changes", found.report_id)

    page = client_of(office).get(address).content.decode()

    assert "<del> four</del><ins> five</ins>" in page
    assert "Section 2" in page
    assert "removed" in page
    assert client_of(kz[1]).get(address).status_code == 404
    assert client_of(office).get(f"{address}?from=1&to=9").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pdf_is_tagged_and_bears_the_fingerprint(language: str, kz: Any, office: User) -> None:
    found = closed(office, [kz])
    ReportWorkflow(found.report, office).release("text")

    file = Client().get(at("report_pdf", found.report_id, language=language))
    reader = PdfReader(io.BytesIO(file.content))

    text = "".join(page.extract_text() for page in reader.pages)
    entry = entry_of("report", found.report_id)
    assert entry is not None
    assert entry.code in text
    assert entry.fingerprint[:32] in text.replace("\n", "")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in file.content
    assert reader.trailer["/Root"]["/Lang"].startswith(language)


def test_a_draft_on_paper_says_that_it_is_none_yet(kz: Any, office: User) -> None:
    found = opened(office)

    file = client_of(kz[1]).get(at("report_pdf", found.report_id))

    assert "not released" in PdfReader(io.BytesIO(file.content)).pages[0].extract_text().replace("\n", " ")


def full_round(office: User, seats: int, comments: int) -> tuple[ReviewRound, tuple[Seat, User]]:
    """A round in which so many countries have released so many comments each, half of them answered."""
    found = opened(office)
    delegates = [member(country(code)) for code in ("KZ", "KG", "UZ", "TJ", "TM", "AZ", "AM", "GE", "MN", "BY")[:seats]]
    for place, delegate in delegates[1:] or delegates:
        for number in range(comments):
            comment(found, place, delegate, ("1", "2", "2.1")[number % 3], text=f"Comment {number}")
        CountryWorkflow(found, place, delegate).release()
        CountryWorkflow(found, place, delegate).judge("endorse")
    for one in SectionComment.objects.filter(pk__gt=0)[::2]:
        RoundWorkflow(found, office).answer(one, "accepted", {})
    if len(delegates) > 1:
        comment(found, *delegates[0])
    return found, delegates[0]


@pytest.mark.parametrize(("seats", "comments"), [(1, 1), (4, 5)], ids=["one", "many"])
def test_no_page_costs_more_than_its_budget(
    seats: int, comments: int, office: User, django_assert_max_num_queries: Any
) -> None:
    rules()
    found, (place, delegate) = full_round(office, seats, comments)
    addresses = [
        *pages_of(found, place), at("reports"), at("report", found.report_id) + "?beside=ru",
        at("report_batch", found.report_id, 1, place.pk), at("report_verdict", found.report_id, 1, place.pk),
        at("report_comment", found.report_id, 1, place.pk, "1"),
    ]  # fmt: skip
    for user in (delegate, office):
        client = client_of(user)
        client.get(addresses[0])
        for address in addresses:
            if user == office and "/seats/" in address:
                continue
            with django_assert_max_num_queries(BUDGET, info=address):
                assert client.get(address).status_code == 200, address


def test_the_desk_asks_for_comment_and_verdict_until_they_are_given(kz: Any, office: User) -> None:
    place, delegate = kz
    before = timezone.now()
    found = opened(office)

    assert [duty.kind for duty in alone(duties_of(delegate, [place]))] == ["comment", "verdict"]
    assert [duty.kind for duty in alone(duties_of(office, []))] == []
    assert len(alone(news_for(delegate, before))) == 1
    released(found, place, delegate)
    assert [duty.kind for duty in alone(duties_of(delegate, [place]))] == ["verdict"]
    assert [duty.kind for duty in alone(duties_of(office, []))] == ["business"]
    CountryWorkflow(found, place, delegate).judge("endorse")
    assert alone(duties_of(delegate, [place])) == []
    assert alone(news_for(person(Role.EDITOR), before)) == []


def test_sections_are_written_in_the_admin_until_the_round_opens(office: User, kz: Any) -> None:
    made = report(office)
    address = f"/en/admin/steering/reportversion/{made.versions.get().pk}/change/"

    assert b"sections-0-text_en" in client_of(office).get(address).content
    ReportWorkflow(made, office).open(timezone.now() + timedelta(days=3))
    assert b"sections-0-text_en" not in client_of(office).get(address).content
    assert client_of(kz[1]).get(address).status_code in {302, 403}


def test_the_public_matrix_of_an_earlier_round_leads_to_no_hidden_section(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    made = released(found, place, delegate)
    CountryWorkflow(found, place, delegate).judge("return", "Not yet.", "en")
    expire(found)
    flow = RoundWorkflow(found, office)
    flow.answer(made, "accepted", {})
    flow.issue()
    flow.close()
    report_flow = ReportWorkflow(found.report, office)
    report_flow.revise({})
    second = report_flow.open(timezone.now() + timedelta(days=1))
    CountryWorkflow(second, place, delegate).judge("endorse")
    expire(second)
    RoundWorkflow(second, office).close()
    report_flow.release("text")
    report_flow.release("matrix")
    hidden = at("report_section", found.report_id, 1, "1")

    page = Client().get(at("report_matrix", found.report_id, 1)).content.decode()

    assert made.text in page
    assert hidden not in page
    assert Client().get(hidden).status_code == 404
    assert hidden in client_of(delegate).get(at("report_matrix", found.report_id, 1)).content.decode()


def test_released_pages_keep_the_budget_for_everybody(
    kz: Any, office: User, django_assert_max_num_queries: Any
) -> None:
    found = closed(office, [kz])
    for step in ("text", "matrix", "verdicts"):
        ReportWorkflow(found.report, office).release(step)

    for user in (None, kz[1], office):
        client = client_of(user)
        client.get(at("reports"))
        for address in pages_of(found, kz[0]):
            with django_assert_max_num_queries(BUDGET, info=address):
                assert client.get(address).status_code == 200, address
