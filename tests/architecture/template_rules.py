"""Rules of the templates: a page runs under a strict content policy and names the view it reads."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import Fault

VIEW_LINE = re.compile(r"^\{# view: ([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+) #\}$")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"""\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=\s*["'{]""", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false", re.IGNORECASE),
    "outside address": re.compile(r"""(?:src|action|hx-\w+)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
}


def template_faults(root: Path) -> list[Fault]:
    """Return every fault of the html templates of a tree."""
    folder = root / "templates"
    return sorted(
        fault for path in sorted(folder.rglob("*.html")) for fault in faults_of(path, path.relative_to(root))
    )


def faults_of(path: Path, shown: Path) -> Iterator[Fault]:
    """Yield the faults of one template."""
    text = path.read_text(encoding="utf-8")
    if reads_a_view(shown) and VIEW_LINE.match(text.partition("\n")[0]) is None:
        yield Fault(shown.as_posix(), 1, "no view named", text.partition("\n")[0][:80])
    bare = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for rule, pattern in FORBIDDEN.items():
        for match in pattern.finditer(bare):
            line = bare.count("\n", 0, match.start()) + 1
            yield Fault(shown.as_posix(), line, rule, match[0].strip())


def reads_a_view(shown: Path) -> bool:
    """Tell whether the template is a page or a fragment; layouts and macros read no view."""
    return shown.parts[1] in {"pages", "fragments"}


def named_views(root: Path) -> dict[str, str]:
    """Return template path → dotted view for every page and fragment that names one."""
    views = {}
    for path in sorted((root / "templates").rglob("*.html")):
        match = VIEW_LINE.match(path.read_text(encoding="utf-8").partition("\n")[0])
        if match:
            views[path.relative_to(root).as_posix()] = match[1]
    return views
