"""The yearly report to the congress on performance, as a paper and a page.

Every figure is counted from rows a person may read; grades stand with raw counts and percentages that follow
from them, never adjusted to sum to 100. Amounts are fen.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.exchange.documents import Paper
from bondlife.exchange.papers.performance_year import FORM
from bondlife.locale import gettext, is_chinese, speaking
from bondlife.queries.evaluation_sums import mean_text
from bondlife.queries.figures import Figure, Part, sum_figure, worked
from bondlife.queries.funds.board import Ask, Block, Board, Link
from bondlife.queries.funds.papers import KINDS, blocks_of
from bondlife.queries.performance.yearly_rows import Year, gathered, signed, with_money
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.services.result_use import NEVER_PUBLISHED
from calculators.kernel.explain import ExplainedQuantity
from models.lifecycle import Label


def yearly_paper(db: Database, actor: Actor, *, year: int | None = None, region: str = "") -> Paper:
    """Return the report of a year as a paper; the words of a document are Chinese."""
    with db.reading() as session, speaking("zh_CN"):
        return _paper(gathered(session, actor, _wanted(year), region))


def _paper(found: Year) -> Paper:
    title = f"{found.region}{found.place.year}年度{FORM.title}"
    values = {**found.values, "told": _sentences(found.values["summary"], found.place.year)}
    return Paper(FORM, values, title, clock.business_date(), issuer=found.region, notes=_notes(found))


def yearly_board(
    db: Database, actor: Actor, *, year: int | None = None, region: str = "", explain: str = ""
) -> Board:
    """Return the report of a year as a page: the paper itself, section by section."""
    wanted = _wanted(year)
    with db.reading() as session, speaking("zh_CN"):
        found = gathered(session, actor, wanted, region)
        paper = _paper(found)
    base, query = "/performance/report", f"?year={wanted}&region={region}"
    word = gettext("Report as %(kind)s")
    return Board(
        paper.heading if is_chinese() else gettext("Report to the congress, %(year)d") % {"year": wanted},
        [(gettext("Home"), "/"), (gettext("Performance"), "/performance")],
        [*_language(), _told(paper), *(_asked(one) for one in blocks_of(paper))],
        tools=[Link(word % {"kind": kind}, f"{base}.{kind}{query}") for kind in KINDS],
        filters=[
            Ask("year", gettext("Year"), str(wanted), ""),
            Ask("region", gettext("Region"), region, "", choices=region_choices(db, actor)),
        ],
        explain=_figure(found, explain),
    )


def _language() -> list[Block]:
    """Say to a reader of another language whose words these are."""
    if is_chinese():
        return []
    text = gettext("The report goes to a congress and is a Chinese document: its words are not translated.")
    return [Block("language", gettext("A Chinese document"), notes=[text])]


def _wanted(year: int | None) -> int:
    return year or clock.business_date().year - 1


def _told(paper: Paper) -> Block:
    return Block("told", "一、总体情况", notes=[*paper.rows("told"), *paper.notes])  # type: ignore[list-item]


_ASKED = {"goal_amount", "self_amount", "key_mean", "cut_amount"}


def _asked(block: Block) -> Block:
    """Let the sums of the summary be asked."""
    if block.id != "summary":
        return block
    named = zip(FORM.section("summary").items, block.facts, strict=True)  # type: ignore[union-attr]
    facts = [replace(fact, key=item.key) if item.key in _ASKED else fact for item, fact in named]
    return replace(block, facts=facts)


def _figure(found: Year, explain: str) -> Figure | None:
    if explain == "key_mean":
        scores = [one.score for one in found.of("key")]
        inputs = tuple(
            ExplainedQuantity(f"score{n}", one.name, one.name, "score", one.score)
            for n, one in enumerate(found.of("key"))
        )
        output = ExplainedQuantity(
            "mean", "Mean of key evaluations", "重点评价平均分", "score", Decimal(mean_text(scores)),
            f"Sum of {len(scores)} scores ÷ {len(scores)}", f"{len(scores)} 个得分合计 ÷ {len(scores)}",
        ) if scores else None  # fmt: skip
        return worked("key_mean", output, inputs) if output is not None else None
    parts = _PARTS.get(explain)
    return None if parts is None else sum_figure(explain, parts[0], parts[1](found))


def _goal_parts(found: Year) -> list[Part]:
    return [Part(Label(one.name, one.name), one.amount) for one in with_money(found.goals)]


def _self_parts(found: Year) -> list[Part]:
    sums: dict[str, int] = defaultdict(int)
    for one in found.of("self"):
        sums[one.body] += one.amount
    return [Part(Label(name, name), amount) for name, amount in sorted(sums.items(), key=lambda p: -p[1])]


def _cut_parts(found: Year) -> list[Part]:
    return [Part(Label(one.name, one.name), one.cut) for one in signed(found.lists)]


_PARTS = {
    "goal_amount": (Label("Money with goals", "绩效目标管理资金"), _goal_parts),
    "self_amount": (Label("Money self-evaluated", "自评涉及预算金额"), _self_parts),
    "cut_amount": (Label("Cut by results", "结果应用核减金额"), _cut_parts),
}


def _sentences(told: Mapping[str, Any], year: int) -> list[str]:
    """Return the paragraphs a leader reads: figures of the summary in sentences."""
    return [
        f"{year} 年度，{told['self_departments']} 个部门对 {told['self_count']} 个项目开展绩效自评，"
        f"涉及预算金额 {_wan(told['self_amount'])}；财政部门抽查复核 {told['recheck_count']} 个。",
        f"随预算批复绩效目标 {told['goals']} 个，涉及资金 {_wan(told['goal_amount'])}；开展绩效监控 "
        f"{told['monitored']} 次，亮红灯 {told['red']} 次、黄灯 {told['yellow']} 次。",
        f"开展部门评价 {told['department_count']} 个、财政重点评价 {told['key_count']} 个"
        + (f"，重点评价平均 {told['key_mean']} 分。" if told["key_mean"] is not None else "。"),
        f"评价结果与预算挂钩，已审签清单调整项目 {told['cut_projects']} 个，核减 {_wan(told['cut_amount'])}；"
        f"下达整改通知 {told['orders']} 份，办结 {told['orders_closed']} 份，逾期 {told['orders_late']} 份；"
        f"问责事项 {told['accountable']} 项。",
    ]


def _wan(fen: int) -> str:
    return f"{Decimal(fen) / 1_000_000:,.2f} 万元"


def _notes(found: Year) -> list[str]:
    notes = ["占比按个数分别计算，不为凑足 100% 调整。"]
    if any(one.rule == NEVER_PUBLISHED for one in found.lists):
        notes.append(
            "清单所用“低于部门平均分核减”规则的公式从未公布，比例为本系统所选，结果不是公布单位的口径。"
        )
    if any(one.basis.get("status") == "unconfirmed" for one in found.lists):
        notes.append("标注“未确认”的规则尚无制度依据。")
    return notes
