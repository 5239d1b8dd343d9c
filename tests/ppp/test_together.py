"""Statements worked out together are those worked out alone, to the byte; frozen text is canonical."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.errors import Invalid
from bondlife.ppp.frozen import EventRow, Frozen, ScoreRead, contract_text, day_text, mapping_text, terms_data
from bondlife.ppp.result import Result
from bondlife.ppp.shapes import Shapes, TermsHeld
from bondlife.ppp.statement import statement_of
from bondlife.ppp.together import Together
from models.canonical import canonical_json, digest

PERIOD = "2036-Q3"
WORDS = st.sampled_from(["可用性", '考核"附件"\\18', "100 %", "%s %(x)s", ""])
CLAUSE = WORDS
FEN = st.integers(0, 10**11) | st.integers(0, 300) | st.just(10**18)
SHARE = st.sampled_from(["0", "0.3", "1/3", "0.5"])
SOURCE = st.sampled_from(["score", "number:0.95", "number:1", "input:quality"])
LINKED = st.lists(
    st.fixed_dictionaries(
        {"name": WORDS.filter(bool), "share": SHARE, "coefficient": SOURCE, "clause": CLAUSE}
    ),
    max_size=2,
    unique_by=lambda one: one["name"],
)
BASES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "amount": st.fixed_dictionaries({"fen": FEN}),
    "yearly": st.fixed_dictionaries({"fen": FEN, "periods": st.sampled_from([1, 4, 7])}),
    "annuity": st.fixed_dictionaries(
        {"principal": FEN, "rate": st.just("0.05"), "years": st.just(20), "periods": st.just(4)}
    ),
    "straight_line": st.fixed_dictionaries(
        {
            **{"principal": FEN, "rate": st.just("0.05"), "years": st.just(10)},
            "first_year": st.sampled_from([2030, 2036, 2040]),
        }
    ),
    "volume": st.just({"price": "water", "volume": "volume", "design": "100000", "least": "0.6"}),
    "by_year": st.just({"amounts": {"2036": 1_234_567}, "periods": 3}),
}
DEDUCTIONS = st.fixed_dictionaries(
    {
        "clause": CLAUSE,
        "minimum": st.sampled_from([0, 5_000]),
        "annual_charge": st.just(360_000_00),
        "areas": st.just([{"key": "hall", "weight": "2", "possible_periods": 365}]),
        "point_value": st.just(1_000_00),
        "points": st.just([{"above": 0, "factor": "1"}]),
    },
    optional={"cap_share": st.sampled_from(["0.1", "0.9"])},
)
EVENT = st.sampled_from(["amount", "amount", "amount", "unavailable", "points"])


def base(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the base of a component of one type."""
    return BASES[kind].map(lambda held: {"type": kind, **held})


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from([*BASES, "amount", "amount"]), min_size=1, max_size=3))
    components = [
        {
            "key": f"c{number}",
            "name": f"组成{number}",
            "kind": "availability",
            "clause": draw(CLAUSE),
            "base": draw(base(kind)),
            "linked": draw(LINKED),
            **({"index": "prices"} if draw(st.booleans()) else {}),
        }
        for number, kind in enumerate(kinds)
    ]
    parts = [{"series": "cpi", "weight": "1", "base_month": "2029-12"}]
    body: dict[str, Any] = {
        "components": components,
        "coefficient": {"kind": "ratio", "threshold": "90", "clause": "附件18"},
        "score": {"cycle_months": 3, "lag": 1},
        "deductions": draw(DEDUCTIONS),
        "indexation": [{"key": "prices", "parts": parts, "fixed_share": "0.2", "clause": draw(CLAUSE)}],
        "period": {"months": 3},
        "rounding": draw(st.sampled_from(["half_up", "half_even", "up", "down"])),
        "carried_forward": draw(st.booleans()),
    }
    if draw(st.booleans()):
        body["user_payment"] = {"input": "income"}
    if draw(st.booleans()):
        body["payment_cap"] = draw(FEN)
    if draw(st.booleans()):
        body["payers"] = [{"region": "330304", "share": "2/3"}, {"region": "330300", "share": "1/3"}]
    return body


