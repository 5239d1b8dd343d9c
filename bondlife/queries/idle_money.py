"""Idle money by age with the interest paid on it, and spend progress with the list each batch stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, RuleBook, rule_books
from bondlife.db import Database
from bondlife.exchange.xlsx_out import Column
from bondlife.lifecycle.batches import Batch, Standing, batches, stages_of, standing, watched
from bondlife.locale import gettext
from bondlife.queries.figures import CitedRule, Figure, calculated, cited
from bondlife.queries.money_paths import ShareNames, share_names
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.queries.words import done_to, said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.risk import idle_money as idle
from calculators.risk.spend_progress import SPECS, ProgressList
from models.base import columns
from models.lifecycle import Label
from models.registry import BondShare, Region

_PROGRESS = next(one for one in SPECS if one.key == "risk.spend_progress")
Judged = tuple[Batch, Standing, RuleBook]
MOST_LINES = 200
RISING = (90, 180, 365)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


STANDINGS = {
    ProgressList.NONE: Label("on the line", "达标"),
    ProgressList.BELOW_STANDARD: Label("below-standard list", "未达标名单"),
    ProgressList.WARNING: Label("warning list", "警示名单"),
    ProgressList.RECALL: Label("recall proposed", "建议收回"),
}
MARKS = {
    ProgressList.NONE: "done",
    ProgressList.BELOW_STANDARD: "wait",
    ProgressList.WARNING: "no",
    ProgressList.RECALL: "no",
}
GRAVITY = (ProgressList.RECALL, ProgressList.WARNING, ProgressList.BELOW_STANDARD, ProgressList.NONE)


@dataclass(frozen=True, slots=True)
class IdleAsk:
    """Which region, which day, which list."""

    region: str = ""
    as_of: date | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class IdleLine:
    """One batch that stands still."""

    key: str
    names: ShareNames
    received_on: date
    received: int
    unused: int
    days: int
    cost: int
    coupon: Decimal


@dataclass(frozen=True, slots=True)
class AgeLine:
    """Idle money of one age."""

    label: str
    unused: int
    cost: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class IdleView:
    """Idle money of a region on a day, by age and batch, the costliest first."""

    as_of: date
    region: str
    regions: Sequence[tuple[str, str]]
    unused: int
    cost: int
    count: int
    groups: Sequence[AgeLine]
    lines: Sequence[IdleLine]
    explain: Figure | None = None


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One batch against its line."""

    key: str
    names: ShareNames
    received_on: date
    received: int
    spent: int
    months: int
    progress: Decimal
    required: Decimal | None
    short_by: int
    listed: str
    mark: str
    since: date | None
    consequence: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Spend progress of a region on a day; which rule set it is judged by, and what follows."""

    as_of: date
    region: str
    standing: str
    standings: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    count: int
    received: int
    spent: int
    below: int
    counts: Sequence[tuple[str, str, int]]
    lines: Sequence[ProgressLine]
    rules: Sequence[CitedRule]
    explain: Figure | None = None


def idle_view(db: Database, actor: Actor, asked: IdleAsk, explain: str = "") -> IdleView:
    """Return money that stands still on a day, with the interest paid on it since it came."""
    day = asked.as_of or clock.business_date()
    with db.reading() as session:
        held = [one for one in _batches(session, actor, asked.region, day) if one.unspent > 0]
        edges = _edges(session, day)
        found = _idle(held, day, edges)
        pairs = sorted(
            zip(held, found.idle_batches if found else (), strict=True), key=lambda pair: -pair[1].idle_cost
        )
        shown = pairs[:MOST_LINES]
        names = share_names(session, sorted({one.share_id for one, _cost in shown}))
    groups = [_age(one, found.unused) for one in found.groups] if found else []
    return IdleView(
        day,
        asked.region,
        region_choices(db, actor),
        found.unused if found else 0,
        found.idle_cost if found else 0,
        len(held),
        groups,
        [_line(one, cost, names) for one, cost in shown],
        _asked(explain, held, day, edges, names),
    )


def _batches(session: Session, actor: Actor, region: str, day: date) -> list[Batch]:
    """Return the batches a person may see; up to today only shares with money left are read."""
    share, place = columns(BondShare), columns(Region)
    statement = scoped(actor, BondShare, share.id, permission="bond_share.read").where(
        share.ended_at.is_(None)
    )
    if day >= clock.business_date():
        statement = statement.where(share.received > share.paid)
    if region:
        root = sa.select(place.id).where(place.code == region).scalar_subquery()
        statement = statement.where(share.region_id.in_(closure_of(root)))
    return list(batches(session, statement, day))


def _edges(session: Session, day: date) -> list[int]:
    rule = rule_books(session, day)("").get("use.idle_age_edges")
    return [int(one) for one in rule.value] if rule is not None else list(RISING)


def _idle(held: Sequence[Batch], day: date, edges: Sequence[int]) -> idle.IdleMoney | None:
    if not held:
        return None
    return idle.idle_money([_money(one) for one in held], as_of=day, age_edges=edges)


def _money(one: Batch) -> idle.Batch:
    return idle.Batch(str(one.share_id), one.received, one.spent, one.received_on, one.coupon_rate)


def _age(group: idle.AgeGroup, whole: int) -> AgeLine:
    if group.to_days is None:
        label = gettext(_("%(days)d days and more")) % {"days": group.from_days}
    else:
        label = gettext(_("%(first)d to %(last)d days")) % {
            "first": group.from_days,
            "last": group.to_days - 1,
        }
    share = Decimal(group.unused) / whole if whole else Decimal(0)
    return AgeLine(label, group.unused, group.idle_cost, share)


def _line(one: Batch, cost: idle.IdleBatch, names: dict[int, ShareNames]) -> IdleLine:
    key = f"idle-{one.share_id}-{one.received_on.isoformat()}"
    return IdleLine(
        key,
        names[one.share_id],
        one.received_on,
        one.received,
        one.unspent,
        cost.days,
        cost.idle_cost,
        one.coupon_rate,
    )


def _asked(
    explain: str, held: Sequence[Batch], day: date, edges: Sequence[int], names: dict[int, ShareNames]
) -> Figure | None:
    """Explain a total, or the cost of one batch by the same calculator."""
    chosen = [one for one in held if f"idle-{one.share_id}-{one.received_on.isoformat()}" == explain]
    if explain in {"unused", "idle_cost"}:
        chosen = list(held)
    found = _idle(chosen, day, edges)
    if found is None or (explain not in {"unused", "idle_cost"} and not chosen):
        return None
    rows = [{**_plain(_money(one)), "name": _name(one, names)} for one in chosen]
    inputs: dict[str, Any] = {"batches": rows, "as_of": day, "age_edges": list(edges), "rounding": "half_up"}
    return calculated(explain, idle.SPEC, inputs, found, "unused" if explain == "unused" else "idle_cost")


def _name(one: Batch, names: dict[int, ShareNames]) -> str:
    known = names.get(one.share_id)
    return f"{known.project.text} {one.received_on.isoformat()}" if known else one.received_on.isoformat()


def _plain(one: idle.Batch) -> dict[str, Any]:
    return {
        "received": one.received,
        "spent": one.spent,
        "received_on": one.received_on,
        "coupon_rate": one.coupon_rate,
    }


def idle_table(db: Database, actor: Actor, asked: IdleAsk) -> Table:
    """Return the idle money as a file."""
    view = idle_view(db, actor, asked)
    heads = (
        Column(gettext(_("Project")), "text", 36),
        Column(gettext(_("Bond")), "text", 36),
        Column(gettext(_("Region"))),
        Column(gettext(_("Arrived on")), "date"),
        Column(gettext(_("Arrived")), "fen"),
        Column(gettext(_("Standing still")), "fen"),
        Column(gettext(_("Days")), "count"),
        Column(gettext(_("Interest paid on it")), "fen"),
    )
    rows = [
        (
            one.names.project.text,
            one.names.bond.text,
            one.names.region.text,
            *(one.received_on, one.received, one.unused, one.days, one.cost),
        )
        for one in view.lines
    ]
    return Table(f"{gettext(_('Idle money'))} {view.as_of.isoformat()}", heads, rows)


def progress_view(db: Database, actor: Actor, asked: IdleAsk, explain: str = "") -> ProgressView:
    """Return spend progress of every watched batch with money left or below its line, the gravest first."""
    day = asked.as_of or clock.business_date()
    with db.reading() as session:
        judged = judge(session, _batches(session, actor, asked.region, day), day)
        ordered = sorted(judged, key=lambda one: (GRAVITY.index(one[1].listed), -one[1].progress.short_by))
        picked = [one for one in ordered if not asked.standing or one[1].listed.value == asked.standing]
        names = share_names(session, sorted({batch.share_id for batch, _s, _r in picked[:MOST_LINES]}))
        lines = [_progress(batch, found, rules, names) for batch, found, rules in picked[:MOST_LINES]]
        cited_rules = _cited(judged, rule_books(session, day)(asked.region))
    counts = [
        (one.value, said(STANDINGS[one]), sum(found.listed is one for _b, found, _r in judged))
        for one in GRAVITY
    ]
    return ProgressView(
        day,
        asked.region,
        asked.standing,
        [(one.value, said(STANDINGS[one])) for one in GRAVITY],
        region_choices(db, actor),
        len(judged),
        sum(batch.received for batch, _s, _r in judged),
        sum(batch.spent for batch, _s, _r in judged),
        sum(found.progress.is_below_line for _b, found, _r in judged),
        counts,
        lines,
        cited_rules,
        _asked_progress(explain, judged),
    )


def _asked_progress(explain: str, judged: Sequence[Judged]) -> Figure | None:
    """Explain what a batch is short by, with the rule it is judged by."""
    for batch, found, rules in judged:
        if f"progress-{batch.share_id}-{batch.received_on.isoformat()}" == explain:
            inputs = {
                "received": batch.received,
                "spent": batch.spent,
                "received_on": batch.received_on,
                "as_of": found.progress.as_of,
                "stages": [
                    {"from_months": s.from_months, "least_share": s.least_share} for s in stages_of(rules)
                ],
                "retention": batch.retention,
            }
            told = [cited(rules["use.spend_progress"])]
            return calculated(explain, _PROGRESS, inputs, found.progress, "short_by", rules=told)
    return None


def judge(session: Session, found: Sequence[Batch], day: date) -> list[Judged]:
    """Return how every watched batch stands by the rules of its own region."""
    region = columns(Region)
    codes = {row.id: row.code for row in session.execute(sa.select(region.id, region.code))}
    books = rule_books(session, day)
    by_region: dict[int, list[Batch]] = {}
    for one in found:
        by_region.setdefault(one.region_id, []).append(one)
    judged: list[Judged] = []
    for key, own in by_region.items():
        rules = books(codes[key])
        for batch in watched(rules, own):
            how = standing(rules, batch, day)
            if how is not None:
                judged.append((batch, how, rules))
    return judged


def _progress(batch: Batch, found: Standing, rules: RuleBook, names: dict[int, ShareNames]) -> ProgressLine:
    return ProgressLine(
        f"progress-{batch.share_id}-{batch.received_on.isoformat()}",
        names[batch.share_id],
        batch.received_on,
        batch.received,
        batch.spent,
        found.progress.months,
        found.progress.progress,
        found.progress.required,
        found.progress.short_by,
        said(STANDINGS[found.listed]),
        MARKS[found.listed],
        found.below_since,
        consequence(rules, found.listed),
    )


CONSEQUENCES = {
    "pause_issuance": Label("issuance paused (G5 is closed)", "暂停发行（G5 关闭）"),
    "cut_quota": Label("later quota cut", "核减后续额度"),
}


def consequence(rules: RuleBook, listed: ProgressList) -> str:
    """Return what follows from a list where the region's own rule says so; elsewhere it only informs."""
    long, recall = rules.get("use.below_standard_months"), rules.get("use.recall_months")
    if listed is ProgressList.NONE:
        return ""
    if listed is ProgressList.RECALL:
        is_local = recall is not None and bool(recall.region_code)
        return said(Label("money is recalled", "收回资金")) if is_local else gettext(_("informs only"))
    if long is None or not long.region_code:
        return gettext(_("informs only"))
    key = long.params.get("on_warning_list" if listed is ProgressList.WARNING else "first_miss", "")
    return said(CONSEQUENCES[key]) if key in CONSEQUENCES else str(key)


