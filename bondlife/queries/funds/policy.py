"""Policy goals of a fund, direction of investment, concentration, clocks and findings that open an exit."""

from bondlife.lifecycle.funds import policy
from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.board import Block, Fact, Grid, Head, Line, Post
from bondlife.queries.funds.view import View, told
from bondlife.queries.words import said
from calculators.funds import leverage as leverage_calculator
from calculators.funds.exit_triggers import DateCounter, TriggerState
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
        lines.append(Line([*cells, goal.actual_on if goal.measure == "entered" else view.today]))
    grid = Grid(heads, lines, gettext("No policy goal is stored."))
    return Block(
        "goals",
        gettext("Policy goals"),
        grid=grid,
        links=view.add("goal", gettext("Goal, or what is reached")),
    )


def _leverage(view: View) -> Block:
    found, drawn = policy.leverage(view.book), policy.drawn(view.book)
    facts = [Fact(gettext("All paid in over governments' paid in"), "multiple", drawn)]
    if found is not None:
        subs = [one for one in view.book.holdings if one.instrument == "sub_fund"]

        def make() -> Figure:
            inputs = {
                "sub_fund_paid_in": [max(one.whole_paid_in, one.cost) for one in subs],
                "our_paid_in": [one.cost for one in subs],
            }
            spec = next(one for one in leverage_calculator.SPECS if one.key == "funds.fund_leverage")
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
    facts.append(Fact(gettext("Invested here over own contribution"), "multiple", here))
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
        lines.append(Line([one.label, one.invested, one.share, one.least, mark]))
    grid = Grid(heads, lines, gettext("No direction of investment is agreed."))
    return Block("directions", gettext("Direction of investment"), grid=grid)


def _score(view: View) -> Block:
    found = policy.direction_score(view.book, view.terms, view.rules)
    rule = view.rules.get("fund.direction_score")
    title = gettext("Direction-of-investment score")
    if found is None or rule is None:
        return Block("score", title, notes=[gettext("The fund has not invested yet.")])
    heads = [
        Head(gettext("Part")),
        Head(gettext("Full mark"), "number"),
        Head(gettext("Reached"), "percent"),
        Head(gettext("Points"), "number"),
    ]
    lines = [
        Line([said(Label(row["en"], row["zh"])), points, share, round(got, 2)])
        for _key, row, points, share, got in found.parts
    ]
    lines.append(Line([gettext("Total"), None, None, round(found.total, 2)], is_sum=True))
    status = gettext("confirmed") if rule.confirmed else gettext("not confirmed")
    notes = [
        gettext("Policy fit: share invested in the named directions."),
        gettext("Layout: how far each least share is reached, on average. Execution: invested over paid in."),
        gettext("Kept apart from the evaluation of the finance bureau."),
        f"{rule.basis} · {status}",
    ]
    return Block("score", title, grid=Grid(heads, lines), notes=notes)


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
        lines.append(Line([one.carried.holding.name, one.cost, one.share, mark]))
    facts = [Fact(gettext("Most in one company"), "percent", line)]
    grid = Grid(heads, lines, gettext("Nothing is held."))
    return Block("concentration", gettext("Concentration"), facts=facts, grid=grid)


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
