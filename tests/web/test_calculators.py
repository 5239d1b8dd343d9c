"""The pages of calculators: every one opens, computes, refuses in words, and can be kept."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bondlife.calculate import run
from bondlife.catalogue import calculator_specs
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.queries.calculator_labels import option_label
from bondlife.queries.calculator_page import result_view
from bondlife.queries.calculator_sources import clause_label, document_label
from bondlife.queries.calculators import arguments_of, calculator_lines
from bondlife.services.calculator_form import shown_arguments, typed_arguments
from calculators.kernel.errors import CalculationError
from tests.api.client import V1, app_of, caller, new_project
from tests.calculators.latin import latin_words

LIGHT = [key for key in calculator_specs() if not key.startswith("portfolio.")]
POISON: list[Any] = [
    *(None, True, 0.1, -1, 0, 10**15, 10**18, 2**63, 10**400, "", "x", "NaN", "1e999999", "1e60", "-1e60"),
    *([], {}, [None], [10**15] * 600, ["x"], [-1], [0], "\ud800", "\x00", "9999-12-31", "0001-01-01"),
    *([[]], [{}], {"a": 1}, "0", "-0.5", "1000000", 1_000_000_000, "1/0", "٣"),
]


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    app = app_of(db, tmp_path)
    browser = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    from bondlife.demo.people import PASSWORD

    browser.post("/sign-in", data={"account": "officer", "password": PASSWORD})
    return browser


def csrf_of(client: TestClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/calculators/bonds.issue_fees").text)
    assert found
    return found[1]


def post(client: TestClient, key: str, values: dict[str, str], **headers: str) -> Any:
    return client.post(f"/calculators/{key}", data={**values, "csrf_token": csrf_of(client)}, headers=headers)


@pytest.mark.parametrize("key", calculator_specs())
def test_what_is_typed_is_what_is_computed(key: str) -> None:
    spec = calculator_specs()[key]
    inputs = arguments_of(key)
    given = typed_arguments(inputs, shown_arguments(inputs, spec.example))
    assert run(spec, given)["result"] == run(spec, dict(spec.example))["result"]


@pytest.mark.parametrize("key", calculator_specs())
def test_every_example_has_a_result_to_show(key: str) -> None:
    view = result_view(calculator_specs()[key], calculator_specs()[key].example)
    assert view.figures or view.tables
    for table in view.tables:
        assert all(len(row) == len(table.heads) for _, row in table.rows)


@pytest.mark.parametrize("key", LIGHT)
def test_no_value_breaks_a_calculator(key: str) -> None:
    spec = calculator_specs()[key]
    for name in spec.example:
        for value in POISON:
            try:
                run(spec, {**spec.example, name: value})
            except (CalculationError, Refusal):
                continue


def test_the_list_opens_and_is_narrowed(client: TestClient) -> None:
    page = client.get("/calculators")
    assert page.status_code == 200
    assert page.text.count('href="/calculators/') >= len(calculator_lines())
    part = client.get("/calculators?q=覆盖倍数敏感性", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="calculators">')
    assert "coverage.sensitivity" in part.text
    assert "bonds.schedule" not in part.text
    assert client.get("/calculators?q=nothing-like-this").status_code == 200


@pytest.mark.parametrize("key", ["bonds.schedule", "coverage.sensitivity", "ppp.statement", "risk.level"])
def test_a_page_contains_its_own_fragment(client: TestClient, key: str) -> None:
    page = client.get(f"/calculators/{key}")
    part = client.get(f"/calculators/{key}", headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert part.text.strip().startswith('<div id="result"')
    assert part.text.strip() in page.text


def test_a_typed_amount_is_yuan(client: TestClient) -> None:
    values = {"face": "75,000,000.00", "issuance_rate": "0.001", "registration_rate": "0.00005"}
    page = post(client, "bonds.issue_fees", values)
    assert page.status_code == 200
    assert "7,500" in page.text
    assert "&#34;face&#34;: 7500000000" in page.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("face", "1.005"),
        ("face", "x"),
        ("face", ""),
        ("issuance_rate", "NaN"),
        ("face", "-1"),
        ("face", "９" * 30),
    ],
)
def test_a_refusal_names_the_field_and_keeps_what_was_typed(
    client: TestClient, field: str, typed: str
) -> None:
    values = {"face": "100", "issuance_rate": "0.001", "registration_rate": "0.00005", field: typed}
    page = post(client, "bonds.issue_fees", values)
    assert page.status_code == 422
    assert f'id="e-{field}"' in page.text
    assert f'value="{typed}"' in page.text
    part = post(client, "bonds.issue_fees", values, **{"HX-Request": "true"})
    assert (part.status_code, part.text.lstrip()[:16]) == (422, '<div id="result"')


def test_an_unknown_calculator_is_missing(client: TestClient) -> None:
    assert client.get("/calculators/bonds.nothing").status_code == 404
    assert client.get("/calculators/%00").status_code == 404


def test_a_scenario_is_kept_and_opened_again(client: TestClient, db: Database, tmp_path: Path) -> None:
    officer = caller(app_of(db, tmp_path), db, "officer")
    project = new_project(officer)["public_id"]
    values = {
        "face": "200.00", "issuance_rate": "0.001", "registration_rate": "0", "scenario_name": "低费率",
        "scenario_project": project, "csrf_token": csrf_of(client), "idempotency_key": "k1",
    }  # fmt: skip
    sent = client.post("/calculators/bonds.issue_fees/scenarios", data=values)
    assert sent.status_code == 303, sent.text
    page = client.get(sent.headers["location"])
    assert "低费率" in page.text
    assert 'value="200.00"' in page.text
    again = client.post("/calculators/bonds.issue_fees/scenarios", data={**values, "idempotency_key": "k2"})
    assert again.status_code == 409
    kept = officer.get(f"{V1}/scenarios", params={"project": project}).json()["items"]
    told = officer.get(f"{V1}/scenarios/{kept[0]['public_id']}").json()
    assert told["arguments"]["face"] == 20000
    computed = officer.post(f"{V1}/calculators/bonds.issue_fees", json=told["arguments"]).json()
    assert computed["result"] == told["result"]
    plan = client.get(f"/projects/{project}?tab=plan").text
    assert f'href="/calculators/bonds.issue_fees?scenario={told["public_id"]}">低费率</a>' in plan
    place = f"/calculators/bonds.issue_fees/scenarios/{told['public_id']}/end"
    stop = {"csrf_token": csrf_of(client), "version": "1", "idempotency_key": "k3"}
    assert "低费率" not in client.post(place, data=stop).text
    assert officer.post(f"{V1}/scenarios/{told['public_id']}/end", json={"version": 1}).status_code == 409
    assert officer.get(f"{V1}/scenarios", params={"project": project}).json()["items"] == []


def test_a_foreign_project_keeps_nothing(client: TestClient, db: Database, tmp_path: Path) -> None:
    far = new_project(caller(app_of(db, tmp_path), db, "city"), region="330302")["public_id"]
    values = {
        "face": "200.00", "issuance_rate": "0.001", "registration_rate": "0", "scenario_name": "x",
        "scenario_project": far, "csrf_token": csrf_of(client),
    }  # fmt: skip
    assert client.post("/calculators/bonds.issue_fees/scenarios", data=values).status_code == 404


def words_told(page: str) -> str:
    """Return what the main part of a page says, without what people type, code and keys."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main
    silent = r'<(script|style|pre|textarea|svg)\b.*?</\1>|<span class="code">.*?</span>'
    text = re.sub(silent, " ", main[0], flags=re.DOTALL)
    said = re.findall(r'\b(?:title|aria-label|placeholder)="([^"]*)"', text)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", text), *said]))


