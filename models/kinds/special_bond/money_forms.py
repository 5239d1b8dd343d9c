"""Forms of payments and of other movements of money, in the order of the paper."""

from models.lifecycle import FieldGroup, FieldSpec, Form, Label
from models.movement_types import TYPES

_PURPOSES = (
    ("works", Label("Works", "工程款")),
    ("equipment", Label("Equipment", "设备款")),
    ("services", Label("Services", "服务款")),
    ("land", Label("Land and resettlement", "征地拆迁款")),
    ("other", Label("Other", "其他")),
)

DISBURSEMENT_FORM = Form(
    "disbursement",
    (
        FieldGroup(
            "payment",
            Label("1. Payment", "一、支付事项"),
            (
                FieldSpec("number", Label("Number", "申请编号"), "text", required=True),
                FieldSpec("amount", Label("Amount", "申请金额"), "money", "fen", required=True),
                FieldSpec("purpose", Label("Purpose", "用途"), "choice", choices=_PURPOSES, required=True),
                FieldSpec(
                    "payment_type",
                    Label("Type of payment", "付款类型"),
                    "choice",
                    choices=(
                        ("progress", Label("Progress payment", "进度款")),
                        ("advance", Label("Advance payment", "预付款")),
                        ("settlement", Label("Final settlement", "结算款")),
                        ("retention", Label("Retention money", "质保金")),
                        ("land", Label("Land and resettlement", "征拆款")),
                    ),
                ),
                FieldSpec(
                    "work_category",
                    Label("Category of the works", "工作类别"),
                    "choice",
                    choices=(
                        ("construction", Label("Construction and installation", "建筑安装工程")),
                        ("equipment", Label("Equipment", "设备购置")),
                        ("deferred", Label("Deferred investment", "待摊投资")),
                        ("other", Label("Other investment", "其他投资")),
                    ),
                ),
                FieldSpec("physical_work", Label("Maps to physical work", "是否形成实物工作量"), "flag"),
                FieldSpec("work_basis", Label("Basis in the works", "付款依据（计量情况）"), "long_text"),
                FieldSpec("economic_class", Label("Economic class", "支出经济分类"), "text"),
            ),
        ),
        FieldGroup(
            "payee",
            Label("2. Final payee", "二、最终收款人"),
            (
                FieldSpec("payee", Label("Payee", "收款人"), "text", required=True),
                FieldSpec("payee_credit_code", Label("Credit code", "统一社会信用代码"), "text"),
                FieldSpec("payee_account", Label("Account of the payee", "收款账号"), "text"),
                FieldSpec("payee_bank", Label("Bank of the payee", "开户行"), "text"),
            ),
        ),
        FieldGroup(
            "execution",
            Label("3. Execution", "三、支付执行"),
            (
                FieldSpec(
                    "paid_from",
                    Label("Paid from", "支付方式"),
                    "choice",
                    choices=(
                        ("treasury", Label("Central treasury payment", "国库集中支付")),
                        ("project_account", Label("Project account", "项目专户支付")),
                    ),
                ),
                FieldSpec("voucher", Label("Voucher", "支付凭证号"), "text"),
                FieldSpec("bank_transaction", Label("Bank transaction", "银行交易流水号"), "text"),
                FieldSpec("accounting_voucher", Label("Accounting voucher", "会计凭证号"), "text"),
                FieldSpec("paid_on", Label("Paid on", "支付日期"), "date"),
                FieldSpec("unspent_reason", Label("Why not fully spent", "未全部支出原因"), "long_text"),
            ),
        ),
    ),
)

MOVEMENT_FORM = Form(
    "movement",
    (
        FieldGroup(
            "movement",
            Label("Movement of money", "资金往来"),
            (
                FieldSpec("number", Label("Number", "编号"), "text", required=True),
                FieldSpec(
                    "type",
                    Label("Type", "类型"),
                    "choice",
                    choices=tuple((one.key, one.label) for one in TYPES),
                    required=True,
                ),
                FieldSpec("amount", Label("Amount", "金额"), "money", "fen", required=True),
                FieldSpec("moved_on", Label("Day", "发生日期"), "date", required=True),
                FieldSpec("voucher", Label("Voucher", "凭证号"), "text"),
                FieldSpec("counterparty", Label("Payer or payee", "对方单位"), "text"),
                FieldSpec("budget_account", Label("Budget account", "预算科目"), "text"),
                FieldSpec("note", Label("Why", "事由"), "long_text"),
            ),
        ),
    ),
)

SHARE_FORM = Form(
    "bond_share",
    (
        FieldGroup(
            "share",
            Label("Bond share", "债券份额"),
            (
                FieldSpec("amount", Label("Amount of the share", "份额金额"), "money", "fen", required=True),
                FieldSpec(
                    "as_capital", Label("Of which used as capital", "其中：用作资本金"), "money", "fen"
                ),
                FieldSpec(
                    "retention",
                    Label("Retention money not yet due", "尚未到期的质保金"),
                    "money",
                    "fen",
                    Label("left out of the required spend progress", "计算应达支出进度时扣除"),
                ),
            ),
        ),
    ),
)

MONEY_FORMS = (DISBURSEMENT_FORM, MOVEMENT_FORM, SHARE_FORM)
