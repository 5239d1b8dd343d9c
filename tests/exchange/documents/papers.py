"""A form with every kind of section, and a paper of it."""

import zlib
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.documents import (
    Chart,
    Column,
    Facts,
    Form,
    Item,
    Paper,
    Photos,
    Prose,
    Signatures,
    Table,
)

FORM = Form(
    "every_section",
    "政府付费通知单",
    (
        Facts(
            "head",
            "一、基本情况",
            (
                Item("project", "项目名称", is_wide=True),
                Item("number", "合同编号"),
                Item("on", "付款日", "date"),
                Item("full", "完整费用", "fen"),
                Item("cut", "扣减", "fen"),
                Item("payable", "应付", "fen", formula="full - cut"),
            ),
        ),
        Table(
            "steps",
            "二、计算",
            (
                Column("line", "项目", width=20),
                Column("factor", "系数", "percent"),
                Column("amount", "金额", "fen"),
            ),
        ),
        Chart("fall", "付费构成", "steps", "waterfall", "line", ("amount",)),
        Table(
            "months",
            "三、走势",
            (
                Column("month", "月份"),
                Column("due", "应付", "fen", group="付费", is_summed=True),
                Column("cut", "扣减", "fen", group="付费", is_summed=True),
                Column("net", "净额", "fen", formula="due - cut", is_summed=True),
            ),
            "合计",
            unit="万元",
        ),
        Chart("trend", "走势", "months", "bars", "month", ("due", "net")),
        Table("years", "四、分年", (Column("year", "年度"), Column("income", "收益", "fen")), is_across=True),
        Prose("words", "五、说明"),
        Photos("photos", "六、照片"),
        Signatures("signed", "七、签批"),
    ),
)


def png(grey: int = 128) -> bytes:
    """Return a PNG of one pixel."""

    def part(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"
    body = zlib.compress(bytes([0, grey]))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def values(**changed: Any) -> dict[str, Any]:
    """Return values whose identities all hold, with some sections changed."""
    full, cut = 100_000_000_00, 5_000_000_01
    months = [
        {
            "month": f"2036-0{one}",
            "due": one * 10_000_001,
            "cut": one * 12_345,
            "net": one * (10_000_001 - 12_345),
        }
        for one in range(1, 7)
    ]
    found: dict[str, Any] = {
        "head": {
            "project": "瓯海区污水处理厂二期",
            "number": "OH-2031-07",
            "on": date(2036, 3, 31),
            "full": full,
            "cut": cut,
            "payable": full - cut,
        },
        "steps": [
            {"line": "完整费用", "amount": full, "_key": "full"},
            {
                "line": "绩效扣减",
                "factor": Decimal("0.05"),
                "amount": -full // 20,
                "_key": "cut",
                "_formula": "-full * self.factor",
            },
            {"line": "应付", "amount": full - full // 20, "_formula": "full + cut", "_mark": "sum"},
        ],
        "months": months,
        "years": [{"year": str(2030 + one), "income": one * 123_456_789} for one in range(14)],
        "words": ["本期可用性付费按照绩效考核得分计算。"],
        "photos": [{"caption": "进水口", "data": png()}],
        "signed": [{"role": "经办", "name": "张三", "on": date(2036, 4, 1)}, {"role": "局长"}],
    }
    return {**found, **changed}


def paper(**changed: Any) -> Paper:
    """Return a paper with some sections changed."""
    return Paper(FORM, values(**changed), cut_off=date(2036, 3, 31), number="PA-1", issuer="瓯海区财政局")
