"""The projects a demo's story is told with: made up, called examples, taken on by the ledger importer."""

from datetime import date

from bondlife.demo.accounts import ORGANISATIONS
from bondlife.demo.desk import Desk
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Project

HEAD = (
    "项目编码,项目名称,行政区划代码,项目单位,主管部门,项目领域,项目性质,总投资(万元),不含专项债的资本金(万元),"
    "专项债券融资(万元),预算管理一体化项目代码,债务系统编码,建设期开始,建设期结束,运营期结束,当前状态,接入理由,签署人,资料来源"
)
COUNTY = "330304"
ENTRIES = (
    ("DEMO-S-1", "示例片区综合管廊工程（示例）", "市政和产业园区基础设施", 30_000, 15_000, "建设中", -52, -4),
    (
        "DEMO-S-2",
        "示例产业园标准厂房工程（示例）",
        "市政和产业园区基础设施",
        16_000,
        8_000,
        "运营中",
        -52,
        -18,
    ),
    ("DEMO-S-3", "示例智慧停车场工程（示例）", "城市停车场", 24_000, 12_000, "建设中", -14, 8),
    ("DEMO-S-4", "示例供水管网改造工程（示例）", "市政和产业园区基础设施", 18_000, 9_000, "建设中", -20, 10),
    ("DEMO-S-5", "示例第二污水处理厂工程（示例）", "城镇污水垃圾处理", 40_000, 24_000, "储备", 4, 28),
    ("DEMO-S-6", "示例中心医院扩建工程（示例）", "医疗", 26_000, 14_000, "储备", 4, 30),
    ("DEMO-S-7", "示例冷链物流中心工程（示例）", "冷链物流设施", 20_000, 12_000, "储备", 5, 26),
)
"""Code, name, sector, investment and bonds in 万元, state, months from today to the works' start and end."""
OPERATION = 264
"""Months from today to the end of operation."""


def take_on(desk: Desk, today: date) -> dict[str, str]:
    """Import the ledger and return the public key of each project by its code."""
    data = "\n".join([HEAD, *(_line(today, *entry) for entry in ENTRIES)]).encode()
    report = confirm(desk.db, SYSTEM, preview(desk.db, "ledger", data), "示例项目台账.csv")
    if report.state == "refused":
        message = f"the demo projects are refused: {report.as_dict()['errors'][:3]}"
        raise RuntimeError(message)
    found = desk.all(Project, columns(Project).code.startswith("DEMO-S-"))
    return {row.code: row.public_id for row in found}


def _line(
    today: date, code: str, name: str, sector: str, total: int, bonds: int, state: str, start: int, end: int
) -> str:
    months = [f"{add_months(today, number):%Y-%m}" for number in (start, end, OPERATION)]
    bodies = [ORGANISATIONS["unit"][0], ORGANISATIONS["department"][0]]
    head = [code, name, COUNTY, *bodies, sector, "专项债券项目", str(total), str(total - bonds), str(bonds)]
    head += [code.replace("DEMO-S", "YTH-330304"), code.replace("DEMO-S", "ZW-330304")]
    return ",".join([*head, *months, state, "在建或运营项目整体接入", "示例负责人", "示例"])
