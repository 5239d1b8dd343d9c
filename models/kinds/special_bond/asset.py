"""An asset of a project: recorded by source of money, never pledged, disposed of for repayment."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("registered", "Registered", "已登记", "done"),
    state("none_formed", "No asset formed", "未形成资产", "none", ending=True),
    state("disposed", "Disposed of", "已处置", "done", ending=True),
)

_TRANSITIONS = (
    Transition(
        "register",
        Label("Register the asset", "登记资产"),
        ("draft",),
        "registered",
        "asset.register",
        approval="simple",
        guards=(
            use("fields_filled", fields=("name", "type", "investment", "original_value", "recorded_on")),
            use("asset_sources_foot", rule="operation.assets"),
            use("asset_not_pledged", rule="reserve.no_pledge"),
        ),
        documents=("asset_record",),
        clauses=("operation.assets", "reserve.no_pledge"),
    ),
    Transition(
        "form_none",
        Label("Record that no asset is formed", "登记未形成资产"),
        ("draft",),
        "none_formed",
        "asset.register",
        approval="simple",
        guards=(use("fields_filled", fields=("no_asset_reason",)),),
        clauses=("operation.assets",),
    ),
    Transition(
        "dispose",
        Label("Dispose of the asset", "处置资产"),
        ("registered",),
        "disposed",
        "asset.dispose",
        approval="bureau",
        guards=(
            use("fields_filled", fields=("disposed_on", "disposal_number")),
            use("asset_not_pledged", rule="reserve.no_pledge"),
            use("disposal_repays", rule="operation.assets"),
        ),
        documents=("disposal_approval",),
        effects=(
            use(
                "open_task",
                title="Bring the proceeds of the disposed asset to repayment",
                title_zh="将资产处置收入用于偿债",
                role="officer",
                rule="approval.return_days",
            ),
        ),
        clauses=("operation.assets",),
    ),
)

ASSET = Lifecycle("asset", Label("Asset", "资产"), "operation", "draft", _STATES, _TRANSITIONS)
