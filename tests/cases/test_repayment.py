"""Published repayment figures typed into the product: what holds is reproduced, what does not is a warning.

The figures are copied as printed, the brokers' 3000 万元 of the Shenzhen issue turned into 0.3 亿元. Sources:
宣州区财政局 表1-4 (2025-01-15); 财政部 monthly releases 2021–2026 as collected at
github.com/yqcao/China-Fiscal-Data; adopted budgets and statements of Benbrook, Grand Prairie, Louisville and
a Minnesota city; news of the first rail special bond of Shenzhen (2017).
"""

from decimal import Decimal
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.queries.published import Finding, TableView, cells_of, table_view, tables_view
from bondlife.services import records
from bondlife.services.inputs import RECORD_INPUTS
from bondlife.services.repayment_inputs import PublishedTableInput
from bondlife.services.repayments import save_published
from models.base import columns
from models.registry import Instalment
from tests.database import People, people_of
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import YI, Story

FOLDER = Path(__file__).parent / "repayment"


@pytest.fixture
def officer(db: Database) -> tuple[Database, People]:
    """Return a database and its people."""
    return db, people_of(db)


def typed(db: Database, people: People, name: str, layout: str, unit: str = "亿元") -> TableView:
    """Store a printed table through the service and open its page."""
    cells = cells_of((FOLDER / f"{name}.tsv").read_text(encoding="utf-8"))
    form = PublishedTableInput.model_validate(
        {"region": "330304", "layout": layout, "title": name, "unit": unit, "cells": cells}
    )
    key = save_published(db, people["officer"], form)["public_id"]
    return table_view(db, people["officer"], key)


def broken(view: TableView) -> list[tuple[str, str, Decimal, Decimal]]:
    """Return the warnings: claim, place, what follows, what is printed."""
    return [(one.claim, one.place, one.computed, one.published) for one in view.warnings]


def kept(view: TableView, claim: str) -> list[Finding]:
    return [one for one in view.held if one.claim == claim]


def test_xuanzhou_holds_but_for_refinancing_above_principal(officer: tuple[Database, People]) -> None:
    view = typed(*officer, "xuanzhou_2025", "annual_1_4")
    totals = {one.claim: one.published for one in view.held}
    assert totals == {
        "A": Decimal("13.9703"),
        "F": Decimal("3.8645"),
        "I": Decimal("1.9841"),
        "L": Decimal("1.6371"),
        "M": Decimal("1.6371"),
        "O": Decimal(0),
        "Q": Decimal("2.0417"),
    }
    assert broken(view) == [("refinancing_within_principal", "金额", Decimal("7.9295"), Decimal("3.8645"))]


def test_monthly_principal_splits_and_its_three_restated_decembers(officer: tuple[Database, People]) -> None:
    view = typed(*officer, "monthly_2021_2026", "monthly_principal")
    assert len(kept(view, "split")) == 54
    assert broken(view) == [
        ("fiscal_rises", "2022-12", Decimal(4123), Decimal(3848)),
        ("fiscal_rises", "2023-12", Decimal(3885), Decimal(3740)),
        ("fiscal_rises", "2024-12", Decimal(4161), Decimal(4156)),
        ("platform", "2022-12", Decimal("27848.92"), Decimal(27758)),
    ]
    assert [one.place for one in kept(view, "platform")] == ["2023-12", "2024-12"]
    months = {one.month: one for one in view.months}
    assert [one.month for one in view.months if one.is_restated] == ["2022-12", "2023-12", "2024-12"]
    assert months["2024-12"].amounts == [Decimal(458), Decimal(463), Decimal(-5)]
    assert months["2023-01"].amounts == [Decimal(35), Decimal(28), Decimal(7)]
    assert months["2021-10"].amounts == [None, None, None]


def test_grand_prairie_foots_but_for_two_dollars_of_rounding(officer: tuple[Database, People]) -> None:
    view = typed(*officer, "grand_prairie_tx", "debt_schedule", "USD")
    assert broken(view) == [
        ("foot", "interest", Decimal(153508922), Decimal(153508920)),
        ("foot", "total", Decimal(591354922), Decimal(591354920)),
    ]
    assert len(kept(view, "rows")) == 21
    assert [one.published for one in kept(view, "foot")] == [Decimal(437846000)]


def test_louisville_balances_roll_to_nothing(officer: tuple[Database, People]) -> None:
    view = typed(*officer, "louisville_water", "debt_schedule", "USD")
    assert broken(view) == []
    assert len(kept(view, "balance")) == 16
    assert [one.published for one in kept(view, "foot")] == [
        Decimal(6557500),
        Decimal(4173530),
        Decimal(10731030),
    ]


def test_benbrook_nets_what_the_drainage_fund_pays(officer: tuple[Database, People]) -> None:
    """2024 comes from the budget of the year before, whose other years are the same."""
    view = typed(*officer, "benbrook_tx", "debt_schedule", "USD")
    assert (len(kept(view, "rows")), len(kept(view, "net")), broken(view)) == (20, 19, [])
    assert [one.published for one in view.held if one.place == "2024"] == [Decimal(1528829)] * 2


def test_a_point_typed_for_a_comma_is_found(officer: tuple[Database, People]) -> None:
    db, people = officer
    for name in ("2006_taxes", "2006_tax_abatements", "2010_taxes"):
        view = typed(db, people, f"minnesota_{name}", "debt_schedule", "USD")
        assert (len(kept(view, "foot")), broken(view)) == (2, [])
    view = typed(db, people, "minnesota_2010_tax_increments_and_abatements", "debt_schedule", "USD")
    assert broken(view) == [("foot", "principal", Decimal(6055280), Decimal(6335000))]
    assert [one.broken for one in tables_view(db, people["officer"]).lines] == [0, 0, 1, 0]


def test_the_first_rail_bond_foots_and_its_schedule_follows(story: Story) -> None:
    view = typed(story.db, story.people, "shenzhen_rail_2017", "issue_result")
    assert {one.claim for one in view.held} == {"buyers", "investment", "capital_share", "bond_share"}
    assert broken(view) == []
    scene = Scene(story)
    form = {
        "region": "330304",
        "name": "2017年深圳市轨道交通专项债券",
        "face": "2000000000",
        "tenor_years": 5,
        "coupon_percent": "3.82",
        "value_date": "2017-12-12",
        "maturity_date": "2022-12-12",
        "year": 2017,
    }
    stored = records.create(
        story.db, story.people["officer"], "bond", RECORD_INPUTS["bond"].model_validate(form)
    )
    bond = story.row("bond", stored["public_id"])
    scene.add_share(bond, scene.project, 20 * YI)
    scene.effect(bond, "generate_schedule")
    rows = story.all(Instalment, columns(Instalment).bond_id == bond.id)
    assert [(row.interest, row.principal) for row in rows] == [(7_640_000_000, 0)] * 4 + [
        (7_640_000_000, 20 * YI)
    ]


@pytest.fixture
def story(db: Database, tmp_path: Path) -> Story:
    """Return a fresh database with people who do things."""
    return Story(db, tmp_path / "papers")
