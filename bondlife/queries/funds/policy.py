"""Policy goals of a fund, direction of investment, concentration, clocks and findings that open an exit."""

from functools import partial

from bondlife.lifecycle.funds import policy
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, cited, ratio_figure, worked
from bondlife.queries.funds.board import Block, Fact, Grid, Head, Line, Post
from bondlife.queries.funds.view import View, told
from bondlife.queries.words import said
from calculators.funds import direction_score as score_calculator
from calculators.funds import leverage as leverage_calculator
from calculators.funds.direction_score import NamedDirection, direction_score
from calculators.funds.exit_triggers import DateCounter, TriggerState
from calculators.kernel.explain import ExplainedQuantity
from models.fund_labels import CLAUSES, MEASURES
from models.lifecycle import Label

_MARKS = {
    TriggerState.CLEARED: "done",
    TriggerState.RUNNING: "wait",
    TriggerState.EARLY_WARNING: "late",
    TriggerState.REACHED: "no",
}


def blocks(view: View) -> list[Block]:
    """Return the tab of policy and exit."""
    return [
        _goals(view),
        _leverage(view),
        _directions(view),
        _score(view),
        _concentration(view),
        *trigger_blocks(view),
        _findings(view),
    ]


def _goals(view: View) -> Block:
    heads = [
        Head(gettext("Goal")),
        Head(gettext("Measured by")),
        Head(gettext("Target"), "number"),
        Head(gettext("Reached"), "number"),
        Head(gettext("Reached over target"), "percent"),
        Head(gettext("As of"), "date"),
    ]
    lines = []
    for one in policy.goals(view.book, view.terms, view.region_code):
        goal = one.goal
        cells = [goal.name, said(MEASURES[goal.measure]), goal.target, one.actual, one.reached]
        asked = view.ask(f"goal.{goal.number}", partial(_goal_figure, one))
        keys = {4: asked} if one.reached is not None else {}
        lines.append(Line([*cells, goal.actual_on if goal.measure == "entered" else view.today], keys=keys))
    grid = Grid(heads, lines, gettext("No policy goal is stored."))
    return Block(
        "goals",
        gettext("Policy goals"),
        grid=grid,
        links=view.add("goal", gettext("Goal, or what is reached")),
    )


def _goal_figure(one: policy.GoalState) -> Figure:
    """Return how far a goal is reached."""
    inputs = (
        ExplainedQuantity("actual", "Reached", "实际完成", "number", one.actual),
        ExplainedQuantity("target", "Target", "目标值", "number", one.goal.target),
    )
    output = ExplainedQuantity(
        "reached", "Reached over target", "完成率", "rate", one.reached,
        "Reached ÷ Target", "实际完成 ÷ 目标值", "", "{actual} ÷ {target}",
    )  # fmt: skip
    return worked(f"goal.{one.goal.number}", output, inputs)


_PAID_ALL = Label("Paid in by all partners", "全部合伙人实缴")
_PAID_GOVERNMENTS = Label("Paid in by governments", "政府实缴")
_PAID_OWN = Label("Paid in by the own government", "本级政府实缴")
_HERE = Label("Invested in this region", "投向本地金额")


def _drawn_figure(view: View) -> Figure:
    book = view.book
    own = sum(book.total("call", one.id) for one in book.governments)
    label = Label("All paid in over governments' paid in", "资金放大倍数")
    return ratio_figure(
        "drawn", label, (_PAID_ALL, sum(book.paid_in)), (_PAID_GOVERNMENTS, own), unit="multiple"
    )


def _here_figure(view: View) -> Figure:
    book, own = view.book, view.book.own_government
    paid = book.total("call", own.id) if own is not None else 0
    label = Label("Invested here over own contribution", "返投倍数")
    here = policy.invested_here(book, view.region_code)
    return ratio_figure("here", label, (_HERE, here), (_PAID_OWN, paid), unit="multiple")


