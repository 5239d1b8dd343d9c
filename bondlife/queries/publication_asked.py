"""A figure of a form that was asked: its formula over the row, or what the books sum up to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import sheet_of
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, Ref, sum_figure, worked
from bondlife.queries.publication_parts import parts_of
from bondlife.queries.published_form import Cell, SectionView, sections_of
from bondlife.queries.steps import href_of
from calculators.kernel.explain import ExplainedQuantity
from calculators.kernel.spec import Clause
from models.disclosure_forms.shape import FormColumn, FormSpec
from models.lifecycle import Label
from models.registry import Bond, CollectionPart, Fund, PaymentRun, Project, Publication

BOOKS = "books"
_SUBJECTS: Mapping[str, Any] = {"fund": Fund, "payment_run": PaymentRun}
"""Records of their own that a form may be about."""


def asked_cell(
    session: Session, row: Publication, spec: FormSpec | None, content: Mapping[str, Any], key: str
) -> Figure | None:
    """Return the explanation of a figure of a publication; no key asks nothing, an unknown one is refused.

    ``key`` is the form and the place: ``F4:rows[1].realised``; ``rows[*]`` asks for a total.
    """
    form, _, place = key[:200].partition(":")
    if not key:
        return None
    found = next(_found(spec, content, place), None) if spec is not None and form == row.form else None
    if spec is None or found is None:
        raise Invalid.because("no_figure", "This page has no figure %(key)s.", "explain", key=key[:60])
    section, cells, at = found
    refs = refs_of(session, row)
    if not cells:
        return _total(section, at, key, refs)
    column = spec.section(section.name.rpartition(".")[2].partition("[")[0]).columns[at]
    values = {one.place.rpartition(".")[2]: one.value for one in cells}
    parts = parts_of(session, row, column.told, values, cells[at].value)
    if parts and not column.made:
        return sum_figure(key, column.label, parts, refs=refs)
    output, inputs = _made(section, cells, column, at)
    return worked(key, output, inputs, sources=[Clause(spec.basis, "", "", spec.is_official)], refs=refs)


def _found(
    spec: FormSpec, content: Mapping[str, Any], place: str
) -> Iterator[tuple[SectionView, Sequence[Cell], int]]:
    """Yield the section, row and column of a place; a total has no row."""
    for section in sections_of(spec, content):
        for row in section.rows:
            yield from (
                (section, row, at) for at, one in enumerate(row) if one.place == place and one.can_ask
            )
        for at, total in enumerate(section.totals):
            if total is not None and total.place == place:
                yield section, (), at


def _total(section: SectionView, at: int, key: str, refs: Sequence[Ref]) -> Figure:
    label = section.heads[at].label
    parts = [
        Part(Label(*[_name(row)] * 2), row[at].value)
        for row in section.rows
        if isinstance(row[at].value, int)
    ]
    return sum_figure(key, Label(label, label), parts, refs=refs)


def _name(row: Sequence[Cell]) -> str:
    return next((str(one.value) for one in row if one.kind == "text" and one.value), "—")


def _made(
    section: SectionView, cells: Sequence[Cell], column: FormColumn, at: int
) -> tuple[ExplainedQuantity, Sequence[ExplainedQuantity]]:
    """Return the figure with its formula, and the cells the formula names, or what the books hold."""
    names = {
        one.place.rpartition(".")[2]: (head.label, one)
        for head, one in zip(section.heads, cells, strict=True)
    }
    shown, unit = cells[at].value, column.kind
    if column.made:
        inputs = [
            ExplainedQuantity(name, label, label, one.kind, one.value)
            for name, (label, one) in names.items()
            if f"{{{name}}}" in column.made
        ]
        words = column.made
        for name, (label, _) in names.items():
            words = words.replace(f"{{{name}}}", label)
        return _output(column, unit, shown, words, words, column.made), inputs
    told = column.told or column.label
    books = ExplainedQuantity(BOOKS, told.en, told.zh, unit, shown)
    return _output(column, unit, shown, told.en, told.zh, f"{{{BOOKS}}}"), [books]


def _output(
    column: FormColumn, unit: str, value: Any, words: str, words_zh: str, formula: str
) -> ExplainedQuantity:
    label = column.label
    return ExplainedQuantity(
        column.name, label.en, label.zh, unit, value, words, words_zh, "", formula, formula
    )


def refs_of(session: Session, row: Publication) -> list[Ref]:
    """Return where the figures of a publication come from: project, bond, fund, run, the unit's answer."""
    sheet = sheet_of(session, row)
    found = [
        (gettext("Project"), by_key(session, Project, row.project_id), "/projects"),
        (gettext("Bond"), by_key(session, Bond, row.bond_id), "/bonds"),
    ]
    if sheet is not None and sheet.subject in _SUBJECTS:
        subject = by_key(session, _SUBJECTS[sheet.subject], sheet.subject_id)
        if subject is not None:
            return [Ref(gettext("The record"), href_of(subject))]
    refs = [Ref(label, f"{place}/{one.public_id}") for label, one, place in found if one is not None]
    if row.project_id is not None:
        refs.append(Ref(gettext("Money trail"), "/money-trail"))
    answer = by_key(session, CollectionPart, sheet.part_id) if sheet is not None else None
    if answer is not None:
        refs.append(Ref(gettext("What the unit answered"), f"/collections/parts/{answer.public_id}"))
    return refs or [Ref(gettext("Debt limit and balance"), "/limits")]
