"""F8 of every published table of limit and balance: entered as a file, the form has the printed figures.

Sources: those of ``test_limit_balance``. A balance above its limit, or a total that is not its parts, is
flagged on the form before anybody may approve it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bondlife.disclosure.about import About
from bondlife.disclosure.builders import builders
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.lifecycle.guards.identities import IDENTITIES
from models.base import columns
from models.registry import Region
from tests.cases.test_limit_balance import CASES, COUNTY, books
from tests.lifecycle.story import Story

__all__ = ["books"]
pytestmark = pytest.mark.shared

FILES = {
    "national": "limit_balance_national_2015_2024",
    "provinces": "limit_balance_provinces_selected",
    "county": "debt_disclosure_county_2021",
    "taijiang": "debt_disclosure_taijiang_2020",
}
PLACES = {"national": "000000", "county": COUNTY}
Cells = Mapping[str, Decimal]


def printed(case: str, told: Any) -> Iterator[tuple[str, int, Cells]]:
    """Yield place, year and figures by letter of the form, as one case prints them."""
    if case == "national":
        names = {"E": "新增一般债务限额", "F": "新增专项债务限额", "H": "一般债务限额", "I": "专项债务限额"}
        for year in range(2015, 2025):
            yield "", year, {letter: Decimal(told[name][str(year)]) for letter, name in names.items()}
    elif case == "provinces":
        names = {"E": "quota_general", "F": "quota_special", "H": "limit_general", "I": "limit_special"}
        names |= {"K": "bal_general", "L": "bal_special", "J": "bal_total"}
        for row in told["rows"]:
            found = {letter: row[name] for letter, name in names.items() if row[name] is not None}
            yield row["region"], int(row["year"]), {letter: _exact(text) for letter, text in found.items()}
    elif case == "county":
        yield (
            "",
            2021,
            _families(
                told,
                {
                    "G": ("限额", ("合计", "一般债务", "专项债务")),
                    "J": ("余额", ("合计", "一般债务", "专项债务")),
                },
            ),
        )
    else:
        parts = ("合计", "一般", "专项")
        whole = {"D": ("新增限额", ("合计", "一般债务", "专项债务")), "G": ("限额", parts)}
        yield "台江县", 2020, _families(told, {**whole, "J": ("余额预计执行数", parts)})


def _exact(text: str) -> Decimal:
    """Return a printed figure; what a binary float left behind is rounded away as the importer does."""
    return Decimal(text).quantize(Decimal("0.0000000001")).normalize()


def _families(told: Any, families: Mapping[str, tuple[str, tuple[str, ...]]]) -> Cells:
    return {
        chr(ord(letter) + place): Decimal(told[name][part])
        for letter, (name, parts) in families.items()
        for place, part in enumerate(parts)
    }


def form_of(db: Any, case: str, place: str, year: int, form: str = "F8") -> Any:
    """Return a form of a place at the end of a year."""
    own = columns(Region)
    story = Story(db, Path())
    named = own.code == PLACES[case] if case in PLACES else own.name == place
    region = story.one(Region, named, own.ended_at.is_(None))
    with db.reading() as session:
        return builders()[form](About(session, form, date(year, 12, 31), region.id))


def broken(content: Any) -> set[str]:
    """Return the letters whose figures break an identity of the form."""
    names = ("f8.total = general + special", "f8.balance <= limit")
    pairs = [pair for name in names for pair in IDENTITIES[name](content, {}, 1)]
    return {what[:1] for what, left, right in pairs if left != right}


@pytest.mark.parametrize("case", FILES)
def test_the_form_has_the_printed_figures(books: Any, reference_data: Path, case: str) -> None:
    db, _reports = books
    told = yaml.safe_load((reference_data / "cases" / f"{FILES[case]}.yaml").read_text("utf-8"))["inputs"]
    fen = FEN_PER_UNIT[CASES[case][1]]
    flagged = {}
    for place, year, cells in printed(case, told):
        content = form_of(db, case, place, year)
        found = {row["letter"].partition("=")[0]: row["whole"] for row in content["rows"]}
        assert {letter: found[letter] for letter in cells} == {one: int(cells[one] * fen) for one in cells}, (
            place
        )
        if broken(content):
            flagged[place or case, year] = broken(content)
    assert flagged == FLAGGED[case]


@pytest.mark.parametrize("case", ["county", "taijiang"])
def test_issue_and_service_of_the_year_come_out_of_the_statement(
    books: Any, reference_data: Path, case: str
) -> None:
    """B1 of a region whose bonds are not in the books: the letters as printed, sums that foot."""
    db, _reports = books
    told = yaml.safe_load((reference_data / "cases" / f"{FILES[case]}.yaml").read_text("utf-8"))["inputs"]
    fen = FEN_PER_UNIT[CASES[case][1]]
    year = 2021 if case == "county" else 2020
    content = form_of(db, case, "台江县", year, "B1")
    found = {row["letter"].partition("=")[0]: row["whole"] for row in content["rows"]}
    assert {letter: found[letter] for letter in served(case, told)} == {
        letter: int(Decimal(text) * fen) for letter, text in served(case, told).items()
    }
    pairs = list(IDENTITIES["b1.total = general + special"](content, {}, 1))
    assert pairs
    assert all(left == right for _what, left, right in pairs)


def served(case: str, told: Any) -> Mapping[str, str]:
    """Return the printed figures of issue, principal and interest by letter."""
    if case == "taijiang":
        names = {"A": "合计", "B": "一般债券", "D": "专项债券"}
        own = {letter: told["发行"][name] for letter, name in names.items()}
        return {
            **own,
            "F": told["2020还本"],
            "I": told["2020付息"],
            "L": told["2021还本预算"],
            "Q": told["2021付息预算"],
        }
    lent, paid = told["转贷债券"], told["还本付息"]
    return {
        "A": lent["合计"],
        "C": lent["再融资一般债券"],
        "D": str(Decimal(lent["新增专项债券"]) + Decimal(lent["再融资专项债券"])),
        "E": lent["再融资专项债券"],
        "G": paid["一般债券本金"],
        "H": paid["专项债券本金"],
        "J": paid["一般债券利息"],
        "K": paid["专项债券利息"],
    }


PROVINCES = {("陕西省", 2015): {"K"}, ("新疆生产建设兵团", 2024): {"K", "L"}}
FLAGGED: dict[str, Any] = {"national": {}, "provinces": PROVINCES, "county": {}, "taijiang": {}}
"""What each publication got wrong, as the form says it before its approval."""