def _leverage(view: View) -> Block:
    found, drawn = policy.leverage(view.book), policy.drawn(view.book)
    asked = view.ask("drawn", partial(_drawn_figure, view))
    facts = [Fact(gettext("All paid in over governments' paid in"), "multiple", drawn, asked)]
    if found is not None:
        subs = [one for one in view.book.holdings if one.instrument == "sub_fund"]

        def make() -> Figure:
            inputs = {
                "sub_fund_paid_in": [max(one.whole_paid_in, one.cost) for one in subs],
                "our_paid_in": [one.cost for one in subs],
            }
            spec = next(one for one in leverage_calculator.SPECS if one.key == "funds.leverage")
            return told("leverage", spec, inputs, found, "leverage")

        facts.append(
            Fact(
                gettext("Sub-funds' paid in over ours"),
                "multiple",
                found.leverage,
                view.ask("leverage", make),
            )
        )
        facts.append(Fact(gettext("Money of others in the sub-funds"), "fen", found.others))
    here = policy.reinvestment(view.book, view.region_code)
    key = view.ask("here", partial(_here_figure, view))
    facts.append(Fact(gettext("Invested here over own contribution"), "multiple", here, key))
    least = view.terms.reinvestment_ratio if view.terms is not None else None
    if least is not None:
        facts.append(Fact(gettext("Agreed, at least"), "multiple", least))
    short = least is not None and (here or 0) < least
    return Block(
        "leverage", gettext("Leverage and money brought here"), facts=facts, tone="warn" if short else ""
    )


def _directions(view: View) -> Block:
    heads = [
        Head(gettext("Direction")),
        Head(gettext("Invested"), "fen"),
        Head(gettext("Share"), "percent"),
        Head(gettext("At least"), "percent"),
        Head(gettext("State"), "state"),
    ]
    lines = []
    for one in policy.directions(view.book, view.terms):
        fits = one.share >= one.least
        mark = ("done", gettext("reached")) if fits else ("late", gettext("below"))
        asked = view.ask(f"direction.{one.key}", partial(_direction_figure, view, one))
        lines.append(Line([one.label, one.invested, one.share, one.least, mark], keys={2: asked}))
    grid = Grid(heads, lines, gettext("No direction of investment is agreed."))
    return Block("directions", gettext("Direction of investment"), grid=grid)


def _score(view: View) -> Block:
    rule = view.rules.get("fund.direction_score")
    title = gettext("Direction-of-investment score")
    given = policy.score_inputs(view.book, view.terms, rule) if rule is not None else None
    if rule is None or given is None:
        return Block("score", title, notes=[gettext("The fund has not invested yet.")])
    found = direction_score(**given)

    def figure(name: str) -> Figure:
        shown = {**given, "directions": [_named(one) for one in given["directions"]]}
        return told(f"score.{name}", score_calculator.SPEC, shown, found, name, rules=(cited(rule),))

    heads = [
        Head(gettext("Part")),
        Head(gettext("Full mark"), "number"),
        Head(gettext("Reached"), "percent"),
        Head(gettext("Points"), "number"),
    ]
    words = {row["key"]: said(Label(row["en"], row["zh"])) for row in rule.value}
    lines = []
    for key, name in _PARTS.items():
        score = getattr(found, f"{name}_score")
        keys = {place: view.ask(f"score.{out}", partial(figure, out)) for place, out in
                ((2, key), (3, f"{name}_score"))}  # fmt: skip
        cells = [words.get(key, key), given[f"{name}_points"], getattr(found, key), round(score, 2)]
        lines.append(Line(cells, keys=keys))
    keys = {3: view.ask("score.total", partial(figure, "total"))}
    lines.append(Line([gettext("Total"), None, None, round(found.total, 2)], is_sum=True, keys=keys))
    status = gettext("confirmed") if rule.confirmed else gettext("not confirmed")
    notes = [
        gettext("Policy fit: share invested in the named directions."),
        gettext("Layout: how far each least share is reached, on average. Execution: invested over paid in."),
        gettext("Kept apart from the evaluation of the finance bureau."),
        f"{rule.basis} · {status}",
    ]
    return Block("score", title, grid=Grid(heads, lines), notes=notes)


_PARTS = {"policy_fit": "fit", "layout": "layout", "execution": "execution"}
"""Part of the score by the rule → how its points are named."""


def _named(one: NamedDirection) -> dict[str, object]:
    return {"invested": one.invested, "least_share": one.least_share}


def _direction_figure(view: View, one: policy.Direction) -> Figure:
    label = Label("Share of a direction", "投向占比")
    part = (Label(f"Invested in {one.label}", f"{one.label}投资额"), one.invested)
    whole = (Label("Invested in all", "投资总额"), policy.invested(view.book))
    return ratio_figure(f"direction.{one.key}", label, part, whole)


