"""A page speaks one language: reasons of closed gates, refusals and findings, in Chinese and in English."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from tests.api.client import V1, app_of, caller
from tests.database import People
from tests.web.signed import Browser, SignIn, make_project

PHRASE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
"""Two English words side by side: no code, no name of a file type, but a piece of a sentence."""
CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”|[\u4e00-\u9fff]{2,6}〔20[0-9]{2}〕[0-9]{1,4}号")
"""What a law or an office calls a thing, in quotation marks; the number of a document, Chinese everywhere."""
NOTE = re.compile(r'<div class="note">(.*?)</div>', re.DOTALL)


def visible(html: str) -> list[str]:
    """Return the texts a reader sees."""
    body = re.sub(r"<(script|style|svg|option)\b.*?</\1>", "", html, flags=re.DOTALL)
    texts = (unescape(piece).strip() for piece in re.sub(r"<[^>]+>", "\0", body).split("\0"))
    return [text for text in texts if text]


def reasons(html: str) -> list[str]:
    """Return the notes under the steps that are not open yet."""
    block = html[html.index('id="b-next"') :].partition("</section>")[0]
    closed = [part for part in block.split("<li>") if 'class="row1"' in part and "<form" not in part]
    return [text for part in closed for note in NOTE.findall(part) for text in visible(note)]


@pytest.fixture
def project(db: Database, people: People) -> str:
    """Return a draft that lacks nearly everything its first gate asks for."""
    bare: dict[str, Any] = {"construction_start": None, "construction_end": None, "fields": {}}
    return make_project(db, people["officer"], special_bond="165000000.01", capital="0", **bare)


@pytest.fixture
def submitted(db: Database, people: People, site: SignIn) -> str:
    """Return a project before its first review, which asks for permits, papers and answers."""
    key = make_project(db, people["officer"], "330304-2026-002")
    step = {"version": "1", "transition": "submit"}
    assert site("officer").post(f"/records/project/{key}/move", step).status_code == 303
    return key


def test_closed_gates_are_explained_in_chinese(site: SignIn, project: str, submitted: str) -> None:
    officer = site("officer")
    for key in (project, submitted):
        text = officer.get(f"/projects/{key}?lang=zh_CN").text
        told = reasons(text)
        assert len(told) > 1
        assert [one for one in told if not CHINESE.search(one)] == []
        assert [one for one in visible(text) if PHRASE.search(one)] == []


def test_closed_gates_are_explained_in_english(site: SignIn, project: str, submitted: str) -> None:
    officer = site("officer")
    for key in (project, submitted):
        told = reasons(officer.get(f"/projects/{key}?lang=en").text)
        assert len(told) > 1
        assert [one for one in told if CHINESE.search(QUOTED.sub("", one))] == []


def sent(officer: Browser, language: str, **values: str) -> list[str]:
    officer.get(f"/projects?lang={language}")
    form = {
        "region": "330304",
        "kind": "special_bond",
        "code": "",
        "name": "n" * 201,
        "start_year": "year",
        "total_investment": "1.234",
        "construction_end": "tomorrow",
    }
    answer = officer.post("/projects/new", {**form, **values})
    assert answer.status_code == 422
    return visible(answer.text)


def test_a_refused_form_is_explained_in_the_language_of_the_reader(site: SignIn) -> None:
    officer = site("officer")
    assert [one for one in sent(officer, "zh_CN") if PHRASE.search(one)] == []
    english = sent(officer, "en")
    assert any("Write the date as" in one for one in english)


def test_a_step_that_is_refused_says_so_in_the_language_of_the_reader(site: SignIn, project: str) -> None:
    officer = site("officer")
    for language, foreign in (("zh_CN", PHRASE), ("en", CHINESE)):
        officer.get(f"/projects?lang={language}")
        answer = officer.post(f"/records/project/{project}/move", {"version": "1", "transition": "nowhere"})
        told = visible(answer.text[answer.text.index("<main") :])
        assert answer.status_code == 422
        assert told
        assert [one for one in told if foreign.search(one)] == []


@pytest.mark.parametrize(("language", "sentence"), [
    ("zh_CN", "债务不得为负数"), ("en", "debt cannot be negative"),
])  # fmt: skip
def test_a_calculator_refuses_in_the_language_of_the_reader(
    site: SignIn, language: str, sentence: str
) -> None:
    officer = site("officer")
    officer.get(f"/calculators/coverage.llcr?lang={language}")
    typed = {"cfads": "110", "debt_opening": "-1", "period_rate": "0.1"}
    assert sentence in officer.post("/calculators/coverage.llcr", typed).text


@pytest.mark.parametrize(("language", "sentence"), [
    ("", "债务不得为负数"), ("zh-CN,zh;q=0.9,en;q=0.8", "债务不得为负数"),
    ("en-GB,en;q=0.9", "debt cannot be negative"),
])  # fmt: skip
def test_a_program_is_answered_in_the_language_it_accepts(
    db: Database, tmp_path: Path, language: str, sentence: str
) -> None:
    client = caller(app_of(db, tmp_path), db, "officer")
    given = {"cfads": [110], "debt_opening": [-1], "period_rate": "0.1"}
    answer = client.post(f"{V1}/calculators/coverage.llcr", json=given, headers={"Accept-Language": language})
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["code"], problem["message"]) == ("negative_debt", sentence)


@pytest.mark.parametrize(("language", "sentence"), [
    ("zh-CN", "账号、密码或验证码不正确"), ("en", "Account, password or code is not right."),
])  # fmt: skip
def test_a_refused_sign_in_is_said_in_the_language_of_the_visitor(
    site: SignIn, language: str, sentence: str
) -> None:
    client = site("officer").client
    client.cookies.clear()
    client.get(f"/sign-in?lang={language}")
    told = client.post("/sign-in", data={"account": "nobody", "password": "wrong"})
    assert told.status_code == 401
    assert sentence in told.text
