"""Terms of a fund: versions, what is in force, the worked example beside what the calculators give."""

from bondlife.lifecycle.funds.example import example_lines
from bondlife.locale import gettext
from bondlife.queries.funds.board import Block, Fact, Grid, Head, Line
from bondlife.queries.funds.view import View
from bondlife.queries.lifewords import state_of
from bondlife.queries.words import said
from models.fund_labels import CLAUSES, COMPOUNDINGS, FEE_BASES, METHODS, fund_word
from models.registry import FundTerms


def blocks(view: View) -> list[Block]:
    """Return the tab of terms."""
    shown = view.terms or (view.book.terms[-1] if view.book.terms else None)
    found = [_versions(view)]
    if shown is not None:
        found += of_version(shown)
    return found


def of_version(terms: FundTerms) -> list[Block]:
    """Return one version: its clauses, tables and example."""
    return [_facts(terms), _directions(terms), _bands(terms), example_block(terms)]


def _versions(view: View) -> Block:
    heads = [
        Head(gettext("Version")),
        Head(gettext("Valid from"), "date"),
        Head(gettext("Waterfall")),
        Head(gettext("Hurdle rate"), "rate"),
        Head(gettext("Carry"), "percent"),
        Head(gettext("Document number")),
        Head(gettext("State"), "state"),
    ]
    lines = []
    for one in reversed(view.book.terms):
        word, mark = state_of(one.kind, "fund_terms", one.state)
        name = gettext("Version %(number)d") % {"number": one.number}
        cells = [name, one.valid_from, said(METHODS[one.waterfall]), one.hurdle_rate, one.carry_rate]
        lines.append(Line([*cells, one.document_number or "—", (mark, word)], f"/fund-terms/{one.public_id}"))
    grid = Grid(heads, lines, gettext("No terms are stored yet."))
    notes = [gettext("A version is put into force by a second person, once its worked example comes out.")]
    return Block(
        "versions",
        gettext("Versions"),
        grid=grid,
        notes=notes,
        links=view.add("terms", gettext("New version")),
    )


def _facts(terms: FundTerms) -> Block:
    facts = [
        Fact(gettext("Waterfall"), "text", said(METHODS[terms.waterfall])),
        Fact(gettext("Hurdle rate"), "rate", terms.hurdle_rate),
        Fact(gettext("Simple or compound"), "text", said(COMPOUNDINGS[terms.compounding])),
        Fact(gettext("Catch-up of the manager"), "percent", terms.catch_up_share),
        Fact(gettext("Carry"), "percent", terms.carry_rate),
        Fact(gettext("Tax on carry, kept at a clawback"), "percent", terms.clawback_tax_rate),
        Fact(gettext("Management fee"), "rate", terms.management_fee_rate),
        Fact(gettext("Base of the fee"), "text", said(FEE_BASES[terms.fee_base])),
        Fact(gettext("Most in one company"), "percent", terms.most_in_one),
        Fact(gettext("Invested here over own contribution, at least"), "multiple", terms.reinvestment_ratio),
        Fact(gettext("Promises principal or return"), "text", _yes(terms.promises_return)),
    ]
    missing = [said(label) for key, label in CLAUSES.items() if key not in (terms.exit_clauses or ())]
    notes = [gettext("Exit clauses missing: %(names)s") % {"names": "；".join(missing)}] if missing else [
        gettext("All five exit clauses are written.")
    ]  # fmt: skip
    title = gettext("Terms, version %(number)d") % {"number": terms.number}
    return Block("clauses", title, facts=facts, notes=notes, tone="warn" if missing else "")


def _yes(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def _directions(terms: FundTerms) -> Block:
    heads = [Head(gettext("Direction")), Head(gettext("At least"), "percent")]
    lines = [Line([one["label"], _share(one["share"])]) for one in terms.directions or ()]
    grid = Grid(heads, lines, gettext("No direction of investment is agreed."))
    return Block("directions", gettext("Directions of investment"), grid=grid)


def _bands(terms: FundTerms) -> Block:
    heads = [Head(gettext("Score from"), "number"), Head(gettext("Share of the gain conceded"), "percent")]
    lines = [Line([_share(one["lowest_score"]), _share(one["share"])]) for one in terms.concession or ()]
    grid = Grid(heads, lines, gettext("Nothing is conceded."))
    notes = [gettext("Conceded out of the government's realised gain alone, never out of principal.")]
    return Block("concession", gettext("Concession of gain"), grid=grid, notes=notes)


def _share(text: str) -> object:
    from decimal import Decimal

    return Decimal(text)


def example_block(terms: FundTerms) -> Block:
    """Return the worked example: by hand, by these terms, whether they agree."""
    heads = [
        Head(gettext("Figure")),
        Head(gettext("Worked by hand"), "fen"),
        Head(gettext("By these terms"), "fen"),
        Head(gettext("Agrees"), "state"),
    ]
    found = example_lines(terms, terms.example)
    lines = [
        Line([
            said(fund_word(one.name)),
            one.expected,
            one.found,
            ("done", gettext("agrees")) if one.agrees else ("no", gettext("differs")),
        ])
        for one in found
    ]  # fmt: skip
    grid = Grid(heads, lines, gettext("No example is entered; these terms cannot be put into force."))
    return Block("example", gettext("Worked example"), grid=grid, notes=_told(terms))


def _told(terms: FundTerms) -> list[str]:
    example = terms.example or {}
    told = []
    for key, label in (("calls", gettext("paid in")), ("distributions", gettext("distributed"))):
        for day, amount in example.get(key, ()):
            told.append(f"{day} {label} {amount / 100:,.2f}")
    return ["；".join(told)] if told else []