def _concentration(view: View) -> Block:
    rule = view.rules.get("fund.concentration")
    least = view.terms.most_in_one if view.terms is not None else None
    line = least if least is not None else (rule.decimal() if rule is not None else None)
    heads = [
        Head(gettext("Company or sub-fund")),
        Head(gettext("Cost left"), "fen"),
        Head(gettext("Over committed capital"), "percent"),
        Head(gettext("State"), "state"),
    ]
    found = policy.concentration(view.book)
    lines = []
    for one in found[:20]:
        above = line is not None and one.share > line and one.carried.holding.instrument == "equity"
        mark = ("no", gettext("above the line")) if above else ("done", gettext("within"))
        name = one.carried.holding.name
        asked = view.ask(f"company.{one.carried.holding.number}", partial(_company_figure, view, one))
        lines.append(Line([name, one.cost, one.share, mark], keys={2: asked}))
    facts = [Fact(gettext("Most in one company"), "percent", line)]
    grid = Grid(heads, lines, gettext("Nothing is held."))
    return Block("concentration", gettext("Concentration"), facts=facts, grid=grid)


def _company_figure(view: View, one: policy.Largest) -> Figure:
    rule = view.rules.get("fund.concentration")
    name = one.carried.holding.name
    return ratio_figure(
        f"company.{one.carried.holding.number}",
        Label("Share of one company", "单一企业占比"),
        (Label(f"Cost left in {name}", f"{name}在投成本"), one.cost),
        (Label("Committed by all partners", "全部合伙人认缴"), view.book.committed()),
        rules=(cited(rule),) if rule is not None else (),
    )


def trigger_blocks(view: View) -> list[Block]:
    """Return the five exit triggers as they stand; nothing where no rule sets the clock."""
    found = policy.triggers(view.book, view.rules, view.today)
    if found is None:
        return []
    heads = [
        Head(gettext("Exit without the others' consent")),
        Head(gettext("Since"), "date"),
        Head(gettext("Deadline"), "date"),
        Head(gettext("Days left"), "count"),
        Head(gettext("State"), "state"),
    ]
    lines = [
        _clock("set_up_late", found.set_up),
        _clock("investment_late", found.first_investment),
        _flag("off_policy", found.off_policy),
        _flag("against_charter", found.against_charter),
        _flag("other_breach", found.other_breach),
    ]
    rule = view.rules["fund.exit_clock"]
    word = gettext("Exit is open.") if found.is_exit_open else gettext("No exit is open.")
    notes = [word, f"{rule.basis}"]
    tone = "warn" if found.is_exit_open else ""
    return [Block("triggers", gettext("Exit triggers"), grid=Grid(heads, lines), notes=notes, tone=tone)]


def _clock(key: str, counter: DateCounter | None) -> Line:
    label = said(CLAUSES[key])
    if counter is None:
        return Line([label, None, None, None, ("open", gettext("not started"))])
    state = (_MARKS[counter.state], state_word(counter.state))
    return Line([label, counter.start, counter.limit_on, counter.days_left, state])


def _flag(key: str, state: TriggerState) -> Line:
    mark = ("no", gettext("found")) if state is TriggerState.REACHED else ("done", gettext("not found"))
    return Line([said(CLAUSES[key]), None, None, None, mark])


def state_word(state: TriggerState) -> str:
    """Return what the state of a clock is called."""
    return {
        TriggerState.CLEARED: gettext("cleared"),
        TriggerState.RUNNING: gettext("running"),
        TriggerState.EARLY_WARNING: gettext("early warning"),
        TriggerState.REACHED: gettext("reached"),
    }[state]


def _findings(view: View) -> Block:
    heads = [
        Head(gettext("Breach")),
        Head(gettext("Found on"), "date"),
        Head(gettext("What was found")),
        Head(gettext("Put right on"), "date"),
        Head(gettext("How")),
    ]
    lines = [
        Line([
            said(CLAUSES[one.trigger]),
            one.found_on,
            one.text,
            one.cleared_on,
            one.cleared_by_text or "—",
        ], f"{view.base}/findings/{one.public_id}" if view.may_edit and one.cleared_on is None else "")
        for one in view.book.findings
    ]  # fmt: skip
    grid = Grid(heads, lines, gettext("No breach was found."))
    posts: list[Post] = []
    links = view.add("finding", gettext("Write down a breach"))
    return Block("findings", gettext("Breaches"), grid=grid, posts=posts, links=links)
