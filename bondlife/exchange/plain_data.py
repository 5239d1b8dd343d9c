"""Read plain data (YAML, and so JSON too): maps, lists, texts, whole numbers, true and false, nothing.

A number with a decimal point stays the text that was written: no binary float is ever made. References
between nodes, repeated keys and tags are refused with their line.
"""

import re
from typing import Any

import yaml

_WORDS = (
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), "tf"),
    ("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""]),
    ("tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]{0,30})$"), "-0123456789"),
)


class PlainDataError(ValueError):
    """The text is not plain data; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


class _Plain(yaml.SafeLoader):
    """Loads what JSON could hold, decimals as text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - yaml's own name

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias before it can multiply."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError("references are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice: one of the two would be lost."""
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                raise yaml.MarkedYAMLError("a key stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in _WORDS:
    _Plain.add_implicit_resolver(_tag, _pattern, list(_first))


def read_plain(text: str) -> Any:
    """Return the data of a text.

    >>> read_plain("share: 0.30\\nyears: 10\\nrows: [{key: a}]")
    {'share': '0.30', 'years': 10, 'rows': [{'key': 'a'}]}
    """
    try:
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - loads what JSON could hold only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlainDataError(mark.line + 1 if mark is not None else 1) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise PlainDataError(1) from None


def write_plain(data: Any) -> str:
    """Return data as the text an editor shows: YAML in the order of its fields.

    >>> print(write_plain({"share": "0.30", "years": 10}), end="")
    share: '0.30'
    years: 10
    """
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
