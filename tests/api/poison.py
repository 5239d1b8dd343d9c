"""Values that have broken forms before, and bodies that are right but for one of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.security.authenticate import actor_of
from bondlife.services.inputs import ContractInput
from bondlife.services.parts import save_contract
from tests.api.client import PROJECT, V1, new_project

RAW = {
    "int64_over": "9223372036854775808",
    "int64_under": "-9223372036854775809",
    "digits_400": "9" * 400,
    "digits_5000": "9" * 5000,
    "nan": "NaN",
    "infinity": "Infinity",
    "huge_exponent": "1e999999",
    "tiny_exponent": "1e-999999",
    "absurd_exponent": "1e99999999999999999999",
    "float": "0.1",
    "whole_float": "1.0",
    "negative": "-1",
    "zero": "0",
    "true": "true",
    "false": "false",
    "null": "null",
    "list": "[]",
    "object": "{}",
    "deep": "[" * 3000 + "]" * 3000,
    "lone_surrogate": '"\\ud800"',
    "surrogates_swapped": '"\\udc00\\ud800"',
    "nul": '"a\\u0000b"',
    "escape": '"a\\u001bb"',
    "newline": '"a\\nb"',
    "bell": '"\\u0007"',
    "noncharacter": '"\\uffff"',
    "private_use": '"\\ue000"',
    "right_to_left": '"\\u202e\\u6c61\\u6c34"',
    "left_to_right": '"\\u200e\\u6c61"',
    "nfc": '"\\u00e9"',
    "nfd": '"e\\u0301"',
    "rare_ideograph": '"\\ud842\\udfb7\\u7530"',
    "rare_name": '"\\ud883\\udeee"',
    "emoji": '"\\ud83d\\ude00"',
    "full_width": '"\\uff11\\uff12\\uff13"',
    "arabic_digits": '"\\u0661\\u0662"',
    "formula": '"=1+1"',
    "markup": "\"<script>alert('x')</script>\"",
    "quotes": '"\'; DROP TABLE project; --"',
    "empty": '""',
    "blank": '"\\u3000\\u00a0 "',
    "nan_text": '"NaN"',
    "huge_text_number": '"1e999999"',
    "third_decimal": '"1.005"',
    "thousands": '"1,234.50"',
    "leap_day": '"2025-02-29"',
    "long": '"' + "长" * 30_000 + '"',
}
"""Name → a value as it stands in a JSON text."""


def with_poison(body: Mapping[str, Any], path: tuple[str, ...], raw: str) -> str:
    """Return a body as JSON text, with one value replaced by raw text."""
    import json

    mark = "@poison@"

    def put(part: Mapping[str, Any], rest: tuple[str, ...]) -> dict[str, Any]:
        inner = mark if len(rest) == 1 else put(part.get(rest[0], {}), rest[1:])
        return {**part, rest[0]: inner}

    return json.dumps(put(body, path)).replace(f'"{mark}"', raw)


def places_of(fields: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Return every field of a form, and one of the kind's own fields beside an unknown one."""
    for name in fields:
        if name == "fields":
            yield ("fields", "no_such")
        yield (name,)


