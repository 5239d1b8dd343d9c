"""What changed inside data that is kept as a tree: part by part, in words, never as code.

    {"components": [{"key": "om", "name": "运维费", "base": {"fen": 1}}]}  →  付费组成 › 运维费 › 基数 › 金额

Entries of a list are matched by what tells them apart, not by their place; an entry that came or went is one
line. Money under the names that hold it is fen.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bondlife.locale import gettext, is_chinese, ngettext
from bondlife.queries.nested_words import CODES, IDENTITY, MONEY_PARTS, MONEY_UNDER, PARTS
from bondlife.queries.record_forms import shown_text
from bondlife.queries.words import said

MOST = 60
"""Lines of one field; beyond them only the count is told."""
LONGEST = 160
"""Signs of one value."""
JOINT = " › "
EMPTY = "—"


Path = tuple[str, ...]
QUOTED = "\0"
"""Begins a title that people gave, which no word of the vocabulary replaces."""


class Part(NamedTuple):
    """One part of a tree: how it is called in the data or by people, what it holds."""

    title: str
    value: Any


_NOTHING = Part("", None)


class NestedChange(NamedTuple):
    """One part before and after; ``path`` is said in words."""

    path: str
    before: str
    after: str


def nested_changes(before: Any, after: Any) -> list[NestedChange]:
    """Return what differs between two trees, at most so many lines.

    >>> from bondlife.locale import speaking
    >>> old = {"linked": [{"name": "a", "share": "0.3"}], "lag": 1}
    >>> new = {"linked": [{"name": "a", "share": "0.4"}], "lag": 1}
    >>> with speaking("en"):
    ...     nested_changes(old, new)
    [NestedChange(path='Linked shares › a', before='Share 0.3', after='Share 0.4')]
    """
    found = list(_changes(before, after, ()))
    if len(found) <= MOST:
        return found
    rest = len(found) - MOST
    told = ngettext("and %(num)d more", "and %(num)d more", rest) % {"num": rest}
    return [*found[:MOST], NestedChange(told, EMPTY, EMPTY)]


def is_tree(value: Any) -> bool:
    """Tell whether a value has parts with names, which a list of bare words has not."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )


def counted(value: Any) -> str:
    """Return how much a tree holds, where there is nothing to compare it with.

    >>> from bondlife.locale import speaking
    >>> with speaking("en"):
    ...     counted({"a": [{"b": 1}, {"b": 2}], "c": "x"})
    '3 entries'
    """
    number = _size(value)
    if not number:
        return EMPTY
    return ngettext("%(num)d entry", "%(num)d entries", number) % {"num": number}


def _size(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(map(_size, value))
    return 0 if value in (None, "") else 1


def _changes(before: Any, after: Any, path: Path) -> Iterator[NestedChange]:
    if before == after:
        return
    old, new = _children(before), _children(after)
    if _is_flat(before, path) and _is_flat(after, path):
        yield NestedChange(JOINT.join(map(_word, path)), *_whole(before, after, path))
        return
    if old is None or new is None or (path and not (old and new)):
        yield NestedChange(JOINT.join(map(_word, path)), _text(before, path), _text(after, path))
        return
    for key in [*new, *(key for key in old if key not in new)]:
        earlier, later = old.get(key, _NOTHING), new.get(key, _NOTHING)
        yield from _changes(earlier.value, later.value, (*path, (later if key in new else earlier).title))


def _is_flat(value: Any, path: Path) -> bool:
    """Tell whether a value is an entry of a list, or nothing, that holds no parts of its own."""
    if not (path and path[-1].startswith((QUOTED, "#"))):
        return False
    return value is None or (
        isinstance(value, Mapping) and not any(isinstance(one, list | Mapping) for one in value.values())
    )


def _whole(before: Any, after: Any, path: Path) -> tuple[str, str]:
    """Return a flat entry before and after, by what of it differs; its title is told already."""
    old, new = dict(before or {}), dict(after or {})
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    title = path[-1].removeprefix(QUOTED)
    told = [name for name in names if title not in (old.get(name), new.get(name))] or names
    return _text({name: old.get(name) for name in told}, path), _text(
        {name: new.get(name) for name in told}, path
    )


def _children(value: Any) -> dict[str, Part] | None:
    """Return the parts of a tree by name, of a list by what tells its entries apart; None of a leaf."""
    if isinstance(value, Mapping):
        return {str(name): Part(str(name), part) for name, part in value.items()}
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return _entries(value)
    return {} if value is None or value == [] else None


def _entries(rows: Sequence[Mapping[str, Any]]) -> dict[str, Part]:
    """Return the entries of a list by what all of them have and no two share, else by their place."""
    for name in IDENTITY:
        keys = [str(one.get(name) or "") for one in rows]
        if all(keys) and len(set(keys)) == len(keys):
            return {key: Part(_title(one, key), one) for key, one in zip(keys, rows, strict=True)}
    return {f"#{number}": Part(f"#{number}", one) for number, one in enumerate(rows, 1)}


def _title(one: Mapping[str, Any], key: str) -> str:
    """Return what people call an entry, as a quotation that no word replaces."""
    return QUOTED + str(one.get("name") or one.get("label_zh") or key)


def _word(name: str) -> str:
    if name.startswith(QUOTED):
        return name[len(QUOTED) :]
    return said(PARTS[name]) if name in PARTS else name


def _text(value: Any, path: Path) -> str:
    """Return a leaf, or an entry as a whole, in words."""
    if value in (None, "", {}, []):
        return EMPTY
    if isinstance(value, Mapping):
        held = {str(name): part for name, part in value.items() if part not in (None, "", {}, [])}
        parts = (f"{_word(name)} {_text(part, (*path, name))}" for name, part in held.items())
        return _cut(("，" if is_chinese() else ", ").join(parts)) or EMPTY
    if isinstance(value, list):
        return _cut(("；" if is_chinese() else "; ").join(_text(one, path) for one in value))
    return _leaf(value, path)


def _leaf(value: Any, path: Path) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    name = next((one for one in reversed(path) if not one.startswith((QUOTED, "#"))), "")
    if isinstance(value, int) and (name in MONEY_PARTS or MONEY_UNDER & set(path)):
        return shown_text("money", value)
    code = CODES.get(name, {}).get(str(value))
    return said(code) if code is not None else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