def titles_from_abroad() -> frozenset[str]:
    """Return the words of titles and editions that stay as they were published."""
    sources = [source for spec in calculator_specs().values() for source in spec.sources]
    titles = {document_label(one.document).zh for one in sources}
    words = [latin_words(title) for title in titles if not is_chinese_text(title)]
    return frozenset(word for found in words for word in found)


def test_every_calculator_opens_and_says_nothing_in_english(client: TestClient) -> None:
    allowed = titles_from_abroad() | SYMBOLS
    for key in calculator_specs():
        page = client.get(f"/calculators/{key}")
        assert page.status_code == 200, (key, page.text[:300])
        assert 'id="result"' in page.text
        assert latin_words(words_told(page.text).replace(key, ""), allowed) == [], key
    assert latin_words(words_told(client.get("/calculators").text), allowed) == []


SYMBOLS = frozenset(["Kq", "Pz", "Py", "P_t", "P_", "toc", "china", "Philox"])
"""Names of figures in contracts' formulas, of a site's pages and of a generator."""


def is_chinese_text(text: str) -> bool:
    """Tell whether a text holds a Chinese character."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("key", calculator_specs())
def test_choices_and_clauses_of_chinese_sources_have_chinese_words(key: str) -> None:
    for one in arguments_of(key):
        assert [option for option in one.options if not is_chinese_text(option_label(option).zh)] == []
    for source in calculator_specs()[key].sources:
        if is_chinese_text(document_label(source.document).zh) and any(map(str.isalpha, source.clause)):
            told = clause_label(source.clause).zh
            assert is_chinese_text(told) or latin_words(told, SYMBOLS) == [], (source.document, source.clause)
