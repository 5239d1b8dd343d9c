"""Printed forms entered through the product: the same forms come out with the same figures.

Sources: 椒江区 2024-06-19 (jj.gov.cn), 西双版纳州财政局 2023-06-26 (xsbn.gov.cn), 凉山州交通投资集团
2024-06-17 (lsjtjt.cn): tables of the duration period; 三门县 2025-06-26 (sanmen.gov.cn), 天台县平桥镇
2023-06-29 (zjtt.gov.cn), 萧山区 2025-06-24 (xiaoshan.gov.cn), 瓯海区 2023-06-30 (ouhai.gov.cn): evaluations.
"""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bondlife.db import Database
from bondlife.demo.debts import Terms
from bondlife.errors import Blocked
from bondlife.queries.published_form import sections_of
from models.disclosure_forms import forms
from tests.cases.printed import LATER, Office, fen, wan


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """Return the desks of a county and of those above it."""
    return Office(db, tmp_path)


def printed(reference_data: Path, name: str) -> Any:
    """Return a case as it was written down."""
    return yaml.safe_load((reference_data / "cases" / f"{name}.yaml").read_text("utf-8"))


@pytest.mark.shared
@pytest.mark.parametrize("place", [0, pytest.param(1, marks=pytest.mark.full)])
def test_jiaojiang_table_of_zhejiang(office: Office, reference_data: Path, place: int) -> None:
    """F4 of one project each: used, invested, realised, expected from 2024 to the end of life."""
    row = printed(reference_data, "duration_jiaojiang_2023")["inputs"]["rows"][place]
    code, start = f"JJ-{place}", date(2022 + LATER, 1, 20)
    total, planned = wan(row["项目全周期总投资"]), wan(row["总投资其中_债券资金安排"])
    project = office.take_on([(code, row["项目名称"], total, planned)], start)[code]
    terms = Terms(row["债券全称"], start, int(row["发行期限"]), row["债券利率"])
    [held] = office.bond(terms, row["债券简称"], (project, wan(row["本期债券使用额度"])))
    office.pay(held, wan(row["已实现其中_债券资金安排"]), date(2022 + LATER, 6, 1))
    office.report(project, f"{2023 + LATER}-12", wan(row["已实现投资"]))
    office.expect(project, 2024 + LATER, wan(row["预期收益_2024起至全周期结束"]))
    [line] = office.form("F4", date(2023 + LATER, 12, 31), project=project)["rows"]
    assert (line["bond_name"], line["name"]) == (row["债券全称"], row["项目名称"])
    assert (line["tenor"], line["coupon_rate"]) == (
        f"{row['发行期限']}年",
        f"0.0{row['债券利率'].replace('.', '')}",
    )
    names = {
        "bond_used": "本期债券使用额度",
        "investment": "项目全周期总投资",
        "investment_bonds": "总投资其中_债券资金安排",
        "realised": "已实现投资",
        "realised_bonds": "已实现其中_债券资金安排",
        "expected_income": "预期收益_2024起至全周期结束",
    }
    assert {name: line[name] for name in names} == {name: fen(row[zh]) for name, zh in names.items()}


