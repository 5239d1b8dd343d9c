"""Work in hand for a demo: projects that wait for papers, for a review, for a signature."""

from io import BytesIO
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.accounts import organisations
from bondlife.errors import Conflict
from bondlife.security.actor import Actor
from bondlife.security.authenticate import actor_of
from bondlife.services import documents, moves, parts, records
from bondlife.services.inputs import ForecastInput, ProjectInput

NEGATIVE = (
    "no_revenue",
    "office_buildings",
    "image_projects",
    "real_estate",
    "commercial_facilities",
    "competitive_industry",
)
"""Items of the negative list, each answered no with its reason."""

PROJECTS = (
    ("DEMO-2027-01", "示例污水处理厂一期工程（示例）", "城镇污水垃圾处理", 1_000_000_000, 200_000_000),
    ("DEMO-2027-02", "示例公共停车场工程（示例）", "城市停车场", 320_000_000, 96_000_000),
    ("DEMO-2027-03", "示例老旧小区改造工程（示例）", "城镇老旧小区改造", 150_000_000, 60_000_000),
)
"""Code, name, sector, investment and capital in yuan, bonds for the rest: made up, and called examples."""


def add_work(db: Database, folder: Path) -> None:
    """Store three new projects: a draft, one under first review, one whose review waits for signatures."""
    unit, officer, bodies = actor_of(db, "unit"), actor_of(db, "officer"), organisations(db)
    try:
        made = [records.create(db, unit, "project", _form(bodies, *entry)) for entry in PROJECTS]
    except Conflict:
        return
    parts.save_forecast(db, unit, _plan(made[0]["public_id"]))
    sent = [_move(db, unit, one, "submit") for one in made[:2]]
    for kind in ("approval_basis", "capital_source"):
        _attach(db, officer, folder, sent[0]["public_id"], kind)
    _move(db, officer, sent[0], "screen")


def _move(db: Database, actor: Actor, seen: dict[str, Any], transition: str) -> dict[str, Any]:
    return moves.move(db, actor, "project", seen["public_id"], transition, seen["version"])


def _form(
    bodies: dict[str, str], code: str, name: str, sector: str, investment: int, capital: int
) -> ProjectInput:
    year = clock.business_date().year + 1
    return ProjectInput.model_validate(
        {
            "region": "330304",
            "code": code,
            "name": name,
            "unit": bodies["unit"],
            "department": bodies["department"],
            "sector": sector,
            "start_year": year,
            "construction_start": f"{year}-03-01",
            "construction_end": f"{year + 2}-12-31",
            "operation_end": f"{year + 22}-12-31",
            "total_investment": investment,
            "capital": capital,
            "special_bond": investment - capital,
            "fields": _fields(),
        }
    )


def _plan(project: str) -> ForecastInput:
    """Return a plan in 万元 that balances: two issues of 20 years at 3 %, repaid when they fall due."""
    first = clock.business_date().year + 1
    cells = [("own_funds", 0, 20_000), ("bond_proceeds", 0, 40_000), ("bond_proceeds", 1, 40_000)]
    cells += [("construction_cost", 0, 50_000), ("construction_cost", 1, 46_400)]
    cells += [("construction_bond_interest", 1, 1_200), ("construction_bond_interest", 2, 2_400)]
    cells += [("project_income", year, 12_000) for year in range(3, 22)]
    cells += [("operating_cost", year, 2_500) for year in range(3, 22)]
    cells += [("operating_bond_interest", year, 2_400) for year in range(3, 21)]
    cells += [("operating_bond_interest", 21, 1_200)]
    cells += [("bond_principal", 20, 40_000), ("bond_principal", 21, 40_000)]
    return ForecastInput.model_validate(
        {
            "project": project,
            "name": "可研报告收支平衡（示例）",
            "assumed_percent": "3",
            "cells": [
                {"item": item, "year": first + year, "amount": wan * 10_000} for item, year, wan in cells
            ],
        }
    )


def _fields() -> dict[str, Any]:
    return {
        "content_and_scale": "建设内容和规模（示例）",
        "capital_sector": "other_infrastructure",
        "pledged": "no",
        "bond_purpose": "new_project",
        "wanted_tenor": 20,
        "goal_output": "按期建成投用",
        "goal_benefit": "服务人口十万人",
        "goal_satisfaction": "90%",
        **{f"negative_{item}": "no" for item in NEGATIVE},
        **{f"negative_{item}_reason": "不属于" for item in NEGATIVE},
    }


def _attach(db: Database, actor: Actor, folder: Path, key: str, kind: str) -> None:
    text = f"示例文件：{kind}\n".encode()
    documents.attach(
        db,
        actor,
        folder,
        BytesIO(text),
        record="project",
        public_id=key,
        kind_key=kind,
        name=f"{kind}.txt",
        limit=1_000_000,
    )
