"""Works and operation of a demo: plans, milestones, months with pictures, changed contracts, assets."""

import struct
import zlib
from datetime import date
from typing import Any

from bondlife import clock
from bondlife.demo.desk import Desk, yuan
from bondlife.services import parts, works
from bondlife.services.inputs import ForecastInput, MilestoneInput, PermitInput
from calculators.kernel.dates import add_months

EX_ANTE = ("necessity", "readiness", "funding", "forecast", "bond_need", "repayment_plan", "goals", "other")
STEPS = (("基础工程", "30", 0), ("主体结构", "40", 6), ("设备安装", "20", 12), ("竣工验收", "10", 20))
"""Milestones: name, weight, months from the start of the works."""


def plan(desk: Desk, project: str, year: int, *, bonds: int, own: int, income: int) -> None:
    """Store a balance plan in 万元: bonds of ten years at 2.4 %, income from the third year on."""
    interest = bonds * 24 // 1000
    cells = [("own_funds", 0, own), ("bond_proceeds", 0, bonds)]
    cells += [("construction_cost", 0, own), ("construction_cost", 1, bonds - 2 * interest)]
    cells += [("construction_bond_interest", place, interest) for place in (1, 2)]
    cells += [("operating_bond_interest", place, interest) for place in range(3, 11)]
    cells += [("project_income", place, income) for place in range(2, 21)]
    cells += [("operating_cost", place, income // 8) for place in range(2, 21)]
    cells += [("bond_principal", 10, bonds)]
    told = [{"item": item, "year": year + place, "amount": yuan(wan)} for item, place, wan in cells]
    form = {"project": project, "name": "可研报告收支平衡（示例）", "assumed_percent": "2.4", "cells": told}
    parts.save_forecast(desk.db, desk.actor("unit"), ForecastInput.model_validate(form))


def permit(desk: Desk, project: str, day: date, *types: str) -> None:
    """Store readiness items that are held."""
    items = [
        PermitInput.model_validate(
            {"project": project, "type": one, "held": True, "number": "示例〔许〕1号", "issued_on": day}
        )
        for one in types
    ]
    parts.save_permits(desk.db, desk.actor("unit"), project, items)


def evaluate(desk: Desk, project: str, year: int, score: str = "86") -> None:
    """Let a project pass its ex-ante evaluation."""
    told: dict[str, Any] = {"project": project, "type": "ex_ante", "year": year, "score": score}
    key = desk.create("evaluator", "evaluation", **told, fields=dict.fromkeys(EX_ANTE, "已论证"))
    desk.attach("evaluator", "evaluation", key, "evaluation_report")
    desk.move("evaluator", "evaluation", key, "submit")
    desk.signed("evaluator", "evaluation", key, "recheck")
    desk.signed("officer", "evaluation", key, "pass")


def milestones(desk: Desk, project: str, start: date, reached: dict[int, date]) -> None:
    """Store the grid of milestones; ``reached`` tells the days of those that are done."""
    items = [
        MilestoneInput.model_validate(
            {
                "number": number,
                "name": name,
                "weight": weight,
                "planned_on": add_months(start, months),
                "actual_on": reached.get(number),
            }
        )
        for number, (name, weight, months) in enumerate(STEPS, 1)
    ]
    works.save_milestones(desk.db, desk.actor("unit"), project, items)


def month(desk: Desk, project: str, name: str, percent: int, certified: int, **more: str) -> None:
    """Report a month of the works with a picture, confirmed by a second person."""
    told = {"project": project, "month": name, "physical_progress": str(percent), **more}
    key = desk.create("unit", "progress", **told, certified_work=yuan(certified))
    desk.paper("unit", "progress", key, "site_photos", f"现场 {name}.png", picture(percent))
    desk.move("unit", "progress", key, "submit")
    desk.signed("officer", "progress", key, "confirm")


def change_contract(desk: Desk, project: str, contract: str, wan: int, day: date) -> None:
    """Change a contract's amount by an approved change."""
    told = {"project": project, "contract": contract, "number": "BG-1", "amount": yuan(wan)}
    told |= {"reason": "地质条件变化，增加支护", "approval_number": "示例〔变〕1号", "changed_on": f"{day}"}
    key = desk.create("unit", "contract_change", **told)
    desk.attach("unit", "contract_change", key, "contract_change_approval")
    desk.move("unit", "contract_change", key, "submit")
    desk.signed("officer", "contract_change", key, "approve")


def certify(desk: Desk, project: str, contract: str, name: str, wan: int) -> None:
    """Certify the work of a month under a contract."""
    told = {"project": project, "contract": contract, "month": name, "number": f"JL-{name}"}
    key = desk.create("unit", "certification", **told, amount=yuan(wan), certified_by="示例监理公司")
    desk.attach("unit", "certification", key, "work_certificate")
    desk.move("unit", "certification", key, "submit")
    desk.signed("officer", "certification", key, "confirm")


def asset(desk: Desk, project: str, name: str, **wan: int) -> None:
    """Register an asset; amounts by name in 万元."""
    told = {key: yuan(amount) for key, amount in wan.items()}
    key = desk.create(
        "department", "asset", project=project, name=name, recorded_on=clock.business_date(), **told
    )
    desk.attach("department", "asset", key, "asset_record")
    desk.signed("officer", "asset", key, "register")


def actual(desk: Desk, project: str, year: int, income: int, cause: str = "") -> None:
    """Tell the actual income and cost of a year, confirmed by a second person."""
    told = {"project": project, "year": year, "cause": cause}
    amounts = {"project_income": yuan(income), "operating_cost": yuan(income // 6)}
    key = desk.create("unit", "operation_year", **told, **amounts)
    desk.move("unit", "operation_year", key, "submit")
    desk.signed("officer", "operation_year", key, "confirm")


def picture(percent: int) -> bytes:
    """Draw a site: ground, sky, and a building that has grown as far as the percentage says."""
    width, height = 160, 100
    sky, ground, wall = b"\xdd\xe9\xf3", b"\xb9\xa6\x8c", b"\x8a\x96\xa3"
    top = 80 - percent * 60 // 100
    rows = []
    for y in range(height):
        back = ground if y >= 80 else sky
        inside = wall if top <= y < 80 else back
        rows.append(b"\0" + back * 40 + inside * 80 + back * 40)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts_ = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts_)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
