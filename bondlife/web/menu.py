"""The left menu as data: areas of work, and under each its pages; every one asks for its right.

A page belongs to the area whose longest address begins the address that is shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bondlife.locale import gettext, speaking
from bondlife.security.actor import Actor, Grant
from bondlife.web.shell_view import MenuEntry


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the menu: label, address, the right it needs, and addresses that belong to it."""

    label: str
    href: str
    permission: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One area of work; its first page that the person may see is where it leads."""

    label: str
    pages: tuple[Page, ...]


MENU = (
    Area(_("Home"), (Page(_("Home"), "/", "home.read"),)),
    Area(
        _("Projects"),
        (
            Page(_("Project list"), "/projects", "project.read"),
            Page(_("Application batches"), "/applications", "application.read"),
            Page(_("Supplementary requests"), "/supplements", "supplement.read"),
            Page(_("Import"), "/imports", "import.run"),
        ),
    ),
    Area(
        _("Bonds and money"),
        (
            Page(_("Bonds"), "/bonds", "bond.read"),
            Page(_("Quota ledger"), "/quota", "quota.read"),
            Page(_("Limit and balance"), "/limits", "limit.read"),
            Page(_("Debt-service budget"), "/debt-service", "instalment.read"),
            Page(_("On-lending chains"), "/onlending", "onlending.read"),
            Page(_("Money trail"), "/money-trail", "bond_share.read"),
            Page(_("Idle money"), "/money", "bond_share.read"),
            Page(_("Spend progress"), "/spend-progress", "bond_share.read"),
            Page(_("Statements"), "/statements", "statement.read"),
            Page(_("Budget platform"), "/platform", "platform.read"),
            Page(_("Calendar of the year"), "/year", "filing.read"),
            Page(_("Changes of use"), "/changes-of-use", "change_of_use.read"),
        ),
    ),
    Area(
        _("Works and assets"),
        (
            Page(_("Delays"), "/works", "progress.read"),
            Page(_("Assets"), "/works/assets", "asset.read"),
        ),
    ),
    Area(
        _("Repayment"),
        (
            Page(_("Repayment calendar"), "/repayments", "instalment.read"),
            Page(_("Maturity wall"), "/bonds/wall", "instalment.read"),
            Page(_("Remittances"), "/repayments/remittances", "remittance.read"),
            Page(_("Overdue and shortfalls"), "/repayments/overdue", "instalment.read"),
            Page(_("Refinancing"), "/repayments/refinancing", "instalment.read"),
            Page(_("Early money"), "/repayments/early", "repayment_order.read"),
            Page(_("Reserve for repayment"), "/repayments/reserve", "repayment_order.read"),
            Page(_("Published tables"), "/repayments/published", "published_table.read"),
        ),
    ),
    Area(
        _("PPP"),
        (
            Page(_("PPP contracts"), "/ppp/contracts", "ppp_contract.read", ("/ppp/terms", "/ppp/import")),
            Page(_("Fiscal affordability"), "/ppp/affordability", "ppp_contract.read"),
            Page(_("PPP arrears"), "/ppp/arrears", "arrear.read"),
            Page(_("Price indices"), "/ppp/indices", "index_series.read"),
            Page(_("Payment runs"), "/ppp/runs", "payment_run.read"),
            Page(_("Performance scores"), "/ppp/scores", "evaluation.read"),
            Page(_("Waiver register"), "/ppp/waivers", "waiver.read"),
        ),
    ),
    Area(
        _("Disclosure"),
        (
            Page(_("Disclosure duties"), "/disclosure", "disclosure.read"),
            Page(_("Publications"), "/publications", "publication.read"),
            Page(_("Yearly round"), "/disclosure/round", "disclosure.read"),
            Page(_("Public pages"), "/disclosure/pages", "disclosure.read"),
            Page(_("Packages"), "/disclosure/packages", "disclosure.read"),
            Page(_("What the public side shows"), "/disclosure/settings", "disclosure.read"),
        ),
    ),
    Area(
        _("Investment funds"),
        (
            Page(_("Funds"), "/funds", "fund.read"),
            Page(_("Portfolio"), "/funds/portfolio", "fund.read"),
            Page(_("Contributions of coming years"), "/funds/contributions", "fund.read"),
            Page(_("Use of results"), "/funds/results", "fund_decision.read"),
        ),
    ),
    Area(
        _("Supervision"),
        (
            Page(_("Risk board"), "/risk", "risk.read"),
            Page(_("Alerts"), "/alerts", "alert.read"),
            Page(_("Tasks"), "/tasks", "task.read"),
            Page(_("Collection tasks"), "/collections", "collection.read"),
            Page(_("Many projects at once"), "/bulk", "project.bulk"),
            Page(_("Risk events"), "/risk/events", "risk.read"),
            Page(_("Sanctions"), "/risk/sanctions", "sanction.read"),
            Page(_("What if"), "/what-if", "what_if.read"),
            Page(_("Time at each step"), "/timing", "approval.read"),
        ),
    ),
    Area(
        _("Performance"),
        (
            Page(_("Rounds and monitoring"), "/performance", "evaluation.read"),
            Page(_("Goals of departments"), "/performance/goals", "goal.read"),
            Page(_("Library of indicators"), "/performance/indicators", "goal.read"),
            Page(_("Results in use"), "/performance/registers", "evaluation.read"),
            Page(_("Report to the congress"), "/performance/report", "evaluation.read"),
            Page(_("Third parties and experts"), "/performance/pool", "pool.read"),
            Page(_("Surveys"), "/performance/surveys", "survey.read"),
        ),
    ),
    Area(_("Calculators"), (Page(_("Calculators"), "/calculators", "calculator.run"),)),
    Area(
        _("Administration"),
        (
            Page(_("Rules"), "/rules", "rule.read"),
            Page(_("Kinds of project"), "/kinds", "kind.read"),
            Page(_("Approval flows"), "/flows", "flow.read"),
            Page(_("Document templates"), "/paper-templates", "template.read"),
            Page(_("Substitutes"), "/delegations", "account.self"),
            Page(_("Organisations"), "/organisations", "organisation.read"),
            Page(_("Regions"), "/regions", "organisation.read"),
            Page(_("People"), "/users", "user.read"),
            Page(_("Records"), "/audit", "audit.read"),
        ),
    ),
)
"""Areas in the order of the menu."""


def menu_for(path: str, actor: Actor, language: str) -> tuple[MenuEntry, ...]:
    """Return the menu of a person in a language; kept by page and rights, for every page draws it."""
    return _menu_for(_page_of(path), actor.grants, actor.only, language)


@lru_cache(maxsize=4096)
def _menu_for(
    here: Page | None, grants: tuple[Grant, ...], only: frozenset[str] | None, language: str
) -> tuple[MenuEntry, ...]:
    with speaking(language):
        return tuple(_menu(here, Actor(None, "", "", grants, only=only).can))


def menu_of(path: str, may: Callable[[str], bool]) -> Iterator[MenuEntry]:
    """Yield the areas a person may enter; the area of this address shows its pages."""
    return _menu(_page_of(path), may)


def _menu(here: Page | None, may: Callable[[str], bool]) -> Iterator[MenuEntry]:
    for area in MENU:
        pages = [page for page in area.pages if may(page.permission)]
        if pages:
            inside = here in area.pages
            below = tuple(MenuEntry(gettext(page.label), page.href, page is here) for page in pages)
            shown = below if inside and len(below) > 1 else ()
            yield MenuEntry(gettext(area.label), pages[0].href, inside and not shown, shown)


@lru_cache(maxsize=4096)
def _page_of(path: str) -> Page | None:
    fitting = [
        (len(href), page)
        for area in MENU
        for page in area.pages
        for href in (page.href, *page.also)
        if _begins(path, href)
    ]
    return max(fitting, key=lambda one: one[0], default=(0, None))[1]


def _begins(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))