def moved(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """Return terms of the same shape with other amounts."""
    other: dict[str, Any] = json.loads(json.dumps(body))
    for one in other["components"]:
        for name in {"fen", "principal"} & one["base"].keys():
            one["base"][name] = draw(FEN)
    return other


@st.composite
def contracts(draw: st.DrawFn) -> list[tuple[str, Frozen]]:
    """Draw contracts of one or two shapes with what a quarter brought."""
    shapes = draw(st.lists(bodies(), min_size=1, max_size=2))
    texts = [
        canonical_json(moved(draw, draw(st.sampled_from(shapes)))) for _ in range(draw(st.integers(1, 4)))
    ]
    return [(text, draw(frozen(text))) for text in texts]


def event(draw: st.DrawFn, number: int, kind: str) -> EventRow:
    """Return an event as the database gives it: an amount fixed by the contract, an area, or points."""
    instant = f"2036-0{draw(st.integers(7, 9))}-14 16:30:00.000000"
    fen = draw(st.integers(0, 10**7)) if kind == "amount" else None
    return (f"FW-{number}", kind, "hall", draw(WORDS), instant, 3 * 10**10, 2 * 10**10, fen, number % 2, 1)


@st.composite
def frozen(draw: st.DrawFn, body: str) -> Frozen:
    """Draw what a quarter brought under these terms."""
    kinds = draw(st.lists(EVENT, max_size=4))
    events = [event(draw, number, kind) for number, kind in enumerate(kinds)]
    waived = [one for one in events if one[7] and draw(st.booleans())][:2]
    waivers = [
        {
            "number": f"MK-{one[0]}",
            "event": one[0],
            "amount": max(one[7] // 2, 1),
            "reason": "",
            "public_line": "",
        }
        for one in waived
    ]
    income = draw(st.sampled_from(["0", "3482617.35"]))
    inputs = {
        "income": {"value": income, "unit": "yuan", "evidence": "代征入账"},
        "volume": {"value": draw(st.sampled_from(["90000", "50000"])), "unit": "m3", "evidence": ""},
        "quality": {"value": "0.98", "unit": "ratio", "evidence": ""},
    }
    prices = {"water": {"value": "1.85", "unit": "yuan/m3", "evidence": "", "month": "2030-01"}}
    indices = {"cpi": {"2029-12": "100", "2036-07": draw(st.sampled_from(["100", "102.06", "107"]))}}
    score = draw(st.sampled_from(["86.5", "90", "63", "100"]))
    named = {"number": "PPP-1", "name": "供排水“一体化”", "agency": "区住建局", "company": "清源水务"}
    return Frozen(
        contract_text(public_id="p-1", currency="CNY", **named),
        PERIOD,
        "regular",
        terms_data(public_id="t-1", number=1, digest=digest(body), body=body.encode(), formula=None),
        [ScoreRead("2036-Q2", score, "s-1", "sha256:score", draw(st.sampled_from(["", "", "is_vetoed"])))],
        mapping_text(inputs),
        mapping_text(prices),
        mapping_text(indices),
        events,
        canonical_json(waivers),
        draw(st.sampled_from([0, 0, -1_000_00])),
        draw(st.sampled_from([0, 0, 1_000_000])),
    )


def held_of(given_contracts: Sequence[tuple[str, Frozen]]) -> list[tuple[TermsHeld, Frozen]]:
    """Return the contracts with their terms as a run reads them."""
    shapes = Shapes()
    return [(shapes.find(body.encode(), None), one) for body, one in given_contracts]


def alone(one: Frozen) -> Result | None:
    """Return the statement worked out alone; None where it is refused."""
    try:
        return Result.of(statement_of(json.loads(one.data())))
    except Invalid:
        return None


@given(contracts())
def test_law_together_is_alone_to_the_byte(drawn: list[tuple[str, Frozen]]) -> None:
    for found, (_body, one) in zip(Together().results(held_of(drawn)), drawn, strict=True):
        if found is not None:
            expected = alone(one)
            assert expected is not None
            assert found.text == expected.text
            assert (found.fee, found.deducted, found.payable) == (
                expected.fee,
                expected.deducted,
                expected.payable,
            )
            assert (found.difference, found.carried_forward) == (
                expected.difference,
                expected.carried_forward,
            )
            assert list(found.payers) == list(expected.payers)


@given(contracts())
def test_law_frozen_text_is_canonical(drawn: list[tuple[str, Frozen]]) -> None:
    for _body, one in drawn:
        assert canonical_json(json.loads(one.data())).encode() == one.data()


def plain_contract(fen: int, events: int = 3, **terms: Any) -> tuple[str, Frozen]:
    """Return a contract as most are: an amount, a share that follows the score, amounts for events."""
    linked = [{"name": "绩效", "share": "0.3", "coefficient": "score"}]
    part = {"key": "a", "name": "可用性付费", "kind": "availability", "base": {"type": "amount", "fen": fen}}
    body = {
        "components": [{**part, "linked": linked}],
        "coefficient": {"kind": "ratio", "threshold": "90"},
        "score": {"cycle_months": 3, "lag": 1},
        "period": {"months": 3},
        **terms,
    }
    text = canonical_json(body)
    rows = [
        (f"FW-{n}", "amount", "", "超时", "2036-08-14 04:00:00", 0, 0, 100_00 + n, 0, 1)
        for n in range(events)
    ]
    scores = [ScoreRead("2036-Q2", "86.5", "s", "sha256:s")]
    terms_told = terms_data(public_id="t", number=1, digest="", body=text.encode(), formula=None)
    return text, Frozen("{}", PERIOD, "regular", terms_told, scores, "{}", "{}", "{}", rows, "[]", 0, 0)


def test_what_is_ordinary_is_worked_out_together() -> None:
    drawn = [plain_contract(10**9 + 1_701 * n) for n in range(50)]
    found = Together().results(held_of(drawn))
    for one, (_body, kept) in zip(found, drawn, strict=True):
        assert one is not None
        assert one.text == canonical_json(statement_of(json.loads(kept.data())))


OUT_OF_THE_ORDINARY = {
    "more is taken off than the fee": plain_contract(1_00, carried_forward=True),
    "deductions above their cap": plain_contract(100_000_00, deductions={"cap_share": "0.001"}),
    "a payment above its cap": plain_contract(100_000_00, payment_cap=500_00),
    "numbers beyond 64 bits": plain_contract(8 * 10**18),
}


@pytest.mark.parametrize("name", OUT_OF_THE_ORDINARY)
def test_what_is_out_of_the_ordinary_is_left_and_its_neighbour_is_not(name: str) -> None:
    strange = OUT_OF_THE_ORDINARY[name]
    shapes = Shapes()
    terms = json.loads(strange[0])
    usual = plain_contract(
        400_00,
        events=0,
        **{key: value for key, value in terms.items() if key not in {"components", "coefficient", "score"}},
    )
    asked = [(shapes.find(body.encode(), None), one) for body, one in (strange, usual)]
    first, second = Together().results(asked)
    assert first is None
    assert second is not None
    assert asked[0][0].shape is asked[1][0].shape


def test_terms_of_one_shape_are_read_once_and_unsound_ones_each_alone() -> None:
    shapes = Shapes()
    one, other = (shapes.find(plain_contract(fen)[0].encode(), None) for fen in (1, 2))
    assert one.terms is other.terms
    assert (one.amounts, other.amounts) == ((1,), (2,))
    with pytest.raises(Invalid, match="not below zero"):
        shapes.find(plain_contract(10**19)[0].encode(), None)
    loose = json.dumps(json.loads(plain_contract(7)[0]), ensure_ascii=False)
    assert Shapes().find(loose.encode(), None).shape is None


def test_days_are_those_of_the_offices_on_either_database() -> None:
    assert (
        day_text("2036-08-14 16:30:00") == day_text(datetime(2036, 8, 14, 16, 30, tzinfo=UTC)) == "2036-08-15"
    )


def test_oracle_the_payable_of_a_plain_contract() -> None:
    [found] = Together().results(held_of([plain_contract(10**9)]))
    exact = Fraction(10**9) * (1 + Fraction(3, 10) * (Fraction(865, 900) - 1)) - (100_00 * 3 + 3)
    assert found is not None
    assert found.payable == round(exact)
