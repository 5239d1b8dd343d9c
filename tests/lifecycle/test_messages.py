"""Every refusal is said in a literal message, so that its translation can be collected."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bondlife.lifecycle

ROOT = Path(bondlife.lifecycle.__file__).parent


def _problems() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                yield f"{path.name}:{node.lineno}", node


def test_every_message_is_a_literal_sentence() -> None:
    found = list(_problems())
    assert len(found) > 90
    for place, call in found:
        message = call.args[1]
        assert isinstance(message, ast.Constant), place
        assert isinstance(message.value, str), place
        assert message.value.rstrip().endswith((".", ":", ")")), place
