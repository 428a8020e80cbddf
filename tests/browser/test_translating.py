"""The translation editor in Chromium: it saves by itself, by key, and never over somebody else's text."""

from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from hub.demonstration import PASSWORD
from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS, complaints_of

QUEUE = "/ru/translate/?what=missing&language=kk"


def sign_in(page: Page, email: str) -> None:
    page.goto(f"/ru/accounts/login/?next={quote(QUEUE)}")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/ru/translate/**")


def test_what_is_typed_is_saved_by_itself_and_by_key(page: Page) -> None:
    sign_in(page, "translator@hub.example")
    assert axe_findings(page) == []
    page.locator(".queue tbody th a").first.click()
    page.wait_for_load_state()
    address = page.url
    status = page.locator("[data-status]")

    page.locator("[name=text-title]").fill("Өзі сақталған атау")
    expect(status).to_contain_text("Черновик сохранён", timeout=15_000)
    page.locator("[name=text-title]").fill("Пернемен сақталған атау")
    page.keyboard.press("Control+s")
    version = int(page.locator(".pairs [name=version]").input_value())
    expect(page.locator(".pairs [name=version]")).to_have_value(str(version + 1), timeout=15_000)
    area = page.locator(".prose-editor .ProseMirror[contenteditable]").first
    area.click()
    page.keyboard.type("Мәтін ")
    page.keyboard.press("Control+s")
    expect(page.locator(".pairs [name=version]")).to_have_value(str(version + 2), timeout=15_000)

    page.goto(address)
    expect(page.locator("[name=text-title]")).to_have_value("Пернемен сақталған атау")
    expect(page.locator(".prose-editor .ProseMirror[contenteditable]").first).to_contain_text("Мәтін")
    assert axe_findings(page) == []

    other = page.context.new_page()
    complaints = complaints_of(other)
    other.goto(address)
    other.locator("[name=text-title]").fill("Екінші терезе")
    other.get_by_role("button", name="Сохранить черновик").click()
    expect(other.locator(".pairs [name=version]")).to_have_value(str(version + 3))
    page.locator("[name=text-title]").fill("Бірінші терезе")
    expect(status).to_contain_text("Ничего не перезаписано", timeout=15_000)
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.locator("main")).to_contain_text("Екінші терезе")
    expect(page.locator("[name=text-title]")).to_have_value("Бірінші терезе")
    assert complaints == []


def test_the_desk_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 800}, base_url=address)
    page = context.new_page()
    sign_in(page, "translator@hub.example")
    for path in (QUEUE, page.locator(".queue tbody th a").first.get_attribute("href") or "", "/kk/translate/import/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"], path
    context.close()
