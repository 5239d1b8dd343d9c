"""F3: the yearly tables of the national method (209): special bonds, general bonds, use of general bonds."""

from models.disclosure_forms.shape import FormGroup, FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

_METHOD = "财预〔2018〕209号"
_SIGN = (
    Label("Prepared by", "经办人"),
    Label("Reviewed by", "复核人"),
    Label("Competent department", "主管部门"),
)
_BOND = group(
    "Bond",
    "债券基本信息",
    column("bond_name", "Bond", "债券名称"),
    column("bond_code", "Code", "债券编码"),
    column("bond_type", "Type", "债券类型"),
    column("amount", "Amount", "债券规模", "fen", moves="steady"),
    column("issue_date", "Issued on", "发行时间", "date", moves="steady"),
    column("coupon_rate", "Coupon", "债券利率", "percent", moves="steady"),
    column("tenor", "Tenor", "债券期限", moves="steady"),
)
_PROJECT = group(
    "Project",
    "债券资金使用情况",
    column("name", "Project", "债券项目名称"),
    column("asset_type", "Type of asset", "债券项目资产类型"),
    column("investment", "Total investment", "债券项目总投资", "fen", moves="steady", whole=True),
    column("investment_bonds", "Of which bonds", "其中:债券资金安排", "fen", moves="steady", whole=True),
    column("realised", "Realised investment", "债券项目已实现投资", "fen", moves="rises", whole=True),
    column("bond_share", "Of which bonds", "其中:债券资金安排", "fen", moves="rises"),
    column("received", "Bond money received", "债券资金到位", "fen", seen=False, moves="rises"),
)
_NOTE = column("note", "Remark", "备注", words=True)
_INCOME = group(
    "Income",
    "项目收益",
    column("income_total", "Income so far", "已取得项目收益", "fen", moves="rises", whole=True),
    column("income_year", "Of which this year", "其中:当年收益", "fen", whole=True),
    _NOTE,
)


def _of_bonds(key: str, label: Label, *groups: FormGroup) -> FormSpec:
    """Return a table of one row a bond and project."""
    rows = FormSection(
        "rows",
        Label("Bonds and projects", "债券及项目情况"),
        "table",
        groups,
        keys=("bond_name", "name"),
        has_total=True,
    )
    return FormSpec(key, label, "bond", "亿元", _METHOD, (rows,), _SIGN)


_USE = FormSection(
    "rows",
    Label("Income and expenditure", "收入与支出"),
    "table",
    (
        plain(
            column("bond", "Income", "收入"),
            column("came", "Amount", "金额", "fen"),
            column("function", "Expenditure", "支出"),
            column("spent", "Amount", "金额", "fen"),
        ),
    ),
    keys=("bond", "function"),
    has_total=True,
)

FORMS = (
    _of_bonds(
        "F3",
        Label("Yearly table of special bonds (209)", "新增地方政府专项债券情况表"),
        *(_BOND, _PROJECT, _INCOME),
    ),
    _of_bonds(
        "F3G",
        Label("Yearly table of general bonds (209)", "新增地方政府一般债券情况表"),
        *(_BOND, _PROJECT, plain(_NOTE)),
    ),
    FormSpec(
        "F3U",
        Label("Use of general bonds of the year by function", "新增地方政府一般债券资金收支情况表"),
        "region",
        "亿元",
        _METHOD,
        (_USE,),
        _SIGN,
        is_landscape=False,
    ),
)
