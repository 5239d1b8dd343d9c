"""Every act has a name in both languages: the audit page never shows how the code calls it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bondlife.locale import speaking
from bondlife.queries.act_words import ACTS
from bondlife.queries.audit import act_word
from bondlife.queries.import_words import KIND_LABELS
from models.kinds import shipped_kinds

CODE = Path(__file__).resolve().parents[2] / "bondlife"


def written(node: ast.expr) -> Iterator[str]:
    """Yield the names of acts an argument spells out."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from written(node.body)
        yield from written(node.orelse)


def acts_of_the_code() -> set[str]:
    """Return the acts that are spelled out where they are carried out."""
    found: set[str] = set()
    for text in (path.read_text("utf-8") for path in CODE.rglob("*.py")):
        if "perform(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "perform"
                and len(node.args) > 2
            ):
                found.update(written(node.args[2]))
    return found


def acts_of_data() -> set[str]:
    """Return the acts that follow from kinds of records and of files."""
    moves = {
        f"{lifecycle.record}.{step.key}"
        for kind in shipped_kinds().values()
        for lifecycle in kind.lifecycles
        for step in lifecycle.transitions
    }
    return moves | {f"import.{kind}" for kind in KIND_LABELS}


def test_every_act_is_named_in_both_languages() -> None:
    acts = acts_of_the_code() | acts_of_data() | set(ACTS)
    assert len(acts) > 300
    for language in ("zh_CN", "en"):
        with speaking(language):
            assert [act for act in sorted(acts) if act_word(act) == act] == []


def test_names_of_acts_are_all_used() -> None:
    made = {f"{choice}.{step}" for choice in CHOICES for step in ("propose", "decide")}
    assert set(ACTS) - acts_of_the_code() - made - {"collection.check", "collection.review"} == set()


CHOICES = ("flow", "period", "platform.mode", "disclosure.setting", "region")
"""Rights by which settings of a region are proposed and decided: one service carries them all out."""
