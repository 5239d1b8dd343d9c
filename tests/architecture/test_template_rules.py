"""The templates keep their rules, and each rule catches the fault it is for."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.template_rules import named_views, template_faults
from tests.requirements import PROJECT

VIEW = "{# view: bondlife.queries.project.ProjectView #}\n"
SCRIPT = '<script src="/static/app.js" defer></script>\n'

PLANTED = [
    ("templates/pages/x.html", "<p>no view</p>\n", "no view named"),
    ("templates/fragments/a/x.html", "{# a comment #}\n<p></p>\n", "no view named"),
    ("templates/pages/x.html", VIEW + '<p class="a" style="color: red"></p>\n', "inline style"),
    ("templates/pages/x.html", VIEW + "<style>p {}</style>\n", "inline style"),
    ("templates/pages/x.html", VIEW + '<button onclick="go()">Go</button>\n', "inline handler"),
    ("templates/pages/x.html", VIEW + "<form\n  onsubmit='go()'></form>\n", "inline handler"),
    ("templates/pages/x.html", VIEW + '<p hx-on:click="go()"></p>\n', "inline handler"),
    ("templates/base.html", "<script>go()</script>\n", "inline script"),
    ("templates/base.html", '<a href="javascript:go()">Go</a>\n', "inline script"),
    ("templates/macros/x.html", "{{ name | safe }}\n", "unescaped output"),
    ("templates/base.html", "{% autoescape false %}{{ name }}{% endautoescape %}\n", "unescaped output"),
    ("templates/base.html", '<script src="//elsewhere.example/x.js"></script>\n', "outside address"),
]

ALLOWED = [
    ("templates/pages/x.html", VIEW + '{% extends "base.html" %}\n' + SCRIPT),
    ("templates/base.html", "{# on style= and onclick= see the guide #}\n" + SCRIPT),
    ("templates/fragments/x.html", VIEW + '<p data-style="wide" class="on">a one-time only = 1</p>\n'),
]


def plant(root: Path, path: str, text: str) -> Path:
    """Write one template into an empty tree."""
    (root / path).parent.mkdir(parents=True)
    (root / path).write_text(text)
    return root


def test_the_templates_keep_their_rules() -> None:
    faults = template_faults(PROJECT)
    assert not faults, "\n" + "\n".join(map(str, faults))


def test_every_named_view_is_a_class() -> None:
    wrong = [f"{path}: {view}" for path, view in named_views(PROJECT).items() if not is_class(view)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_view_that_does_not_exist_is_found() -> None:
    assert not is_class("bondlife.queries.NoSuchView")
    assert not is_class("bondlife.no_such_module.View")
    assert is_class("calculators.kernel.spec.CalculatorSpec")


def is_class(view: str) -> bool:
    """Tell whether a dotted path leads to a class."""
    module, _, name = view.rpartition(".")
    try:
        return isinstance(getattr(import_module(module), name, None), type)
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize(("path", "text", "rule"), PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, path: str, text: str, rule: str) -> None:
    assert rule in {fault.rule for fault in template_faults(plant(tmp_path, path, text))}


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_allowed_is_let_through(tmp_path: Path, path: str, text: str) -> None:
    assert template_faults(plant(tmp_path, path, text)) == []
