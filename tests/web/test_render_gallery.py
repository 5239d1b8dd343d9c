"""The gallery in a real browser, under the strict content policy: charts, explanations, grid, axe, widths."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.axe import violations
from tests.browser.office import width as width_of
from tests.web.gallery.app import gallery_templates, make_app

EXPECTED = re.compile(r"status of [45]\d\d|Response Status Error Code")
"""What a browser logs when a page is a refusal, which some pages here are meant to be."""
HELD = {
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(), host="127.0.0.1", port=port, log_level="error"))
    with gallery_templates():
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768}
    )
    opened = context.new_page()
    troubles: list[str] = []
    opened.on(
        "console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda fault: troubles.append(str(fault)))
    opened.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "data:", "blob:")) else troubles.append(asked.url)
        ),
    )
    yield opened
    context.close()
    assert [text for text in troubles if not EXPECTED.search(text)] == []


WHOLE = 12_000
"""Taller than any page here: the fold cuts targets of a page that scrolls while axe judges it."""
PAGES = [
    ("/gallery", 1366),
    ("/gallery", 683),
    ("/gallery?explain=coverage_all", 390),
    ("/gallery?lang=en&explain=coverage_all", 1366),
    ("/gallery?lang=en", 390),
    ("/error/404", 390),
    ("/conflict", 1366),
    ("/conflict", 390),
    ("/public", 1366),
    ("/public", 390),
]


def drawn(page: Page, path: str) -> None:
    """Open a page and wait until its letters have come and its charts have drawn themselves."""
    page.goto(path)
    page.wait_for_function("document.querySelectorAll('[data-chart]:not(:has(svg))').length === 0")
    page.evaluate("document.fonts.ready.then(() => 0)")


@pytest.mark.parametrize(("path", "width"), PAGES)
def test_no_violation_and_no_sideways_scroll(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WHOLE})
    drawn(page, path)
    assert violations(page) == []
    assert width_of(page) <= width
    assert page.evaluate("document.documentElement.scrollHeight") <= WHOLE


def test_every_chart_draws_itself_and_in_the_vendored_font(page: Page) -> None:
    drawn(page, "/gallery")
    assert page.locator("[data-chart]").count() == page.locator("[data-chart] svg").count() == 7
    assert page.evaluate(
        "[...document.querySelectorAll('[data-chart] svg')].every(s => s.querySelectorAll('path').length > 3)"
    )
    assert page.evaluate("document.fonts.check('14px \"Noto Sans SC\"', '双溪')")


def test_pointing_at_a_chart_shows_its_figure(page: Page) -> None:
    page.goto("/gallery")
    chart = page.locator("[data-chart=wall]")
    chart.scroll_into_view_if_needed()
    chart.hover(position={"x": 400, "y": 200})
    page.wait_for_selector("[data-chart=wall] > div >> text=263.60 万元")


def test_picture_and_data_can_be_saved(page: Page) -> None:
    page.goto("/gallery")
    figure = page.locator("figure", has=page.locator("[data-chart=plan]"))
    with page.expect_download() as data:
        figure.get_by_text("下载数据").click()
    assert Path(data.value.path()).read_text("utf-8-sig").splitlines()[1] == "2022,1300.00,1000.00"
    with page.expect_download() as picture:
        figure.get_by_text("下载图").click()
    assert picture.value.suggested_filename == "plan.svg"
    assert Path(picture.value.path()).read_text("utf-8").startswith("<svg")


def test_a_figure_is_asked_and_closed_by_keyboard(page: Page) -> None:
    page.goto("/gallery?sort=name")
    asked = page.locator(".answer .fig[data-explain=coverage_all]")
    asked.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#explain-head:focus")
    assert asked.get_attribute("aria-expanded") == "true"
    page.wait_for_url(lambda url: "sort=name" in url and "explain=coverage_all" in url)
    page.keyboard.press("Escape")
    page.wait_for_selector("#explain", state="hidden")
    page.wait_for_url(lambda url: "explain" not in url)
    page.wait_for_function("document.activeElement.dataset.explain === 'coverage_all'")


def test_slash_goes_to_the_search_box(page: Page) -> None:
    page.goto("/gallery?explain=coverage_all")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "shell-search"
    page.keyboard.type("a/b")
    assert page.locator("#shell-search").input_value() == "a/b"


def test_errors_take_the_focus(page: Page) -> None:
    page.goto("/gallery")
    page.wait_for_selector("#errors:focus")


def test_a_block_is_pasted_summed_and_checked(page: Page) -> None:
    page.goto("/gallery")
    first = page.locator('#t-edit input[name="fee.2026"]')
    first.focus()
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          const told = {clipboardData: data, bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
        }""",
        "1,000.005\t2,000\r\n10\t20\r\n−5.5\t100\r\n",
    )
    row = "#t-edit tr[data-row={}] td:nth-of-type({})"
    assert page.locator('#t-edit input[name="subsidy.2027"]').input_value() == "20"
    assert page.locator(row.format("net", 1)).inner_text() == "1,015.505"
    assert page.locator(row.format("net", 2)).inner_text() == "1,920.00"
    assert page.locator(row.format("subsidy", 11)).inner_text() == "30.00"
    first.fill("12a")
    assert first.get_attribute("aria-invalid") == "true"
    assert page.locator(row.format("net", 1)).inner_text() == "—"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "subsidy.2026"


def test_leaving_changes_asks_first(page: Page) -> None:
    page.goto("/gallery")
    page.locator("#f-name").fill("另一个名称")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto("/error/404")
    assert asked == ["beforeunload"]


def test_a_refused_part_is_told_at_the_top_and_a_conflict_in_place(page: Page) -> None:
    page.goto("/gallery")
    page.evaluate("htmx.ajax('GET', '/error/503', '#list')")
    page.wait_for_selector("#notice #error")
    assert page.locator("#list").count() == 1
    page.evaluate("htmx.ajax('GET', '/conflict', '#list')")
    page.wait_for_selector("#list #conflict")


def test_htmx_is_held_short(page: Page) -> None:
    page.goto("/gallery")
    held = page.evaluate("({...htmx.config})")
    assert {name: held[name] for name in HELD} == HELD
    assert json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage))")) == []


def test_the_page_reads_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    quiet = context.new_page()
    quiet.goto("/gallery")
    quiet.locator(".answer .fig[data-explain=coverage_all]").click()
    assert quiet.locator("#explain-head").inner_text() == "① 本息覆盖倍数 = 1.23"
    assert quiet.locator(".no-js").first.is_visible()
    assert quiet.locator(".chart-tools").first.is_hidden()
    context.close()


def test_paper_has_no_shell_and_keeps_the_signatures(page: Page) -> None:
    page.goto("/gallery?explain=coverage_all")
    page.emulate_media(media="print")
    for gone in (".topbar", ".side", ".crumb", ".pager", ".chart-tools"):
        assert page.locator(gone).first.is_hidden()
    assert page.locator(".sign").is_visible()
    chart = page.locator("[data-chart=coverage] svg").bounding_box()
    assert chart is not None
    assert chart["height"] > 100
    assert chart["x"] + chart["width"] <= 1366
    assert page.locator("#explain").is_visible()