@pytest.mark.shared
def test_xishuangbanna_two_bonds_of_one_project(office: Office, reference_data: Path) -> None:
    """F3: each bond tells what it paid itself; the project stands behind both, and is not added up twice.

    The realised investment of the whole project is the sum of both: the print gives each bond its own.
    """
    rows = printed(reference_data, "duration_xishuangbanna_2022")["inputs"]["表2_专项债券"]
    day, code = date(2022 + LATER, 1, 19), "XSBN-1"
    total, planned = wan(rows[0]["债券项目总投资"]), wan(rows[0]["其中:债券资金安排"])
    project = office.take_on([(code, "综合交通及市政工程", total, planned)], day)[code]
    for row in rows:
        start = date.fromisoformat(row["发行时间"]).replace(year=2022 + LATER) + timedelta(days=1)
        terms = Terms(row["债券名称"], start, int(row["债券期限"]), row["债券利率"])
        [held] = office.bond(terms, row["债券编码"], (project, wan(row["债券规模"])))
        office.pay(held, wan(row["已实现其中:债券资金安排"]), date(2022 + LATER, 9, 1))
    content = office.form("F3", date(2022 + LATER, 12, 31), project=project)
    found = {one["bond_name"]: one for one in content["rows"]}
    for row in rows:
        line = found[row["债券名称"]]
        assert line["bond_code"] == row["债券编码"]
        assert line["issue_date"] == row["发行时间"].replace("2022", str(2022 + LATER))
        assert (line["tenor"], line["coupon_rate"]) == (
            f"{row['债券期限']}年",
            str(Decimal(row["债券利率"]) / 100),
        )
        names = {
            "amount": "债券规模",
            "bond_share": "已实现其中:债券资金安排",
            "income_total": "已取得项目收益",
        }
        names |= {"investment": "债券项目总投资", "investment_bonds": "其中:债券资金安排"}
        assert {name: line[name] for name in names} == {name: fen(row[zh]) for name, zh in names.items()}
        assert line["realised"] == sum(fen(one["债券项目已实现投资"]) for one in rows)
        assert line["bond_share"] <= line["received"]
    [section] = sections_of(forms()["F3"], content)
    totals = {one.place.rpartition(".")[2]: one.value for one in section.totals if one is not None}
    assert totals == {"amount": fen("6.09"), "bond_share": fen("6.09"), "received": fen("6.09")}


@pytest.mark.shared
def test_xishuangbanna_general_bond_and_its_use_by_function(office: Office, reference_data: Path) -> None:
    """F3G and F3U: the general bond as printed, without income; what it was spent for, class by class.

    The printed third table is cut off: its lines sum to 0.98, its total is 1.00. What lies behind the cut is
    paid here under other expenditure, so that both sides come to the printed total.
    """
    inputs = printed(reference_data, "duration_xishuangbanna_2022")["inputs"]
    [row], use = inputs["表1_一般债券"], inputs["表3_一般债券资金收支"]
    day = date.fromisoformat(row["发行时间"]).replace(year=2022 + LATER) + timedelta(days=1)
    total, planned = wan(row["债券项目总投资"]), wan(row["其中:债券资金安排"])
    project = office.take_on([("XSBN-2", "州本级一般债券项目", total, planned)], day)["XSBN-2"]
    terms = Terms(row["债券名称"], day, int(row["债券期限"]), row["债券利率"], bond_type="general")
    [held] = office.bond(terms, row["债券编码"], (project, wan(row["债券规模"])))
    behind = Decimal(row["债券规模"]) - sum(map(Decimal, use["支出"].values()))
    for name, amount in {**use["支出"], "229其他支出": str(behind)}.items():
        office.pay(held, wan(amount), date(2022 + LATER, 9, 1), f"{name[:3]}0299")
    office.report(project, f"{2022 + LATER}-12", wan(row["债券项目已实现投资"]))
    end = date(2022 + LATER, 12, 31)
    [line] = office.form("F3G", end, project=project)["rows"]
    assert (line["bond_name"], line["bond_code"], line["bond_type"]) == (
        row["债券名称"], row["债券编码"], row["债券类型"],
    )  # fmt: skip
    names = {
        "amount": "债券规模",
        "investment": "债券项目总投资",
        "investment_bonds": "其中:债券资金安排",
        "realised": "债券项目已实现投资",
        "bond_share": "已实现其中:债券资金安排",
    }
    assert {name: line[name] for name in names} == {name: fen(row[zh]) for name, zh in names.items()}
    assert not [one for one in line if one.startswith("income")]
    assert office.form("F3", end, project=project)["rows"] == []
    content = office.form("F3U", end)
    told = {one["function"]: one["spent"] for one in content["rows"]}
    assert told == {**{name: fen(amount) for name, amount in use["支出"].items()}, "229其他支出": fen("0.02")}
    assert [(one["bond"], one["came"]) for one in content["rows"]] == [
        *((name, fen(amount)) for name, amount in use["收入"].items()), *[("—", "—")] * 3,
    ]  # fmt: skip
    [section] = sections_of(forms()["F3U"], content)
    totals = {one.place.rpartition(".")[2]: one.value for one in section.totals if one is not None}
    assert totals == {"came": fen("1.00"), "spent": fen("1.00")}


