"""Drawing: page or part, the address as state, autoescape, and rules that every template keeps."""

import re
from collections.abc import Iterator
from types import SimpleNamespace as Box

import pytest
from fastapi.testclient import TestClient
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode

from bondlife.paths import TEMPLATES_DIR
from bondlife.web.drawing import Drawing, csrf_field, drawing, here, kept_fields
from bondlife.web.pictures import fall_bars
from bondlife.web.render import environment_of
from bondlife.web.shell_view import ShellView
from bondlife.web.words import RISKS, STATES
from tests.web.gallery import view
from tests.web.gallery.app import gallery_templates, make_app

HTMX = {"HX-Request": "true"}
TEMPLATES = sorted(path.relative_to(TEMPLATES_DIR).as_posix() for path in TEMPLATES_DIR.rglob("*.html"))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with gallery_templates(), TestClient(make_app()) as client:
        yield client


def one(where: HTMLParser | LexborNode, selector: str) -> LexborNode:
    found = where.css_first(selector)
    assert found is not None, selector
    return found


def drawn(source: str, **context: object) -> str:
    return environment_of("zh_CN").from_string(source).render(**context)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str, language: str) -> None:
    assert environment_of(language).get_template(name)


def test_english_pages_print_english_signs_and_leave_data_alone() -> None:
    source = "{{ name }}：1 of 2（{{ name }}），done。"
    assert environment_of("en").from_string(source).render(name="甲，乙") == "甲，乙: 1 of 2 (甲，乙), done. "
    assert environment_of("zh_CN").from_string(source).render(name="a") == "a：1 of 2（a），done。"


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_inline_script_style_handlers_or_raw_markup(name: str) -> None:
    source = (TEMPLATES_DIR / name).read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on|javascript:", source)
    assert not re.search(r"\|\s*safe\b|autoescape|hx-vals=.js:", source)


def test_whole_page_and_part(client: TestClient) -> None:
    page, part = client.get("/gallery"), client.get("/gallery", headers=HTMX)
    assert page.text.startswith("<!doctype html>")
    assert part.text.startswith('<div id="list">')
    assert page.headers["Vary"] == part.headers["Vary"] == "HX-Request"


def test_a_restored_page_is_whole(client: TestClient) -> None:
    restored = client.get("/gallery", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert restored.text.startswith("<!doctype html>")


def test_an_explanation_is_the_same_in_the_page_and_alone(client: TestClient) -> None:
    alone = client.get("/gallery?explain=coverage_all", headers=HTMX).text.strip()
    assert alone.startswith('<aside id="explain"')
    assert alone in client.get("/gallery?explain=coverage_all").text
    assert '<aside id="explain" hidden></aside>' in client.get("/gallery").text


def test_an_explanation_tells_formula_numbers_and_sources(client: TestClient) -> None:
    panel = HTMLParser(client.get("/gallery?explain=coverage_all", headers=HTMX).text)
    formula = one(panel, ".formula").text()
    assert "存续期净收益 ÷ 全部债务本息" in formula
    assert "8,956.28 ÷ 7,284.80" in formula
    assert "1.229448" in formula
    assert "财预〔2021〕61号" in panel.text()
    assert panel.text().count("未确认") == 2


def test_english_page_has_no_chinese_of_the_shell(client: TestClient) -> None:
    page = HTMLParser(client.get("/gallery?lang=en").text)
    assert one(page, "html").attributes["lang"] == "en"
    assert one(page, ".skip").text() == "Skip to the content"
    assert "周经办" in one(page, ".user-menu").text()


def test_the_address_is_kept_and_an_explanation_or_position_is_not() -> None:
    query = (("q", "污水"), ("sort", "-amount"), ("after", "k9"), ("explain", "x"))
    with drawing(Drawing(path="/projects", query=query)):
        assert here(sort="name") == "/projects?q=%E6%B1%A1%E6%B0%B4&sort=name"
        assert here(unit="yi") == "/projects?q=%E6%B1%A1%E6%B0%B4&sort=-amount&after=k9&unit=yi"
        assert here(explain=None) == "/projects?q=%E6%B1%A1%E6%B0%B4&sort=-amount&after=k9"
        assert here(after="k10", before=None).endswith("sort=-amount&after=k10")
        assert kept_fields("q") == [("sort", "-amount")]


def test_text_is_escaped_everywhere() -> None:
    evil = '"><script>alert(1)</script>'
    shell = ShellView(csrf_token=evil)
    with drawing(Drawing(shell, "/p", (("q", evil),))):
        assert "<script>" not in str(csrf_field()) + here(sort="name")
        source = (
            '{% from "macros/marks.html" import state, risk, change %}'
            '{% from "macros/figure.html" import fig %}'
            "{{ state('done', x) }}{{ risk('red', x) }}{{ change(x, x) }}{{ fig(x, x) }}"
        )
        assert "<script>" not in drawn(source, x=evil)


def test_a_misspelt_field_fails_instead_of_printing_nothing() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ view.amuont }}", view=Box(amount=1))


