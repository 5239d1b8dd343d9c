"""Reading files, against calamine and openpyxl in the same run, turn by turn.

Targets  imports.typed_rows    xlsx into typed rows, container looked through first: ≤ 1.3 × calamine's
to_python
         imports.openpyxl      the same reading is ≥ 5 × as fast as openpyxl (read-only)
         imports.issue_list    100,000 bonds through the fence into checked bond rows: ≤ 4 × calamine's
         to_python imports.child_start   a small csv through the fence: ≤ 0.25 s
         imports.bomb          refusing a workbook that inflates to 300 MiB: ≤ 2 s
Usage    python bench/imports.py [--json] [--rows 20000] [--bonds 100000] [--rounds 5]
"""

import argparse
import gc
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from bondlife.exchange.child.main import read
from bondlife.exchange.collector import paused_collector
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.limits import LIMITS
from bondlife.exchange.sandbox import read_workbook, unpack

COLUMNS = 30
HEADINGS = ("序号", "债券名称", "发行日期", "到期日期", "发行规模(亿元)", "期限", "发行利率(%)")
TENORS = (1, 2, 3, 5, 7, 10, 15, 20, 30)


def ledger(rows: int) -> bytes:
    """Return a ledger of 30 columns: number, four texts, a date, 23 amounts, a remark."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(rows):
            sheet.write_number(row, 0, row)
            for column, text in enumerate((f"项目 {row}", f"区县 {row % 3000:04d}", "专项债券", "备注"), 1):
                sheet.write_string(row, column, text)
            sheet.write_datetime(row, 5, date(2024, 1, 1) + timedelta(days=row % 2000), day)
            for column in range(6, COLUMNS):
                sheet.write_number(row, column, (row * 7919 + column * 104_729) % 10_000_000 / 100)
    return out.getvalue()


def bonds(count: int) -> bytes:
    """Return an issue list of so many different bonds."""
    chance = random.Random(20)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, count + 1):
            tenor = chance.choice(TENORS)
            issued = date(2024, chance.randrange(1, 13), chance.randrange(1, 28))
            sheet.write_number(row, 0, row)
            name = f"2024年宁波市其他项目收益专项债券({row}期)-2024年宁波市政府专项债券({row + 1}期)"
            sheet.write_string(row, 1, name)
            sheet.write_datetime(row, 2, issued, day)
            sheet.write_datetime(row, 3, issued.replace(year=issued.year + tenor) + timedelta(days=1), day)
            sheet.write_number(row, 4, chance.randrange(1, 40_000) / 100)
            sheet.write_number(row, 5, tenor)
            sheet.write_number(row, 6, chance.randrange(150, 350) / 100)
    return out.getvalue()


def bomb(mib: int) -> bytes:
    """Return a small workbook that inflates to so many MiB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/workbook.xml", "<workbook/>")
        with container.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(mib):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def race(runners: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the fastest seconds of each runner, all run in turn in every round: other work can only
    slow a run.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name, run in runners.items():
            gc.collect()
            start = time.perf_counter()
            kept = run()
            seconds[name].append(time.perf_counter() - start)
            del kept
    return {name: min(times) for name, times in seconds.items()}


def with_calamine(data: bytes) -> list[Any]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def with_openpyxl(data: bytes) -> list[Any]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def with_ours(data: bytes) -> object:
    """Read as the child does, the collector paused, and turn its answer into rows."""
    with paused_collector():
        return unpack(read(data, LIMITS.as_dict()), "", len(data))


def refuse(data: bytes) -> str:
    try:
        read_workbook(data)
    except FileRefused as refusal:
        return refusal.code
    raise AssertionError("the bomb was read")


def measure(rows: int, bond_count: int, rounds: int) -> list[dict[str, Any]]:
    wide, long, small, large = ledger(rows), bonds(bond_count), "名称,金额\n甲,1\n".encode(), bomb(300)
    wide_race = race(
        {
            "calamine": lambda: with_calamine(wide),
            "ours": lambda: with_ours(wide),
            "openpyxl": lambda: with_openpyxl(wide),
        },
        rounds,
    )
    long_race = race(
        {"calamine": lambda: with_calamine(long), "ours": lambda: read_issue_list(read_workbook(long))},
        rounds,
    )
    fence = race({"start": lambda: read_workbook(small), "bomb": lambda: refuse(large)}, rounds)
    return [
        judged("imports.typed_rows", wide_race["ours"] / wide_race["calamine"], at_most=1.3),
        judged("imports.openpyxl", wide_race["openpyxl"] / wide_race["ours"], at_least=5),
        judged("imports.issue_list", long_race["ours"] / long_race["calamine"], at_most=4),
        judged("imports.child_start", fence["start"], at_most=0.25),
        judged("imports.bomb", fence["bomb"], at_most=2),
    ]


def judged(
    id_: str, measured: float, *, at_most: float | None = None, at_least: float | None = None
) -> dict[str, Any]:
    is_ok = measured <= at_most if at_most is not None else measured >= (at_least or 0)
    target = f"<= {at_most}" if at_most is not None else f">= {at_least}"
    return {"id": id_, "target": target, "measured": round(measured, 3), "ok": is_ok}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--bonds", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    results = measure(options.rows, options.bonds, options.rounds)
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        for each in results:
            verdict = "ok" if each["ok"] else "MISSED"
            print(f"{each['id']:<24} {each['target']:>8} {each['measured']:>10} {verdict}")
    return 0 if all(each["ok"] for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
