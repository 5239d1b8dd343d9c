"""Pages and API of runs, statements, scores and periods: what an officer reads, sends, and is refused."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from bondlife.jobs.runner import run_waiting
from bondlife.settings import Settings
from bondlife.web.app import create_app
from models.registry import PPPTerms
from tests.api.client import V1, caller
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import PERIOD, TODAY, Works, on
from tests.web.signed import Browser


class Office:
    """A works whose second quarter is paid and whose third waits for the deputy head."""

    def __init__(self, works: Works, folder: Path) -> None:
        self.works, self.story = works, works.story
        self.app = create_app(Settings(data_dir=folder / "data", argon2_cheap=True), works.db)
        works.score(works.contract, "2036-Q1", "88.2")
        works.income(works.contract, "3310208.90", "2036-Q2")
        works.quarter(works.contract)
        works.add_contract("PPP-2019-07")
        with on("2036-07-26"):
            first = works.open(period="2036-Q2")
            works.approve(first)
            works.order(first)
            works.pay(first, day="2036-07-26")
        with on(TODAY):
            self.run = works.open()
            works.story.move("reviewer", "payment_run", self.run, "review")
            works.story.move("officer", "payment_run", self.run, "approve")
        self.statement = works.statements(self.run)[0].public_id

    def desk(self, account: str) -> Browser:
        return Browser(TestClient(self.app, base_url="http://testserver"), account)


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with copied_database(request, "sqlite", folder) as db, on(TODAY):
        yield Office(Works(Story(db, folder)), folder)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_statement_says_everything_the_approver_signs(office: Office) -> None:
    told = words(office.desk("deputy").get(f"/ppp/statements/{office.statement}").text)
    for part in (
        "12,445,718.25",
        "壹仟贰佰肆拾肆万伍仟柒佰壹拾捌元贰角伍分",
        "12,000,000.00 × 30% ×（0.96111… − 1）",
        "附件18",
        "第42条",
        "MK-0012：电网计划停电",
        "−372,862.45",
        "16,200,000.00 − 140,000.00 + 86,520.00 − 166,698.00 − 99,486.40 + 48,000.00 − 3,482,617.35",
    ):
        assert part in told, part


def test_a_statement_shows_what_hung_on_performance_and_both_checks_apart(office: Office) -> None:
    """12 million at 30 %, 4.2 million × 1.0206 in full: what was at risk and what the score took of it."""
    told = words(office.desk("deputy").get(f"/ppp/statements/{office.statement}").text)
    for part in (
        "可用性付费 12,000,000.00 30.00% 3,600,000.00 −140,000.00",
        "运维付费 4,286,520.00 100.00% 4,286,520.00 −166,698.00",
        "挂钩金额 7,886,520.00 −306,698.00",
        "门槛：可用性付费挂钩不低于 30%，本合同 30.00% 已满足 财办金〔2017〕92号 · 未确认",
        "运营补贴与绩效完全挂钩",
        "财金〔2020〕13号 · 已废止，合同沿用",
    ):
        assert part in told, part


def test_waivers_stand_in_a_register_with_the_public_s_line(office: Office) -> None:
    desk = office.desk("officer")
    told = words(desk.get("/ppp/waivers?region=330304&state=granted").text)
    for part in ("MK-0012", "FW-081", "4.80", "计划停电免扣", "电网计划停电"):
        assert part in told, part
    assert "MK-0012" not in desk.get("/ppp/waivers?state=draft").text
    assert "MK-0012" in desk.get(f"/ppp/waivers?contract={office.works.contract.public_id}").text
    assert desk.get("/ppp/waivers?region=110000").status_code == 404


def test_the_history_of_terms_is_told_part_by_part(office: Office) -> None:
    terms = next(one for one in office.story.all(PPPTerms) if one.contract_id == office.works.contract.id)
    body = deepcopy(terms.body)
    body["components"][0]["linked"][0]["share"] = "0.35"
    body["components"][1]["base"]["fen"] = 4_000_000 * 100
    office.works.alter(terms, body=body)
    page = office.desk("officer").get(f"/ppp/terms/{terms.public_id}").text
    told = words(page.partition('id="history"')[2])
    for part in (
        "条款数据 › 付费组成 › 可用性付费 › 挂钩部分 › 绩效 比例 0.3 → 比例 0.35",
        "条款数据 › 付费组成 › 运维付费 › 基数 › 金额 420.00 万元 → 400.00 万元",
    ):
        assert part in told, part
    assert "{&#34;" not in page.partition('id="history"')[2]
    office.works.alter(terms, body=terms.body)


def test_every_row_of_a_statement_can_be_asked(office: Office) -> None:
    desk = office.desk("deputy")
    page = desk.get(f"/ppp/statements/{office.statement}?lang=en").text
    keys = re.findall(r'data-explain="([^"]+)"', page)
    assert len(keys) >= 9
    for key in keys:
        told = desk.get(f"/ppp/statements/{office.statement}", params={"explain": key, "lang": "en"}).text
        assert 'id="explain" class="explain"' in told, key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_are_drawn(office: Office, language: str) -> None:
    desk = office.desk("officer")
    contract = office.works.contract.public_id
    for place in (
        "/ppp/runs",
        f"/ppp/runs?contract={contract}",
        "/ppp/runs/new",
        f"/ppp/runs/{office.run}",
        f"/ppp/runs/new?corrects={office.run}",
        "/ppp/scores",
        f"/ppp/period/{contract}?period={PERIOD}",
    ):
        answer = desk.get(place, params={"lang": language} if "?" not in place else None)
        assert answer.status_code == 200, place


def test_a_run_page_names_who_was_left_out(office: Office) -> None:
    told = office.desk("officer").get(f"/ppp/runs/{office.run}?lang=en").text
    assert "Cycle 2036-Q2 has no score." in words(told)
    assert "“user_income”" in words(told)


def test_a_run_is_opened_by_its_form_and_refused_in_words(office: Office) -> None:
    desk = office.desk("officer")
    desk.get("/ppp/runs/new")
    refused = desk.post("/ppp/runs", {"region": "330304", "period": "2036-Q9"})
    assert refused.status_code == 422
    assert "2036-Q9" in refused.text
    sent = desk.post("/ppp/runs", {"region": "330304", "period": "2036-Q1"})
    assert sent.status_code == 303
    run_waiting(office.works.db)
    assert desk.get(sent.headers["location"]).status_code == 200


def test_an_event_and_a_quantity_are_entered_by_their_forms(office: Office) -> None:
    desk = office.desk("officer")
    place = f"/ppp/period/{office.works.contract.public_id}"
    desk.get(place)
    event = {"period": "2036-Q1", "number": "FW-900", "type": "fault", "points": "2"}
    sent = desk.post(f"{place}/event", {**event, "reported_at": "2036-02-03T10:00"})
    assert sent.status_code == 303, words(sent.text)[:400]
    series = "2036-01-01 1.5\n2036-01-02\t1.7"
    sent = desk.post(
        f"{place}/quantity", {"period": "2036-Q1", "name": "user_income", "unit": "yuan", "series": series}
    )
    assert sent.status_code == 303
    assert "3.2" in words(desk.get(sent.headers["location"]).text)
    bad = desk.post(
        f"{place}/quantity", {"period": "2036-Q1", "name": "x", "unit": "yuan", "series": "2036-01-01"}
    )
    assert bad.status_code == 422


def test_a_phone_sized_sheet_is_scored(office: Office) -> None:
    desk = office.desk("evaluator")
    desk.get("/ppp/scores")
    asked = {"ppp_contract": office.works.contract.public_id, "phase": "operation", "cycle": "2036-Q3"}
    place = desk.post("/ppp/scores", asked).headers["location"]
    page = desk.get(place).text
    assert 'inputmode="decimal"' in page
    assert 'capture="environment"' in page
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    sent = desk.post(
        place, {"version": version, "item.operation.score": "33.5", "item.operation.reason": "夜间停机"}
    )
    assert sent.status_code == 303
    refused = desk.post(place, {"version": "2", "item.operation.score": "36"})
    assert refused.status_code == 422
    assert "35" in words(refused.text)


def test_a_program_reads_and_opens_runs(office: Office) -> None:
    api: Callable[..., Any] = caller(office.app, office.works.db, "officer")  # type: ignore[assignment]
    client: Any = api
    run = client.get(f"{V1}/payment-runs/{office.run}").json()
    assert (run["contracts"], run["payable"]) == (1, 1_244_571_825)
    statement = client.get(f"{V1}/payment-statements/{run['statements'][0]['statement']}").json()
    assert statement["result"]["payable"] == 1_244_571_825
    made = client.post(f"{V1}/payment-runs", json={"region": "330304", "period": "2035-Q4"})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert client.get(f"{V1}/payment-runs/{'0' * 8}-0000-4000-8000-{'0' * 12}").status_code == 404


def test_people_of_another_region_find_nothing(office: Office) -> None:
    from bondlife.demo.accounts import add_people
    from bondlife.demo.people import Person

    add_people(office.works.db, (Person("elsewhere", "外县经办", "officer", "debt", "330382"),))
    desk = office.desk("elsewhere")
    for place in (f"/ppp/runs/{office.run}", f"/ppp/statements/{office.statement}"):
        assert desk.get(place).status_code == 404


def test_the_documents_of_a_statement_leave_as_pdf(office: Office) -> None:
    desk, contract = office.desk("officer"), office.works.contract.public_id
    for address in (
        f"/ppp/statements/{office.statement}/advice/pdf",
        f"/ppp/contracts/{contract}/report/pdf?period={PERIOD}",
        f"/ppp/contracts/{contract}/assessment/pdf?period={PERIOD}",
    ):
        answer = desk.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        told = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert "12,445,718.25" in told.replace("\n", "")
