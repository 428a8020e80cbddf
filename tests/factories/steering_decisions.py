"""A Committee with member seats and people, and decisions in any state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group

from members.enums import Role
from members.models import User
from steering.decisions import drafting
from steering.decisions.drafting import DraftText
from steering.decisions.enums import Choice, Way
from steering.decisions.positions import PositionWorkflow, Statement
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Decision, RulesOfProcedure, Seat
from steering.seats.enums import Office
from tests.factories.members import account, country
from tests.factories.steering import mandate, rules, seat

TEXT = {
    "title_kk": "2027 жылғы бағдарлама",
    "title_ru": "Программа на 2027 год",
    "title_en": "Programme for 2027",
    "basis_en": "Rules of procedure, part 4",
}
SECTIONS = (
    {"kk": "Бағдарлама бекітілсін.", "ru": "Утвердить программу.", "en": "The programme is approved."},
    {"kk": "Есеп берілсін.", "ru": "Представить отчёт.", "en": "A report is given."},
)


@dataclass(frozen=True, slots=True)
class Members:
    """A small Committee: a seat for each country, a delegate for each seat, an alternate for the first."""

    seats: list[Seat]
    delegates: list[User]
    alternate: User
    secretariat: User
    rules: RulesOfProcedure


def member_account(email: str = "", role: Role = Role.COMMITTEE, **fields: Any) -> User:
    """An account in a role's group, with a name."""
    user = account(email, **{"first_name": "Aliya", "last_name": "Serik", "preferred_language": "en", **fields})
    user.groups.set(Group.objects.filter(name__in={role, Role.REGISTERED}))
    return user


def committee(codes: Sequence[str] = ("KZ", "KG", "UZ"), **fields: Any) -> Members:
    """Member seats of these countries with their people; `fields` go to the rules of procedure."""
    held = rules(**{"proposers": ["chair", "secretariat", "member"], "silence_days": 5, "extension_days": 3, **fields})
    secretariat = member_account(role=Role.SECRETARIAT, is_staff=True, first_name="Saule", last_name="Omar")
    seats = [seat(country(code, published=False)) for code in codes]
    delegates = [member_account() for _place in seats]
    for place, user in zip(seats, delegates, strict=True):
        mandate(place, user=user, name_en=f"Delegate of {place.country.iso2}")  # type: ignore[union-attr]  # a country's seat
    alternate = member_account()
    mandate(seats[0], Office.ALTERNATE, user=alternate, name_en="The alternate")
    return Members(seats, delegates, alternate, secretariat, held)


def draft(actor: User, **fields: Any) -> Decision:
    """A draft in three languages with two sections."""
    values = {"texts": TEXT, "sections": SECTIONS, "way": Way.SILENCE, **fields}
    return drafting.propose(DraftText(**values), actor)


def opened(members: Members, **fields: Any) -> Decision:
    """A decision that waits for positions."""
    return DecisionWorkflow(draft(members.secretariat, **fields), members.secretariat).open()


def say(decision: Decision, seat: Seat, actor: User, choice: str = Choice.AGREE, text: str = "") -> Any:
    """One input of one person for a seat."""
    return PositionWorkflow(decision, seat, actor).state(Statement(choice, text, "en" if text else ""))


def closed(members: Members, choices: Sequence[str] = (Choice.AGREE,) * 3, **fields: Any) -> Decision:
    """A decision on which every seat has answered, closed."""
    decision = opened(members, **fields)
    for place, user, choice in zip(members.seats, members.delegates, choices, strict=True):
        say(decision, place, user, choice, "Because." if choice in {Choice.OBJECT, Choice.AGREE_COMMENT} else "")
    return DecisionWorkflow(decision, members.secretariat).close()
