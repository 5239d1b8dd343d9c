"""Take the pictures of the guide anew: ``python -m tests.browser.pictures [NAME …]`` from the checkout."""

import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Container
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bondlife.demo.build import build
from bondlife.settings import Settings
from tests.browser.conftest import Office
from tests.browser.office import serving
from tests.conftest import CHROMIUM_ARGS
from tests.requirements import PROJECT, chromium

FOLDER = PROJECT / "docs" / "pictures"
LARGEST = 200_000
WANTED = 60_000
QUALITIES = (82, 66, 50, 34, 20)
"""A picture is taken anew, more coarsely, until it is as small as wanted."""
TALL = 900
SHOTS = (
    ("home", "officer", "/"),
    ("projects", "officer", "/projects"),
    ("project", "officer", "{project}"),
    ("import", "officer", "/imports"),
    ("repayments", "officer", "/repayments"),
    ("approvals", "reviewer", "/approvals"),
    ("sign", "reviewer", "{waiting}"),
    ("leader", "leader", "/"),
    ("form", "unit", "/projects/new"),
    ("plan", "unit", "{waiting}/plan"),
    ("calculators", "evaluator", "/calculators"),
    ("rules", "auditor", "/rules"),
    ("users", "system", "/users"),
    ("kind-draft", "security", "{kind_draft}"),
    ("kind-step", "system", "{kind_draft}/step?record=project&step=use_result"),
    ("goals", "officer", "/performance/goals"),
    ("methods", "officer", "{methods}"),
    ("evaluation-job", "officer", "{job}"),
    ("indicators", "unit", "/performance/indicators?sector=transport&target=进一步改善通行条件"),
    ("audit", "audit", "/audit"),
    ("money-trail", "officer", "{trail}"),
    ("idle-money", "officer", "/money"),
    ("statement", "officer", "{statement}"),
    ("quota", "officer", "/quota"),
    ("ranking", "officer", "{review}"),
    ("supplements", "officer", "/supplements"),
    ("works", "unit", "{site}?tab=works"),
    ("repayment-chain", "officer", "{late}"),
    ("refinancing", "officer", "/repayments/refinancing"),
    ("risk", "city", "/risk"),
    ("alerts", "officer", "/alerts"),
    ("what-if", "officer", "{scenario}"),
    ("year", "officer", "/year"),
    ("performance", "officer", "{round}?published=31.25,43.75,24.99,0.01"),
    ("scoring", "evaluator3", "{sheet_of_points}"),
    ("third-party", "officer", "/performance/pool"),
    ("fund", "officer", "{fund}?tab=partners"),
    ("fund-waterfall", "officer", "{fund_deals}?tab=waterfall"),
    ("fund-results", "leader", "/funds/results"),
    ("fund-returns", "officer", "{fund}?tab=returns&explain=ks_pme.ratio"),
    ("results-in-use", "officer", "/performance/registers"),
    ("congress-report", "officer", "/performance/report"),
    ("ppp-contract", "officer", "{ppp}"),
    ("ppp-affordability", "officer", "/ppp/affordability"),
    ("ppp-run", "deputy", "{ppp_run}"),
    ("ppp-statement", "deputy", "{ppp_statement}"),
    ("templates", "officer", "/paper-templates/approval_sheet"),
    ("disclosure", "officer", "/disclosure"),
    ("publication", "officer", "{published}"),
    ("portal", "officer", "/public{project}"),
)
"""Name of the picture, who looks, at what."""
PROJECTS = (("project", "DEMO-S-2"), ("waiting", "DEMO-2027-01"), ("site", "DEMO-S-3"))
"""Name of the place, code of the project that stands there."""
LINKS = (
    ("trail", "{site}?tab=money", "a[href^='/money-trail']"),
    ("statement", "/statements", "main tbody a"),
    ("review", "/applications", "main a[href^='/reviews/']"),
    ("scenario", "/what-if", "main tbody a"),
    ("sheet", "{waiting}", "a[href$='/sheet']"),
    ("round", "/performance", "#performance tbody tr:last-child a[href^='/performance/rounds/']"),
    ("sheet_of_points", "{round}", "#round tbody a[href^='/performance/evaluations/']"),
    ("methods", "{sheet_of_points}", "main a[href^='/performance/methods/']"),
    ("job", "/performance/pool", "#pool a[href^='/performance/jobs/']"),
    ("fund", "/funds?type=industry", "#t-funds tbody a"),
    ("fund_deals", "/funds?type=venture", "#t-funds tbody a"),
    ("ppp", "/ppp/contracts?q=PPP-2018-03", "main tbody a"),
    ("ppp_run", "/ppp/runs", "#ppp-runs tbody a"),
    ("ppp_statement", "{ppp_run}", "#ppp-run tbody a[href^='/ppp/statements/']"),
    ("published", "/publications?state=published", "#publications tbody a"),
    ("kind_draft", "/kinds", "#kinds a[href^='/kinds/drafts/']"),
    ("late", "/repayments/overdue", "main a[href^='/repayments/']:not([href*='overdue'])"),
)
"""Name of the place, the page it is linked from, the link."""


