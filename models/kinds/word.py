"""A word of the vocabulary of kinds: a guard or an effect that they may name."""

from dataclasses import dataclass

from models.lifecycle import Label

PARAMETERS = {
    "day": Label("day", "日期"),
    "documents": Label("documents", "文件"),
    "due": Label("due on", "到期日字段"),
    "entry": Label("entry", "分录"),
    "exceptions": Label("exceptions", "例外"),
    "field": Label("field", "字段"),
    "fields": Label("fields", "字段"),
    "form": Label("form", "公开表"),
    "measure": Label("measure", "口径"),
    "part": Label("part", "部分"),
    "record": Label("record", "记录"),
    "records": Label("records", "记录"),
    "role": Label("role", "角色"),
    "rule": Label("rule", "规则"),
    "state": Label("stage", "阶段"),
    "states": Label("stages", "阶段"),
    "title": Label("title in English", "英文标题"),
    "title_zh": Label("title in Chinese", "中文标题"),
    "transition": Label("step", "环节"),
    "type": Label("type", "类型"),
    "values": Label("values", "取值"),
    "waived_by": Label("waived by", "豁免事由"),
}
"""What parameters of conditions and effects are called."""


@dataclass(frozen=True, slots=True)
class Word:
    """One guard or effect: name, parameters it takes, what it means."""

    name: str
    params: tuple[str, ...]
    meaning: Label


def word(name: str, params: str, en: str, zh: str) -> Word:
    """Return a word; parameters are written with spaces between."""
    return Word(name, tuple(params.split()), Label(en, zh))
