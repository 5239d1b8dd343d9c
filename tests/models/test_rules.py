"""Shipped rules: one value a day and region, a basis, an honest status, values that survive storage."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from models.canonical import canonical_json
from models.kinds import shipped_kinds
from models.regulation import RuleSeed
from models.rules import shipped_rule_keys, shipped_rules
from models.rules.reserve import CAPITAL_RATIOS, EX_ANTE_ITEMS, NEGATIVE_ITEMS, READINESS_ITEMS

SEEDS = shipped_rules()
FORMS = {"number", "percent", "days", "fen", "flag", "text", "list", "table"}
STATUSES = {"in_force", "repealed_kept", "local", "unconfirmed"}
UNCONFIRMED = {
    "coverage.lower_bond",
    "coverage.lower_total",
    "coverage.assumed_rate",
    "budget.accounts",
    "budget.basis_documents",
    "risk.debt_ratio_bands",
    "risk.interest_burden_line",
    "risk.event_levels",
    "repayment.penalty_multiplier",
    "repayment.lead_days",
    "performance.key_sample_share",
    "performance.self_evaluation_weights",
    "use.ahead_of_work",
    "approval.self_review_regions",
}

each_seed = pytest.mark.parametrize("seed", SEEDS, ids=[f"{s.key}-{s.region}-{s.valid_from}" for s in SEEDS])


def in_force(key: str, region: str, day: date) -> RuleSeed:
    """Return the rule of the longest matching region on a day."""
    found = [
        seed
        for seed in SEEDS
        if seed.key == key
        and region.startswith(seed.region)
        and seed.valid_from <= day
        and (seed.valid_to is None or day <= seed.valid_to)
    ]
    return max(found, key=lambda seed: len(seed.region))


@each_seed
def test_a_rule_is_complete(seed: RuleSeed) -> None:
    assert seed.basis.strip()
    assert seed.status in STATUSES
    assert seed.form in FORMS
    assert seed.label.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in seed.label.zh)
    assert "." in seed.key
    assert seed.confirmed is (seed.status != "unconfirmed")
    assert seed.valid_to is None or seed.valid_from <= seed.valid_to
    assert seed.region == "" or seed.region.isdecimal()


@each_seed
def test_local_rules_name_their_region(seed: RuleSeed) -> None:
    assert seed.status != "local" or seed.region


@each_seed
def test_columns_hold_it(seed: RuleSeed) -> None:
    limits = {"key": 80, "unit": 20, "form": 12, "basis": 300, "clause": 200, "status": 16, "note": 1000}
    for name, limit in limits.items():
        assert len(getattr(seed, name)) <= limit, name


@each_seed
def test_values_are_json_without_floats(seed: RuleSeed) -> None:
    text = json.dumps([seed.value, dict(seed.params)])
    assert json.loads(text) == [seed.value, dict(seed.params)]
    assert no_float(seed.value)
    assert canonical_json(seed.value)


def no_float(value: object) -> bool:
    if isinstance(value, dict):
        return all(no_float(part) for part in value.values())
    if isinstance(value, list):
        return all(no_float(part) for part in value)
    return not isinstance(value, float)


@each_seed
def test_the_form_fits_the_value(seed: RuleSeed) -> None:
    value = seed.value
    if seed.form == "percent":
        assert Decimal(str(value)) >= 0
        assert isinstance(value, str)
    elif seed.form in {"days", "fen"}:
        assert isinstance(value, int)
        assert value >= 0
    elif seed.form == "number":
        assert value is None or Decimal(str(value)) > 0
    elif seed.form == "flag":
        assert isinstance(value, bool)
    elif seed.form == "text":
        assert isinstance(value, str)
    elif seed.form == "list":
        assert isinstance(value, list)
        assert len(value) == len({str(one) for one in value}) > 0
    else:
        assert isinstance(value, dict | list)


def test_one_value_a_day_and_region() -> None:
    groups: dict[tuple[str, str], list[RuleSeed]] = defaultdict(list)
    for seed in SEEDS:
        groups[seed.key, seed.region].append(seed)
    for group in groups.values():
        for one, other in combinations(group, 2):
            assert (one.valid_to or date.max) < other.valid_from or (
                other.valid_to or date.max
            ) < one.valid_from


def test_months_and_days_are_days_of_a_year() -> None:
    values = [seed.value for seed in SEEDS if seed.unit == "month_day"]
    assert values
    for value in values:
        for text in value if isinstance(value, list) else [value]:
            assert date.fromisoformat(f"2024-{text}")


def test_what_was_not_read_is_not_called_law() -> None:
    status = {seed.key: seed.status for seed in SEEDS if not seed.region}
    assert {key for key in UNCONFIRMED if status[key] != "unconfirmed"} == set()


def test_every_rule_a_kind_cites_is_shipped() -> None:
    cited = {
        clause
        for kind in shipped_kinds().values()
        for life in kind.lifecycles
        for move in life.transitions
        for clause in move.clauses
    }
    assert len(cited) > 50
    assert cited <= shipped_rule_keys()


@pytest.mark.parametrize(
    ("key", "region", "day", "value"),
    [
        ("reserve.capital_use_share", "330304", date(2025, 1, 1), "0.30"),
        ("reserve.capital_use_share", "330304", date(2024, 6, 1), "0.25"),
        ("risk.interest_burden_line", "330304", date(2026, 1, 1), "0.10"),
        ("coverage.lower_total", "330304", date(2026, 1, 1), "1.2"),
        ("coverage.assumed_rate", "330304", date(2026, 1, 1), "0.045"),
        ("issuance.disclosure_lead", "330200", date(2021, 9, 15), 5),
        ("issuance.tenors", "330200", date(2021, 9, 15), [1, 2, 3, 5, 7, 10, 15, 20, 30]),
    ],
)
def test_golden_values(key: str, region: str, day: date, value: object) -> None:
    assert in_force(key, region, day).value == value


def test_golden_fees_are_those_charged_in_public_notices() -> None:
    day = date(2024, 1, 3)
    rates = [in_force(f"issuance.{name}_fee_rate", "35", day).value for name in ("issuance", "registration")]
    assert sum(Decimal(str(rate)) for rate in rates) == Decimal("0.000864")


def test_golden_capital_ratio_of_ports_fell_in_november_2019() -> None:
    def ports(day: date) -> object:
        rows = in_force("reserve.capital_ratio", "33", day).value
        assert isinstance(rows, list)
        return next(row["ratio"] for row in rows if row["key"] == "port_shipping")

    assert ports(date(2019, 11, 19)) == "0.25"
    assert ports(date(2019, 11, 20)) == "0.20"


def test_golden_shanxi_lines_hold_in_shanxi_alone() -> None:
    day = date(2024, 1, 1)
    shanxi, zhejiang = (in_force("use.spend_progress", code, day) for code in ("140105", "330304"))
    assert (shanxi.status, zhejiang.status) == ("local", "unconfirmed")
    assert isinstance(shanxi.value, list)
    assert [(row["from_month"], row["ratio"]) for row in shanxi.value] == [
        (3, "0.25"),
        (6, "0.50"),
        (9, "0.75"),
        (12, "1"),
    ]
    assert [seed.region for seed in SEEDS if seed.key == "use.below_standard_months"] == ["14"]


def test_law_stages_follow_each_other_without_gaps() -> None:
    for key, low, high in (
        ("use.spend_progress", "from_month", "to_month"),
        ("risk.overdue_bands", "from", "to"),
    ):
        for seed in (one for one in SEEDS if one.key == key):
            rows = seed.value
            assert isinstance(rows, list)
            assert [row[high] for row in rows[:-1]] == [row[low] for row in rows[1:]]
            assert rows[-1][high] is None


def test_law_points_add_up_to_their_total() -> None:
    seeds = [seed for seed in SEEDS if "total" in seed.params]
    assert len(seeds) == 2
    for seed in seeds:
        assert isinstance(seed.value, list)
        assert sum(Decimal(row["points"]) for row in seed.value) == Decimal(str(seed.params["total"]))


def test_law_score_bands_fall_to_zero() -> None:
    rows = in_force("performance.score_bands", "33", date(2024, 1, 1)).value
    assert isinstance(rows, list)
    cuts = [Decimal(row["from"]) for row in rows]
    assert cuts == sorted(cuts, reverse=True) == [90, 80, 60, 0]


def test_lists_have_the_items_of_their_paper() -> None:
    assert (len(NEGATIVE_ITEMS), len(READINESS_ITEMS), len(EX_ANTE_ITEMS)) == (6, 12, 8)
    keys = {key for key, _label in READINESS_ITEMS}
    for name in ("reserve.required_permits", "reserve.construction_permits"):
        rows = in_force(name, "33", date(2024, 1, 1)).value
        assert isinstance(rows, list)
        assert set(rows) <= keys
    assert {"port_shipping", "airport"} <= {key for key, _ratio, _label in CAPITAL_RATIOS}
