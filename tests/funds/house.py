"""Funds for tests: files as a bureau would bring them in, and a story that signs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bondlife.db import Database
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.funds.values import worth
from bondlife.queries.funds.board import Block, Board
from bondlife.queries.funds.page import PageAsk, fund_board
from bondlife.services.funds.importing import FundFile, bring_in
from models.registry import Evaluation, Fund
from tests.lifecycle.story import Story

TODAY = "2036-05-01"

TERMS: dict[str, Any] = {
    "valid_from": "2023-01-01",
    "hurdle_percent": "8",
    "carry_percent": "20",
    "catch_up_percent": "100",
    "exit_clauses": ["set_up_late", "investment_late", "off_policy", "against_charter", "other_breach"],
    "example": {
        "calls": [{"on": "2023-01-01", "amount": "50"}],
        "distributions": [{"on": "2024-01-01", "amount": "100"}],
        "expected": {"to_investors": "90", "to_manager": "10"},
    },
}
"""European terms with the published example: 50 called, 100 a year later, 8 % hurdle, 80/20."""


def partners(*committed: str, on: str = "2023-01-01") -> list[dict[str, Any]]:
    """Return the district, social capital and the manager with what each promises (yuan)."""
    known = (
        {"name": "瓯海区财政局", "tier": "county", "government": "330304"},
        {"name": "示例社会资本", "tier": "social"},
        {"name": "示例管理人", "tier": "manager"},
    )
    return [
        {**one, "committed": amount, "committed_on": on} for one, amount in zip(known, committed, strict=True)
    ]


def fund_file(code: str = "F-1", **parts: Any) -> dict[str, Any]:
    """Return the data of a file; parts replace or add sections."""
    head = {
        "region": "330304",
        "code": code,
        "name": f"示例基金{code}",
        "target_size": "1000",
        "start_year": 2023,
        "manager": "示例管理人",
        "custodian": "示例银行",
        "plan_confirmed_on": "2022-12-01",
        "registered_on": "2023-01-01",
        **parts.pop("fund", {}),
    }
    return {"fund": head, "partners": partners("300", "600", "100"), **parts}


SIGNED_BY = {
    "simple": ("reviewer2",),
    "fund_set_up": ("reviewer", "budget", "deputy", "chair"),
    "fund_budget": ("reviewer", "budget", "deputy"),
    "fund_exit": ("reviewer", "deputy"),
    "fund_result": ("reviewer", "deputy"),
}
"""Who signs what after the officer."""


class House(Story):
    """A story with funds."""

    def sign(self, record: str, key: str, transition: str, flow: str = "simple", reason: str = "") -> None:
        """Put a step up by the officer and let everybody sign."""
        asked = self.move("officer", record, key, transition, reason)
        for who in SIGNED_BY[flow]:
            minutes = "〔2036〕3号" if who == "chair" else ""
            self.decide(who, asked["approval"], asked["digest"], minutes=minutes)
        assert self.approval(asked["approval"]).state == "approved"

    def __init__(self, db: Database, folder: Path) -> None:
        super().__init__(db, folder)

    def bring(self, data: Mapping[str, Any], who: str = "officer") -> str:
        """Bring a fund in and return its public key."""
        form = FundFile.model_validate(data)
        return str(bring_in(self.db, self.people[who], form, source="示例文件")["public_id"])

    def book(self, key: str) -> FundBook:
        """Return the books of a fund."""
        fund: Fund = self.row("fund", key)
        with self.db.reading() as session:
            found = book_of(session, fund.id)
            assert found.by_entry is not None
            return found

    def board(self, key: str, tab: str, who: str = "officer", **asked: Any) -> Board:
        """Return one tab of the page of a fund."""
        return fund_board(self.db, self.people[who], key, PageAsk(tab, **asked))

    def funds(self) -> list[Fund]:
        """Return every fund."""
        return list(self.all(Fund))

    def all_calls(self, key: str) -> list[Any]:
        """Return the calls of a fund."""
        return list(self.book(key).calls)

    def evaluated(self, key: str, year: int, score: str, grade: str = "") -> None:
        """Store a concluded evaluation of a fund."""
        fund: Fund = self.row("fund", key)
        names = ("region_id", "unit_id", "department_id", "project_id", "kind", "kind_version")
        own: dict[str, Any] = {name: getattr(fund, name) for name in names}
        from decimal import Decimal

        self.register(
            Evaluation(
                **own, subject="fund", subject_id=fund.id, type="annual", year=year, state="concluded",
                score=Decimal(score), grade=grade,
            )
        )  # fmt: skip


def block_of(board: Board, key: str) -> Block:
    """Return a block of a page by its id."""
    return next(one for one in board.blocks if one.id == key)


def fact(board: Board, block: str, place: int) -> Any:
    """Return the value of a fact by its place."""
    return block_of(board, block).facts[place].value


def cell(board: Board, block: str, row: int, column: int) -> Any:
    """Return a cell of the grid of a block."""
    grid = block_of(board, block).grid
    assert grid is not None
    return grid.lines[row].cells[column]


def assert_foots(book: FundBook) -> None:
    """Assert the identity of the books: accounts are cash and what is held, and nothing is below zero."""
    accounts = sum(book.account(one.id or 0) for one in book.partners)
    assert accounts == worth(book)
    assert book.cash >= 0
    for day in {one.on for one in book.moves}:
        on_day = sum(book.account(one.id or 0, day) for one in book.partners)
        assert on_day == worth(book, day), day


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)
