"""Every key inside a shipped rule has words in both languages, and no word waits for a key that left."""

import re
from collections.abc import Iterator
from typing import Any

from models.rule_words import COLUMNS, ENTRIES
from models.rules import shipped_rules

KEY = re.compile(r"[a-z][a-z_0-9]*")


def keys_in(value: Any) -> Iterator[tuple[str, bool]]:
    """Yield every key in a value and whether it names a column."""
    if isinstance(value, str) and KEY.fullmatch(value):
        yield value, False
    if isinstance(value, list):
        for one in value:
            yield from keys_in(one)
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, True
            if key not in {"en", "zh"}:
                yield from keys_in(one)


USED = {found for seed in shipped_rules() for part in (seed.value, seed.params) for found in keys_in(part)}


def test_every_entry_has_words() -> None:
    assert {key for key, is_column in USED if not is_column} - set(ENTRIES) == set()


def test_every_column_has_words() -> None:
    columns = {key for key, is_column in USED if is_column}
    assert columns - set(COLUMNS) - set(ENTRIES) == set()


def test_words_differ_from_their_keys_and_are_used() -> None:
    used = {key for key, _ in USED}
    assert [key for key in (*COLUMNS, *ENTRIES) if key not in used] == []
    assert [key for key, label in ENTRIES.items() if key in {label.en, label.zh}] == []
