"""Signing in as a person does it, in Chromium: password, authenticator app, recovery code, key, passkey, at both widths."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.demonstration import PASSWORD
from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS, complaints_of
from tests.factories.accounts import code

READER = "registered@hub.example"


@pytest.fixture(params=list(WIDTHS))
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page at a name by which Chromium accepts keys, with a key plugged in; no complaint of the browser is left over."""
    width: int = WIDTHS[request.param]
    context = browser.new_context(
        base_url=address.replace("127.0.0.1", "localhost"), viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    complaints = complaints_of(page)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    yield page
    context.close()
    assert complaints == []


def send(page: Page) -> None:
    """Press the button of the page's own form."""
    page.locator("main form.form button.btn").first.click()


def sign_in(page: Page, path: str = "/kk/accounts/") -> None:
    """Address and password of a demonstration account."""
    page.goto(f"/kk/accounts/login/?next={path}")
    page.get_by_label("Электрондық пошта").fill(READER)
    page.get_by_label("Құпиясөз").fill(PASSWORD)
    send(page)


def sign_out(page: Page) -> None:
    page.goto("/kk/accounts/logout/")
    page.locator("main form button").click()
    expect(page.get_by_role("link", name="Кіру", exact=True).first).to_be_visible()


def looks_right(page: Page) -> None:
    """Nothing serious for axe, and nothing that scrolls sideways."""
    assert axe_findings(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def test_sign_in_with_an_authenticator_app_and_with_a_recovery_code(visitor: Page) -> None:
    page = visitor
    sign_in(page, "/kk/accounts/2fa/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Екінші фактор")
    looks_right(page)
    page.get_by_role("link", name="Қолданбаны баптау").click()
    assert page.locator("img.account__picture").evaluate("picture => picture.naturalWidth") > 100
    looks_right(page)
    secret = page.locator(".account__secret").inner_text()
    page.locator("#id_code").fill(code(secret))
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Қалпына келтіру кодтары")
    looks_right(page)
    spare = page.locator(".account__codes code").first.inner_text()
    sign_out(page)

    sign_in(page, "/ru/about/contacts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Екінші фактор")
    page.locator("#id_code").fill("000000")
    send(page)
    expect(page.locator("#id_code_error")).to_be_visible()
    looks_right(page)
    page.locator("#id_code").fill(code(secret))
    send(page)
    page.wait_for_url(re.compile(r"^http://[^/]+/kk/about/contacts/$"))
    sign_out(page)

    sign_in(page, "/kk/accounts/2fa/totp/deactivate/")
    page.locator("#id_code").fill(spare)
    send(page)
    send(page)
    expect(page.get_by_role("link", name="Қолданбаны баптау")).to_be_visible()


def test_a_key_is_added_opens_the_account_without_a_password_and_is_removed(visitor: Page) -> None:
    page = visitor
    sign_in(page, "/kk/accounts/2fa/webauthn/add/")
    looks_right(page)
    page.locator("#id_name").fill("Ноутбук")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    sign_out(page)

    page.goto("/kk/accounts/login/?next=/kk/about/contacts/")
    looks_right(page)
    page.get_by_role("button", name="Кіру кілтімен кіру").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/kk/about/contacts/$"))
    sign_out(page)

    sign_in(page, "/kk/accounts/2fa/webauthn/")
    page.get_by_role("button", name="Кілтті пайдалану").click()
    expect(page.get_by_role("heading", name="Ноутбук")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Алып тастау").click()
    page.get_by_role("button", name="Кілтті алып тастау").click()
    expect(page.get_by_text("Кілт жоқ.")).to_be_visible()


def test_a_refused_key_is_told_on_the_page(visitor: Page) -> None:
    page = visitor
    page.goto("/kk/accounts/login/")

    page.get_by_role("button", name="Кіру кілтімен кіру").click()

    expect(page.locator("#key_error")).to_be_visible()
    expect(page.locator("#key_error")).to_be_focused()
    looks_right(page)


def test_without_script_no_button_is_offered_that_does_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ru/accounts/login/")

    expect(page.locator("#passkey_login")).to_be_hidden()
    assert "Ключи работают, только если включён JavaScript." in page.content()
    expect(page.get_by_role("button", name="Войти", exact=True)).to_be_visible()
    context.close()
