"""Charts as the pages draw them: ``charts.js`` runs in V8 on a paper's table. Only the child loads it."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from bondlife.exchange.documents.formulas import number_of
from bondlife.exchange.documents.paper import Chart, Column, Paper, Row, Table, columns_of
from bondlife.exchange.documents.said import plain
from bondlife.paths import STATIC_DIR

WIDTH, HEIGHT = 720, 300
_COLUMN = 104
"""A name under a column of a fall takes 84 pixels; they must not touch."""
MOST_MEMORY = 256 << 20
SECONDS = 20
_IDS = re.compile(r"\bzr\d+-")
_STAGE = Path(__file__).with_name("charts.js")


def charts_of(paper: Paper) -> dict[str, str]:
    """Return the charts of a paper as SVG by section key."""
    charts = (one for one in paper.form.sections if isinstance(one, Chart))
    return {one.key: chart_svg(paper, one) for one in charts}


def chart_svg(paper: Paper, chart: Chart) -> str:
    """Return one chart of a paper as SVG; empty where its table has no rows."""
    if not paper.rows(chart.table):
        return ""
    asked = json.dumps(_asked(paper, chart), ensure_ascii=False)
    drawn = _engine().eval(f"picture({asked})", timeout_sec=SECONDS)
    return _IDS.sub("zr-", str(drawn))  # the engine counts its pictures; the bytes must not


def _asked(paper: Paper, chart: Chart) -> dict[str, Any]:
    section = paper.form.section(chart.table)
    assert isinstance(section, Table)  # a form names a table of its own; a test holds it for every form
    columns = {one.key: one for one in columns_of(section)}
    unit = paper.form.unit_of(section)
    rows = _drawn(chart, paper.rows(chart.table))
    return {
        "kind": chart.kind,
        "unit": chart.unit or unit,
        "width": max(WIDTH, _COLUMN * len(rows)) if chart.kind == "waterfall" else WIDTH,
        "height": HEIGHT,
        "names": [plain(row.get(chart.category) or "") for row in rows],
        "series": [_series(columns[key], rows, unit) for key in chart.series],
    }


def _drawn(chart: Chart, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a picture: a fall ends with its first sum, other pictures leave sums out."""
    if chart.kind == "waterfall":
        ends = [place for place, row in enumerate(rows) if row.get("_mark") == "sum"]
        return list(rows[: ends[0] + 1] if ends else rows)
    return [row for row in rows if row.get("_mark") not in ("sum", "mute")]


def _series(column: Column, rows: list[Any], unit: str) -> dict[str, Any]:
    return {
        "key": column.key,
        "name": column.label,
        "data": [_number(row.get(column.key), column, unit) for row in rows],
    }


def _number(value: Any, column: Column, unit: str) -> str:
    return "—" if value is None else f"{number_of(value, column.kind, unit):f}"


@lru_cache(maxsize=1)
def _engine() -> MiniRacer:
    """Return the engine with the drawing library, the stage and the pages' own script."""
    engine = MiniRacer()
    engine.set_hard_memory_limit(MOST_MEMORY)
    engine.eval((STATIC_DIR / "vendor" / "echarts.min.js").read_text("utf-8"))
    engine.eval(_STAGE.read_text("utf-8"))
    script = (STATIC_DIR / "charts.js").read_text("utf-8")
    engine.eval(f"(function (window, document) {{{script}\n}})(shown, page)")
    return engine
