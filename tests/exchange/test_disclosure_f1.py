"""The disclosure template as a saved page and as xlsx: the Ningbo form of 2021 and forms with one
oddity each.
"""

from datetime import date
from typing import Any

import pytest

from bondlife.exchange.bond_types import BOND_TYPES, parents_of, repayment_form
from bondlife.exchange.disclosure_f1 import read_disclosure
from bondlife.exchange.disclosure_rows import DisclosedBond, YearAmount
from bondlife.exchange.draft import Draft
from bondlife.exchange.sandbox import read_workbook
from tests.exchange.forms import FULL, NINGBO, Row, form_rows, html, xlsx

YI = 10**10
MAKERS = (html, xlsx, lambda rows: html(rows, encoding="gb18030"))


def read(rows: list[Row], make: Any = html, **options: Any) -> Draft[DisclosedBond]:
    return read_disclosure(read_workbook(make(rows, **options)))


def codes(draft: Draft[DisclosedBond]) -> set[str]:
    return {each.code for each in draft.findings}


def full(**changes: Any) -> list[Row]:
    options: dict[str, Any] = {
        "plan_years": ("2024", "2025", "2026年及以后年度"),
        "plan": {"专项债券融资": ["5.7000", "4.3000", "暂无"], "其他债务融资": ["/", "/", "/"]},
        "revenue_total": "12.0000",
        "revenue": {"2024": "-1.0000", "2025": "0.0000", "2026": "13.0000"},
    }
    return form_rows(FULL | changes.pop("fields", {}), **(options | changes))


PROJECTS: list[Row] = [
    ("序号", "项目名称", "项目编码", "项目总投资(亿元)", "本次发行额(亿元)"),
    *((f"{number}", f"示例项目{number}", f"P{number:03}", "0.3000", "0.1000") for number in range(1, 58)),
    ("", "合计", "", "", "5.7000"),
]


@pytest.mark.parametrize("make", MAKERS)
def test_golden_ningbo(make: Any) -> None:
    """宁波市财政局, 2021-09-15; the page read is cut after 2030, so the yearly revenue cannot reach
    its total.
    """
    draft = read(form_rows(), make)
    bond = draft.rows[0]
    assert (bond.planned_face, bond.major_project_face) == (304_000_000_000, 0)
    assert (bond.tenor_years, bond.tender_date, bond.rating) == (30, date(2021, 9, 23), "AAA")
    assert (bond.repayment_form, bond.project_count) == ("bullet", 16)
    assert bond.total_investment == 4_117_184_000_000
    assert bond.special_plan[0] == YearAmount(2018, "and_before", 0)
    assert bond.special_plan[-1] == YearAmount(2026, "and_after", 4_000_000_000)
    assert sum(each.amount or 0 for each in bond.other_plan) == bond.other_finance == 1_129_171_000_000
    assert bond.revenue[0] == YearAmount(2021, "only", -211_000_000)
    assert [each.year for each in bond.revenue] == list(range(2021, 2031))
    assert len(bond.types) == 13
    assert "轨道交通" in bond.types
    assert "铁路" not in bond.types
    found = draft.findings
    assert [(each.code, each.printed, each.computed) for each in found] == [
        ("revenue_sum", "590.4898", "102.1029")
    ]
    assert draft.exit_code == 1
    assert draft.totals_by_unit()["planned_face"]["亿元"] == "30.4"


