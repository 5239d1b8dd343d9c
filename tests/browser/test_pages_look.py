"""Every page of the demo portfolio as people meet it: widths, languages, keyboard, no script, axe."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from bondlife.demo.people import LEVELS, PASSWORD, PEOPLE
from bondlife.paths import LOCALE_DIR
from tests.browser.axe import violations
from tests.browser.conftest import Office
from tests.browser.links import dead_links
from tests.browser.office import width

pytestmark = pytest.mark.browser

WIDE, PHONE = (1366, 768), (390, 780)

HOMES = ("officer", "reviewer", "leader", "unit", "department", "evaluator", "auditor", "publisher")
ADMINS = ("system", "security", "audit")
TABS = ("overview", "plan", "money", "schedule", "records", "documents", "tasks", "history")
PLACES = (
    ("nobody", "/sign-in"),
    *((account, "/") for account in (*HOMES, *ADMINS)),
    ("officer", "/projects"),
    ("officer", "/projects?q=zz"),
    ("unit", "/projects/new"),
    ("officer", "{project}/edit"),
    *(("officer", "{project}?tab=" + tab) for tab in TABS),
    ("reviewer", "{waiting}"),
    ("unit", "{waiting}/plan"),
    ("unit", "{waiting}/permits"),
    ("unit", "{waiting}/contracts/new"),
    ("officer", "{share}"),
    ("officer", "{instalment}"),
    ("officer", "/records/bond/new"),
    ("reviewer", "/approvals"),
    ("reviewer", "{sheet}"),
    ("officer", "/bonds"),
    ("officer", "{bond}"),
    ("officer", "/bonds/wall"),
    ("officer", "/repayments"),
    ("officer", "/imports"),
    ("city", "/quota"),
    ("officer", "/quota/new"),
    ("officer", "/applications"),
    ("officer", "/debt-service"),
    ("officer", "/supplements"),
    ("officer", "/onlending"),
    ("officer", "/limits"),
    ("officer", "/limits/new"),
    ("officer", "/rules"),
    ("officer", "{rule}"),
    ("officer", "/calculators"),
    ("officer", "/tasks"),
    ("officer", "/alerts"),
    ("officer", "/search?q=污水"),
    ("system", "/users"),
    ("system", "/users/new"),
    ("officer", "/account"),
    ("officer", "/account/password"),
    ("audit", "/audit"),
)
"""Who opens which page; names in braces are found by clicking through lists."""

WITH_TABLES = ("/projects", "/bonds", "/bonds/wall", "/repayments", "/rules", "{project}?tab=money", "{bond}")


@pytest.fixture(scope="module")
def found(demo_office: Office) -> dict[str, str]:
    """Return the addresses of records that only lists know."""
    officer = demo_office.desk("officer")
    page = officer.page

    def first(place: str, link: str) -> str:
        officer.open(place)
        return page.locator(link).first.get_attribute("href") or ""

    project = first("/projects?q=DEMO-0002", "#projects tbody a")
    money = f"{project}?tab=money"
    return {
        "project": project,
        "waiting": first("/projects?q=DEMO-2027-01", "#projects tbody a"),
        "share": first(money, "a[href^='/records/bond_share/']:not([href*=new])"),
        "bond": first(money, "a[href^='/bonds/']"),
        "instalment": first(f"{project}?tab=schedule", "a[href^='/records/instalment/']"),
        "sheet": first(first("/projects?q=DEMO-2027-01", "#projects tbody a"), "a[href$='/sheet']"),
        "rule": first("/rules", "main table a[href^='/rules/']"),
    }


@pytest.fixture(scope="module")
def visitor(browser: Browser, demo_office: Office) -> Iterator[Page]:
    """Return the page of somebody who has not signed in."""
    context = browser.new_context(base_url=demo_office.address, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english_only() -> set[str]:
    """Return the message ids that have a Chinese wording of their own: none may stand on a Chinese page."""
    with (LOCALE_DIR / "zh_CN" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        entries = [message for message in read_po(file) if message.id and message.string != message.id]
    ids = [one.id if isinstance(one.id, str) else one.id[0] for one in entries]
    plain = {text for text in ids if "%" not in text and "<" not in text and len(text) > 2}
    accounts = {person.account for person in (*PEOPLE, *LEVELS)}  # the sign-in page of a demo lists them
    return {text for text in plain if re.search("[A-Za-z]{3}", text)} - accounts


def page_of(office: Office, visitor: Page, account: str) -> Page:
    """Return the page of a person, or of nobody."""
    return visitor if account == "nobody" else office.desk(account).page


def settled(page: Page, place: str, size: tuple[int, int] = WIDE) -> int:
    """Open a page, wait for its late parts, return its status."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    answer = page.goto(place)
    page.wait_for_selector("[hx-trigger=load]", state="detached")
    return answer.status if answer else 0


