"""Every kind of page in every language: axe, the frame at both widths, schemes, sideways scroll."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS, complaints_of

KINDS = {
    "home": "/",
    "practices": "/practices/",
    "filtered": "/practices/?theme=e-government&country=KZ&evidence=agency_data&q=портал",
    "nothing": "/practices/?q=ъъъщщщ",
    "practice": "/practices/az-asan-xidmet/",
    "practice in another language": "/practices/bt-civil-service-rightsizing/",
    "versions": "/practices/az-asan-xidmet/versions/",
    "contribute": "/contribute/",
    "selection": "/collections/selection/",
    "adoptions": "/adoptions/",
    "adoptions found": "/adoptions/?stage=adopted&country=KG",
    "adopting": "/adoptions/state/?practice=ee-x-road",
    "countries": "/countries/",
    "country": "/countries/kazakhstan/",
    "experts": "/experts/",
    "reforms": "/reforms/",
    "reform": "/reforms/kz-single-front-office/",
    "about": "/about/",
    "page": "/about/rationale/",
    "time line": "/about/history/",
    "documents": "/about/declaration/",
    "contacts": "/about/contacts/",
    "glossary": "/glossary/",
    "glossary search": "/glossary/?q=қызметшілердің",
    "term": "/glossary/civil-servant/",
    "parity": "/parity/",
    "site map": "/site-map/",
    "search": "/search/?q=мектеп қызмет",
    "search by similar words": "/search/?q=внедрение электроного правительсва",
    "committee": "/committee/",
    "seats": "/committee/register/",
    "meeting": "/committee/meetings/1/",
    "minutes": "/committee/meetings/1/minutes/",
    "decisions": "/committee/decisions/",
    "contributions": "/committee/contributions/",
    "check": "/committee/check/",
    "preferences": "/preferences/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "missing": "/no/such/page/",
}
SCHEMES = ("ordinary", "black-on-white", "white-on-black", "yellow-on-blue")


def wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))


@pytest.mark.parametrize(("language", "width"), [("kk", "phone"), ("kk", "desk"), ("ru", "phone"), ("en", "desk")])
def test_every_kind_of_page_is_sound(browser: Browser, address: str, language: str, width: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, base_url=address)
    page = context.new_page()
    complaints = complaints_of(page)
    found: dict[str, list[str]] = {}

    for kind, path in KINDS.items():
        page.goto(f"/{language}{path}")
        faults = [*axe_findings(page), *(["sideways scroll"] if wide(page) else [])]
        if page.locator("h1").count() != 1:
            faults.append(f"{page.locator('h1').count()} main headings")
        if page.evaluate("document.documentElement.lang") != language:
            faults.append("wrong language")
        if faults:
            found[kind] = faults

    context.close()
    assert (found, complaints) == ({}, [])


@pytest.mark.parametrize("scheme", SCHEMES[1:])
def test_every_kind_of_page_is_sound_in_each_scheme_and_at_double_size(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["desk"], "height": 900}, base_url=address)
    page = context.new_page()
    page.goto("/kk/preferences/")
    page.check(f"input[name=scheme][value={scheme}]")
    page.check("input[name=size][value='200']")
    page.check("input[name=spacing][value=wider]")
    page.click("form.form button")
    found: dict[str, list[str]] = {}

    for kind, path in list(KINDS.items())[SCHEMES.index(scheme) - 1 :: len(SCHEMES) - 1]:  # each page in one scheme
        page.goto(f"/kk{path}")
        faults = [*axe_findings(page), *(["sideways scroll"] if wide(page) else [])]
        if faults:
            found[kind] = faults

    context.close()
    assert found == {}


def test_reading_mode_and_low_vision_are_sound_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 900}, base_url=address)
    page = context.new_page()
    page.goto("/ru/practices/az-asan-xidmet/")
    page.click("button[name=low_vision]")
    found: dict[str, list[str]] = {}

    for kind, path in KINDS.items():
        page.goto(f"/ru{path}")
        faults = [*axe_findings(page), *(["sideways scroll"] if wide(page) else [])]
        if faults:
            found[kind] = faults

    context.close()
    assert found == {}


WORK = {
    "registered": {
        "offers": "/contribute/",
        "new practice": "/contribute/new/",
        "file": "/contribute/import/",
        "letters": "/following/",
        "collections": "/collections/",
    },
    "reviewer": {"desk": "/desk/", "reviews": "/review/", "profile": "/review/profile/"},
    "committee": {
        "desk": "/committee/desk/",
        "meeting": "/committee/meetings/2/",
        "papers": "/committee/meetings/2/papers/",
        "attendance": "/committee/meetings/2/attendance/",
        "reports": "/committee/reports/",
        "actions": "/committee/actions/",
        "calendar": "/committee/calendar/",
    },
    "secretariat": {
        "desk": "/desk/",
        "new meeting": "/committee/meetings/new/",
        "new decision": "/committee/decisions/new/",
        "new report": "/committee/periodic/new/",
        "queues": "/desk/queues/",
        "submissions": "/review/queue/",
        "translations": "/translate/",
        "files of translations": "/translate/import/",
        "checks": "/checks/",
        "schedule": "/schedule/",
        "questions": "/questions/",
        "site map": "/site-map/",
    },
}
"""By account of the demonstration: the places of work that need no record."""


@pytest.mark.parametrize("account", WORK)
def test_every_place_of_work_is_sound_on_a_phone(browser: Browser, address: str, account: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 900}, base_url=address)
    page = context.new_page()
    page.goto("/kk/accounts/login/")
    page.fill("input[name=login]", f"{account}@hub.example")
    page.fill("input[name=password]", "hub-demo-2013")
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    found: dict[str, list[str]] = {}

    for kind, path in WORK[account].items():
        answer = page.goto(f"/kk{path}")
        faults = [*axe_findings(page), *(["sideways scroll"] if wide(page) else [])]
        if not answer or answer.status != 200:
            faults.append("not opened")
        if page.locator("h1").count() != 1:
            faults.append(f"{page.locator('h1').count()} main headings")
        if page.locator("nav.crumbs").count() != 1:
            faults.append("no way back")
        if faults:
            found[kind] = faults

    context.close()
    assert found == {}
