"""PPP contracts by the API: records, figures, lists, prices, checked terms, budget, arrears, indices."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.client import V1, app_of, caller
from tests.database import copied_database

CONTRACT: dict[str, Any] = {
    "region": "330304", "number": "PPP-1", "name": "供排水", "regime": "stock", "agency": "住建局",
    "payment_type": "government_pay", "company": "某公司", "total_investment": "9.00", "capital": "3.00",
    "signed_on": "2021-05-01", "operation_from": "2023-01-01", "ends_on": "2030-12-31",
}  # fmt: skip


@pytest.fixture(scope="module")
def officer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("ppp")
    with copied_database(request, "sqlite", folder) as db:
        yield caller(app_of(db, folder), db, "officer")


@pytest.fixture(scope="module")
def contract(officer: TestClient) -> str:
    made = officer.post(f"{V1}/ppp-contracts", json=CONTRACT)
    assert made.status_code == 201, made.text
    return str(made.json()["public_id"])


def test_a_contract_its_terms_and_what_they_read_as(officer: TestClient, contract: str) -> None:
    filled = officer.post(f"{V1}/ppp-templates", json={"template": "linked_share", "values": {}}).json()
    body = {"ppp_contract": contract, "valid_from": "2026-01-01", "template": "linked_share", **filled}
    made = officer.post(f"{V1}/ppp-terms", json=body)
    assert made.status_code == 201, made.text
    told = officer.get(f"{V1}/ppp-terms/{made.json()['public_id']}").json()
    assert told["values"]["body"] == filled["body"]
    assert told["computed"]["number"] == 1
    steps = officer.get(f"{V1}/ppp-terms/{made.json()['public_id']}/steps").json()["steps"]
    approve = next(step for step in steps if step["transition"] == "approve")
    assert [one["code"] for one in approve["missing"]] == ["document_missing"]
    keys = {one["key"] for one in officer.get(f"{V1}/ppp-templates").json()["items"]}
    assert {"annuity", "estimate_21", "yunan_rural"} <= keys
    assert keys.isdisjoint({"uk_areas", "uk_points"})


def test_terms_are_checked_without_being_stored(officer: TestClient) -> None:
    filled = officer.post(f"{V1}/ppp-templates", json={"template": "maonan_network"}).json()
    sound = officer.post(f"{V1}/ppp-terms-check", json=filled).json()
    assert (sound["sound"], sound["linked_shares"]["operation"]) == (True, "0.4")
    assert all(one["agrees"] for one in sound["examples"])
    filled["formula"]["steps"][0]["expression"] = "Pk / 12 × (2/3 + E1/3)"
    wrong = officer.post(f"{V1}/ppp-terms-check", json=filled).json()
    assert wrong["findings"][0]["place"] == "formula: availability"
    text = officer.post(f"{V1}/ppp-terms-check", json={"body": "components: []\nperiod: {months: 3}"}).json()
    assert text["findings"][0]["place"] == "components"
    floats = officer.post(f"{V1}/ppp-terms-check", json={"body": {"a": 0.1}})
    assert floats.status_code == 422


def test_lists_prices_and_figures(officer: TestClient, contract: str) -> None:
    version = officer.get(f"{V1}/ppp-contracts/{contract}").json()["version"]
    place = f"{V1}/ppp-contracts/{contract}"
    rows = [{"year": 2026, "amount": "100.50"}]
    body = {"name": "spending", "rows": rows, "version": version}
    assert officer.put(f"{place}/lists", json=body).status_code == 200
    assert officer.put(f"{place}/lists", json=body).status_code == 409
    bad = officer.put(f"{place}/lists", json={**body, "version": version + 1, "rows": [{"year": 1}]})
    assert {one["field"] for one in bad.json()["problems"]} == {"rows.0.year", "rows.0.amount"}
    strange = [{**rows[0], "risk": "x"}]
    told = officer.put(f"{place}/lists", json={**body, "version": version + 1, "rows": strange}).json()
    assert [(one["code"], one["field"]) for one in told["problems"]] == [("additionalProperties", "rows.0")]
    unnamed = officer.put(f"{place}/lists", json={**body, "name": "prices"})
    assert unnamed.status_code == 422
    price = {
        "name": "Py",
        "effective_month": "2026-01",
        "value": "1.69",
        "unit": "yuan/m3",
        "evidence": "批复",
    }
    assert officer.post(f"{place}/prices", json=price).status_code == 200
    figures = officer.get(f"{place}/figures").json()
    assert {"year": 2026, "amount": "100.50", "source": "approved plan"} in figures["years"]
    assert figures["prices"][0]["value"] == "1.69"
    assert figures["linkage"]["components"] == []


def test_arrears_and_indices(officer: TestClient, contract: str) -> None:
    due = {"ppp_contract": contract, "period": "2025-Q1", "due_on": "2025-04-30", "due": "1000.00"}
    made = officer.post(f"{V1}/ppp-arrears", json={**due, "late_percent": "3.65"}).json()
    place = f"{V1}/ppp-arrears/{made['public_id']}"
    paid = {"on": "2025-05-10", "amount": "400.00", "voucher": "K1"}
    assert officer.post(f"{place}/pay", json={**paid, "version": 1}).status_code == 200
    plan = {"rows": [{"on": "2030-01-31", "amount": "600.00"}], "version": 2}
    assert officer.put(f"{place}/plan", json=plan).status_code == 200
    ledger = officer.get(f"{V1}/ppp-arrears?contract={contract}").json()
    assert (ledger["due"], ledger["paid"], ledger["owed"]) == ("1000.00", "400.00", "600.00")
    series = {"region": "330304", "key": "cpi", "name": "CPI", "source": "公报"}
    key = officer.post(f"{V1}/ppp-indices", json=series).json()["public_id"]
    rows = [{"month": "2025-01", "value": "100.2"}, {"month": "2025-03", "value": "100.4"}]
    gap = officer.post(f"{V1}/ppp-indices/{key}/values", json={"rows": rows})
    assert (gap.status_code, gap.json()["problems"][0]["code"]) == (422, "series_gap")
    assert officer.post(f"{V1}/ppp-indices/{key}/values", json={"rows": rows[:1]}).json()["added"] == 1
    assert officer.get(f"{V1}/ppp-indices").json()["items"][0]["values"] == [
        {"month": "2025-01", "value": "100.2"}
    ]


def test_affordability_and_files(officer: TestClient) -> None:
    asked = "region=330304&cost=1000000&profit=7&discount=6&operating=0&first_year=2030&years=10"
    told = officer.get(f"{V1}/ppp-affordability?{asked}").json()
    added = {line["year"]: line["added"] for line in told["years"]}
    assert added[2030] == "113420.00"
    assert {line["share"] for line in told["years"]} == {None}
    text = (
        "contracts: [{number: F-1, name: 管网, regime: stock, payment_type: user_pay, agency: A, company: B}]"
    )
    looked = officer.post(
        f"{V1}/ppp-imports", json={"region": "330304", "text": text, "preview": True}
    ).json()
    assert looked == {"contracts": [{"number": "F-1", "name": "管网"}], "findings": []}
    stored = officer.post(f"{V1}/ppp-imports", json={"region": "330304", "text": text})
    assert stored.json()["contracts"][0]["number"] == "F-1"
    again = officer.post(f"{V1}/ppp-imports", json={"region": "330304", "text": text})
    assert again.status_code == 409