def places_of(page: Page) -> dict[str, str]:
    """Return the addresses of what is known by its name or found behind a link."""
    places = {}
    for name, code in PROJECTS:
        page.goto(f"/projects?q={code}")
        places[name] = page.locator("#projects tbody a").first.get_attribute("href") or ""
    for name, page_with, link in LINKS:
        page.goto(page_with.format(**places))
        places[name] = page.locator(link).first.get_attribute("href") or ""
    return places


def take(office: Office, wanted: Container[str] = ()) -> list[str]:
    """Take the pictures wanted, without names every one; returns what is too large to be kept."""
    places = places_of(office.desk("officer").page)
    for name, account, address in SHOTS:
        if wanted and name not in wanted:
            continue
        page = office.desk(account).page
        page.set_viewport_size({"width": 1366, "height": TALL})
        page.goto(address.format(**places))
        page.wait_for_load_state("networkidle")
        (FOLDER / f"{name}.webp").write_bytes(_webp(page))
    if not wanted or "paper" in wanted:
        (FOLDER / "paper.webp").write_bytes(_printed(office.desk("officer").page, f"{places['sheet']}/pdf"))
    return [path.name for path in FOLDER.glob("*.webp") if path.stat().st_size > LARGEST]


def _webp(page: Page) -> bytes:
    """Return the page as it stands in a small file: the driver's own screenshots are larger ones only."""
    session = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        told = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        found = b64decode(told["data"])
        if len(found) < WANTED:
            break
    session.detach()
    return found


def _printed(page: Page, address: str) -> bytes:
    """Return the first page of a pdf as it comes out of a printer."""
    command = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-"]
    drawn = subprocess.run(command, input=page.request.get(address).body(), capture_output=True, check=True)
    page.set_viewport_size({"width": 662, "height": 560})
    page.goto("about:blank")
    page.set_content(
        f'<body style="margin:0"><img src="data:image/png;base64,{b64encode(drawn.stdout).decode()}">'
    )
    return _webp(page)


def main() -> int:
    """Build a demo in a folder of its own, serve it, take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        here = Settings(data_dir=Path(folder), argon2_cheap=True, demo=True)
        build(here, as_json=True)
        browser = driver.chromium.launch(
            executable_path=chromium(), args=[*CHROMIUM_ARGS, "--lang=zh-CN"], env={"LANGUAGE": "zh_CN"}
        )
        with serving(here.data_dir, DEMO="1") as address:
            too_large = take(Office(browser, address, here.data_dir), sys.argv[1:])
        browser.close()
    for name in too_large:
        print(f"{name} is larger than {LARGEST} bytes", file=sys.stderr)  # noqa: T201
    return len(too_large)


if __name__ == "__main__":
    sys.exit(main())
