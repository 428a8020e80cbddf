"""Reviewing as a person does it, in Chromium: the whole way by keyboard alone, at both widths, and what axe says."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.demonstration import PASSWORD
from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS, complaints_of

PRESSES = 200
"""How often Tab may be pressed before something is out of reach."""


@pytest.fixture(params=list(WIDTHS))
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page of one width; no complaint of the browser is left over."""
    width: int = WIDTHS[request.param]
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, email: str, path: str) -> None:
    page.goto(f"/en/accounts/login/?next={path}")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form.form button.btn").first.click()
    page.wait_for_url(f"**{path}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_inviting_and_looking_at_the_decision(visitor: Page) -> None:
    sign_in(visitor, "secretariat@hub.example", "/en/review/queue/")
    assert axe_findings(visitor) == []
    tab_to(visitor, "main table a")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/review/practice/*/")
    expect(visitor.locator("h1")).to_contain_text("Reviews")
    assert axe_findings(visitor) == []
    tab_to(visitor, "a[href$='/reviewers/']")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/reviewers/")
    expect(visitor.locator("input[name=reviewer]").first).to_be_visible()
    assert axe_findings(visitor) == []
    tab_to(visitor, "input[name=reviewer]")
    visitor.keyboard.press("Space")
    tab_to(visitor, "main form button")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("letters will be sent").or_(visitor.get_by_text("letter will be sent"))).to_be_visible()
    assert axe_findings(visitor) == []


def test_writing_a_review_by_keyboard(visitor: Page) -> None:
    sign_in(visitor, "reviewer-kk@hub.example", "/en/review/")
    assert axe_findings(visitor) == []
    tab_to(visitor, "main .reviews a")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("button", name="Hand in the review")).to_be_visible()
    assert axe_findings(visitor) == []
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    tab_to(visitor, "textarea[name=section-problem]")
    visitor.keyboard.press("Control+A")
    visitor.keyboard.type("Whose problem is it?")
    tab_to(visitor, "input[type=radio][name^=score]")
    visitor.keyboard.press("Space")
    tab_to(visitor, "textarea[name=for_submitter]")
    visitor.keyboard.press("Control+A")
    visitor.keyboard.type("Name the years.")
    tab_to(visitor, "button[formaction$='/give/']")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert")).to_contain_text("Give a score.")
    assert axe_findings(visitor) == []

    visitor.wait_for_url("**/give/")
    visitor.goto(visitor.url.replace("give/", ""))
    expect(visitor.locator("textarea[name=for_submitter]")).to_have_value("Name the years.")
    expect(visitor.locator("textarea[name=section-problem]")).to_have_value("Whose problem is it?")


def test_the_draft_is_kept_while_it_is_written(page: Page) -> None:
    sign_in(page, "reviewer-kk@hub.example", "/en/review/")
    page.locator("main .reviews a").first.click()
    page.clock.install()
    page.reload()

    page.locator("textarea[name=confidential]").fill("Kept by the script")
    page.clock.fast_forward(21_000)
    expect(page.locator("[data-draft-status]")).to_have_text("Draft saved")
    page.reload()

    expect(page.locator("textarea[name=confidential]")).to_have_value("Kept by the script")
