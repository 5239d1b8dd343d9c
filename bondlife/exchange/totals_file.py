"""Read a file of published totals (YAML): every figure as printed text, nothing guessed, no aliases."""

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bondlife.exchange.errors import FileRefused

_LIMIT = 2 << 20


class PublishedTotals(NamedTuple):
    """A month's published totals: ``figures`` as printed, and the ids named reproducible, if the file
    names any.
    """

    month: str
    figures: dict[str, Any]
    reproducible: frozenset[str]


class _Text(yaml.BaseLoader):
    """Loads scalars as text and refuses references between nodes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias before it can multiply."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not allowed")
        return super().compose_node(parent, index)


def read_totals(source: Path | bytes) -> PublishedTotals:
    """Return the published figures of a totals file; refuse what is not one."""
    data = _bytes(source)
    try:
        content = yaml.load(data.decode("utf-8-sig"), Loader=_Text)  # noqa: S506 - loads text, lists and maps only
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise _refused("it is not YAML in UTF-8") from None
    if not isinstance(content, dict) or not isinstance(content.get("published"), dict):
        raise _refused("it has no part named published")
    checks = content.get("checks")
    ids = [
        str(check.get("id"))
        for check in (checks if isinstance(checks, list) else [])
        if isinstance(check, dict) and check.get("reproduces") in ("exact", "rounding")
    ]
    return PublishedTotals(str(content.get("month", "")), content["published"], frozenset(ids))


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(_LIMIT + 1)
        except (OSError, ValueError):
            raise FileRefused("missing", "The file cannot be opened.") from None
    if len(data) > _LIMIT:
        raise _refused("it is too large")
    return data


def _refused(reason: str) -> FileRefused:
    return FileRefused("bad_totals", "The totals file cannot be read: {reason}.", {"reason": reason})
