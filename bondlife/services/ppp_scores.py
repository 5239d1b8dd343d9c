"""Scores of PPP contracts: opened with the table of their phase, scored on site by three sources."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import ONCE, Act, perform
from bondlife.books import lifecycle_of, newest_kind, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle import ppp_scores as sheets
from bondlife.lifecycle.history import enter
from bondlife.ppp.periods import first_day, months_of
from bondlife.security.actor import Actor
from bondlife.services import approvals
from bondlife.services.input_base import Input
from bondlife.services.ppp_inputs import Period
from bondlife.services.records import after_change, receipt
from bondlife.services.values import Line, PublicId
from models.base import columns
from models.registry import Evaluation, PPPContract

PHASES = ("construction", "operation", "mid_term", "hand_over")
MOST_ITEMS = 80


class ScoreInput(Input):
    """A score to be opened: of which contract, in which phase, for which cycle."""

    ppp_contract: PublicId
    phase: Literal["construction", "operation", "mid_term", "hand_over"] = "operation"
    cycle: Period


def _points(value: Any) -> str | None:
    """Read points as text with at most one decimal; empty is not scored yet."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("points", "write points as a number such as 18.5")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise PydanticCustomError("points", "write points as a number such as 18.5") from None
    if not number.is_finite() or not 0 <= number <= 1000 or number != round(number, 1):
        raise PydanticCustomError("points", "points lie between 0 and 1000 and have one decimal at most")
    return f"{round(number, 1):f}"


class ItemScores(Input):
    """What is said of one item: three scores, the one that counts, why points were lost."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    applies: bool = True
    self: str | None = None
    recheck: str | None = None
    third: str | None = None
    score: str | None = None
    reason: Line = Field("", max_length=500)

    @field_validator("self", "recheck", "third", "score", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> str | None:
        return _points(value)


class SheetInput(Input):
    """The scores of a sheet, item by item; items left out stay as they are."""

    items: list[ItemScores] = Field(max_length=MOST_ITEMS)


class TableRow(Input):
    """One indicator of the table: its place in the frame, its words, its points."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    first: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    second: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: Line = Field(min_length=1, max_length=200)
    points: str

    @field_validator("points", mode="before")
    @classmethod
    def _number(cls, value: Any) -> str:
        found = _points(value)
        if found is None or not Decimal(found):
            raise PydanticCustomError("points", "an item has points above zero")
        return found


class TableInput(Input):
    """The table of indicators of one score, as the contract's annex prints it."""

    rows: list[TableRow] = Field(min_length=1, max_length=MOST_ITEMS)


def open_score(db: Database, actor: Actor, form: ScoreInput, *, key: str = "") -> dict[str, Any]:
    """Open the score of a cycle with the table the contract used last, or the frame in force."""

    def work(act: Act) -> dict[str, Any]:
        contract: PPPContract = act.fetch(PPPContract, form.ppp_contract, "ppp_contract.read")
        place = (contract.region_id, contract.unit_id, contract.department_id)
        act.actor.require("evaluation.create", *place)
        months_of(form.cycle)
        if is_held(act, contract.id, form.phase, form.cycle):
            raise Conflict(
                Problem("duplicate", "This cycle of the contract has a score already.", "cycle", law=ONCE)
            )
        return receipt(open_sheet(act, contract, form.phase, form.cycle))

    return dict(perform(db, actor, "evaluation.create", work, key=key, request=form.model_dump(mode="json")))


def is_held(act: Act, contract: int | None, phase: str, cycle: str) -> bool:
    """Tell whether a cycle of a contract has its sheet; one that was withdrawn does not count."""
    own = columns(Evaluation)
    return bool(
        act.find(
            Evaluation,
            own.subject == "ppp_contract",
            own.subject_id == contract,
            own.phase == phase,
            own.cycle == cycle,
            own.state != "withdrawn",
            own.ended_at.is_(None),
        )
    )


def open_sheet(act: Act, contract: PPPContract, phase: str, cycle: str) -> Evaluation:
    """Store the sheet of a cycle, not scored yet."""
    kind = newest_kind(act.session, "ppp")
    row = Evaluation(
        type=phase,
        year=first_day(cycle).year,
        phase=phase,
        cycle=cycle,
        subject="ppp_contract",
        subject_id=contract.id,
        project_id=contract.project_id,
        region_id=contract.region_id,
        unit_id=contract.unit_id,
        department_id=contract.department_id,
        kind=kind.key,
        kind_version=kind.version,
        state="",
        sheet={"items": _table(act, contract, phase)},
    )
    enter(act, row, lifecycle_of(kind, row.record))
    act.add(row)
    act.flush()
    act.about(row, contract=contract.number, cycle=cycle)
    after_change(act, row)
    return row


