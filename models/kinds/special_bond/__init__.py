"""The kind of project financed by special bonds: seven tracks, a lifecycle a record, ten gates."""

from models.kinds.performance import evaluation, performance
from models.kinds.special_bond.alerts import ALERTS
from models.kinds.special_bond.application import APPLICATION
from models.kinds.special_bond.approvals import APPROVALS
from models.kinds.special_bond.asset import ASSET
from models.kinds.special_bond.bond import BOND
from models.kinds.special_bond.bond_share import BOND_SHARE
from models.kinds.special_bond.budget_line import BUDGET_LINE
from models.kinds.special_bond.budget_sheet import BUDGET_SHEET
from models.kinds.special_bond.certification import CERTIFICATION
from models.kinds.special_bond.change_of_use import CHANGE_OF_USE
from models.kinds.special_bond.contract_change import CONTRACT_CHANGE
from models.kinds.special_bond.disbursement import DISBURSEMENT
from models.kinds.special_bond.documents import DOCUMENTS
from models.kinds.special_bond.final_accounts import FINAL_ACCOUNTS
from models.kinds.special_bond.forms import FORMS
from models.kinds.special_bond.fund_use_plan import FUND_USE_PLAN
from models.kinds.special_bond.instalment import INSTALMENT
from models.kinds.special_bond.movement import MOVEMENT
from models.kinds.special_bond.operation_year import OPERATION_YEAR
from models.kinds.special_bond.payment_exception import PAYMENT_EXCEPTION
from models.kinds.special_bond.progress import PROGRESS
from models.kinds.special_bond.project import PROJECT
from models.kinds.special_bond.publication import PUBLICATION
from models.kinds.special_bond.purposes import PURPOSES
from models.kinds.special_bond.quota_notice import QUOTA_NOTICE
from models.kinds.special_bond.remittance import REMITTANCE
from models.kinds.special_bond.repayment_order import REPAYMENT_ORDER
from models.kinds.special_bond.tracks import TRACKS
from models.kinds.supplement import SUPPLEMENT
from models.lifecycle import Kind, Label

KIND = Kind(
    key="special_bond",
    version=2,
    label=Label("Special-bond project", "专项债券项目"),
    tracks=TRACKS,
    lifecycles=(
        PROJECT,
        APPLICATION,
        BOND,
        BOND_SHARE,
        BUDGET_LINE,
        BUDGET_SHEET,
        FUND_USE_PLAN,
        QUOTA_NOTICE,
        SUPPLEMENT,
        DISBURSEMENT,
        MOVEMENT,
        INSTALMENT,
        REMITTANCE,
        REPAYMENT_ORDER,
        CHANGE_OF_USE,
        PUBLICATION,
        evaluation("supervision", "reserve.ex_ante_items"),
        *performance("supervision"),
        PROGRESS,
        CONTRACT_CHANGE,
        CERTIFICATION,
        PAYMENT_EXCEPTION,
        FINAL_ACCOUNTS,
        ASSET,
        OPERATION_YEAR,
    ),
    forms=FORMS,
    documents=DOCUMENTS,
    approvals=APPROVALS,
    alerts=ALERTS,
    basis="财预〔2016〕155号；财预〔2021〕61号；国办发〔2024〕52号",
    purposes=PURPOSES,
)
