"""What bonds are raised for, and which gates that choice changes."""

from models.lifecycle import Label, Purpose

NEW_PROJECT = "new_project"
SPECIAL_NEW = "special_new"
REFINANCING_MATURING = "refinancing_maturing"
REPLACING_HIDDEN_DEBT = "replacing_hidden_debt"
SMALL_BANKS = "small_banks"

NEW_MONEY = (NEW_PROJECT, SPECIAL_NEW, REPLACING_HIDDEN_DEBT, SMALL_BANKS)
"""Purposes examined in full; those without gates of their own in the texts use the gates of a new project."""

REFINANCING = (REFINANCING_MATURING,)

_UNSOURCED = "未见专门的审核规定，暂用项目新增的门槛"

PURPOSES = (
    Purpose(NEW_PROJECT, Label("New project", "项目新增"), True, "国办发〔2024〕52号；财预〔2016〕155号"),
    Purpose(SPECIAL_NEW, Label("Special new", "特殊新增"), False, _UNSOURCED),
    Purpose(
        REFINANCING_MATURING,
        Label("Refinancing of maturing principal", "再融资（偿还到期本金）"),
        True,
        "财预〔2016〕155号",
    ),
    Purpose(
        REPLACING_HIDDEN_DEBT,
        Label("Replacing hidden debt (no details kept)", "置换存量隐性债务（不存明细）"),
        False,
        _UNSOURCED,
    ),
    Purpose(SMALL_BANKS, Label("Small and medium banks", "支持中小银行"), False, _UNSOURCED),
)
