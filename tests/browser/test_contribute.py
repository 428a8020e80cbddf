"""The whole way of a contributor by keyboard alone, in Russian, and how the form stands on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import axe_findings

FOCAL = ("focal@hub.example", "hub-demo-2013")


def reach(page: Page, selector: str) -> None:
    """Press the tabulator until the element has the focus."""
    for _press in range(140):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def write(page: Page, selector: str, text: str) -> None:
    """Go to a field and type."""
    reach(page, selector)
    page.keyboard.insert_text(text)


def press(page: Page, selector: str) -> None:
    """Go to a button or link and press Enter."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_practice_is_begun_filled_in_and_submitted_by_keyboard(page: Page) -> None:
    page.goto("/ru/contribute/")
    press(page, 'main a[href*="/accounts/login/"]')
    write(page, "input[name=login]", FOCAL[0])
    write(page, "input[name=password]", FOCAL[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/ru/contribute/new/$"))
    assert axe_findings(page) == []

    write(page, "#id_title", "Единый конкурс на начальные должности")
    write(page, "#id_summary", "Один тест для всех министерств вместо отдельного для каждого.")
    write(page, "#id_institution", "Агентство")
    reach(page, "#id_theme_1")
    page.keyboard.press("ArrowDown")
    write(page, "[role=textbox][aria-describedby^=id_problem]", "Тестов было много.")
    write(page, "[role=textbox][aria-describedby^=id_solution]", "Сделали один тест.")
    press(page, "main form button:not([name])")
    page.wait_for_url(re.compile(r"/results/$"))
    assert axe_findings(page) == []

    press(page, '.steps a[href$="/snapshot/"]')
    write(page, "[role=textbox][aria-describedby^=id_solution]", "И ещё: ")
    expect(page.locator("[data-status]")).to_contain_text("сохранён", timeout=20_000)
    page.reload()  # without a question: nothing is unsaved
    expect(page.locator("[role=textbox][aria-describedby^=id_solution]")).to_contain_text("И ещё:")
    press(page, '.steps a[href$="/results/"]')

    write(page, "#id_results-0-indicator", "Срок заполнения")
    write(page, "#id_results-0-before", "94")
    write(page, "#id_results-0-after", "1 038,5")
    press(page, 'main form button[value="stay"]')
    expect(page.locator("#id_results-0-after")).to_have_value("1038,5")
    expect(page.locator("#id_results-2-indicator")).to_be_visible()

    press(page, '.steps a[href$="/sources/"]')
    write(page, "#id_sources-0-title", "Отчёт")
    press(page, "main form .form__ways button:not([name])")
    page.wait_for_url(re.compile(r"/documents/$"))
    assert axe_findings(page) == []

    write(page, "#id_consent_name", "А. Серикова")
    write(page, "#id_consent_office", "Председатель")
    reach(page, "#id_consent_given_on")
    page.locator("#id_consent_given_on").fill("2026-01-15")
    reach(page, "#id_consent_is_confirmed")
    page.keyboard.press("Space")
    press(page, 'form[action$="/consent/"] button')
    press(page, '.steps a[href$="/check/"]')
    assert axe_findings(page) == []

    press(page, 'a[href*="/submit/"]')
    press(page, "main form button.btn")
    expect(page.locator(".standing-line .badge")).to_have_text("Подано")


def test_the_form_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/kk/accounts/login/?next=/kk/contribute/new/")
    page.fill("input[name=login]", FOCAL[0])
    page.fill("input[name=password]", FOCAL[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/kk/contribute/new/$"))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
