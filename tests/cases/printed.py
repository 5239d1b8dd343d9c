"""A county that enters what another one printed: projects, bonds and payments through the product.

The acts are those of the printed years, played fourteen years later, because a database of tests knows its
rules from the day it is made on; amounts, rates and tenors are as printed. Each is carried out by the people
who would carry it out: the ledger of projects is imported, the bond is issued by the province and lent on,
money arrives, payments pass their signatures, the balance plan is typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bondlife.db import Database
from bondlife.demo.accounts import ORGANISATIONS
from bondlife.demo.debts import Debts, Terms
from bondlife.demo.desk import Desk, on, yuan
from bondlife.demo.payments import Spender
from bondlife.demo.projects import HEAD
from bondlife.demo.sites import picture
from bondlife.disclosure.about import About
from bondlife.disclosure.builders import builders
from bondlife.security.actor import SYSTEM
from bondlife.services import parts, rounds
from bondlife.services.imports import confirm, preview
from bondlife.services.inputs import ContractInput, ForecastInput
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import BondShare, BudgetLine, Contract, Project, Region
from models.rules.frames import SEEDS as FRAMES
from tests.repayment_people import add_levels

ACCOUNTS = ("2290402", "22904")
LATER = 14
"""Years between what was printed and what is played."""
PLACE = "330304"
BODIES = [ORGANISATIONS["unit"][0], ORGANISATIONS["department"][0]]


def wan(printed: str) -> int:
    """Return an amount printed in 亿元 as whole 万元.

    >>> wan("0.002"), wan("35.45")
    (20, 354500)
    """
    exact = Decimal(printed) * 10_000
    assert exact == exact.to_integral_value()
    return int(exact)


def fen(printed: str | int) -> int:
    """Return an amount printed in 亿元 as fen."""
    return int(Decimal(printed) * 10**10)


@dataclass(frozen=True, slots=True)
class Held:
    """A project that holds a bond: its key, the share, what spends it."""

    project: str
    share: str
    spender: Spender


class Office:
    """The desks of county, city and province, and what they entered."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.desk = db, Desk(db, folder)
        add_levels(db)
        self.debts = Debts(self.desk)

    def take_on(self, rows: Sequence[tuple[str, str, int, int]], day: date) -> dict[str, str]:
        """Import a ledger of (code, name, investment, bonds in 万元) under construction; keys by code."""
        lines = [self._line(*row) for row in rows]
        with on(day):
            report = confirm(
                self.db, SYSTEM, preview(self.db, "ledger", "\n".join([HEAD, *lines]).encode()), "x"
            )
        assert report.state == "stored", report.as_dict()["errors"][:3]
        codes = [row[0] for row in rows]
        found = self.desk.all(Project, columns(Project).code.in_(codes))
        return {one.code: one.public_id for one in found}

    def _line(self, code: str, name: str, total: int, bonds: int) -> str:
        head = [code, name, PLACE, *BODIES, "市政和产业园区基础设施", "专项债券项目"]
        money = [str(total), str(total - bonds), str(bonds)]
        months = ["2034-01", "2039-12", "2058-12"]
        return ",".join(
            [*head, *money, f"Y-{code}", f"Z-{code}", *months, "建设中", "整体接入", "负责人", "公开"]
        )

    def bond(self, terms: Terms, code: str, *held: tuple[str, int]) -> list[Held]:
        """Issue a bond, lend its shares on and let their money arrive; ``held`` names project and 万元."""
        with on(terms.start):
            shares = self.debts.issue(
                replace(terms, code=code), **{f"p{place}": one for place, one in enumerate(held)}
            )
            for share in shares:
                self.debts.lend_on(share)
                self.debts.receive(share)
        pairs = zip(held, shares, strict=True)
        return [
            Held(project, share, Spender(self.debts, project, share, amount))
            for (project, amount), share in pairs
        ]

    def pay(self, held: Held, amount: int, day: date, account: str = "") -> None:
        """Pay so much of a share (万元) to whom a contract names, under a line of its own."""
        with on(day):
            name = f"施工合同{len(self.desk.all(Contract)) + 1}"
            form = {"project": held.project, "number": name, "name": name, "payee": "示例建工集团有限公司"}
            form |= {"amount": yuan(amount), "certified": yuan(amount), "type": "works", "months": "18"}
            form |= {"signed_on": str(day), "tender_method": "public"}
            told = ContractInput.model_validate(form)
            saved = parts.save_contract(self.db, self.desk.actor("unit"), told)
            lines = len(self.desk.all(BudgetLine, columns(BudgetLine).state == "open"))
            line = (held.project, day.year, account or ACCOUNTS[lines], "construction", yuan(amount))
            held.spender.lines[day.year] = self.debts.line(*line)
            held.spender.contracts[name] = str(saved["public_id"])
            held.spender.pay(name, amount)

    def report(self, project: str, month: str, certified: int) -> None:
        """Report a month of the works with all that is certified to date (万元), own money included."""
        told = {"project": project, "month": month, "physical_progress": "50"}
        with on(date.fromisoformat(f"{month}-28")):
            key = self.desk.create("unit", "progress", **told, certified_work=yuan(certified))
            self.desk.paper("unit", "progress", key, "site_photos", "现场.png", picture(50))
            self.desk.move("unit", "progress", key, "submit")

    def expect(self, project: str, year: int, amount: int) -> None:
        """Type a balance plan that expects so much net income (万元) in a year."""
        cells = [{"item": "project_income", "year": year, "amount": yuan(amount)}]
        form = {"project": project, "name": "收支平衡", "assumed_percent": "3", "cells": cells}
        with on(date(year - 1, 12, 1)):
            parts.save_forecast(self.db, self.desk.actor("unit"), ForecastInput.model_validate(form))

    def evaluate(self, scores: Mapping[str, int], year: int) -> None:
        """Bring a table of self-evaluations in, each with its whole score, and accept them all."""
        officer = self.desk.actor("officer")
        with on(date(year + 1, 3, 10)):
            form = rounds.RoundInput(region=PLACE, year=year, name="自评", kind="special_bond")
            opened = str(rounds.open_round(self.db, officer, form)["public_id"])
            region = self.desk.one(Region, columns(Region).code == PLACE).id
            report = preview(self.db, "self-evaluation", _sheet(scores, year), region_id=region)
            assert report.draft.is_importable, report.draft.errors[:3]
            confirm(self.db, officer, report, "自评汇总.csv")
            told = rounds.accept_all(self.db, self.desk.actor("leader"), opened)
            assert told["accepted"] == len(scores)

    def form(self, name: str, cut_off: date, *, project: str = "", share: str = "", code: str = PLACE) -> Any:
        """Return a form as the books give it at a day; nothing in it may be a stranger to it."""
        region = self.desk.one(Region, columns(Region).code == code).id
        key = self.desk.row("project", project).id if project else None
        held: BondShare | None = self.desk.row("bond_share", share) if share else None
        with self.db.reading() as session:
            about = About(session, name, cut_off, region, key, held.bond_id if held else None)
            content = builders()[name](about)
        assert list(strangers(forms()[name], content)) == []
        return content


def _sheet(scores: Mapping[str, int], year: int) -> bytes:
    """Return a csv of self-evaluations: the last indicators of the frame lose what a score lacks."""
    items = next(one.value for one in FRAMES if one.key == "performance.frame.special_bond")
    assert isinstance(items, list)
    head = ",".join(("项目编码", "年度", "预算数", "执行数", *(one["zh"] for one in items), "偏差原因"))
    lines = [
        ",".join((code, str(year), "50", "50", *_points(items, score), "年中调整"))
        for code, score in scores.items()
    ]
    return "\n".join((head, *lines)).encode("utf-8-sig")


def _points(items: Sequence[Any], score: int) -> Sequence[str]:
    left, found = 100 - score, []
    for one in reversed(items):
        lost = min(left, int(one["points"]))
        found.append(str(int(one["points"]) - lost))
        left -= lost
    return found[::-1]
