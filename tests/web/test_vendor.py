"""Vendored browser files: every file is listed, is what the list says, and has its licence beside it."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bondlife.paths import STATIC_DIR

FOLDERS = (STATIC_DIR / "vendor", Path(__file__).parents[1] / "browser" / "vendor")
FREE = {"0BSD", "MIT", "Apache-2.0", "OFL-1.1", "MPL-2.0"}


def packages(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))["package"]
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=["static", "axe"])
def test_every_file_has_the_hash_it_is_listed_with(folder: Path) -> None:
    wrong = [
        entry["file"]
        for package in packages(folder)
        for entry in package["files"]
        if hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS, ids=["static", "axe"])
def test_nothing_lies_there_unlisted(folder: Path) -> None:
    listed = {entry["file"] for package in packages(folder) for entry in package["files"]}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert present == listed | {"VENDOR.toml"}


@pytest.mark.parametrize("folder", FOLDERS, ids=["static", "axe"])
def test_every_package_has_a_free_licence_and_its_text(folder: Path) -> None:
    for package in packages(folder):
        assert package["licence"] in FREE
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["licence_file"] in {entry["file"] for entry in package["files"]}
        assert (folder / package["licence_file"]).stat().st_size > 300


def test_the_font_sheet_names_only_slices_that_are_here() -> None:
    fonts = STATIC_DIR / "vendor" / "noto-sans-sc"
    named = set(re.findall(r"files/[\w-]+\.woff2", (fonts / "400.css").read_text("utf-8")))
    assert named == {path.relative_to(fonts).as_posix() for path in fonts.rglob("*.woff2")}
    assert len(named) > 90


def test_no_list_names_a_host() -> None:
    for folder in FOLDERS:
        assert "://" not in (folder / "VENDOR.toml").read_text("utf-8")