def spoken(address: str, language: str) -> str:
    """Return an address in a language."""
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def words(page: Page) -> list[str]:
    """Return every text a reader meets: shown lines, placeholders, labels for those who do not see."""
    told: list[str] = page.evaluate(
        """() => [...document.body.innerText.split('\\n'),
        ...[...document.querySelectorAll('[placeholder],[aria-label],[title]')].flatMap(one =>
          ['placeholder', 'aria-label', 'title'].map(name => one.getAttribute(name) || ''))]
        .flatMap(line => line.split(/[\\t·：；，。（）]/)).map(text => text.trim()).filter(Boolean)"""
    )
    return told


def named(place: tuple[str, str]) -> str:
    """Return the name of a case."""
    return f"{place[0]}{place[1]}"


@pytest.mark.parametrize("place", PLACES, ids=named)
def test_page(
    demo_office: Office, visitor: Page, found: dict[str, str], english_only: set[str], place: tuple[str, str]
) -> None:
    """Chinese on a desk, English on a phone: there, within its width, in its language, no violation."""
    account, address = place[0], place[1].format(**found)
    page = page_of(demo_office, visitor, account)
    assert settled(page, spoken(address, "zh")) == 200
    assert width(page) <= WIDE[0]
    assert [text for text in words(page) if text in english_only] == []
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert width(page) <= PHONE[0]
    assert settled(page, spoken(address, "en"), PHONE) == 200
    assert page.evaluate("document.documentElement.lang").startswith("en")
    assert width(page) <= PHONE[0]
    assert violations(page) == []


@pytest.mark.parametrize("account", ["officer", "unit", "system"])
def test_every_link_leads_somewhere(demo_office: Office, account: str) -> None:
    followed, dead = dead_links(demo_office.desk(account).page.request, 1)
    assert dead == []
    assert followed > 30


@pytest.mark.full
@pytest.mark.parametrize("account", [person.account for person in (*PEOPLE, *LEVELS)])
def test_every_link_of_everybody_leads_somewhere(demo_office: Office, account: str) -> None:
    assert dead_links(demo_office.desk(account).page.request, 5)[1] == []


def sent_numbers(call: str) -> dict[str, Any]:
    """Return the arguments of a call as it is shown for copying."""
    found: dict[str, Any] = json.loads(call.partition("-d '")[2].rstrip("' \n"))
    return found


def test_a_calculator_answers_as_one_types_is_copied_and_kept(demo_office: Office) -> None:
    desk = demo_office.desk("officer")
    page = desk.open("/calculators/coverage.multiples")
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo_office.address)
    before = page.locator("#result table").first.inner_text()
    box = page.locator("main form [name]:not([type=hidden])").first
    digit = "7" if not box.input_value().startswith("7") else "8"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        box.fill(digit + box.input_value()[1:])
        box.blur()
    page.wait_for_function(
        "before => document.querySelector('#result table').innerText !== before", arg=before
    )
    told = page.locator("#call-text").inner_text().strip()
    page.click("button[data-copy='#call-text']")
    page.wait_for_function(
        "told => navigator.clipboard.readText().then(text => text.trim() === told)", arg=told
    )
    page.locator("details:has([name=scenario_project]) summary").click()
    page.locator("[name=scenario_project]").select_option(index=1)
    page.fill("[name=scenario_name]", "试算一")
    page.click("button[formaction$='/scenarios']")
    page.wait_for_url("**/calculators/coverage.multiples?scenario=*")
    assert "试算一" in page.locator("main").inner_text()
    assert sent_numbers(page.locator("#call-text").inner_text()) == sent_numbers(told)


def test_nothing_was_odd_on_the_way(demo_office: Office) -> None:
    assert demo_office.watch.strangers == []
    assert demo_office.watch.errors == []
    assert demo_office.watch.refused == []


@pytest.mark.parametrize("address", ["/projects", "{project}?tab=overview", "/bonds", "/imports"])
def test_focus_is_seen_at_every_stop_of_the_keyboard(
    demo_office: Office, found: dict[str, str], address: str
) -> None:
    page = demo_office.desk("officer").page
    settled(page, spoken(address.format(**found), "zh"))
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return one === document.body || ring || style.boxShadow !== 'none'
              || one.outerHTML.slice(0, 120); }"""
        )
        if seen is not True:
            unseen.append(seen)
    assert unseen == []


@pytest.mark.parametrize("address", WITH_TABLES)
def test_without_script_the_table_is_there(
    browser: Browser, demo_office: Office, found: dict[str, str], address: str
) -> None:
    context = browser.new_context(base_url=demo_office.address, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#account", "officer")
    page.fill("#password", PASSWORD)
    page.click("#sign-in button[type=submit]")
    page.goto(address.format(**found))
    assert page.locator("main table tbody tr").count() > 0
    assert page.locator("form[action='/sign-out'] button").count() == 1
    context.close()
