"""Suggestions in a browser: by the keyboard alone, told to screen readers, and a form as ever without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import axe_findings
from tests.browser.conftest import WIDTHS


def field(page: Page, address: str = "/ru/practices/kg-tunduk/", words: str = "цифр") -> None:
    """Type into the first search field of a page and wait for the list."""
    page.goto(address)
    page.get_by_role("combobox").first.press_sequentially(words, delay=15)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_the_keyboard_alone_leads_to_a_page(page: Page) -> None:
    field(page)
    box = page.get_by_role("combobox").first
    options = page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    assert options.count() >= 3

    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    page.keyboard.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    assert page.get_by_role("option", selected=True).count() == 1
    wanted = options.nth(0).get_attribute("data-url")

    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_escape_closes_the_list_and_keeps_the_text_and_tab_goes_on(page: Page) -> None:
    field(page)
    box = page.get_by_role("combobox").first
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("цифр")
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("search").first.get_by_role("button")).to_be_focused()


def test_enter_without_a_choice_searches_for_the_words(page: Page) -> None:
    field(page)

    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search/?q=*")


def test_a_completion_is_searched_for(page: Page) -> None:
    field(page)
    completion = page.locator("[role=option][data-text]").first
    words = completion.get_attribute("data-text") or ""
    completion.click()

    page.wait_for_url("**/ru/search/?q=*")
    assert page.get_by_role("combobox").last.input_value() == words


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_open_list_is_accessible_told_and_within_the_window(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    field(page, f"/{language}/practices/", "мемлекет" if language == "kk" else "служб")
    page.keyboard.press("ArrowDown")

    assert axe_findings(page) == []
    said = page.locator(".headsearch [role=status]").inner_text()
    assert said[0].isdigit()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_large_type_on_a_phone_leaves_every_option_readable(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/ru/practices/")
    page.evaluate("document.documentElement.dataset.size = '200'")
    page.get_by_role("combobox").first.press_sequentially("цифр")
    expect(page.get_by_role("listbox")).to_be_visible()

    assert page.evaluate(
        "[...document.querySelectorAll('[role=option]')].every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_that_comes_too_late_is_not_shown(page: Page) -> None:
    page.goto("/ru/practices/kg-tunduk/")
    page.route("**/search/suggest/?q=%D1%86%D0%B8%D1%84", lambda route: None)  # never answered
    box = page.get_by_role("combobox").first
    box.press_sequentially("циф")
    page.wait_for_timeout(400)
    box.fill("эстон")
    expect(page.get_by_role("option").first).to_contain_text("Эстония")


def test_without_script_the_form_works_as_ever(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/ru/practices/kg-tunduk/")
    page.locator(".headsearch input").fill("цифровые услуги")
    page.locator(".headsearch button").click()

    page.wait_for_url("**/ru/search/?q=*")
    assert page.locator(".results li").count() > 0
    context.close()
