"""The ledger as readers, contributors and the Secretariat see it."""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from members.enums import Role
from members.models import User
from publishing.models import Theme
from steering.access import Access
from steering.contributions.workflow import ContributionWorkflow
from steering.models import Contribution, ContributionNote
from tests.factories.adoptions import focal_point
from tests.factories.members import account, country
from tests.factories.steering import mandate, seat
from tests.factories.steering_contributions import confirmed, contribution, contributor, in_kind
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
LEDGER = "/en/committee/contributions/"


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def page_of(address: str = LEDGER, user: User | None = None) -> str:
    answer = client_of(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_order_is_alphabetical_whatever_was_given() -> None:
    for iso2, name, amount in (("KZ", "Zeta", 10), ("KG", "Alpha", 1), ("UZ", "Mu", 10**14)):
        contribution(contributor(country(iso2, name)), amount=Decimal(amount))

    page = page_of()

    assert page.index("Alpha") < page.index("Mu</a>") < page.index("Zeta")
    assert "USD\u00a0100,000,000,000,000" in page


def test_kazakh_names_stand_in_the_kazakh_alphabet() -> None:
    for iso2, name in (("KZ", "Өзбек"), ("KG", "Пермь"), ("UZ", "Омбы"), ("TJ", "Қазақ"), ("TM", "Якут")):
        contribution(contributor(country(iso2, name)))

    page = page_of(LEDGER.replace("/en/", "/kk/"))

    places = [page.index(f">{name}<") for name in ("Қазақ", "Омбы", "Өзбек", "Пермь", "Якут")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?year=2025", {"Old"}),
        ("?kind=in_kind", {"Hall"}),
        ("?theme=leadership", {"Themed"}),
        ("?on=01.06.2025", {"Old"}),
        ("?year=1999", {"Old", "Hall", "Themed"}),
        ("?kind=gold&year=abc&theme=%27&on=31.02.2026", {"Old", "Hall", "Themed"}),
        ("?on=01.01.2999", {"Old", "Hall", "Themed"}),
    ],
)
def test_the_ledger_is_filtered_by_its_address(query: str, shown: set[str]) -> None:
    giver = contributor()
    contribution(giver, purpose_en="Old", offered_on=date(2025, 2, 1))
    in_kind(giver, purpose_en="Hall")
    contribution(giver, purpose_en="Themed", theme=Theme.objects.get(slug="leadership"))

    page = page_of(LEDGER + query)

    assert {name for name in ("Old", "Hall", "Themed") if f">{name}</a>" in page} == shown


def test_a_line_is_read_as_it_stood_on_a_day(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)
    flow.deliver(date(2026, 4, 1), Decimal(400))
    flow.withdraw(date(2026, 5, 1), "The budget was cut.")

    then, now = page_of(f"{LEDGER}?on=15.04.2026"), page_of()

    assert "USD\u00a0400 delivered" in then
    assert "badge--warn" not in then
    assert "badge--warn" in now


def test_an_estimate_and_a_year_are_said_to_be_such() -> None:
    found = in_kind(amount=Decimal(38000), currency="USD", offered_on=date(2013, 1, 1), is_year_only=True)

    page = page_of(found.get_absolute_url().replace("/ru/", "/en/"))

    assert "own estimate" in page
    assert '<time datetime="2013">2013</time>' in page


def test_one_contributor_is_summed_up_by_currency_alone(secretariat: User) -> None:
    giver = contributor()
    ContributionWorkflow(confirmed(secretariat, giver=giver), secretariat).deliver(date(2026, 4, 1), Decimal(400))
    contribution(giver, amount=Decimal(500))
    contribution(giver, amount=Decimal(70), currency="EUR")
    in_kind(giver, amount=Decimal(9), currency="EUR")

    page = page_of(f"/en/committee/contributions/by/{giver.pk}/")

    for words in ("USD\u00a01,500", "USD\u00a0400", "EUR\u00a070", "EUR\u00a09"):
        assert words in page
    assert "1,570" not in page


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (None, {Access.PUBLIC}),
        (Role.REGISTERED, {Access.PUBLIC, Access.REGISTERED}),
        (Role.EDITOR, {Access.PUBLIC, Access.REGISTERED}),
        (Role.COMMITTEE, {Access.PUBLIC, Access.REGISTERED, Access.COMMITTEE}),
        (Role.SECRETARIAT, set(Access)),
    ],
    ids=["anonymous", "registered", "editor", "committee", "secretariat"],
)
def test_each_level_opens_to_its_circle_through_every_door(role: Any, opened: set[Access]) -> None:
    found = {level: contribution(purpose_en=f"For {level.value} eyes", access=level) for level in Access}
    client = client_of(person(role) if role else None)

    pages = {level for level, one in found.items() if client.get(one.get_absolute_url()).status_code == 200}
    givers = {
        level for level, one in found.items() if client.get(one.contributor.get_absolute_url()).status_code == 200
    }
    assert pages == givers == opened
    for address in (LEDGER, *(f"{LEDGER}ledger.{kind}" for kind in ("csv", "json"))):
        text = client.get(address).content.decode()
        assert {level for level in Access if f"For {level.value} eyes" in text} == opened


def test_who_gives_sees_their_own_at_every_level_and_nobody_elses() -> None:
    kg, uz = country("KG"), country("UZ")
    delegate = account("delegate@hub.example", "publishing.view_committee_documents")
    mandate(seat(kg), user=delegate)
    own = contribution(contributor(kg), access=Access.SEAT)
    other = contribution(contributor(uz), access=Access.SEAT)

    for user in (delegate, focal_point(kg)):
        client = client_of(user)
        assert client.get(own.get_absolute_url()).status_code == 200
        assert client.get(other.get_absolute_url()).status_code == 404