def bodies(officer: TestClient, db: Database) -> dict[str, dict[str, Any]]:
    """Return a right body for every type of record, with the records it names."""
    project = new_project(officer, code="BASE")["public_id"]
    target = new_project(officer, code="TARGET", name="另一项目")["public_id"]
    found: dict[str, dict[str, Any]] = {
        "project": PROJECT,
        "application": {
            "project": project, "year": 2026, "batch": "1", "amount": "100.00", "tenor_years": 10,
        },
        "bond": {
            "region": "330304", "name": "专项债券", "face": "100.00", "tenor_years": 10, "year": 2026,
            "coupon_percent": "2.36",
        },
    }  # fmt: skip
    bond = _made(officer, "bonds", found["bond"])
    found["bond_share"] = {"bond": bond, "project": project, "amount": "1.00"}
    share = _made(officer, "bond-shares", found["bond_share"])
    found["budget_line"] = {"project": project, "year": 2026, "account": "2120899", "amount": "100.00"}
    line = _made(officer, "budget-lines", found["budget_line"])
    found["budget_sheet"] = {"region": "330304", "year": 2026, "document_number": "1", "upper_amount": "1.00"}
    found["repayment_order"] = {
        "purpose": "repay_onlending", "share": share, "amount": "1.00", "effective_on": "2026-12-01",
        "document_number": "1", "grounds": "提前偿还",
    }  # fmt: skip
    found["fund_use_plan"] = {"budget_line": line, "number": "1", "month": "2026-05", "amount": "1.00"}
    found["quota_notice"] = {
        "region": "330304", "year": 2026, "entry": "main", "amount": "1.00", "notice_number": "1",
        "notified_on": "2026-01-05",
    }  # fmt: skip
    found["supplement"] = {
        "project": project, "year": 2026, "name": "追加", "amount": "100.00", "requested_on": "2026-09-01",
    }  # fmt: skip
    contract = save_contract(
        db,
        actor_of(db, "officer"),
        ContractInput.model_validate(
            {"project": project, "number": "C-1", "name": "施工合同", "payee": "某公司", "amount": "50.00"}
        ),
    )["public_id"]
    found["disbursement"] = {
        "project": project, "share": share, "contract": contract, "budget_line": line, "number": "1",
        "amount": "1.00", "payee": "某公司",
    }  # fmt: skip
    found["movement"] = {
        "project": project, "type": "income_handed_in", "number": "1", "amount": "1.00",
        "moved_on": "2026-05-06",
    }  # fmt: skip
    found["progress"] = {"project": project, "month": "2026-05", "physical_progress": "10"}
    found["evaluation"] = {"project": project, "type": "self", "year": 2026}
    found["change_of_use"] = {
        "project": project, "share": share, "target_project": target, "case": "surplus", "amount": "1.00",
    }  # fmt: skip
    of_contract = {"project": project, "contract": contract, "number": "1"}
    found["contract_change"] = {**of_contract, "amount": "1.00", "changed_on": "2026-01-01"}
    found["certification"] = {**of_contract, "amount": "1.00", "month": "2026-05"}
    found["payment_exception"] = {
        "project": project,
        "contract": contract,
        "gap": "30",
        "expires_on": "2026-12-01",
    }
    found["final_accounts"] = {"project": project, "completed_on": "2026-01-01"}
    found["asset"] = {"project": project, "name": "厂房"}
    found["operation_year"] = {"project": project, "year": 2025}
    found["ppp_contract"] = {
        "region": "330304", "number": "PPP-1", "name": "供排水", "regime": "stock", "agency": "住建局",
        "payment_type": "government_pay", "company": "某公司", "total_investment": "9.00", "capital": "3.00",
    }  # fmt: skip
    signed = _made(officer, "ppp-contracts", {**found["ppp_contract"], "number": "PPP-0"})
    found["ppp_terms"] = {"ppp_contract": signed, "valid_from": "2026-01-01"}
    found["waiver"] = {"ppp_contract": signed, "number": "1", "period": "2026-Q3", "amount": "1.00"}
    found |= _performance(project)
    found["publication"] = {"project": project, "form": "f1", "cut_off": date(2026, 1, 1).isoformat()}
    return found


def _performance(project: str) -> dict[str, dict[str, Any]]:
    """Return a right body for every record of performance management."""
    row = {"name": "道路", "target": "12.5", "points": "100"}
    task = {"name": "道路", "budget": "100.00", "target": "10", "actual": "9"}
    days = {"ordered_on": "2026-01-01", "due_on": "2026-02-01"}
    told = {"found_on": "2026-01-01", "matter": "other", "finding": "问题", "answerable": "某单位"}
    return {
        "goal": {"region": "330304", "layer": "task", "year": 2026, "name": "任务", "indicators": [row]},
        "monitoring": {"project": project, "checked_to": "2026-07-31", "tasks": [task]},
        "rectification": {"project": project, "finding": "问题", "demand": "整改", **days},
        "evaluation_job": {"region": "330304", "name": "评价任务", "year": 2026},
        "accountability": {"project": project, **told},
        "appraisal": {"region": "330304", "year": 2026},
    }


def _made(officer: TestClient, name: str, body: Mapping[str, Any]) -> str:
    answer = officer.post(f"{V1}/{name}", json=dict(body))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["public_id"])
