"""Published project pages: what they hold, which identities fail, which numerator a multiple was taken of.

Figures of the sewage and railway projects: qianlima.com and zhuangxiuzhaobiao.cn project pages (names
masked there).
"""

from decimal import Decimal
from typing import Any

import pytest

from bondlife.exchange.draft import Draft
from bondlife.exchange.project_page import Period, ProjectPage, read_project_pages
from bondlife.exchange.sandbox import read_workbook
from tests.exchange.forms import Row, html, xlsx

SEWAGE: dict[str, str] = {
    "项目名称": "污水处理项目（示例）",
    "总投资": "24500.0",
    "不含专项债的资本金": "17500.0",
    "申请专项债总额": "6000.0",
    "其他债务融资": "1000.0",
    "专项债作资本金": "6000.0",
    "建设期": "2022-09—2024-12",
    "运营期": "2025-01—2039-06",
    "预期收入(收益)": "13334.73",
    "成本": "5949",
    "收入来源": "居民污水处理服务费",
    "成本/收入": "44.61%",
    "覆盖倍数": "1.23",
    "发行期限": "15",
    "到期日": "2039-04-01",
}
BATCHES: list[Row] = [
    ("发行日期", "批次", "金额", "利率", "专项债作资本金发行额"),
    ("2025-03-31", "第2批次", "1500.0", "2.22%", "0.0"),
    ("2023-03-31", "第1批次", "3000.0", "3.10%", "1700.0"),
]


def read(
    changes: dict[str, str] | None = None, make: Any = html, batches: list[Row] = BATCHES
) -> Draft[ProjectPage]:
    rows = list({**SEWAGE, **(changes or {})}.items())
    more = {"tables": [batches]} if make is html else {"others": [batches]}
    return read_project_pages(read_workbook(make(rows, **more)))


@pytest.mark.parametrize("make", [html, xlsx])
def test_golden_sewage(make: Any) -> None:
    draft = read(make=make)
    page = draft.rows[0]
    assert draft.findings == ()
    assert (page.total_investment, page.other_debt) == (24_500_000_000, 1_000_000_000)
    assert (page.cost_over_revenue, page.multiple) == (Decimal("0.4461"), Decimal("1.23"))
    assert page.construction == Period((2022, 9), (2024, 12))
    assert page.basis is not None
    assert page.basis.fits == "gross"
    assert [(batch.batch, batch.amount, batch.coupon) for batch in page.batches] == [
        ("第2批次", 1_500_000_000, Decimal("0.0222")),
        ("第1批次", 3_000_000_000, Decimal("0.031")),
    ]


@pytest.mark.parametrize(
    ("changes", "code", "figures"),
    [
        ({"总投资": "24600.0"}, "funding_identity", ("24600", "24500")),
        ({"申请专项债总额": "4000.0", "总投资": "22500.0"}, "batches_above_approved", ("4000", "4500")),
        ({"成本/收入": "44.62%"}, "cost_over_revenue", ("0.4462", "0.4461")),
        ({"成本/收入": "7553.88%"}, "ratio_odd", ("7553.88%", "")),
        ({"覆盖倍数": "0.12"}, "multiple_not_explained", ("0.12", "111122.75 万元")),
        ({"覆盖倍数": "7.93"}, "multiple_not_explained", ("7.93", "1681.55 万元")),
    ],
)
def test_what_does_not_hold_is_shown_with_both_figures(
    changes: dict[str, str], code: str, figures: tuple[str, str]
) -> None:
    draft = read(changes)
    found = [each for each in draft.findings if each.code == code]
    assert [(each.printed, each.computed) for each in found] == [figures]
    assert draft.exit_code == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"运营期": "2020—2056"}, "operation_before_construction"),
        ({"到期日": "2040-04-01"}, "matures_after_operation"),
        ({"建设期": "2024—2022"}, "periods_reversed"),
        ({"成本": "****4044"}, "masked"),
    ],
)
def test_oddities_are_warnings(changes: dict[str, str], code: str) -> None:
    draft = read(changes)
    assert code in {each.code for each in draft.warnings}
    assert not draft.errors


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"总投资": "x"}, "not_an_amount"),
        ({"覆盖倍数": "NaN"}, "not_a_number"),
        ({"建设期": "某年—2024"}, "not_a_month"),
        ({"到期日": "2039-02-30"}, "no_such_day"),
        ({"发行期限": "6"}, "tenor_not_offered"),
    ],
)
@pytest.mark.parametrize("make", [html, xlsx])
def test_refuses_by_cell(make: Any, changes: dict[str, str], code: str) -> None:
    assert [each.code for each in read(changes, make).errors] == [code]


def test_refuses_a_bad_batch_and_a_page_that_is_none() -> None:
    bad = [*BATCHES[:2], ("2023-02-30", "第1批次", "1.0000001", "31%", "2000")]
    codes = [each.code for each in read(batches=bad).errors]
    assert codes == ["no_such_day", "third_decimal", "coupon_out_of_range"]
    assert read_project_pages(read_workbook(b"a,b\n1,2\n")).errors[0].code == "no_form"


def test_a_part_used_as_capital_above_its_batch() -> None:
    rows = [*BATCHES[:2], ("2023-03-31", "第1批次", "3000.0", "3.10%", "3001.0")]
    assert [each.code for each in read(batches=rows).warnings] == ["capital_part_above_batch"]
