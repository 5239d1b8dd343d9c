"""Two example funds of the demo district, brought in as a bureau would bring in its running funds."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.lifecycle.engine import take_on
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.evaluations import Opening, open_for
from bondlife.services.fund_inputs import LevelInput
from bondlife.services.funds.files import bring_in_file
from bondlife.services.funds.register import save_levels
from models.base import columns
from models.registry import Fund

FILES = ("fund_industry.yaml", "fund_venture.yaml")
INDEX = "demo_index"
LEVELS = (
    (date(2019, 12, 31), "100"),
    (date(2020, 12, 31), "114.2"),
    (date(2021, 12, 31), "121.7"),
    (date(2022, 12, 31), "103.5"),
    (date(2023, 12, 31), "99.8"),
    (date(2024, 12, 31), "112.4"),
    (date(2025, 12, 31), "121.0"),
)
"""Levels of an index made up for the demo, so that market equivalents have something to stand beside."""


def add_funds(db: Database, officer: Actor, evaluator: Actor) -> None:
    """Bring the example funds in and store the example index."""
    folder = files("bondlife.demo") / "data"
    for name in FILES:
        bring_in_file(db, officer, (folder / name).read_bytes(), name)
    save_levels(db, officer, [level(on, text) for on, text in LEVELS])
    perform(db, evaluator, "demo.fund_evaluation", _evaluated)


def _evaluated(act: Act) -> str:
    """Take on last year's evaluation of the industry fund, so that its result can be used."""
    fund = act.find(Fund, columns(Fund).filing_number == "S-DEMO-01")[0]
    row = open_for(act, fund, Opening("annual", act.business_date.year - 1))
    act.change(row, score=Decimal(86), third_score=Decimal(86), grade="good")
    life = lifecycle_of(kind_of(act.session, row.kind, row.kind_version), "evaluation")
    take_on(act, row, life, "concluded", "示例：接入上年度绩效评价结果")
    records.after_change(act, row)
    return row.public_id


def level(on: date, text: str) -> LevelInput:
    """Return one level of the example index."""
    return LevelInput(key=INDEX, name="示例指数", on=on, level=Decimal(text), source="演示数据")
