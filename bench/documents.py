"""Drawing documents, against Typst and XlsxWriter alone on the same content in the same run, turn by turn.

Targets  documents.pdf_page    one page through the child: ≤ 2 × Typst alone, compiler warm, same program
         documents.pdf_long    a table of 1,000 rows through the child: ≤ 2 × Typst alone
         documents.export      a list of 20,000 rows as xlsx: ≤ 1.2 × XlsxWriter in constant memory
         documents.form        a form of 20,000 rows as xlsx, identities checked: ≤ 2 × XlsxWriter alone
Usage    python bench/documents.py [--json] [--rows 20000] [--rounds 7]
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import xlsxwriter  # type: ignore[import-untyped]

from bench._race import Target, at_most, race
from bondlife.exchange.documents import Column, Facts, Form, Item, Paper, Signatures, Table, render
from bondlife.exchange.documents.charts import charts_of
from bondlife.exchange.documents.child import drawn
from bondlife.exchange.documents.drawing import drawing
from bondlife.exchange.documents.pdf import source, typeset
from bondlife.exchange.xlsx_out import Column as ListColumn
from bondlife.exchange.xlsx_out import write_table

AMOUNTS = 10
FORM = Form(
    "bench",
    "政府付费通知单",
    (
        Facts(
            "head",
            "一、基本情况",
            (Item("project", "项目", is_wide=True), Item("number", "编号"), Item("on", "日期", "date")),
        ),
        Table(
            "rows",
            "二、明细",
            (
                Column("name", "项目名称", width=30),
                Column("code", "编码", width=16),
                Column("rate", "系数", "percent"),
                Column("due", "应付", "fen", is_summed=True),
                Column("cut", "扣减", "fen", is_summed=True),
                Column("net", "净额", "fen", formula="due - cut", is_summed=True),
            ),
            "合计",
        ),
        Signatures("signed", is_line=True),
    ),
)
_numbers = count()


def paper(rows: int) -> Paper:
    """Return a paper never drawn before, so that nothing of an earlier one is reused."""
    number = next(_numbers)
    lines = [
        {
            "name": f"污水处理厂第{place}期（{number}）",
            "code": f"P{number:06d}-{place}",
            "rate": Decimal(9000 + place % 1000) / 10_000,
            "due": 100_000_000 + place * 12_345,
            "cut": place * 321,
            "net": 100_000_000 + place * 12_345 - place * 321,
        }
        for place in range(rows)
    ]
    head = {"project": f"项目 {number}", "number": str(number), "on": date(2036, 3, 31)}
    return Paper(FORM, {"head": head, "rows": lines, "signed": [{"role": "经办"}]}, cut_off=date(2036, 3, 31))


def typst_alone(rows: int) -> Callable[[], bytes]:
    """Return Typst on content made ready beforehand: a fresh one each call."""
    ready = [drawing(one, charts_of(one), {}) for one in (paper(rows) for _ in range(40))]
    folder = Path(tempfile.mkdtemp(prefix="bondlife-bench-"))
    return lambda: typeset(source(), {"paper": ready.pop()}, folder)


def cells(rows: int) -> list[tuple[Any, ...]]:
    """Return rows of a text, a day and amounts in fen."""
    return [
        (
            f"项目 {row}",
            date(2030 + row % 9, 1 + row % 12, 1 + row % 28),
            *((row * 7919 + column) % 10**11 for column in range(AMOUNTS)),
        )
        for row in range(rows)
    ]


def list_alone(rows: list[tuple[Any, ...]]) -> bytes:
    """Write the same cells with XlsxWriter alone."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        money, day = (
            book.add_format({"num_format": "#,##0.00"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        for place, row in enumerate(rows, 1):
            sheet.write_string(place, 0, row[0])
            sheet.write_datetime(place, 1, row[1], day)
            for column in range(2, len(row)):
                sheet.write_number(place, column, row[column] / 100, money)
    return out.getvalue()


def list_ours(rows: list[tuple[Any, ...]]) -> bytes:
    """Write them as every list of the house is written."""
    out = BytesIO()
    heads = [
        ListColumn("项目"),
        ListColumn("日期", "date"),
        *(ListColumn(f"金额{one}", "fen") for one in range(AMOUNTS)),
    ]
    write_table(out, heads, rows)
    return out.getvalue()


def form_alone(own: Paper) -> bytes:
    """Write the rows of a form with XlsxWriter alone, its formulas too."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, money = book.add_worksheet(), book.add_format({"num_format": "#,##0.00", "border": 1})
        share, text = book.add_format({"num_format": "0.00%", "border": 1}), book.add_format({"border": 1})
        for place, row in enumerate(own.rows("rows"), 1):
            sheet.write_string(place, 0, row["name"], text)
            sheet.write_string(place, 1, row["code"], text)
            sheet.write_number(place, 2, float(row["rate"]), share)
            sheet.write_number(place, 3, row["due"] / 100, money)
            sheet.write_number(place, 4, row["cut"] / 100, money)
            sheet.write_formula(place, 5, f"=ROUND(D{place + 1}-E{place + 1},2)", money, row["net"] / 100)
    return out.getvalue()


def _page(rows: int) -> bytes:
    return render(paper(rows), "pdf")


def measure(rows: int, rounds: int) -> list[Target]:
    """Return every target with what was measured."""
    found = []
    _page(1)
    os.nice(5)  # the child leaves pages the first turn; on a busy machine both contenders must
    for name, size in (("documents.pdf_page", 30), ("documents.pdf_long", 1000)):
        laps = race({"ours": partial(_page, size), "typst": typst_alone(size)}, rounds=rounds)
        found.append(at_most(name, 2, laps["ours"], laps["typst"]))
    table = cells(rows)
    laps = race({"ours": lambda: list_ours(table), "alone": lambda: list_alone(table)}, rounds=rounds)
    found.append(at_most("documents.export", 1.2, laps["ours"], laps["alone"]))
    own = paper(rows)
    laps = race(
        {"ours": lambda: drawn(own, "xlsx"), "alone": lambda: form_alone(own)}, rounds=max(rounds // 2, 2)
    )
    found.append(at_most("documents.form", 2, laps["ours"], laps["alone"]))
    return found


def main() -> int:
    """Measure and tell; 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    found = measure(asked.rows, asked.rounds)
    if asked.json:
        print(json.dumps([one.row() for one in found]))
    else:
        for one in found:
            print(f"{'ok  ' if one.ok else 'MISS'} {one.id:24} {one.measured:18} {one.target}")
    return 0 if all(one.ok for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
