"""Pdf by Typst: PDF/A with text layer and tags, fonts of a pinned package only. Loaded by the child alone."""

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

from bondlife.errors import Invalid
from bondlife.exchange.documents.charts import charts_of
from bondlife.exchange.documents.drawing import drawing
from bondlife.exchange.documents.paper import Paper, Photos
from bondlife.paths import TEMPLATES_DIR
from bondlife.settings import settings

STANDARDS = ["a-2a"]
PNG = b"\x89PNG"
SIGNS = "DejaVu Sans Mono"
"""Comes inside the Typst wheel; has ticks and boxes."""
_LACKING = re.compile(r"the text `\"?(.+?)\"?` could not be displayed")
_SHOWN = 12
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 450pt)
"""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def pdf_of(paper: Paper) -> bytes:
    """Return a paper as pdf: the same paper gives the same bytes."""
    with tempfile.TemporaryDirectory(prefix="bondlife-paper-") as folder:
        photos = _laid_out(paper, Path(folder))
        told = drawing(paper, charts_of(paper), photos, _fallback())
        return typeset(source(), {"paper": told}, Path(folder))


@lru_cache(maxsize=1)
def source() -> bytes:
    """Return the program that draws any paper."""
    return (TEMPLATES_DIR / "documents" / "paper.typ").read_bytes()


def typeset(program: bytes, inputs: Mapping[str, str], root: Path) -> bytes:
    """Return what a program draws; a sign without a glyph, or any other warning, is a refusal."""
    try:
        found, warnings = _compiler().compile_with_warnings(
            program,
            format="pdf",
            sys_inputs=dict(inputs),
            pdf_standards=STANDARDS,
            root=str(root),
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _refused(f"{error.message} {error.diagnostic}") from None
    if warnings:
        raise _refused("; ".join(one.message for one in warnings))
    return bytes(found)


def as_png(svg: str, *, pixels_per_inch: float = 192) -> bytes:
    """Return a drawing as PNG, for files that take no SVG; its own size in points is kept."""
    found = _compiler().compile(
        _PICTURE, format="png", ppi=pixels_per_inch, sys_inputs={"svg": svg}, timestamp=0
    )
    return bytes(found[0] if isinstance(found, list) else found)


@lru_cache(maxsize=1)
def _compiler() -> Any:
    return typst.Compiler(font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    own, chinese = settings().document_fonts, sans_path()
    if not chinese.is_file():
        message = _("The font %(name)s is not there; the file is not made. Install the product again.")
        raise Invalid.because("font_absent", message, "", name=chinese.name)
    places = [str(chinese.parent), *([str(own)] if own else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=places)


def _fallback() -> list[str]:
    """Return the families for signs that Chinese fonts lack: those of the installation, then Typst's own."""
    own = settings().document_fonts
    added = sorted({one.family for one in _fonts().fonts() if own and str(one.path).startswith(str(own))})
    return [*added, SIGNS]


def _laid_out(paper: Paper, folder: Path) -> dict[str, list[str]]:
    """Write the pictures where the typesetter finds them, under the digest of their bytes."""
    found: dict[str, list[str]] = {}
    for section in paper.form.sections:
        if isinstance(section, Photos):
            for one in paper.rows(section.key):
                data = one["data"]
                ending = "png" if data.startswith(PNG) else "jpg"
                name = f"{hashlib.sha256(data).hexdigest()}.{ending}"
                (folder / name).write_bytes(data)
                found.setdefault(section.key, []).append(f"/{name}")
    return found


def _refused(text: str) -> Invalid:
    lacking = list(dict.fromkeys(_LACKING.findall(text)))
    if lacking:
        message = _("No font here has the sign %(signs)s; the file is not made. Add a font that has it.")
        return Invalid.because("no_glyph", message, "", signs=" ".join(lacking[:_SHOWN]))
    return Invalid.because(
        "not_drawn", _("The file could not be drawn: %(what)s"), "", what=json.dumps(text[:300])
    )
