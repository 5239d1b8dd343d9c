"""Makers of files that mean harm or are broken, for tests only."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

HEADINGS = ("seq", "name", "issue_date", "maturity_date", "size_yi", "tenor_years", "coupon_pct")
Value = str | float


def bond_row(number: int = 1, **changes: Value) -> list[Value]:
    """Return one good bond row with some cells changed."""
    row: dict[str, Value] = dict(
        zip(
            HEADINGS,
            [number, f"2024年宁波市政府专项债券({number}期)", "2024-02-28", "2034-03-01", 30.4, 10, 2.36],
            strict=True,
        )
    )
    return list({**row, **changes}.values())


def workbook(rows: list[list[Value]], *, headings: tuple[str, ...] = HEADINGS, sheet: str = "附表") -> bytes:
    """Return an xlsx of plain rows; texts starting with = become real formulas."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        for index, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str) and not value.startswith("="):
                    page.write_string(index, column, value)
                else:
                    page.write(index, column, value)
    return out.getvalue()


def csv_file(rows: list[list[Value]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a csv of plain rows under the headings of an issue list."""
    lines = [HEADINGS, *rows]
    return "\r\n".join(delimiter.join(map(str, row)) for row in lines).encode(encoding)


def with_part(name: str, data: bytes, *, base: bytes | None = None) -> bytes:
    """Return a workbook with one part added or replaced."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(base or workbook([bond_row()]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, data)
    return out.getvalue()


def sheet_xml(cells: str) -> bytes:
    """Return a worksheet part around the given row markup."""
    head = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}<sheetData>{cells}</sheetData></worksheet>".encode()


def with_sheet(cells: str) -> bytes:
    """Return a workbook whose only sheet holds the given row markup."""
    return with_part("xl/worksheets/sheet1.xml", sheet_xml(cells))


def inflating(mib: int) -> bytes:
    """Return a workbook whose sheet inflates to so many MiB of blanks, honestly declared."""
    return with_part("xl/worksheets/sheet1.xml", b" " * (mib << 20))


def lying(mib: int) -> bytes:
    """Return a workbook whose sheet inflates to so many MiB but declares 1,000 bytes."""
    data = bytearray(inflating(mib))
    size = struct.pack("<I", mib << 20)
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
        at = data.find(size, at + 4)
    return bytes(data)


class Made(Mapping[str, tuple[bytes, str]]):
    """Files by name with the code of their refusal; the large ones are made when they are first asked for."""

    def __init__(self, files: Mapping[str, tuple[bytes | Callable[[], bytes], str]]) -> None:
        self._files = files
        self._made: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> tuple[bytes, str]:
        """Return a file and its code."""
        file, code = self._files[name]
        if not isinstance(file, bytes) and name not in self._made:
            self._made[name] = file()
        return (file if isinstance(file, bytes) else self._made[name]), code

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._files)


def many_entries(count: int) -> bytes:
    """Return a container of so many empty parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for index in range(count):
            container.writestr(f"xl/{index}.xml", b"")
    return out.getvalue()


def with_name(name: str, *, mode: int = 0o644) -> bytes:
    """Return a workbook with a part of that name and file mode (0o120777 is a link)."""
    out = BytesIO(workbook([bond_row()]))
    with zipfile.ZipFile(out, "a") as container:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        container.writestr(info, b"/etc/passwd")
    return out.getvalue()


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Yield broken copies of a workbook: flips, cuts, swaps, and parts damaged inside a whole container."""
    chance = random.Random(seed)
    base = workbook([bond_row(number) for number in range(1, 40)])
    for _ in range(count):
        kind = chance.randrange(5)
        if kind == 0:
            yield _flipped(base, chance, chance.randrange(1, 30))
        elif kind == 1:
            yield base[: chance.randrange(4, len(base))]
        elif kind == 2:
            start, end = sorted(chance.sample(range(len(base)), 2))
            yield base[:start] + base[end:] + base[start:end]
        else:
            yield _inner(base, chance)


def _inner(base: bytes, chance: random.Random) -> bytes:
    """Damage the XML of one part and pack it again with a right checksum, so that the damage is reached."""
    with zipfile.ZipFile(BytesIO(base)) as container:
        name = chance.choice(container.namelist())
        part = container.read(name)
    damage = chance.randrange(4)
    if damage == 0:
        part = _flipped(part, chance, chance.randrange(1, 10))
    elif damage == 1:
        part = part[: chance.randrange(len(part))]
    elif damage == 2:
        words = (
            b"1e999",
            b"NaN",
            b"-1",
            b"99999999999",
            b"&#0;",
            b"\xff\xfe",
            b"<![CDATA[",
            b'r="ZZZ9999999"',
        )
        at = chance.randrange(len(part))
        part = part[:at] + chance.choice(words) + part[at:]
    else:
        part = zlib.compress(part)
    return with_part(name, part, base=base)


def _flipped(data: bytes, chance: random.Random, count: int) -> bytes:
    changed = bytearray(data)
    for _ in range(count):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


HOSTILE_TEXTS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\tx",
    "\rx",
    "＝1",
    "http://example.org",
    "mailto:x",
    "a\0b",
    "a\ud800b",
    "{=1}",
    "𠮷",
)
"""Texts that a spreadsheet could take for something else."""
