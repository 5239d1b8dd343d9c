"""Quota of a demo year given down a city and its districts, and a statement of the year before."""

from pathlib import Path

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.desk import Desk
from bondlife.errors import Conflict
from bondlife.services.inputs import QuotaNoticeInput
from bondlife.services.limits import StatementInput, save_statement
from bondlife.services.quota import post_line

CITY, DISTRICTS = "330300", (("330302", 9), ("330303", 12), ("330304", 18))
YI = 100_000_000
LINES = (
    ("opening", 820, "", "示例-1号"),
    ("advance", 60, "提前批", "示例-2号"),
    ("main", 42, "第一批", "示例-3号"),
    ("control_figure", 120, "", "示例-4号"),
)
"""Entry, 亿元, batch, notice of what the city was given: made up, and numbered as examples."""

FIGURES = {
    "limit_special": 90 * YI,
    "balance_special": 72 * YI,
    "limit_general": 40 * YI,
    "balance_general": 36 * YI,
}
"""Limit and balance of the largest district, the year before and today, in yuan: made up as well."""


def add_budget(db: Database, folder: Path) -> None:
    """Post the ledger once; a second start finds it there."""
    desk, city = Desk(db, folder), "city-officer"
    day = clock.business_date()
    shared = {"year": day.year, "notified_on": day}

    def post(
        region: str, lender: str, entry: str, yi: int, batch: str, number: str, *, waits: bool = False
    ) -> None:
        form = {**shared, "region": region, "lender": lender, "entry": entry, "batch": batch}
        told = {**form, "amount": yi * YI, "notice_number": number}
        notice = post_line(db, desk.actor(city), QuotaNoticeInput.model_validate(told))
        if not waits:
            desk.sign(city, "quota_notice", notice["public_id"])

    try:
        for entry, yi, batch, number in LINES:
            post(CITY, "", entry, yi, batch, number)
        for code, yi in DISTRICTS:
            post(code, CITY, "opening", 90, "", f"示例-{code}-1号")
            post(code, CITY, "main", yi, "第一批", f"示例-{code}-2号")
            post(code, CITY, "control_figure", yi + 2, "", f"示例-{code}-3号")
        post(DISTRICTS[-1][0], CITY, "main", 3, "第二批", f"示例-{DISTRICTS[-1][0]}-4号", waits=True)
        for year, as_of in ((day.year - 1, f"{day.year - 1}-12-31"), (day.year, day.isoformat())):
            head = {"year": year, "as_of": as_of, "source": "示例"}
            for code, share in DISTRICTS:
                figures = {name: yuan * share // 18 for name, yuan in FIGURES.items()}
                told = {**head, "region": code, "figures": figures}
                save_statement(db, desk.actor(city), StatementInput.model_validate(told))
    except Conflict:
        return
