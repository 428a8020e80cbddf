"""One portal and one Chromium for all browser tests of a worker; a fresh context for each test."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, executable
from tests.portal import portal

WIDTHS = {"phone": 360, "desk": 1280}

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a running portal with sample content and demonstration data."""
    executable()
    with portal() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = executable()
    # Playwright keeps an event loop in this thread, by which Django takes the tests that follow for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser without cookies, of the desk's width; whatever it asks for must come from the portal itself."""
    made = browser.new_context(viewport={"width": WIDTHS["desk"], "height": 900}, base_url=address)
    strangers: list[str] = []
    made.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else strangers.append(request.url),
    )
    yield made
    made.close()
    assert strangers == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; any message of the browser about scripts, styles or the security policy fails the test."""
    opened = context.new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the browser complains about on the page."""
    said: list[str] = []
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    return said
