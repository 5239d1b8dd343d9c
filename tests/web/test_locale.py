"""The Chinese catalogue: complete, current, compiled, and its placeholders whole."""

import re
from io import BytesIO

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
