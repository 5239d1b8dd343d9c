"""Lifecycles drawn as Mermaid state diagrams, for the guide."""

from models.lifecycle import Lifecycle, Transition


def diagram(lifecycle: Lifecycle, *, language: str = "en") -> str:
    """Return the Mermaid text of a lifecycle: states by name, one arrow per source of each transition.

    >>> from models.kinds import shipped_kind
    >>> print(diagram(shipped_kind("special_bond").lifecycle("progress")).splitlines()[1])
        state "Draft" as draft
    """
    return "\n".join(
        (
            "stateDiagram-v2",
            *(f'    state "{getattr(state.label, language)}" as {state.key}' for state in lifecycle.states),
            f"    [*] --> {lifecycle.initial}",
            *(arrow for transition in lifecycle.transitions for arrow in _arrows(transition, language)),
            *(f"    {state.key} --> [*]" for state in lifecycle.states if state.ending),
        )
    )


def _arrows(transition: Transition, language: str) -> list[str]:
    """Return one arrow for each state a transition leaves; colons would end the name of an arrow."""
    name = getattr(transition.label, language).replace(":", " ")
    return [f"    {source} --> {transition.target}: {name}" for source in transition.sources]
