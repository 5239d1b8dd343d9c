"""``bondlife ppp …`` as people and scripts call it: one JSON document, exit codes, refusals in words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from bondlife import cli
from bondlife.ppp.template import filled, templates
from bondlife.settings import settings
from models.registry import PaymentRun, PaymentStatement, PPPContract
from tests.database import copied_database
from tests.lifecycle.story import Story
from tests.ppp.works import TODAY, Works, on

CONTRACT = {
    "number": "PPP-CLI-1",
    "name": "停车场项目",
    "regime": "stock",
    "payment_type": "government_pay",
    "agency": "区城管局",
    "company": "停车公司",
    "signed_on": "2030-01-01",
}


@pytest.fixture(scope="module")
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    folder = tmp_path_factory.mktemp("commands")
    with copied_database(request, "sqlite", folder) as db, on(TODAY):
        made = Works(Story(db, folder / "papers"))
        made.quarter(made.contract)
        made.open()
        yield made


class Caller:
    """Calls the command line inside this process, in the data folder of the works."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str) -> tuple[int, Any]:
        """Return the exit code with the JSON document, or with what was said."""
        self.monkeypatch.setattr("sys.argv", ["bondlife", "ppp", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self.capsys.readouterr()
        try:
            return int(ended.value.code or 0), json.loads(said.out)
        except ValueError:
            return int(ended.value.code or 0), said.out + said.err


@pytest.fixture
def ppp(
    works: Works, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Caller]:
    folder = Path(str(works.db.engine.url.database)).parent
    monkeypatch.setenv("BONDLIFE_DATA_DIR", str(folder))
    settings.cache_clear()
    with on(TODAY):
        yield Caller(capsys, monkeypatch)
    settings.cache_clear()


def file_of(folder: Path, name: str, data: Any) -> str:
    """Write data, or text as it is, and return the place."""
    place = folder / name
    text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    place.write_text(text, "utf-8")
    return str(place)


def test_contracts_are_listed_with_cost_and_risk(ppp: Caller) -> None:
    status, told = ppp("contracts", "--json")
    assert status == 0
    [row] = [one for one in told if one["number"] == "PPP-2018-03"]
    # 16.2 million a quarter; 30 % of 12 million and all of 4.2 million hang on the score
    assert (row["cost"], row["at_risk"], row["state"]) == ("64800000.00", "31200000.00", "Operating")
    assert ppp("contracts", "--region", "330304", "--json") == (0, told)
    status, plain = ppp("contracts")
    assert (status, "PPP-2018-03" in plain) == (0, True)
    status, refused = ppp("contracts", "--region", "999999", "--json")
    assert (status, refused["code"]) == (2, "not_found")


def test_terms_are_checked_with_every_place(ppp: Caller, tmp_path: Path) -> None:
    body, formula = filled(templates()["maonan_plant"], {})
    sound = file_of(tmp_path, "terms.yaml", {"body": body, "formula": formula})
    status, told = ppp("check", sound, "--json")
    assert (status, told["sound"], told["findings"]) == (0, True, [])
    assert all(one["agrees"] for one in told["examples"])
    assert told["linked_shares"] == {"operation": "0.4", "availability": "0.333333333333"}
    formula["steps"][1]["expression"] = "price × QC"
    status, told = ppp("check", file_of(tmp_path, "bad.yaml", {"body": body, "formula": formula}), "--json")
    assert (status, told["sound"]) == (1, False)
    assert [one["place"] for one in told["findings"]] == ["formula: operation column 9"]
    status, told = ppp("check", file_of(tmp_path, "no.yaml", "a: [1"), "--json")
    assert (status, [one["code"] for one in told["findings"]]) == (1, ["plain_data"])
    assert ppp("check", str(tmp_path / "nowhere.yaml"), "--json")[0] == 2
    assert ppp("check", file_of(tmp_path, "list.yaml", "[1, 2]"), "--json")[0] == 1


def test_a_file_of_contracts_is_looked_at_stored_once_or_refused_whole(
    ppp: Caller, works: Works, tmp_path: Path
) -> None:
    rest = ("--region", "330304", "--account", "officer", "--json")
    good = file_of(tmp_path, "good.yaml", {"contracts": [CONTRACT]})
    before = len(works.contracts())
    status, looked = ppp("import", good, *rest, "--preview")
    assert (status, looked["problems"], len(works.contracts())) == (0, [], before)
    status, stored = ppp("import", good, *rest)
    assert (status, [one["number"] for one in stored["contracts"]]) == (0, ["PPP-CLI-1"])
    assert len(works.contracts()) == before + 1
    wrong = {"contracts": [{**CONTRACT, "number": "PPP-CLI-2"}, {"number": "PPP-CLI-3"}]}
    bad = file_of(tmp_path, "bad.yaml", wrong)
    status, looked = ppp("import", bad, *rest, "--preview")
    assert status == 2
    assert "contracts[1].name" in {one["place"] for one in looked["problems"]}
    status, refused = ppp("import", bad, *rest)
    assert (status, len(works.contracts())) == (2, before + 1)
    assert "contracts[1].name" in {one["field"] for one in refused["problems"]}
    assert ppp("import", good, *rest)[0] == 2, "the number is taken"
    for who, code in (("auditor", "forbidden"), ("nobody", "unknown_account")):
        status, refused = ppp("import", good, "--region", "330304", "--account", who, "--json")
        assert (status, refused["problems"][0]["code"]) == (2, code)
    assert ppp("import", good, "--region", "999999", "--account", "officer", "--json")[0] == 2
    assert len([one for one in works.story.all(PPPContract) if one.number == "PPP-CLI-1"]) == 1


def test_every_future_year_is_told_against_the_caps(ppp: Caller) -> None:
    status, told = ppp("affordability", "--region", "330304", "--json")
    assert status == 0
    assert told["years"][0]["year"] == 2036
    assert ppp("affordability", "--region", "999999", "--json")[0] == 2
    assert ppp("affordability", "--json")[0] == 2


def test_runs_come_out_again_or_say_which_did_not(ppp: Caller, works: Works) -> None:
    status, told = ppp("recompute", "--all", "--json")
    assert (status, told["runs"], told["equal"], told["unequal"]) == (0, 1, 1, [])
    [statement], [run] = works.stated(), works.story.all(PaymentRun)
    for name in (run.number, run.public_id):
        assert ppp("recompute", name, "--json")[1]["equal"] == 1
    assert ppp("recompute", "PF-0", "--json")[0] == 2
    assert ppp("recompute", "--json")[0] == 2
    assert ppp("recompute", run.number, "--all", "--json")[0] == 2
    altered(works, statement, {**statement.result, "payable": 1})
    status, told = ppp("recompute", run.number, "--json")
    assert (status, told["equal"], told["unequal"][0][1:]) == (1, 0, [statement.public_id, "digest"])
    altered(works, statement, statement.result)
    assert ppp("recompute", "--all", "--json")[0] == 0


def altered(works: Works, statement: PaymentStatement, result: Any) -> None:
    """Change a stored result behind the books' back."""
    own = sa.update(PaymentStatement).where(PaymentStatement.id == statement.id)  # type: ignore[arg-type]
    with works.db.writing() as session:
        session.execute(own.values(result=result), execution_options={"scoped": True})
        session.commit()
