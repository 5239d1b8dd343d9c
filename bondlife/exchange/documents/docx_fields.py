"""What a template may name: the fields of a form, and a sample that fills every one of them."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.documents.paper import (
    Chart,
    Facts,
    Form,
    Paper,
    Photos,
    Prose,
    Section,
    columns_of,
)

PAPER_FIELDS = {
    "title": "标题",
    "number": "编号",
    "issuer": "编制单位",
    "unit": "金额单位",
    "cut_off": "截止日期",
    "digest": "内容摘要",
    "mark": "草稿标记",
    "line": "标题下的一行",
    "notes": "注（逐条）",
}
_SAMPLE_DAY = date(2036, 3, 31)
_SAMPLES: Mapping[str, Any] = {
    "fen": 12_345_678_90,
    "percent": Decimal("0.9512"),
    "number": Decimal("86.5"),
    "count": 12,
    "date": _SAMPLE_DAY,
    "flag": True,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of a form: blocks with their fields, and what repeats with its fields (None: the text itself)."""

    blocks: Mapping[str, frozenset[str]]
    rows: Mapping[str, frozenset[str] | None]


def known_fields(form: Form) -> Fields:
    """Return what a template of the form may name."""
    charts = frozenset(one.key for one in form.sections if isinstance(one, Chart))
    blocks = {"paper": frozenset(PAPER_FIELDS), "charts": charts}
    rows: dict[str, frozenset[str] | None] = {"paper.notes": None}
    for section in form.sections:
        if isinstance(section, Facts):
            blocks[section.key] = frozenset(one.key for one in section.items)
        elif isinstance(section, Prose):
            rows[section.key] = None
        elif isinstance(section, Photos):
            rows[section.key] = frozenset({"picture", "caption"})
        elif not isinstance(section, Chart):
            rows[section.key] = frozenset(one.key for one in columns_of(section))
    return Fields(blocks, rows)


def sample(form: Form) -> Paper:
    """Return a paper with every field of a form filled, to try a template on."""
    values = {one.key: _sample(one) for one in form.sections if not isinstance(one, Chart)}
    return Paper(
        form,
        values,
        form.title,
        _SAMPLE_DAY,
        number="样-001",
        issuer="示例县财政局",
        mark="样张",
        notes=("示例",),
    )


def _sample(section: Section) -> Any:
    if isinstance(section, Facts):
        return {one.key: _SAMPLES.get(one.kind, "示例文字") for one in section.items}
    if isinstance(section, Prose):
        return ["示例文字。"]
    if isinstance(section, Photos):
        return [{"caption": "示例照片", "data": _dot()}]
    row = {one.key: _SAMPLES.get(one.kind, "示例") for one in columns_of(section)}
    return [row, row]


def _dot() -> bytes:
    """Return the smallest grey PNG."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\0\x80"))
        + part(b"IEND", b"")
    )
