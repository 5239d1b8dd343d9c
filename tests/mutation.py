"""Run mutmut on a calculator, sparing what tests of meaning cannot see.

Spared are the wording of refusals (tests hold their codes and fields) and the ``strict`` flag of ``zip``
(a guard behind lengths that were checked). ``scripts/mutate`` calls it in its copy.
"""

import sys
from typing import Any

import libcst as cst
from mutmut.mutation import file_mutation

WORDING = {"CalculationError": 2, "refuse": 2, "_bad": 1}
"""Calls that make a refusal, and the place of its message among their arguments."""


class MeaningOnly(file_mutation.MutationVisitor):
    """Makes every mutant but those of the arguments that are spared."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._spared: set[cst.CSTNode] = set()

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        return node in self._spared or super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        before = len(self.mutations)
        super()._create_mutations(node)
        spared = _spared_argument(node)
        if spared is not None:
            self._spared.add(spared)
            self.mutations[before:] = [m for m in self.mutations[before:] if not _only_changes(m, spared)]


def _spared_argument(node: cst.CSTNode) -> cst.Arg | None:
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Name):
        return None
    if node.func.value == "zip":
        return next((arg for arg in node.args if arg.keyword and arg.keyword.value == "strict"), None)
    place = WORDING.get(node.func.value)
    return node.args[place] if place is not None and place < len(node.args) else None


def _only_changes(mutation: file_mutation.Mutation, spared: cst.Arg) -> bool:
    """Tell whether the mutant lacks nothing of the original call but the argument."""
    original, mutant = mutation.original_node, mutation.mutated_node
    if not isinstance(original, cst.Call) or not isinstance(mutant, cst.Call):
        return False
    return all(arg is spared or any(arg is kept for kept in mutant.args) for arg in original.args)


DEEP = 10_000
"""Every call in a mutated module goes through a go-between; formulas nested to their limit need room."""

if __name__ == "__main__":
    from mutmut.__main__ import cli  # reads its configuration from the folder it is started in

    file_mutation.MutationVisitor = MeaningOnly  # type: ignore[misc]  # mutmut offers no hook of its own
    sys.setrecursionlimit(DEEP)
    cli()
