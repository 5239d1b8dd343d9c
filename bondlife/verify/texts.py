"""The canonical text of a row, written by the database itself, to be compared with what its version says.

A row whose text is equal needs no second look; any other, and any value of an unexpected storage class, is
judged by reading it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import sqlalchemy as sa

from bondlife.seals import Seal
from models.base import PROJECTED, SECRET, table
from models.columns import RATE_SCALE, JsonText, Rate, UtcDateTime

Writer = Callable[[Any], Any]
UNIT = 10**RATE_SCALE
_UNIT = sa.literal(UNIT, sa.BigInteger)


def row_text(target: sa.Table, dialect: str, shared: Collection[str] = ()) -> Any:
    """Return the expression of a row's text, or None where a column must be read to be told.

    ``shared`` names columns of which many rows hold one value, given as the parameter ``shared_…``: SQLite
    tells that value once a statement, the database of any other kind each time.
    """
    if SECRET & set(target.c.keys()):
        return None
    return _sqlite_text(target, shared) if dialect == "sqlite" else _postgres_text(target)


def dear(target: sa.Table, dialect: str) -> dict[str, Any]:
    """Return the columns, as stored, whose values SQLite tells at a price: instants and JSON."""
    kinds = (UtcDateTime, JsonText) if dialect == "sqlite" else ()
    return {name: _raw(one) for name, one in target.c.items() if isinstance(one.type, kinds)}


def _sqlite_text(target: sa.Table, shared: Collection[str]) -> Any:
    """Let SQLite write the object at once: putting sixty texts together took three times as long."""
    pieces: list[Any] = []
    for name in sorted(set(target.c.keys()) - PROJECTED):
        value, writer = _raw(target.c[name]), _of_kind(_SQLITE, target.c[name].type)
        told = writer(value)
        if name in shared:
            same = sa.bindparam(f"shared_{name}", None, sa.types.NullType())
            told = sa.case((value == same, writer(same)), else_=told)
        pieces += [sa.literal(name), told]
    return sa.type_coerce(sa.func.json_object(*pieces), sa.Text)


def _postgres_text(target: sa.Table) -> Any:
    pieces: list[Any] = []
    for name in sorted(set(target.c.keys()) - PROJECTED):
        head = sa.literal(f'{"," if pieces else "{"}"{name}":')
        pieces += [head, _of_kind(_POSTGRES, target.c[name].type)(_raw(target.c[name]))]
    return _join(*pieces, sa.literal("}"))


NEITHER = "holds a flag that is neither yes nor no"


def neither(target: sa.Table, dialect: str) -> sa.ColumnElement[bool] | None:
    """Ask for rows with a flag that is neither 1 nor 0: read it is a yes, no condition of a query finds it.

    None where a table has no flags, or the database has a type for them.
    """
    flags = [sa.type_coerce(one, sa.Integer) for one in target.c if isinstance(one.type, sa.Boolean)]
    return sa.or_(*(one.not_in((0, 1)) for one in flags)) if flags and dialect == "sqlite" else None


def whole_text(seal: Seal, row: sa.Table, dialect: str, shared: Collection[str] = ()) -> Any:
    """Return the expression of the text a seal keeps of a whole, told beside the row it belongs to."""
    rows = table(seal.rows)
    parts = row_text(rows, dialect, shared if seal.is_single else ())
    before, _, after = seal.frame.partition("%s")
    if seal.is_single:
        return _join(sa.literal(before), parts, sa.literal(after))
    told = sa.func.string_agg(parts, sa.literal(",")).aggregate_order_by(rows.c.id)
    all_of_it = sa.select(told).where(rows.c[seal.key] == row.c.id).scalar_subquery()
    if seal.whole is not None:
        before = _join(sa.literal('{"of":'), row_text(row, dialect, shared), sa.literal(',"rows":['))
    return _join(before, all_of_it, sa.literal(after))


def _of_kind(writers: Mapping[type[Any], Writer], kind: Any) -> Writer:
    """Return how a type is told; one that only checks what comes in is told as what it stores."""
    found = next((writer for known, writer in writers.items() if isinstance(kind, known)), None)
    return found or _of_kind(writers, kind.impl)


def _raw(column: Any) -> Any:
    """Return the stored value, without what its type does on the way in and out."""
    return sa.type_coerce(column, sa.types.NullType())


def _join(*pieces: Any) -> Any:
    """Put texts together, halves first: one by one, the beginning would be copied again for every piece."""
    if len(pieces) == 1:
        return sa.type_coerce(pieces[0], sa.Text)
    middle = len(pieces) // 2
    return _join(*pieces[:middle]).op("||", return_type=sa.Text())(_join(*pieces[middle:]))


STRANGE = "\x01"
"""Stands for a value of a storage class or form that its column never has: no version says this."""


def _expected(value: Any, is_expected: Any, told: Any) -> Any:
    """Tell a value of the expected form, and NULL as it is."""
    return sa.case((value.is_(None), sa.null()), (is_expected, told), else_=STRANGE)


def _sqlite_flag(value: Any) -> Any:
    """Tell a flag; what is constant SQLite parses once, not once a row."""
    return sa.case({1: sa.func.json("true"), 0: sa.func.json("false")}, value=value, else_=value)


def _sqlite_json(value: Any) -> Any:
    empty = [(value == text, sa.func.json(text)) for text in ("{}", "[]")]
    told = sa.func.json(sa.case((sa.func.typeof(value) == "text", value), else_=STRANGE))
    return sa.case((value.is_(None), sa.null()), *empty, else_=told)


def _sqlite_instant(value: Any) -> Any:
    told = _join(sa.func.replace(value, " ", "T"), sa.literal("+00:00"))
    return _expected(value, sa.func.substr(value, 11, 1) == " ", told)


def _sqlite_rate(value: Any) -> Any:
    """Write a scaled rate as its exact decimal, without trailing zeros: plainly, from one per cent on."""
    sign, (whole, part) = sa.case((value < 0, "-"), else_=""), _parts(value)
    told = sa.func.printf(f"%s%d.%0{RATE_SCALE}d", sign, whole, part)
    digits = sa.func.rtrim(value, "0")
    return sa.case(
        (value.is_(None), sa.null()),
        (value.between(UNIT // 100, UNIT // 10 - 1), _join(sa.literal("0.0"), digits)),
        (value.between(UNIT // 10, UNIT - 1), _join(sa.literal("0."), digits)),
        (sa.func.typeof(value) == "integer", _short(told)),
        else_=STRANGE,
    )


def _parts(value: Any) -> tuple[Any, Any]:
    """Return the whole part and the rest of a scaled rate, both without sign."""
    size = sa.type_coerce(sa.func.abs(value), sa.BigInteger)
    return size.op("/")(_UNIT), size.op("%")(_UNIT)


def _short(decimal: Any) -> Any:
    return sa.func.rtrim(sa.func.rtrim(decimal, "0"), ".")


_SQLITE: Mapping[type[Any], Writer] = {
    JsonText: _sqlite_json,
    Rate: _sqlite_rate,
    UtcDateTime: _sqlite_instant,
    sa.Boolean: _sqlite_flag,
    sa.types.TypeEngine: lambda value: value,
}
"""How each type is told, the special ones first; what SQLite does not expect to find is told as it is."""


def _or_null(writer: Writer) -> Writer:
    return lambda value: sa.case((value.is_(None), "null"), else_=writer(value))


def _quoted(told: Any) -> Any:
    return _join(sa.literal('"'), told, sa.literal('"'))


def _postgres_rate(value: Any) -> Any:
    whole, part = (sa.cast(one, sa.Text) for one in _parts(value))
    sign = sa.case((sa.type_coerce(value, sa.BigInteger) < 0, "-"), else_="")
    return _short(_join(sign, whole, sa.literal("."), sa.func.lpad(part, RATE_SCALE, "0")))


def _postgres_instant(value: Any) -> Any:
    utc = sa.func.timezone("UTC", value)
    return sa.func.to_char(utc, '"\\""YYYY-MM-DD"T"HH24:MI:SS.US"+00:00\\""')


_POSTGRES: Mapping[type[Any], Writer] = {
    kind: _or_null(writer)
    for kind, writer in {
        JsonText: lambda value: value,
        Rate: lambda value: _quoted(_postgres_rate(value)),
        UtcDateTime: _postgres_instant,
        sa.Boolean: lambda value: sa.cast(value, sa.Text),
        sa.Date: lambda value: _quoted(sa.func.to_char(value, "YYYY-MM-DD")),
        sa.Integer: lambda value: sa.cast(value, sa.Text),
        sa.String: lambda value: sa.cast(sa.func.to_json(sa.cast(value, sa.Text)), sa.Text),
    }.items()
}
