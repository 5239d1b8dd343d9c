"""Templates that speak one language: fixed messages are put into its words once, when a template is compiled.

A page holds a thousand messages and few of them change; asking the catalogue for each of them every time
it is drawn cost more than all the rest of the drawing.
"""

from collections.abc import MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from bondlife.locale import catalogue

CALLS = frozenset({"_", "gettext"})
"""Names under which templates ask for a message."""


class Spoken(Environment):
    """A template environment of one language."""

    def __init__(self, language: str, **options: Any) -> None:
        """Remember the language; everything else is Jinja's."""
        super().__init__(**options)
        self.language = language

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: our own are those of all, in one plain map.

        Jinja lays a map of each template over them, and every import and every part of a page then looks for
        all names in two maps: that was half of drawing a page of an error.
        """
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        put: nodes.Template = _Words(self.language).visit(parsed)
        return put


class _Words(NodeTransformer):
    """Puts the words of a language where a template asks for a fixed message.

    What the message leaves open is filled in when the page is drawn, escaped as the call would have done.
    """

    def __init__(self, language: str) -> None:
        self._gettext = catalogue(language).gettext

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 -- Jinja's name
        """Return the words themselves, or the words with their open places filled in."""
        self.generic_visit(node, *args, **kwargs)
        message = _fixed(node)
        if message is None:
            return node
        words = Markup(self._gettext(message))  # noqa: S704 -- the catalogue is ours, its words are markup
        if not node.kwargs:
            return nodes.Const(words % {}, lineno=node.lineno)
        given = nodes.Dict(
            [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs], lineno=node.lineno
        )
        return nodes.Mod(nodes.Const(words, lineno=node.lineno), given, lineno=node.lineno)


def _fixed(node: nodes.Call) -> str | None:
    """Return the message a call asks for, if it stands in the template and nothing is handed over in bulk."""
    asks = isinstance(node.node, nodes.Name) and node.node.name in CALLS
    if not asks or len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
        return None
    message = node.args[0]
    if isinstance(message, nodes.Const) and isinstance(message.value, str):
        return message.value
    return None
