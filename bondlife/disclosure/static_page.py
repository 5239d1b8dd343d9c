"""A content as a page that needs nothing else: no script, no style sheet, no link to the house."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from bondlife.disclosure.content import typed
from bondlife.disclosure.workbook import label_of
from bondlife.exchange.units import in_unit
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, rows_of

STYLE = (
    "body{font-family:sans-serif;margin:1.5rem;line-height:1.5}table{border-collapse:collapse}"
    "th,td{border:1px solid #97a3b0;padding:.3rem .5rem;text-align:left}td.n{text-align:right}"
    ".s{overflow-x:auto}"
)


def page_of(spec: FormSpec, content: Mapping[str, Any], digest: str) -> str:
    """Return a content as html; every text is escaped."""
    title = escape(f"{spec.label.zh}（{content.get('subject') or content.get('region') or ''}）")
    body = "".join(_sections(spec, content))
    why = f"<p>说明：{escape(str(content['reason']))}</p>" if content.get("reason") else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style>'
        f"</head><body><h1>{title}</h1><p>数据截止日：{content['cut_off']}　单位：{spec.unit}</p>{body}{why}"
        f"<p>依据：{escape(spec.basis)}</p><p>摘要：{escape(digest)}</p></body></html>"
    )


def _sections(spec: FormSpec, content: Mapping[str, Any]) -> list[str]:
    found = []
    for section in spec.sections:
        if not section.parent:
            rows = rows_of(content, section.name)
            found.append(_drawn(section, rows, spec.unit))
            found += [
                _drawn(inner, rows_of(row, inner.name), spec.unit)
                for row in rows
                for inner in spec.children(section.name)
            ]
    return found


def _drawn(section: FormSection, rows: Sequence[Mapping[str, Any]], unit: str) -> str:
    if section.shape == "lines":
        cells = "".join(
            f'<tr><th scope="row">{escape(label_of(one))}</th>{_cell(one, row, unit)}</tr>'
            for row in rows
            for one in section.columns
        )
        return f"<h2>{escape(section.label.zh)}</h2><table>{cells}</table>"
    heads = "".join(f'<th scope="col">{escape(label_of(one))}</th>' for one in section.columns)
    lines = "".join(f"<tr>{''.join(_cell(one, row, unit) for one in section.columns)}</tr>" for row in rows)
    return (
        f'<h2>{escape(section.label.zh)}</h2><div class="s"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cell(one: FormColumn, row: Mapping[str, Any], unit: str) -> str:
    value = typed(row.get(one.name), one.kind)
    if one.kind == "fen" and isinstance(value, int):
        return f'<td class="n">{in_unit(value, unit):,}</td>'
    if one.kind == "percent" and isinstance(value, Decimal):
        return f'<td class="n">{(value * 100).normalize():f}%</td>'
    is_figure = isinstance(value, int | Decimal)
    return f"<td{' class=n' if is_figure else ''}>{escape('—' if value is None else str(value))}</td>"
