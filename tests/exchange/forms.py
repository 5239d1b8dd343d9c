"""A small hand-written maker of disclosure forms, as saved pages and as xlsx, for tests only.

Figures come from the printed disclosure of 2021年宁波市其他项目收益专项债券(九期) (宁波市财政局, 2021-09-15,
czj.ningbo.gov.cn/art/2021/9/15/art_1229029201_58883324.html) or are typed by hand to show one oddity each.
"""

from collections.abc import Sequence
from html import escape
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

Row = Sequence[str]

NINGBO_TYPES = (
    "□土地储备 □棚户区改造 ☑交通基础设施 □政府收费公路 □铁路 ☑轨道交通 ☑城市停车场 ☑能源 ☑城市电网 "
    "□天然气管网 □储气设施 ☑其他能源项目 ☑农林水利 □生态环保 ☑民生服务 □职业教育 □托幼 ☑医疗 □养老 "
    "☑其他民生服务 □冷链物流设施 ☑市政和产业园区基础设施 ☑扶贫 □乡村振兴 □文化旅游 ☑其他"
)
PLAN_YEARS = ("2018年及以前年度", "2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026年及以后年度")
NINGBO: dict[str, str] = {
    "债券名称": "2021年宁波市其他项目收益专项债券(九期)--2021年宁波市政府专项债券(十三期)",
    "债券类型": NINGBO_TYPES,
    "计划发行额(亿元)": "30.4000",
    "其中:用于符合条件的重大项目(亿元)": "0.0000",
    "债券期限": "30年",
    "招标/承销日": "2021-09-23",
    "信用评级结果": "AAA",
    "还本方式": "到期一次还本",
    "对应项目数量(个)": "16",
    "债券存续期内项目总投资(亿元)": "411.7184",
    "其中:不含专项债券的项目资金(亿元)": "203.5013",
    "专项债券融资(亿元)": "95.3000",
    "其他债务融资(亿元)": "112.9171",
}
NINGBO_PLAN = {
    "专项债券融资": [
        "0.0000",
        "0.0000",
        "13.5000",
        "50.3000",
        "20.6000",
        "6.6000",
        "2.6000",
        "1.3000",
        "0.4000",
    ],
    "其他债务融资": [
        "19.1600",
        "18.5000",
        "26.2100",
        "31.1338",
        "12.1946",
        "5.7187",
        "0.0000",
        "0.0000",
        "0.0000",
    ],
}
NINGBO_REVENUE_TOTAL = "590.4898"
NINGBO_REVENUE = {
    "2021": "-0.0211",
    "2022": "5.3534",
    "2023": "2.1036",
    "2024": "11.4721",
    "2025": "12.6165",
    "2026": "12.8882",
    "2027": "12.7981",
    "2028": "14.0204",
    "2029": "15.2380",
    "2030": "15.6337",
}

FULL: dict[str, str] = {
    **NINGBO,
    "债券名称": "2025年宁波市政府专项债券(示例)",
    "计划发行额(亿元)": "5.7000",
    "债券期限": "7+3年",
    "招标/承销日": "2024年2月29日",
    "信用评级结果": "暂无",
    "还本方式": "本金分年偿还",
    "对应项目数量(个)": "57",
    "债券存续期内项目总投资(亿元)": "20.0000",
    "其中:不含专项债券的项目资金(亿元)": "10.0000",
    "专项债券融资(亿元)": "10.0000",
    "其他债务融资(亿元)": "/",
}


def form_rows(
    fields: dict[str, str] | None = None,
    *,
    plan_years: Sequence[str] = PLAN_YEARS,
    plan: dict[str, Sequence[str]] | None = None,
    revenue_total: str = NINGBO_REVENUE_TOTAL,
    revenue: dict[str, str] | None = None,
    ratios: dict[str, str] | None = None,
) -> list[Row]:
    """Return the rows of one form, labels first, in the order of the template."""
    rows: list[Row] = [("新增专项债券项目信息披露模板",)]
    rows += [(name, value) for name, value in (fields or NINGBO).items()]
    rows.append(("项目分年融资计划(亿元)", "年度", *plan_years))
    rows += [("项目分年融资计划(亿元)", name, *values) for name, values in (plan or NINGBO_PLAN).items()]
    rows.append(("债券存续期内项目总收益(亿元)", revenue_total))
    rows += [
        ("债券存续期内项目分年收益(亿元)", f"{year}年", value)
        for year, value in (NINGBO_REVENUE if revenue is None else revenue).items()
    ]
    rows += [(name, value) for name, value in (ratios or {}).items()]
    return rows


def html(rows: Sequence[Row], *, encoding: str = "utf-8", tables: Sequence[Sequence[Row]] = ()) -> bytes:
    """Return a saved page: short rows reach over the width, the first label cell over rows that share it."""
    body = "".join(_table(table) for table in (rows, *tables))
    head = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>信息披露</title></head>'
    return f"{head}<body>{body}</body></html>".encode(encoding)


def xlsx(rows: Sequence[Row], *, others: Sequence[Sequence[Row]] = ()) -> bytes:
    """Return the same as a workbook, figures as numbers, one sheet a table."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for table in (rows, *others):
            sheet = book.add_worksheet()
            for index, row in enumerate(table):
                for column, text in enumerate(row):
                    if _is_figure(text):
                        sheet.write_number(index, column, float(text))
                    else:
                        sheet.write_string(index, column, text)
    return out.getvalue()


def _table(rows: Sequence[Row]) -> str:
    width = max(map(len, rows))
    lines = []
    for index, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            span = f' colspan="{width - column}"' if column == len(row) - 1 and len(row) < width else ""
            if column == 0 and index and rows[index - 1][0] == text and len(row) > 2:
                continue
            down = _same_below(rows, index) if column == 0 and len(row) > 2 else 1
            reach = f' rowspan="{down}"' if down > 1 else ""
            cells.append(f"<td{reach}{span}>{escape(text)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _same_below(rows: Sequence[Row], index: int) -> int:
    count = 1
    while index + count < len(rows) and rows[index + count][0] == rows[index][0]:
        count += 1
    return count


def _is_figure(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit() and "." in text
