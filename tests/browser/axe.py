"""What axe finds on a page: the violations of WCAG 2.0 to 2.2, levels A and AA."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
RUN = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations
  .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`)"""
"""Only what is wrong comes back: a report on all that is right weighs more than the page."""


@cache
def _axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it is shown, one line a rule with its first place."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN, list(RULES))
    return found