@pytest.mark.full
@pytest.mark.shared
def test_liangshan_one_bond_over_ten_projects(office: Office, reference_data: Path) -> None:
    """F3 of a bond in ten parts down to 20 万元; the part that was told above its bond cannot be paid."""
    inputs = printed(reference_data, "duration_liangshan_2023_general")["inputs"]
    bond, rows = inputs["债券"], inputs["rows"]
    start = date(2020 + LATER + 2, 8, 10)
    ledger = [
        (
            f"LS-{place}",
            row["备注"],
            wan(row.get("项目总投资", row["规模"])),
            wan(row.get("其中_债券资金安排", row["规模"])),
        )
        for place, row in enumerate(rows)
    ]
    projects = office.take_on(ledger, start)
    terms = Terms(bond["名称"], start, int(bond["期限"].removesuffix("年")), bond["利率"])
    shares = [(projects[code], wan(row["规模"])) for (code, *_), row in zip(ledger, rows, strict=True)]
    held = office.bond(terms, bond["编码"], *shares)
    with pytest.raises(Blocked, match="exceed the bonds allotted"):
        office.pay(held[-1], wan(rows[-1]["已实现其中_债券资金安排"]), date(2036, 9, 1))
    told = [
        office.form("F3", date(2036, 12, 31), project=one.project, share=one.share)["rows"][0]["amount"]
        for one in held
    ]
    assert told == [fen(row["规模"]) for row in rows]
    assert sum(told) == fen("0.981")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "nature"),
    [
        ("evaluation_sanmen_2024", 5),
        pytest.param("evaluation_tiantai_pingqiao_2022", 2, marks=pytest.mark.full),
        pytest.param("evaluation_zhejiang_single_projects", 1, marks=pytest.mark.full),
    ],
)
def test_scores_come_out_with_amount_and_grade(
    office: Office, reference_data: Path, case: str, nature: int
) -> None:
    """F7 of a region: the score as printed, the grade by the bands; 90 is the first of the best grade."""
    told = [row for row in scored(printed(reference_data, case)["inputs"]) if row[2]]
    assert len(told) == nature
    start = date(2036, 3, 20)
    ledger = [(f"PJ-{place}", name, wan(amount), wan(amount)) for place, (name, amount, _) in enumerate(told)]
    projects = office.take_on(ledger, start)
    shares = [(projects[code], bonds) for code, _name, _total, bonds in ledger]
    office.bond(Terms("评价项目债券", start, 10, "2.36"), "36777", *shares)
    office.evaluate({f"PJ-{place}": int(score) for place, (_, _, score) in enumerate(told)}, 2036)
    rows = office.form("F7", date(2036, 12, 31))["rows"]
    assert [(row["name"], row["amount"], Decimal(row["score"]), row["grade"]) for row in rows] == [
        (name, fen(amount), Decimal(score), "优" if int(score) >= 90 else "良")
        for name, amount, score in told
    ]


def scored(inputs: Any) -> list[tuple[str, str, str]]:
    """Return name, amount and score of each project of a case; an empty score was not printed."""
    rows = inputs.get("rows") or [
        {"项目名称": name.partition("_")[2] or name, **row} for name, row in inputs.items()
    ]
    return [
        (
            row["项目名称"],
            row.get("发行金额") or row["债券规模"],
            row.get("评价得分") or row.get("自评分数") or "",
        )
        for row in rows
    ]


@pytest.mark.full
@pytest.mark.shared
def test_ouhai_share_paid_of_what_was_raised(office: Office, reference_data: Path) -> None:
    """F5: 6 of 11 亿元 paid is 54.55 % at the end of the year."""
    case = printed(reference_data, "evaluation_ouhai_drainage_2022")
    start = date(2036, 1, 20)
    project = office.take_on([("OH-1", "瓯海区排水管网工程(二期)", wan("22.66"), wan("11"))], start)["OH-1"]
    [held] = office.bond(
        Terms("瓯海债券", start, 15, "3"), "36888", (project, wan(case["inputs"]["申请专项债券资金"]))
    )
    office.pay(held, wan(case["inputs"]["2022年已拨付"]), date(2036, 9, 1))
    [row] = office.form("F5", date(2036, 12, 31), project=project)["rows"]
    assert (row["received"], row["paid"]) == (fen("11"), fen("6"))
    assert Decimal(row["paid_share"]) * 100 == Decimal(case["derived_not_published"]["拨付率_pct"])
