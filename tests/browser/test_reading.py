"""Reading with a mouse, with the keyboard alone, without a script, at both widths."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import WIDTHS


def test_language_switch_keeps_the_filters(page: Page) -> None:
    page.goto("/ru/practices/?theme=one-stop-services&country=AZ")

    page.click(".utility a[hreflang=kk]")

    expect(page).to_have_url("/kk/practices/?theme=one-stop-services&country=AZ")
    expect(page.locator("html")).to_have_attribute("lang", "kk")


def test_filters_work_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/practices/")

    page.locator("input[name=evidence][value=independent_evaluation]").check()
    page.locator("form[method=get] button, form:not([method]) button").last.click()

    assert "evidence=independent_evaluation" in page.url
    assert 0 < page.locator("main article").count() < 20
    context.close()


def test_filters_open_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 800}, base_url=address)
    page = context.new_page()
    page.goto("/kk/practices/")
    box = page.locator("input[name=theme]").first
    expect(box).not_to_be_visible()

    page.locator("details.filters > summary").click()

    expect(box).to_be_visible()
    context.close()


def test_preferences_are_kept_over_pages_languages_and_sign_in(page: Page) -> None:
    page.goto("/kk/")
    page.click("button[name=low_vision]")
    page.click(".panel button[name=scheme][value=yellow-on-blue]")

    page.goto("/ru/accounts/login/?next=/ru/practices/")
    page.fill("input[name=login]", "registered@hub.example")
    page.fill("input[name=password]", "hub-demo-2013")
    page.press("input[name=password]", "Enter")

    expect(page).to_have_url("/ru/practices/")
    expect(page.locator("html")).to_have_attribute("data-scheme", "yellow-on-blue")


def test_keyboard_alone_reaches_the_content_and_a_practice(page: Page) -> None:
    page.goto("/en/practices/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('card__link')"):
            break
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/practices/*/")


@pytest.mark.parametrize("path", ["/kk/", "/kk/practices/az-asan-xidmet/"])
def test_page_is_light_on_the_first_visit_and_lighter_on_the_next(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(path, wait_until="networkidle")
    first = sum(sizes)
    sizes.clear()
    page.goto("/kk/practices/kg-tunduk/", wait_until="networkidle")
    following = sum(sizes)

    assert first < 150_000
    assert following < 20_000


LARGE = (
    "/kk/",
    "/ru/",
    "/ru/practices/",
    "/kk/reforms/",
    "/kk/practices/kz-ethics-commissioners/",
    "/ru/practices/kz-ethics-commissioners/",
    "/kk/countries/kazakhstan/",
    "/kk/preferences/",
)


@pytest.mark.parametrize("fonts", ["the house's font", "whatever the machine has"])
def test_the_largest_type_with_the_widest_spacing_fits_the_narrowest_screen(
    browser: Browser, address: str, fonts: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, base_url=address)
    page = context.new_page()
    if fonts == "whatever the machine has":
        page.route("**/*.woff2", lambda route: route.abort())
    for name, value in (("low_vision", "on"), ("size", "200"), ("spacing", "wider")):
        context.request.post("/kk/preferences/low-vision/", form={name: value})
    too_wide: dict[str, list[int]] = {}

    for path in LARGE:
        page.goto(path, wait_until="load")
        page.evaluate("document.fonts.ready")
        expect(page.locator("html[data-size='200'][data-spacing='wider']")).to_have_count(1)
        room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if room[0] > room[1]:
            too_wide[path] = room

    context.close()
    assert too_wide == {}


@pytest.mark.parametrize("scheme", ["white-on-black", "yellow-on-blue"])
def test_every_scheme_prints_black_on_white(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    context.request.post("/ru/preferences/low-vision/", form={"scheme": scheme})

    page.goto("/ru/practices/az-asan-xidmet/")
    page.emulate_media(media="print")

    expect(page.locator(f"html[data-scheme='{scheme}']")).to_have_count(1)
    inks = page.evaluate(
        "[...document.querySelectorAll('main, main .quiet, main dt, main th')].map(e => getComputedStyle(e).color)"
    )
    assert set(inks) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert page.locator(".cite__plain").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
