"""Former addresses of every kind of record."""

from typing import Any

import pytest
from django.test import Client

from publishing.slugs import change_slug
from tests.factories import hub, members, practices, reforms

pytestmark = pytest.mark.django_db


def record_of(kind: str) -> Any:
    if kind == "about":
        return hub.page("before")
    if kind == "countries":
        return members.country("KZ", slug="before")
    makers: dict[str, Any] = {"practices": practices.practice, "reforms": reforms.reform, "experts": members.expert}
    return makers[kind](of=members.country("KZ"), slug="before")


@pytest.mark.parametrize("kind", ["practices", "reforms", "countries", "experts", "about"])
def test_a_former_address_answers_301_and_keeps_language_and_query(client: Client, kind: str) -> None:
    change_slug(record_of(kind), "after")

    response = client.get(f"/kk/{kind}/before/?from=letter")

    assert response.status_code == 301
    assert response.headers["Location"] == f"/kk/{kind}/after/?from=letter"
    assert client.get(f"/kk/{kind}/after/").status_code == 200
