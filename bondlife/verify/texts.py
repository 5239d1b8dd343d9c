"""The canonical text of a row, written by the database itself, to be compared with what its version says.

A row whose text is equal needs no second look; any other, and any value of an unexpected storage class, is
judged by reading it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from models.base import PROJECTED, SECRET, columns
from models.columns import RATE_SCALE, JsonText, Rate, UtcDateTime
from models.registry import RowVersion

Writer = Callable[[Any], Any]
UNIT = 10**RATE_SCALE


def row_text(target: sa.Table, dialect: str) -> Any:
    """Return the expression of a row's text, or None where a column must be read to be told."""
    if SECRET & set(target.c.keys()):
        return None
    return _sqlite_text(target) if dialect == "sqlite" else _postgres_text(target)


def _sqlite_text(target: sa.Table) -> Any:
    """Let SQLite write the object at once: putting sixty texts together took three times as long."""
    pieces: list[Any] = []
    for name in sorted(set(target.c.keys()) - PROJECTED):
        pieces += [sa.literal(name), _of_kind(_SQLITE, target.c[name].type)(_raw(target.c[name]))]
    return sa.type_coerce(sa.func.json_object(*pieces), sa.Text)


def _postgres_text(target: sa.Table) -> Any:
    pieces: list[Any] = []
    for name in sorted(set(target.c.keys()) - PROJECTED):
        head = sa.literal(f'{"," if pieces else "{"}"{name}":')
        pieces += [head, _of_kind(_POSTGRES, target.c[name].type)(_raw(target.c[name]))]
    return _join(*pieces, sa.literal("}"))


def framed(text: Any, frame: str) -> Any:
    """Return the expression of a text inside its frame, as a seal keeps it."""
    before, _, after = frame.partition("%s")
    return _join(sa.literal(before), text, sa.literal(after))


def doubtful(target: sa.Table, text: Any, key: Any, number: Any) -> Any:
    """Select the keys of rows whose text is not that of version ``number``, or that have none."""
    version = columns(RowVersion)
    own = sa.and_(version.table_name == target.name, version.row_id == key, version.version == number)
    joined = target.outerjoin(RowVersion.__table__, own)  # type: ignore[attr-defined]
    differs = sa.or_(version.data.is_(None), version.data.is_distinct_from(text))
    return sa.select(key).select_from(joined).where(differs).order_by(key)


def _of_kind(writers: Mapping[type[Any], Writer], kind: Any) -> Writer:
    return next(writer for known, writer in writers.items() if isinstance(kind, known))


def _raw(column: Any) -> Any:
    """Return the stored value, without what its type does on the way in and out."""
    return sa.type_coerce(column, sa.types.NullType())


def _join(*pieces: Any) -> Any:
    """Put texts together, halves first: one by one, the beginning would be copied again for every piece."""
    if len(pieces) == 1:
        return sa.type_coerce(pieces[0], sa.Text)
    middle = len(pieces) // 2
    return _join(*pieces[:middle]).op("||", return_type=sa.Text())(_join(*pieces[middle:]))


STRANGE = "\x00"
"""Stands for a value of a storage class or form that its column never has: no version says this."""


def _expected(value: Any, is_expected: Any, told: Any) -> Any:
    """Tell a value of the expected form, and NULL as it is."""
    return sa.case((value.is_(None), sa.null()), (is_expected, told), else_=STRANGE)


def _sqlite_flag(value: Any) -> Any:
    quoted = sa.func.json_quote(value)
    return sa.func.json(sa.case({"1": "true", "0": "false"}, value=quoted, else_=quoted))


def _sqlite_json(value: Any) -> Any:
    return sa.func.json(_expected(value, sa.func.typeof(value) == "text", value))


def _sqlite_instant(value: Any) -> Any:
    told = _join(sa.func.replace(value, " ", "T"), sa.literal("+00:00"))
    return _expected(value, sa.func.substr(value, 11, 1) == " ", told)


def _sqlite_rate(value: Any) -> Any:
    """Write a scaled rate as its exact decimal, without trailing zeros."""
    sign, (whole, part) = sa.case((value < 0, "-"), else_=""), _parts(value)
    told = sa.func.printf(f"%s%d.%0{RATE_SCALE}d", sign, whole, part)
    return _expected(value, sa.func.typeof(value) == "integer", _short(told))


def _parts(value: Any) -> tuple[Any, Any]:
    """Return the whole part and the rest of a scaled rate, both without sign."""
    size, unit = sa.type_coerce(sa.func.abs(value), sa.BigInteger), sa.literal(UNIT, sa.BigInteger)
    return size.op("/")(unit), size.op("%")(unit)


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
        sa.TypeDecorator: lambda value: sa.cast(value, sa.Text),
    }.items()
}
