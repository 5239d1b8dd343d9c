"""The Chinese catalogue: complete, current, compiled, and its placeholders whole."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bondlife import locale
from bondlife.paths import LOCALE_DIR

FOLDER = LOCALE_DIR / "zh_CN" / "LC_MESSAGES"
ROOT = LOCALE_DIR.parents[1]
METHODS = [("bondlife/**.py", "python"), ("calculators/**.py", "python"), ("templates/**.html", "jinja2")]
REFUSALS = {
    **DEFAULT_KEYWORDS,
    "Problem": (2,), "because": (2,), "PydanticCustomError": (2,),
    "CalculationError": (3,), "refuse": (3,), "_bad": (2,), "_unexpected": (1,),
}  # fmt: skip
"""Sentences of refusals are collected where they are made."""

SENTENCE = re.compile(r"[A-Z“%].*[a-z]{2} .{8,}[.?]")

MessageId = str | tuple[str, ...]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file)


def as_key(message_id: MessageId | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def said(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_message_of_templates_and_code_has_its_chinese(catalogue: Catalog) -> None:
    found = extract_from_dir(
        ROOT, METHODS, {"templates/**.html": {"trimmed": "true"}}, REFUSALS,
        directory_filter=lambda folder: re.search(r"/(\.\w+|tests|node_modules)$", str(folder)) is None,
    )  # fmt: skip
    used = {as_key(message_id) for _file, _line, message_id, _comments, _context in found}
    known = {as_key(message.id) for message in messages(catalogue) if all(said(message))}
    assert len(used) > 100
    assert used - known == set()


def sentences(path: Path) -> Iterator[str]:
    """Yield what reads like a sentence in a module: no docstring, no part of an f-string, no label."""
    tree = ast.parse(path.read_text("utf-8"))
    apart = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr | ast.JoinedStr)
        or (isinstance(node, ast.Call) and named(node) == "Label")
        for part in ([node.value] if isinstance(node, ast.Expr) else ast.walk(node))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in apart and SENTENCE.fullmatch(str(node.value)):
            yield str(node.value)


def named(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_no_sentence_slips_past_the_catalogue(catalogue: Catalog) -> None:
    """Whatever way a sentence takes to a person, it has its Chinese; file readers keep their own."""
    known = {as_key(message.id) for message in messages(catalogue)}
    english = ("api", "cli.py", "exchange", "demo")  # for programs and for who starts the server
    paths = [
        p
        for p in (ROOT / "bondlife").rglob("*.py")
        if p.relative_to(ROOT / "bondlife").parts[0] not in english
    ]
    slipped = [
        f"{path.name}: {text}" for path in sorted(paths) for text in sentences(path) if text not in known
    ]
    assert slipped == []


def test_no_entry_is_empty_or_fuzzy(catalogue: Catalog) -> None:
    assert [m.id for m in messages(catalogue) if m.fuzzy or not all(said(m))] == []


def test_placeholders_survive_translation(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        wanted = set(re.findall(r"%\(\w+\)[sd]", as_key(message.id)))
        for text in said(message):
            assert set(re.findall(r"%\(\w+\)[sd]", text)) == wanted, message.id


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert (FOLDER / "messages.mo").read_bytes() == compiled.getvalue()


def test_a_language_is_spoken_until_its_block_ends() -> None:
    assert locale.gettext("Sign out") == "退出登录"
    with locale.speaking("en"):
        assert locale.gettext("Sign out") == "Sign out"
        assert locale.ngettext("%(num)d item", "%(num)d items", 2) == "%(num)d items"
        assert not locale.is_chinese()
    assert locale.current_locale() == "zh_CN"


@pytest.mark.parametrize("name", ["../../etc", "zh", "zh-TW", "", None, "EN_us"])
def test_any_language_asked_for_is_one_that_is_spoken(name: str | None) -> None:
    assert locale.known(name) in locale.LOCALES
