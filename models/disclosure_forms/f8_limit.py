"""F8: limit and balance of a region; and the budget tables that are published with it."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

_SIGN = (
    Label("Prepared by", "经办人"),
    Label("Reviewed by", "复核人"),
    Label("Head of the bureau", "负责人"),
)

FORMS = (
    FormSpec(
        "F8",
        Label("Debt limit and balance", "地方政府债务限额及余额情况表"),
        "region",
        "亿元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Limit and balance", "限额及余额"),
                "table",
                (
                    plain(
                        column("item", "Item", "项目"),
                        column("letter", "Formula", "公式"),
                        column("whole", "Region", "本地区", "fen"),
                        column("own", "Own level", "本级", "fen"),
                        column("lower", "Lower levels", "下级", "fen"),
                    ),
                ),
                keys=("item",),
            ),
        ),
        _SIGN,
        is_landscape=False,
    ),
    FormSpec(
        "B1",
        Label("Issue and repayment of the year", "地方政府债券发行及还本付息情况表"),
        "region",
        "亿元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Issue, principal, interest", "发行、还本、付息"),
                "table",
                (
                    plain(
                        column("item", "Item", "项目"),
                        column("letter", "Formula", "公式"),
                        column("whole", "Region", "本地区", "fen"),
                    ),
                ),
                keys=("item",),
            ),
        ),
        _SIGN,
        is_landscape=False,
    ),
    FormSpec(
        "B2",
        Label("Use of special bonds of the year", "地方政府专项债券资金使用安排表"),
        "region",
        "万元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Projects", "项目"),
                "table",
                (
                    plain(
                        column("number", "No.", "序号", "count"),
                        column("name", "Project", "项目名称"),
                        column("code", "Project code", "项目编码"),
                        column("department", "Competent department", "主管部门"),
                        column("unit", "Project unit", "实施单位"),
                        column("bond_nature", "Nature of the bond", "债券性质"),
                        column("amount", "Amount of the year", "债券规模", "fen"),
                        column("issued_on", "Issued on", "发行时间", "date"),
                    ),
                ),
                keys=("code", "issued_on"),
                has_total=True,
            ),
        ),
        _SIGN,
    ),
)