@pytest.mark.parametrize("make", MAKERS[:2])
def test_fifty_seven_projects_seven_plus_three_a_leap_day_and_no_figures(make: Any) -> None:
    options = {"tables": [PROJECTS]} if make is html else {"others": [PROJECTS]}
    draft = read(full(ratios={"项目总收益/项目总投资": "0.60"}), make, **options)
    bond = draft.rows[0]
    assert draft.findings == ()
    assert (bond.tenor_years, bond.option_pattern) == (10, "7+3")
    assert bond.tender_date == date(2024, 2, 29)
    assert bond.repayment_form == "instalment"
    assert bond.other_finance is None
    assert bond.special_plan[-1] == YearAmount(2026, "and_after", None)
    assert [each.amount for each in bond.revenue] == [-YI, 0, 13 * YI]
    assert len(bond.projects) == bond.project_count == 57
    assert sum(project.share or 0 for project in bond.projects) == bond.planned_face


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": {"债券存续期内项目总投资(亿元)": "21.0000"}}, "investment_split"),
        ({"fields": {"专项债券融资(亿元)": "10.0001", "债券存续期内项目总投资(亿元)": "20.0001"}},
         "special_plan_sum"),
        ({"plan": {"专项债券融资": ["5.7000", "4.3000", "0.0000"], "其他债务融资": ["1.0000", "/", "/"]},
          "fields": {"其他债务融资(亿元)": "2.0000", "债券存续期内项目总投资(亿元)": "22.0000"}},
         "other_plan_sum"),
        ({"revenue_total": "12.0001"}, "revenue_sum"),
        ({"fields": {"计划发行额(亿元)": "5.8000"}}, "issue_within_year_plan"),
        ({"fields": {"计划发行额(亿元)": "10.0001"}}, "issue_within_bond_total"),
        ({"fields": {"其中:用于符合条件的重大项目(亿元)": "5.7001"}}, "major_within_issue"),
        ({"fields": {"债券类型": "□交通基础设施 ☑铁路"}}, "parent_not_ticked"),
        ({"ratios": {"项目总收益/项目总投资": "0.61"}}, "ratio_differs"),
        ({"fields": {"还本方式": "另行约定"}}, "unknown_repayment"),
        ({"plan_years": ("2024", "2026", "2027年及以后年度")}, "years_not_continuous"),
    ],
)  # fmt: skip
def test_each_identity_that_fails_is_a_warning(changes: dict[str, Any], code: str) -> None:
    draft = read(full(**changes))
    assert code in codes(draft)
    assert not draft.errors
    assert draft.is_importable


def test_a_count_or_sum_of_projects_that_fails() -> None:
    draft = read(full(), html, tables=[PROJECTS[:-3]])
    assert {"project_count", "projects_sum"} <= codes(draft)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": {"计划发行额(亿元)": "5.x"}}, "not_an_amount"),
        ({"fields": {"计划发行额(亿元)": "5.70000000001"}}, "third_decimal"),
        ({"fields": {"债券期限": "6年"}}, "tenor_not_offered"),
        ({"fields": {"招标/承销日": "2023-02-29"}}, "no_such_day"),
        ({"plan_years": ("2024", "2025", "2019-1年")}, "bad_year"),
        (
            {"plan": {"专项债券融资": ["NaN", "4.3000", "0"], "其他债务融资": ["/", "/", "/"]}},
            "not_an_amount",
        ),
        ({"revenue": {"2024": "x"}}, "not_an_amount"),
        ({"fields": {"对应项目数量(个)": "5.5"}}, "not_a_number"),
    ],
)
@pytest.mark.parametrize("make", MAKERS[:2])
def test_refuses_by_cell(make: Any, changes: dict[str, Any], code: str) -> None:
    draft = read(full(**changes), make)
    errors = [each for each in draft.errors if each.code == code]
    assert errors
    assert errors[0].cell


def test_a_missing_line_and_a_page_that_is_no_form() -> None:
    rows = [row for row in form_rows() if not row[0].startswith("计划发行额")]
    assert [each.params["label"] for each in read(rows).errors] == ["计划发行额"]
    assert read([("甲", "乙"), ("丙", "丁")]).errors[0].code == "no_form"


def test_two_forms_in_one_file() -> None:
    draft = read_disclosure(read_workbook(html(form_rows(), tables=[full()])))
    assert [bond.name for bond in draft.rows] == [NINGBO["债券名称"], FULL["债券名称"]]
    assert draft.summary == {"bonds": 2, "projects": 73}


def test_yearly_revenue_as_heading_and_row() -> None:
    years = ("2024年", "2025年", "2026年")
    rows = [row for row in full() if "分年收益" not in row[0]]
    rows += [
        ("债券存续期内项目分年收益(亿元)", "年度", *years),
        ("债券存续期内项目分年收益(亿元)", "收益", "-1.0000", "0.0000", "13.0000"),
    ]
    for make in MAKERS[:2]:
        draft = read(rows, make)
        assert [each.amount for each in draft.rows[0].revenue] == [-YI, 0, 13 * YI]
        assert not draft.findings


def test_the_tick_tree_is_whole() -> None:
    for parent, items in BOND_TYPES.items():
        for item in items:
            assert parents_of(item) == (parent,)
    assert repayment_form("到期一次性还本。") == "bullet"
