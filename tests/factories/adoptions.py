"""Statements of adoption, and the people of both sides."""

from typing import Any

from django.utils import timezone

from members.enums import Role
from members.models import Country, User
from practices.adoption.enums import AdoptionStage, AdoptionState
from practices.adoption.models import Adoption
from practices.adoption.workflow import AdoptionWorkflow, state
from practices.models import Practice
from tests.factories.hub import superuser
from tests.tables.cast import person


def focal_point(of: Country, name: str = "focal") -> User:
    """A focal point of the country."""
    user = person(Role.FOCAL_POINT, of)
    assert user is not None
    user.email = f"{name}-{of.iso2.lower()}@cast.example"
    user.save()
    return user


def statement(practice: Practice, by: Country, actor: User | None = None, **fields: Any) -> Adoption:
    """A new statement, made as in life."""
    values: dict[str, Any] = {
        "year": 2021,
        "stage": AdoptionStage.ADOPTED,
        "original_language": "ru",
        "changes_ru": "Другая правовая основа",
        "result_ru": "Очереди короче",
        "contact_name": "Отдел услуг",
        "contact_email": "private@secret.example",
    }
    return state(
        Adoption(practice=practice, country=by, **{**values, **fields}), actor or superuser("stater@hub.example")
    )


def adoption(practice: Practice, by: Country, state: str = AdoptionState.STATED, **fields: Any) -> Adoption:
    """A statement in a state."""
    made = statement(practice, by, **fields)
    flow = AdoptionWorkflow(made, superuser("judge@hub.example"))
    steps = {
        AdoptionState.STATED: lambda: made,
        AdoptionState.CONFIRMED: flow.confirm,
        AdoptionState.CORRECTED: lambda: flow.correct("The year was another.", year=2019),
        AdoptionState.DISPUTED: lambda: flow.dispute("Nobody knows of it."),
        AdoptionState.WITHDRAWN: lambda: AdoptionWorkflow(made, superuser("stater@hub.example")).withdraw("A mistake."),
    }
    return steps[AdoptionState(state)]()


def demonstration(practice: Practice, by: Country, **fields: Any) -> Adoption:
    """An invented adoption that both sides confirmed."""
    values = {"year": 2020, "stage": AdoptionStage.ADOPTED, "state": AdoptionState.CONFIRMED}
    return Adoption.objects.create(
        practice=practice, country=by, is_demonstration=True, confirmed_at=timezone.now(), **{**values, **fields}
    )
