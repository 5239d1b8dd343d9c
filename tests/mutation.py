"""Run mutmut on a calculator, sparing the wording of refusals: tests hold their codes and fields, not their prose.

``scripts/mutate`` calls it inside its copy: ``python -m tests.mutation run``.
"""

from typing import Any

import libcst as cst
from mutmut.__main__ import cli
from mutmut.mutation import file_mutation

WORDING = {"CalculationError": 2, "refuse": 2, "_bad": 1}
"""Calls that make a refusal, and the place of its message among their arguments."""


class RefusalsKeptWords(file_mutation.MutationVisitor):
    """Makes every mutant but those that only change what a refusal says to a person."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._wording: set[cst.CSTNode] = set()

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        return node in self._wording or super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        before = len(self.mutations)
        super()._create_mutations(node)
        message = _message_of(node)
        if message is None or not isinstance(node, cst.Call):
            return
        # A message that is gone altogether is a broken call and stays a mutant; one that became None does not.
        self._wording.add(message)
        place = node.args.index(message)
        kept = [m for m in self.mutations[before:] if not _only_blanks(m.mutated_node, node, place)]
        self.mutations[before:] = kept


def _message_of(node: cst.CSTNode) -> cst.Arg | None:
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Name):
        return None
    place = WORDING.get(node.func.value)
    return node.args[place] if place is not None and place < len(node.args) else None


def _only_blanks(mutant: cst.CSTNode, original: cst.Call, place: int) -> bool:
    return (
        isinstance(mutant, cst.Call)
        and len(mutant.args) == len(original.args)
        and mutant.args[place] is not original.args[place]
    )


if __name__ == "__main__":
    file_mutation.MutationVisitor = RefusalsKeptWords  # type: ignore[misc]  # mutmut offers no hook of its own
    cli()