def test_the_secretariat_takes_every_step_from_the_page(secretariat: User) -> None:
    found = contribution()
    client, address = client_of(secretariat), f"/en/committee/contributions/{found.pk}/"

    client.post(f"{address}confirm/", {"on": "03.03.2026"})
    refused = client.post(f"{address}deliver/", {"on": "01.04.2026", "amount": "٤٠٠", "note_kk": "Ескерту"})
    client.post(f"{address}deliver/", {"on": "01.04.2026", "amount": "400,50", "note_kk": "Ескерту"})
    too_much = client.post(f"{address}deliver/", {"on": "02.04.2026", "amount": "10 000"})
    row = found.deliveries.get()
    client.post(f"{address}deliveries/{row.pk}/take-back/", {"reason": "By mistake"})
    client.post(f"{address}withdraw/", {"on": "05.04.2026", "reason": "The budget was cut."})

    found.refresh_from_db()
    assert (refused.status_code, too_much.status_code) == (200, 409)
    assert "Ескерту" in refused.content.decode()
    assert "more than was offered" in too_much.content.decode()
    assert "10 000" in too_much.content.decode()
    assert (row.amount, found.state, found.deliveries.count()) == (Decimal("400.5"), "withdrawn", 0)


@pytest.mark.parametrize("step", ["confirm", "deliver", "withdraw"])
def test_others_take_no_step(step: str) -> None:
    found = contribution()
    typed = {"on": "03.03.2026", "amount": "5", "reason": "No"}

    assert client_of(None).post(f"/en/committee/contributions/{found.pk}/{step}/", typed).status_code == 302
    assert client_of(person(Role.COMMITTEE)).post(
        f"/en/committee/contributions/{found.pk}/{step}/", typed
    ).status_code in {200, 409}

    assert Contribution.objects.get().state == "offered"


def test_a_note_of_the_country_is_public_at_once_and_can_be_hidden(secretariat: User) -> None:
    kg = country("KG")
    found = contribution(contributor(kg))
    address = f"/en/committee/contributions/{found.pk}/"

    client_of(focal_point(kg)).post(f"{address}annotate/", {"language": "ru", "text": "<b>Мы продолжим.</b>"})
    shown = page_of(address)
    note = ContributionNote.objects.get()
    client_of(secretariat).post(f"{address}notes/{note.pk}/hide/", {"reason": "It names a person."})

    assert '<div lang="ru"><p>&lt;b&gt;Мы продолжим.&lt;/b&gt;</p></div>' in shown
    assert "продолжим" not in page_of(address)
    assert "It names a person." in page_of(address, focal_point(kg, "other"))


def test_a_note_to_another_countrys_contribution_is_refused() -> None:
    found = contribution(contributor(country("UZ")))

    answer = client_of(focal_point(country("KG"))).post(
        f"/en/committee/contributions/{found.pk}/annotate/", {"language": "en", "text": "Not ours"}
    )

    assert (answer.status_code, ContributionNote.objects.count()) == (409, 0)


def test_rows_of_another_contribution_are_not_touched(secretariat: User) -> None:
    one, other = confirmed(secretariat), confirmed(secretariat)
    row = ContributionWorkflow(other, secretariat).deliver(date(2026, 4, 1), Decimal(5))
    ContributionWorkflow(one, secretariat).deliver(date(2026, 4, 1), Decimal(5))

    answer = client_of(secretariat).post(
        f"/en/committee/contributions/{one.pk}/deliveries/{row.pk}/take-back/", {"reason": "Wrong"}
    )

    assert (answer.status_code, other.deliveries.count()) == (409, 1)


def test_the_files_are_read_back_and_run_nothing(secretariat: User) -> None:
    contribution(purpose_en="=HYPERLINK(1)", amount=Decimal("123456789012345.12"), description_en="a\x0bb")
    client = client_of(None)

    sheet = load_workbook(io.BytesIO(client.get(f"{LEDGER}ledger.xlsx").content)).active
    text = client.get(f"{LEDGER}ledger.csv").content.decode("utf-8-sig")
    [row] = json.loads(client.get(f"{LEDGER}ledger.json").content)["contributions"]

    assert sheet is not None
    cells = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert (cells[3], cells[4], cells[6]) == ("'=HYPERLINK(1)", "ab", "123456789012345.1200")
    assert "'=HYPERLINK(1)" in text
    assert (row["amount"], row["purpose"]["ru"], row["state"]) == ("123456789012345.1200", "Переводы", "offered")


def test_pages_cost_a_fixed_number_of_queries(secretariat: User, django_assert_max_num_queries: Any) -> None:
    client = client_of(secretariat)
    giver = contributor()
    first = confirmed(secretariat, giver=giver)
    counts = []
    for _more in range(2):
        with django_assert_max_num_queries(12) as of_ledger:
            client.get(LEDGER)
        with django_assert_max_num_queries(12) as of_page:
            client.get(f"/en/committee/contributions/{first.pk}/")
        with django_assert_max_num_queries(12) as of_giver:
            client.get(f"/en/committee/contributions/by/{giver.pk}/")
        counts.append([len(context) for context in (of_ledger, of_page, of_giver)])
        flow = ContributionWorkflow(first, secretariat)
        for _row in range(3):
            confirmed(secretariat, giver=giver)
            flow.deliver(date(2026, 4, 1), Decimal(5))

    assert counts[0] == counts[1], counts
