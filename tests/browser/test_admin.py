"""The desk as its people use it, in Chromium: an edit with the rich text editor, two editors at one record, both widths."""

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.demonstration import PASSWORD
from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS, complaints_of

LIST = "/ru/admin/practices/practice/"


def sign_in(page: Page) -> None:
    """As the demonstration's editor."""
    page.goto(f"/ru/accounts/login/?next={LIST}")
    page.fill("[name=login]", "editor@hub.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{LIST}")


@pytest.fixture
def editor(page: Page) -> Page:
    """The desk's list of practices, signed in."""
    sign_in(page)
    return page


def open_practice(page: Page, number: int) -> str:
    """Open a practice of the list; its address."""
    page.goto(LIST)
    page.locator("#result_list .field-title_column a").nth(number).click()
    page.wait_for_load_state()
    return page.url


def write(page: Page, name: str, text: str) -> None:
    """Type at the beginning of a rich text."""
    page.locator(f".prose-editor:has(textarea[name={name}]) .ProseMirror[contenteditable]").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)


def test_an_edit_with_the_editor_reaches_the_page(editor: Page) -> None:
    open_practice(editor, 0)
    write(editor, "transfer_ru", "Проверено вручную. ")

    editor.locator("input[name=_continue]").click()

    expect(editor.locator(".messagelist .success")).to_be_visible()
    editor.get_by_role("link", name="Открыть на сайте").click()
    expect(editor.locator("main")).to_contain_text("Проверено вручную.")


def test_the_second_of_two_editors_sees_both_texts(editor: Page) -> None:
    address = open_practice(editor, 1)
    other = editor.context.new_page()
    complaints = complaints_of(other)
    other.goto(address)
    editor.fill("#id_title_ru", "Название первого")
    editor.locator("input[name=_continue]").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()

    other.fill("#id_title_ru", "Название второго")
    other.locator("input[name=_save]").click()

    expect(other.locator(".conflict")).to_contain_text("Название первого")
    expect(other.locator(".conflict")).to_contain_text("Название второго")
    other.locator("input[type=submit].default").click()
    expect(other.locator("#id_title_ru")).to_have_value("Название второго")
    other.locator("input[name=_continue]").click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    assert complaints == []
    assert axe_findings(other) == []


@pytest.mark.parametrize("width", list(WIDTHS))
def test_the_desk_is_accessible_and_fits_the_screen(browser: Browser, address: str, width: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": WIDTHS[width], "height": 900})
    page = context.new_page()
    sign_in(page)
    found: dict[str, list[str]] = {}

    for path in ("", "practices/practice/", "practices/practice/add/", "practices/practice/import/"):
        sheet = context.new_page()
        complaints = complaints_of(sheet)
        sheet.goto(f"/kk/admin/{path}", wait_until="load")
        faults = list(complaints)  # before axe, which tries inline styles of its own
        if not sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            faults.append("sideways scroll")
        if faults := faults + axe_findings(sheet):
            found[path] = faults
        sheet.close()

    context.close()
    assert found == {}