def _cited(judged: Sequence[Judged], default: RuleBook) -> list[CitedRule]:
    """Return the rule sets the batches are judged by: each once, and the default where there are none."""
    found = {}
    for rules in [default, *(rules for _b, _s, rules in judged)]:
        for key in ("use.spend_progress", "use.below_standard_months", "use.recall_months"):
            rule = rules.get(key)
            if rule is not None:
                found[rule.public_id] = _told_rule(rule)
    return list(found.values())


def _told_rule(rule: Rule) -> CitedRule:
    """Return a rule with its stage lines in words."""
    told = cited(rule)
    if not isinstance(rule.value, list):
        return told
    stage = gettext(_("from month %(month)s %(share)s"))
    lines = [
        stage % {"month": one["from_month"], "share": f"{(Decimal(one['ratio']) * 100).normalize():f}%"}
        for one in rule.value
    ]
    label = said(Label(rule.label_en, rule.label_zh))
    return replace(told, text=done_to(label, gettext(_(", ")).join(lines)))


def progress_table(db: Database, actor: Actor, asked: IdleAsk) -> Table:
    """Return the spend progress as a file."""
    view = progress_view(db, actor, asked)
    heads = (
        Column(gettext(_("Project")), "text", 36),
        Column(gettext(_("Bond")), "text", 36),
        Column(gettext(_("Region"))),
        Column(gettext(_("Arrived on")), "date"),
        Column(gettext(_("Arrived")), "fen"),
        Column(gettext(_("Spent")), "fen"),
        Column(gettext(_("Progress")), "percent"),
        Column(gettext(_("Required")), "percent"),
        Column(gettext(_("Short by")), "fen"),
        Column(gettext(_("List")), "text", 20),
        Column(gettext(_("Consequence")), "text", 24),
    )
    rows = [
        (
            one.names.project.text,
            one.names.bond.text,
            one.names.region.text,
            *(one.received_on, one.received, one.spent, one.progress, one.required, one.short_by),
            *(one.listed, one.consequence),
        )
        for one in view.lines
    ]
    return Table(f"{gettext(_('Spend progress'))} {view.as_of.isoformat()}", heads, rows)
