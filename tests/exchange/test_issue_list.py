"""Issue lists: what they give, what they refuse, what they warn of."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from bondlife.exchange.bond_names import ISSUERS, name_parts, read_name
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.sandbox import read_workbook
from tests.exchange.hostile import HEADINGS, bond_row, csv_file, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
CORPS = "2025年新疆维吾尔自治区(新疆生产建设兵团)一般债券(一期)"
NAMES = {
    "2024年江苏省地方政府再融资专项债券(一期)": (
        "江苏省", "special_bond", "refinancing_bond", "refinancing_principal",
    ),
    "2024年青岛市政府一般债券(一期)": ("青岛市", "general_bond", "new_bond", "new_project"),
    CORPS: ("新疆生产建设兵团", "general_bond", "new_bond", "new_project"),
    "2025年雄安新区建设一般债券(一期)-2025年河北省政府一般债券(三期)": (
        "河北省", "general_bond", "new_bond", "new_project",
    ),
    "2023年海南省支持中小银行发展专项债券(一期)-2023年海南省政府专项债券(二十三期)": (
        "海南省", "special_bond", "new_bond", "small_banks",
    ),
    "2024年湖北省(武汉市、黄石市)轨道交通专项债券(一期)-2024年湖北省政府专项债券(二期)": (
        "湖北省", "special_bond", "new_bond", "new_project",
    ),
    "2023年浙江省特殊再融资一般债券(一期)": (
        "浙江省", "general_bond", "refinancing_bond", "replacing_hidden_debt",
    ),
}  # fmt: skip


def errors(rows: list[list[Any]], **options: Any) -> list[tuple[str, str]]:
    draft = read_issue_list(read_workbook(workbook(rows)), **options)
    return [(each.code, each.cell) for each in draft.findings if each.severity == "error"]


def warnings(rows: list[list[Any]], **options: Any) -> set[str]:
    draft = read_issue_list(read_workbook(workbook(rows)), **options)
    return {each.code for each in draft.warnings}


@pytest.mark.parametrize("name", NAMES)
def test_golden_names(name: str) -> None:
    assert read_name(name)[:4] == NAMES[name]


def test_thirty_seven_issuers() -> None:
    assert len(ISSUERS) == 37
    for issuer in ISSUERS:
        assert read_name(f"2024年{issuer}政府专项债券(一期)").issuer == issuer


def test_two_part_names_come_apart() -> None:
    assert name_parts("2024年A专项债券(一期)--2024年B专项债券(二期)") == (
        "2024年A专项债券(一期)",
        "2024年B专项债券(二期)",
    )
    assert name_parts(CORPS) == (CORPS,)


@pytest.mark.parametrize("make", [workbook, csv_file, lambda rows: csv_file(rows, encoding="gb18030")])
def test_the_same_bonds_from_every_format(make: Any) -> None:
    draft = read_issue_list(read_workbook(make([bond_row(1), bond_row(2, size_yi="0.12")])))
    assert draft.exit_code == 0
    first = draft.rows[0]
    assert (first.face, first.tenor_years, first.coupon_rate) == (304_000_000_000, 10, Decimal("0.0236"))
    assert (first.issue_date, first.maturity_date) == (date(2024, 2, 28), date(2034, 3, 1))
    assert (first.issuer, first.kind, first.nature, first.row) == ("宁波市", "special_bond", "new_bond", 2)
    assert draft.totals_by_unit()["face"] == {"元": "3052000000", "万元": "305200", "亿元": "30.52"}
    assert draft.summary["maturity_drift_days"] == {"1": 2} or draft.summary["maturity_drift_days"] == {
        "2": 2
    }


def test_chinese_headings_below_a_title_row_and_a_remembered_mapping() -> None:
    rows = [["附表", "", ""],
            ["序号", "债券名称", "发行日期", "发行规模（亿元）", "期限", "发行利率(%)", "备注"],
            ["1", "2024年宁波市政府专项债券(一期)", "2024-02-28", "1.5", "7+3", "2.36", "x"]]  # fmt: skip
    text = "\n".join(",".join(row) for row in rows).encode("gb18030")
    draft = read_issue_list(read_workbook(text))
    assert draft.rows[0].option_pattern == "7+3"
    assert draft.rows[0].tenor_years == 10
    assert draft.mapping["face"] == "发行规模（亿元）"
    assert {each.code for each in draft.errors} == {"uneven_row"}
    moved = text.replace("发行规模（亿元）".encode("gb18030"), "票面".encode("gb18030"))
    assert read_issue_list(read_workbook(moved)).errors[-1].code == "no_heading"
    for own in ("票面", "D"):
        assert read_issue_list(read_workbook(moved), mapping={"face": own}).rows[0].face == 15_000_000_000


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"name": "2024年宁波市政府债券"}, "unknown_kind", "B2"),
        ({"name": "2024年某地政府专项债券"}, "unknown_issuer", "B2"),
        ({"name": ""}, "missing", "B2"),
        ({"issue_date": "2023-02-29"}, "no_such_day", "C2"),
        ({"issue_date": ""}, "missing", "C2"),
        ({"maturity_date": "2024-02-28"}, "maturity_before_issue", "D2"),
        ({"size_yi": "NaN"}, "not_an_amount", "E2"),
        ({"size_yi": "1e999"}, "not_an_amount", "E2"),
        ({"size_yi": 0}, "not_positive", "E2"),
        ({"size_yi": -1}, "negative", "E2"),
        ({"size_yi": 2**63}, "too_large", "E2"),
        ({"size_yi": "0.00000000001"}, "third_decimal", "E2"),
        ({"size_yi": "/"}, "missing", "E2"),
        ({"tenor_years": 6}, "tenor_not_offered", "F2"),
        ({"tenor_years": "ten"}, "not_a_tenor", "F2"),
        ({"coupon_pct": 12.5}, "coupon_out_of_range", "G2"),
        ({"coupon_pct": -0.1}, "coupon_out_of_range", "G2"),
        ({"coupon_pct": "two"}, "not_a_number", "G2"),
    ],
)
def test_refuses_by_cell(change: dict[str, Any], code: str, cell: str) -> None:
    assert errors([bond_row(1, **change), bond_row(2)]) == [(code, cell)]


def test_an_error_names_read_expected_and_mend_in_both_languages() -> None:
    draft = read_issue_list(read_workbook(workbook([bond_row(1, tenor_years=6)])))
    found = draft.errors[0]
    assert (found.sheet, found.row, found.column, found.field, found.read) == ("附表", 2, "F", "tenor", "6")
    assert "30" in found.told("en")["expected"]
    assert found.told("zh")["title"] == "没有这种期限的债券。"
    assert found.as_dict()["cell"] == "F2"
    assert not draft.is_importable
    assert draft.exit_code == 2


@pytest.mark.parametrize("poison", [b"1e999", b"NaN", b"-INF"])
def test_an_infinite_number_in_a_cell_is_refused_by_cell_or_with_the_file(poison: bytes) -> None:
    base = workbook([bond_row(1), bond_row(2)])
    with zipfile.ZipFile(BytesIO(base)) as container:
        part = container.read(SHEET).replace(b"<v>30.4</v>", b"<v>" + poison + b"</v>", 1)
    try:
        draft = read_issue_list(read_workbook(with_part(SHEET, part, base=base)))
    except FileRefused as refusal:
        outcome = [refusal.code]
    else:
        outcome = [each.cell for each in draft.errors]
    assert outcome in (["E2"], ["damaged"])


def test_duplicates_and_namesakes() -> None:
    assert errors([bond_row(1), bond_row(2), bond_row(1)]) == [("duplicate_row", "B4")]
    same_name = bond_row(1, tenor_years=20, maturity_date="2044-02-29")
    assert errors([bond_row(1), same_name]) == []
    assert warnings([bond_row(1), same_name]) == {"same_name"}


def test_units_are_doubted_and_conflicts_refused() -> None:
    headings = tuple("size" if name == "size_yi" else name for name in HEADINGS)
    book = read_workbook(workbook([bond_row(1), bond_row(2)], headings=headings))
    doubt = read_issue_list(book, unit="元").warnings[0]
    assert doubt.code == "unit_doubt"
    assert "30.4 元" in doubt.told()["title"]
    assert "3,040,000,000 元" in doubt.told()["mend"]
    assert {code for code, _ in errors([bond_row(1)], unit="万元")} == {"unit_conflict"}
    assert warnings([bond_row(1), bond_row(2), bond_row(3, size_yi=4000)]) == {"implausible_amount"}


def test_rates_that_lost_their_percent_format() -> None:
    rows = [bond_row(1, coupon_pct=0.0236), bond_row(2, coupon_pct=0.0301)]
    assert {code for code, _ in errors(rows)} == {"rate_unit"}
    draft = read_issue_list(read_workbook(workbook(rows)), rate_unit="decimal")
    assert draft.rows[0].coupon_rate == Decimal("0.0236")
    assert read_issue_list(read_workbook(csv_file([bond_row(1, coupon_pct="2.36%")]))).rows[
        0
    ].coupon_rate == Decimal("0.0236")


def test_a_twenty_ninth_of_february_and_far_maturities() -> None:
    leap = bond_row(1, issue_date="2024-02-29", maturity_date="2034-03-01")
    late = bond_row(2, maturity_date="2034-09-01")
    draft = read_issue_list(read_workbook(workbook([leap, late])))
    assert draft.exit_code == 0
    assert [(each.severity, each.code) for each in draft.findings] == [("info", "maturity_drift")]
    assert draft.summary["maturity_drift_days"]["1"] == 1


def test_a_name_of_another_year_and_a_contradiction() -> None:
    assert warnings([bond_row(1, name="2023年宁波市政府专项债券(一期)")]) == {"year_of_name"}
    mixed = "2024年宁波市一般债券(一期)-2024年宁波市政府专项债券(二期)"
    assert warnings([bond_row(1, name=mixed)]) == {"mixed_kind"}


def test_a_heading_twice_is_refused() -> None:
    headings = ("seq", "name", "issue_date", "maturity_date", "size_yi", "tenor_years", "coupon_pct", "name")
    draft = read_issue_list(read_workbook(workbook([[*bond_row(1), "x"]], headings=headings)))
    assert draft.errors[0].code == "repeated_heading"


def test_no_rows_no_headings_no_sheet() -> None:
    assert errors([]) == [("no_rows", "")]
    assert read_issue_list(read_workbook(b"a,b\n1,2\n")).errors[0].code == "no_heading"
    assert read_issue_list(read_workbook(workbook([], headings=()))).exit_code == 2


def test_a_formula_row_says_so() -> None:
    rows = [bond_row(1), bond_row(2, size_yi="=SUM(E2:E2)")]
    draft = read_issue_list(read_workbook(workbook(rows)))
    assert {"formulas_present", "formula_stale"} <= {each.code for each in draft.findings}


def test_text_is_kept_as_it_is() -> None:
    name = "2024年宁波市政府专项债券(𠮷)"
    assert read_issue_list(read_workbook(csv_file([bond_row(1, name=name)]))).rows[0].name == name
    draft = read_issue_list(
        read_workbook(csv_file([bond_row(1, name="2024年宁波市政府\x1b专项债券"), bond_row(2)]))
    )
    assert [(each.code, each.cell) for each in draft.errors] == [("control_sign", "B2")]