def test_a_constant_is_printed_anew_for_every_page() -> None:
    template = environment_of("zh_CN").from_string("{{ 4500000000|amount }}")
    with drawing(Drawing(ShellView(locale="en"))):
        assert template.render() == "45,000,000.00 yuan"
    with drawing(Drawing(ShellView(unit="yi"))):
        assert template.render() == "0.45 亿元"


def test_every_mark_has_a_word() -> None:
    source = (
        '{% from "macros/marks.html" import state, risk %}{% for s in states %}{{ state(s) }}{% endfor %}'
    )
    source += "{% for r in risks %}{{ risk(r) }}{% endfor %}"
    texts = [node.text() for node in HTMLParser(drawn(source, states=STATES, risks=RISKS)).css("span")]
    assert len(set(texts)) == len(STATES) + len(RISKS)
    assert texts[-4:] == ["红", "橙", "黄", "绿"]


def test_an_error_stands_beside_its_field_and_in_a_summary_that_links(client: TestClient) -> None:
    page = HTMLParser(client.get("/gallery").text)
    link = one(page, "#errors a")
    field = one(page, link.attributes["href"] or "")
    told = (field.attributes["aria-describedby"] or "").split()
    assert field.attributes["aria-invalid"] == "true"
    assert one(page, f"#{told[0]}").text() == "✕ 总投资读到三位小数，最多两位。"
    assert field.attributes["value"] == "12,500.005"


def test_forms_that_write_carry_token_version_and_key(client: TestClient) -> None:
    page = HTMLParser(client.get("/gallery").text)
    forms = [form for form in page.css("form") if form.attributes.get("method") == "post"]
    assert len(forms) == 5
    for form in forms:
        assert one(form, "input[name=csrf_token]").attributes["value"] == "token-of-the-session"
    assert sum(bool(form.css("input[name=idempotency_key]")) for form in forms) == 4


def test_what_is_approved_carries_the_digest_and_a_blocked_step_has_no_button(client: TestClient) -> None:
    blocked, mine = HTMLParser(client.get("/gallery").text).css(".approve")
    assert one(mine, "input[name=digest]").attributes["value"] == view.approval().digest
    assert [button.attributes["value"] for button in mine.css("button")] == ["approve", "return"]
    assert blocked.css("button") == []
    assert "经办与审批是同一人" in blocked.text()


def test_labels_ids_and_heads_are_whole(client: TestClient) -> None:
    page = HTMLParser(client.get("/gallery?explain=coverage_all").text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    named = {label.attributes["for"] for label in page.css("label[for]")}
    assert named <= set(ids)
    assert all(head.attributes.get("scope") for head in page.css("table th"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 418])
def test_every_refusal_says_what_is_and_what_to_do(client: TestClient, status: int) -> None:
    for language in ("zh", "en"):
        answer = client.get(f"/error/{status}?lang={language}")
        told = HTMLParser(answer.text)
        assert answer.status_code == status
        assert len(told.css("#error > p")) == 4
        assert "7f3a9c21" in one(told, "#error .note").text()
    part = client.get(f"/error/{status}", headers=HTMX)
    assert part.text.startswith('<section id="error"')


def test_a_conflict_shows_mine_theirs_and_the_base(client: TestClient) -> None:
    page = HTMLParser(client.get("/conflict").text)
    clash, mine_only = page.css("#conflict tbody tr")
    assert [cell.text(strip=True) for cell in clash.css("td")] == ["12,500.00", "12,600.00", "12,550.00"]
    assert clash.css("input[checked]") == []
    assert one(mine_only, "input[checked]").attributes["value"] == "双溪污水处理改造提升工程"
    assert "李复核" in page.text()
    assert "2026-11-23 10:03" in page.text()


def test_the_bars_of_a_waterfall_meet() -> None:
    amounts = [amount for _name, amount, _formula, _clause in view.fall()]
    bars = fall_bars(amounts, start=1_180_000_000)
    assert [bar.kind for bar in bars] == ["tot", "up", "dn", "dn", "dn", "up", "dn", "tot"]
    assert float(bars[-2].line_x) == pytest.approx(float(bars[-1].x) + float(bars[-1].width), abs=0.2)
    assert all(float(bar.x) >= 0 and float(bar.x) + float(bar.width) <= 250 for bar in bars)
    assert [bar.is_cut for bar in bars] == [True, *[False] * 6, True]
    assert fall_bars([5]) == ()