def _table(act: Act, contract: PPPContract, phase: str) -> list[dict[str, Any]]:
    """Return a table without scores: the one used last, or the frame of the phase."""
    own = columns(Evaluation)
    before = act.find(
        Evaluation, own.subject == "ppp_contract", own.subject_id == contract.id, own.phase == phase
    )
    held = sheets.items_of(before[-1].sheet) if before else ()
    if held:
        names = ("key", "first", "second", "name", "points")
        return [sheets.blank_item(*(one[name] for name in names)) for one in held]
    rules = rule_book(act.session, region_code(act.session, contract.region_id), act.business_date)
    return sheets.blank_items(sheets.frame_rule(rules, phase))


def save_table(
    db: Database, actor: Actor, public_id: str, form: TableInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Replace the table of a score that is still a draft; scores of items that stay are kept."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "evaluation.score")
        keys = [one.key for one in form.rows]
        if len(set(keys)) != len(keys):
            raise Invalid.because("duplicate", "Two items of the table have the same key.", "rows")
        held = {one["key"]: one for one in sheets.items_of(row.sheet)}
        items = [
            {**sheets.blank_item(**one.model_dump()), **_kept(held.get(one.key), one.points)}
            for one in form.rows
        ]
        _store(act, row, items)
        return receipt(row)

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "evaluation.edit", work, key=key, request=request))


def _kept(old: Mapping[str, Any] | None, points: str) -> dict[str, Any]:
    """Return what was said of an item before, but for scores its new points no longer allow."""
    if old is None:
        return {}
    kept = {name: old[name] for name in ("applies", "reason")}
    for source in sheets.SOURCES:
        value = old[source]
        kept[source] = value if value is not None and Decimal(value) <= Decimal(points) else None
    return kept


def save_sheet(
    db: Database, actor: Actor, public_id: str, form: SheetInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Store scores as they are written on site; nothing above an item's points is taken."""

    def work(act: Act) -> dict[str, Any]:
        row = _draft(act, public_id, version, "evaluation.edit")
        place = (row.region_id, row.unit_id, row.department_id)
        may_score = act.actor.can_on("evaluation.score", *place)
        said = {one.key: one for one in form.items}
        items = [
            _scored(one, said[one["key"]], may_score=may_score) if one["key"] in said else dict(one)
            for one in sheets.items_of(row.sheet)
        ]
        rules = rule_book(act.session, region_code(act.session, row.region_id), act.business_date)
        problems = list(sheets.item_problems(items, rules))
        if problems:
            raise Invalid(*problems)
        _store(act, row, items)
        return receipt(row)

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "evaluation.edit", work, key=key, request=request))


def _scored(old: Mapping[str, Any], new: ItemScores, *, may_score: bool) -> dict[str, Any]:
    """Return an item with what was said; a unit reports on itself and scores nothing else."""
    told = new.model_dump(exclude={"key"})
    others = {name: told[name] for name in ("applies", "recheck", "third", "score", "reason")}
    if not may_score and any(others[name] not in (old[name], None, "") for name in others):
        raise Forbidden.because(
            "self_only", "A unit reports its own score; the others are given by who evaluates.", "score"
        )
    return {**old, "self": told["self"]} if not may_score else {**old, **told}


def _draft(act: Act, public_id: str, version: int, permission: str) -> Evaluation:
    row: Evaluation = act.fetch(Evaluation, public_id, "evaluation.read")
    act.actor.require(permission, row.region_id, row.unit_id, row.department_id)
    act.require_version(row, version)
    if row.subject != "ppp_contract":
        raise Invalid.because("other_subject", "This evaluation is not of a PPP contract.", "subject")
    if row.state != "draft":
        raise Blocked(
            Problem(
                "score_fixed",
                "The sheet is submitted; scores change only after it is returned or an objection is upheld.",
                "sheet",
            )
        )
    return row


def _store(act: Act, row: Evaluation, items: Sequence[Mapping[str, Any]]) -> None:
    old: Mapping[str, Any] = row.sheet or {}
    act.change(row, sheet={**old, "items": list(items)})
    act.flush()
    act.about(row, items=len(items))
    approvals.void_waiting(act, row)
