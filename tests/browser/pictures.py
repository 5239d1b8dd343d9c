"""Take the pictures of the guide anew: ``python -m tests.browser.pictures`` from the checkout."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bondlife.demo.build import build
from bondlife.settings import Settings
from tests.browser.conftest import Office
from tests.browser.office import ROOT, serving
from tests.conftest import CHROMIUM_ARGS
from tests.requirements import chromium

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 300_000
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
    ("audit", "audit", "/audit"),
)
"""Name of the picture, who looks, at what."""


def take(office: Office) -> list[str]:
    """Take every picture; returns what is too large to be kept."""
    officer = office.desk("officer").page
    places = {}
    for name, code in (("project", "DEMO-0002"), ("waiting", "DEMO-2027-01")):
        officer.goto(f"/projects?q={code}")
        places[name] = officer.locator("#projects tbody a").first.get_attribute("href") or ""
    for name, account, address in SHOTS:
        page = office.desk(account).page
        page.set_viewport_size({"width": 1366, "height": TALL})
        page.goto(address.format(**places))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")
    return [path.name for path in FOLDER.glob("*.png") if path.stat().st_size > LARGEST]


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
            too_large = take(Office(browser, address, here.data_dir))
        browser.close()
    for name in too_large:
        print(f"{name} is larger than {LARGEST} bytes", file=sys.stderr)  # noqa: T201
    return len(too_large)


if __name__ == "__main__":
    sys.exit(main())
