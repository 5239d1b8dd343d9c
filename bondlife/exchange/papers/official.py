"""Published forms (F1 to F8, budget tables) as papers: the form's own data says sections, groups and units.

Lines become facts, years stand across, a letter such as ``A=B+C`` becomes a live formula; what nobody saw
in print is labelled so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from bondlife.exchange.documents.paper import (
    Column,
    Facts,
    Form,
    Item,
    Paper,
    Row,
    Section,
    Signatures,
    Table,
)
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, rows_of

UNSEEN = "（表式未核实）"
"""Label of rows and columns whose printed form nobody has seen."""
_LETTER = re.compile(r"(?P<key>[A-Z])(?:\s*=\s*(?P<formula>[A-Z][A-Z+\-\s]*))?\Z")
_SIGNED = "signatures"


@cache
def form_of(spec: FormSpec) -> Form:
    """Return the form of documents that a published form is drawn by."""
    sections: list[Section] = []
    for one in spec.sections:
        sections += _facts_of(one) if one.shape == "lines" else [_table_of(one)]
    if spec.signatures:
        sections.append(Signatures(_SIGNED, is_line=True))
    note = f"依据：{spec.basis}" if spec.basis else ""
    return Form(
        f"disclosure_{spec.key.lower()}",
        spec.label.zh,
        tuple(sections),
        spec.unit,
        spec.is_landscape,
        note=note,
    )


def paper_of(
    spec: FormSpec, content: Mapping[str, Any], *, issuer: str = "", number: str = "", mark: str = ""
) -> Paper:
    """Return a paper of the content of a published form; ``mark`` is printed across a draft."""
    values: dict[str, Any] = {}
    for one in spec.sections:
        rows = list(_rows(spec, one, content))
        values |= _fact_values(one, rows) if one.shape == "lines" else {one.name: _table_rows(one, rows)}
    if spec.signatures:
        values[_SIGNED] = [{"role": one.zh, "name": ""} for one in spec.signatures]
    return Paper(
        form_of(spec),
        values,
        title=_title(spec, content),
        cut_off=date.fromisoformat(content["cut_off"]) if content.get("cut_off") else None,
        number=number,
        mark=mark,
        issuer=issuer or str(content.get("region") or ""),
        notes=_notes(spec, content),
    )


def _notes(spec: FormSpec, content: Mapping[str, Any]) -> list[str]:
    told = [f"说明：{content['reason']}"] if content.get("reason") else []
    if any(not one.is_confirmed for section in spec.sections for one in section.columns):
        told.append("标注“表式未核实”的栏次，其官方表式尚未核对。")
    return told


def _title(spec: FormSpec, content: Mapping[str, Any]) -> str:
    subject = str(content.get("subject") or content.get("title") or content.get("region") or "")
    return spec.label.zh if not subject or subject in spec.label.zh else f"{spec.label.zh}（{subject}）"


def _label(column: FormColumn) -> str:
    return column.label.zh if column.is_confirmed else f"{column.label.zh}{UNSEEN}"


def _facts_of(section: FormSection) -> list[Facts]:
    found = []
    for number, group in enumerate(section.groups, 1):
        title = group.label.zh if group.label else section.label.zh
        items = tuple(Item(one.name, _label(one), one.kind) for one in group.columns)
        found.append(Facts(f"{section.name}{number}", title, items))
    return found


def _table_of(section: FormSection) -> Table:
    columns = tuple(
        Column(
            one.name,
            _label(one),
            one.kind,
            one.width,
            group.label.zh if group.label else "",
            is_summed=section.has_total and one.is_summed,
        )
        for group in section.groups
        for one in group.columns
    )
    total = "合计" if section.has_total else ""
    return Table(section.name, section.label.zh, columns, total, is_across=section.shape == "years")


def _rows(spec: FormSpec, section: FormSection, content: Mapping[str, Any]) -> Iterator[Row]:
    if not section.parent:
        yield from rows_of(content, section.name)
        return
    for row in _rows(spec, spec.section(section.parent), content):
        yield from rows_of(row, section.name)


def _fact_values(section: FormSection, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the fields of the one thing a form with lines is about."""
    if len(rows) > 1:
        raise ValueError(f"{section.name} holds {len(rows)} things; a form with lines is about one")
    row = rows[0] if rows else {}
    return {
        f"{section.name}{number}": {one.name: _typed(row.get(one.name), one.kind) for one in group.columns}
        for number, group in enumerate(section.groups, 1)
    }


def _table_rows(section: FormSection, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {one.name: _typed(row.get(one.name), one.kind) for one in section.columns} | _named(row.get("letter"))
        for row in rows
    ]


def _named(letter: Any) -> dict[str, str]:
    """Return the name and formula that a letter of the official form gives a row.

    >>> _named("A=B+C"), _named("K")
    ({'_key': 'a', '_formula': 'b+c'}, {'_key': 'k'})
    """
    read = _LETTER.match(str(letter or ""))
    if read is None:
        return {}
    formula = re.sub(r"\s", "", read["formula"] or "").lower()
    return {"_key": read["key"].lower()} | ({"_formula": formula} if formula else {})


def _typed(value: Any, kind: str) -> Any:
    """Return a canonical cell as a value of its kind; words in a cell of figures stay words."""
    if not isinstance(value, str) or kind == "text":
        return value
    try:
        return date.fromisoformat(value) if kind == "date" else Decimal(value)
    except (ValueError, InvalidOperation):
        return value
