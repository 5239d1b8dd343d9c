"""Ten real months from the command line to the database: every published total that can be had holds."""

import json
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.services.imports import run_from_file
from bondlife.settings import Settings
from models.registry import Bond
from tests.imports.samples import count

MONTHS = ("2023-01", "2023-12", *(f"{year}-0{month}" for year in (2024, 2025) for month in (1, 2, 3, 4)))


@pytest.mark.shared
def test_every_published_total_of_ten_months_holds(
    any_db: Database, reference_data: Path, tmp_path: Path
) -> None:
    register, stored = reference_data / "register", 0
    for month in MONTHS:
        options = {"totals": register / f"{month}.totals.yaml", "unit": "亿元"}
        report, status = run_from_file(
            any_db, Settings(data_dir=tmp_path), "issue-list", register / f"{month}.bonds.csv", **options
        )
        differs = [one for one in report["compared"] if one["verdict"] == "differs"]
        assert not differs, (month, json.dumps(differs, ensure_ascii=False))
        assert not report["errors"]
        assert (report["state"], status) == ("stored", 0), (month, report["warnings"][:3])
        stored += report["counts"]["added"]
    assert count(any_db, Bond) == stored > 1000
