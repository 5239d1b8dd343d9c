"""PPP, performance, funds, disclosure"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("frequency IN ('month','quarter','year')", name=op.f("ck_index_series_frequency")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_index_series_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_index_series_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_index_series_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_series")),
        sa.UniqueConstraint("public_id", name=op.f("uq_index_series_public_id")),
        sa.UniqueConstraint("region_id", "key", name=op.f("uq_index_series_region_id_key")),
    )
    with op.batch_alter_table("index_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_series_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_index_series_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_index_series_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "disclosure_package",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("manifest", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('made','received')", name=op.f("ck_disclosure_package_state")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_disclosure_package_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_disclosure_package_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_disclosure_package_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_disclosure_package_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_package")),
        sa.UniqueConstraint("number", name=op.f("uq_disclosure_package_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_package_public_id")),
    )
    with op.batch_alter_table("disclosure_package", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disclosure_package_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_disclosure_package_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_package_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "index_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_index_value_value")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_index_value_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_index_value_region_id_region")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["index_series.id"], name=op.f("fk_index_value_series_id_index_series")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_index_value_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_value")),
        sa.UniqueConstraint("public_id", name=op.f("uq_index_value_public_id")),
        sa.UniqueConstraint("series_id", "month", name=op.f("uq_index_value_series_id_month")),
    )
    with op.batch_alter_table("index_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_value_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_index_value_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_index_value_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_index_value_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ppp_contract",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("regime", sa.String(length=12), nullable=False),
        sa.Column("payment_type", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("company_credit_code", sa.String(length=18), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("construction_from", sa.Date(), nullable=True),
        sa.Column("operation_from", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("total_investment", sa.BigInteger(), nullable=False),
        sa.Column("capital", sa.BigInteger(), nullable=False),
        sa.Column("government_capital", sa.BigInteger(), nullable=False),
        sa.Column("financing", sa.Text(), nullable=True),
        sa.Column("risks", sa.Text(), nullable=True),
        sa.Column("milestones", sa.Text(), nullable=True),
        sa.Column("regime_basis", sa.String(length=300), nullable=False),
        sa.CheckConstraint("currency IN ('CNY','GBP')", name=op.f("ck_ppp_contract_currency")),
        sa.CheckConstraint(
            "payment_type IN ('government_pay','gap_subsidy','user_pay')",
            name=op.f("ck_ppp_contract_payment_type"),
        ),
        sa.CheckConstraint("regime IN ('stock','new')", name=op.f("ck_ppp_contract_regime")),
        sa.CheckConstraint(
            "government_capital <= capital AND capital <= total_investment",
            name=op.f("ck_ppp_contract_capital"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_ppp_contract_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_ppp_contract_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_ppp_contract_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_ppp_contract_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ppp_contract")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ppp_contract_public_id")),
        sa.UniqueConstraint("region_id", "number", name=op.f("uq_ppp_contract_region_id_number")),
    )
    with op.batch_alter_table("ppp_contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ppp_contract_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_ppp_contract_name_id", ["name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_contract_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_contract_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_ppp_contract_region_name_id", ["region_id", "name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_contract_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_contract_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "quota_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("bond_type", sa.String(length=12), nullable=False),
        sa.Column("entry", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("lender_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_number", sa.String(length=100), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("line_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_quota_notice_amount")),
        sa.CheckConstraint(
            "lender_id IS NULL OR lender_id <> region_id", name=op.f("ck_quota_notice_lender")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_quota_notice_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["lender_id"], ["region.id"], name=op.f("fk_quota_notice_lender_id_region")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["quota_line.id"], name=op.f("fk_quota_notice_line_id_quota_line")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_quota_notice_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_quota_notice_region_id_region")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["quota_line.id"], name=op.f("fk_quota_notice_reverses_id_quota_line")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_quota_notice_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_notice")),
        sa.UniqueConstraint("line_id", name=op.f("uq_quota_notice_line_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quota_notice_public_id")),
    )
    with op.batch_alter_table("quota_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quota_notice_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_lender_id"), ["lender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_reverses_id"), ["reverses_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_notice_year"), ["year"], unique=False)

    op.create_table(
        "arrear",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("late_rate", sa.BigInteger(), nullable=False),
        sa.Column("payments", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("plan_number", sa.String(length=100), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("paid >= 0 AND paid <= due", name=op.f("ck_arrear_paid")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_arrear_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_arrear_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_arrear_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_arrear_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrear")),
        sa.UniqueConstraint("contract_id", "period", name=op.f("uq_arrear_contract_id_period")),
        sa.UniqueConstraint("public_id", name=op.f("uq_arrear_public_id")),
    )
    with op.batch_alter_table("arrear", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrear_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrear_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrear_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrear_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrear_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_use_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("budget_line_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_fund_use_plan_amount")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_line.id"], name=op.f("fk_fund_use_plan_budget_line_id_budget_line")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_use_plan_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fund_use_plan_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_use_plan_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_use_plan_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_use_plan")),
        sa.UniqueConstraint(
            "budget_line_id", "number", "month", name=op.f("uq_fund_use_plan_budget_line_id_number_month")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_use_plan_public_id")),
    )
    with op.batch_alter_table("fund_use_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_use_plan_budget_line_id"), ["budget_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_use_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "payment_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("payable", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(type = 'correction') = (corrects_id IS NOT NULL)", name=op.f("ck_payment_run_corrects")
        ),
        sa.CheckConstraint("type IN ('regular','correction')", name=op.f("ck_payment_run_type")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["payment_run.id"], name=op.f("fk_payment_run_corrects_id_payment_run")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_payment_run_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_payment_run_job_id_job")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_payment_run_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_run_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_payment_run_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_run_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_run_public_id")),
    )
    with op.batch_alter_table("payment_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_run_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_run_period"), ["period"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_run_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_run_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_run_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_run_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "period_input",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_period_input_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_period_input_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_period_input_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_period_input_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_input")),
        sa.UniqueConstraint(
            "contract_id", "period", "name", name=op.f("uq_period_input_contract_id_period_name")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_period_input_public_id")),
    )
    with op.batch_alter_table("period_input", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_input_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_period_input_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_period_input_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_period_input_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ppp_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("supplement", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("formula_version", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_ppp_terms_valid")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_ppp_terms_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_ppp_terms_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ppp_terms_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_ppp_terms_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_ppp_terms_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ppp_terms")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_ppp_terms_contract_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ppp_terms_public_id")),
    )
    with op.batch_alter_table("ppp_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ppp_terms_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_terms_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_terms_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_terms_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_terms_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ppp_terms_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "price_basis",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("effective_month", sa.String(length=7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_price_basis_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_price_basis_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_price_basis_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_price_basis_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_basis")),
        sa.UniqueConstraint(
            "contract_id",
            "name",
            "effective_month",
            name=op.f("uq_price_basis_contract_id_name_effective_month"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_price_basis_public_id")),
    )
    with op.batch_alter_table("price_basis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_basis_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_price_basis_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_price_basis_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_price_basis_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "service_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("periods", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("was_used", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "type IN ('unavailable','fault','points','amount')", name=op.f("ck_service_event_type")
        ),
        sa.CheckConstraint(
            "periods >= 0 AND points >= 0 AND (amount IS NULL OR amount >= 0)",
            name=op.f("ck_service_event_weights"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_service_event_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_service_event_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_service_event_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_service_event_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_event")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_service_event_contract_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_service_event_public_id")),
    )
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_event_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_event_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_event_period"), ["period"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_event_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_event_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "disclosure_duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("owner_role", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("publication_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open','done','not_needed')", name=op.f("ck_disclosure_duty_state")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_disclosure_duty_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_disclosure_duty_owner_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_disclosure_duty_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_disclosure_duty_publication_id_publication")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_disclosure_duty_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_disclosure_duty_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_duty")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_duty_public_id")),
        sa.UniqueConstraint(
            "what",
            "subject",
            "subject_id",
            "period",
            name=op.f("uq_disclosure_duty_what_subject_subject_id_period"),
        ),
    )
    with op.batch_alter_table("disclosure_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_duty_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_duty_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_duty_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            "ix_disclosure_duty_publication_id",
            ["publication_id"],
            unique=False,
            sqlite_where=sa.text("publication_id IS NOT NULL"),
            postgresql_where=sa.text("publication_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_disclosure_duty_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_duty_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_duty_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_duty_what"), ["what"], unique=False)

    op.create_table(
        "payment_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("terms_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("deducted", sa.BigInteger(), nullable=False),
        sa.Column("payable", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("carried_forward", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "payable >= 0 AND carried_forward <= 0", name=op.f("ck_payment_statement_payable")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_payment_statement_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_payment_statement_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_payment_statement_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["payment_run.id"], name=op.f("fk_payment_statement_run_id_payment_run")
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["ppp_terms.id"], name=op.f("fk_payment_statement_terms_id_ppp_terms")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_payment_statement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_statement")),
        sa.UniqueConstraint(
            "contract_id",
            "period",
            "type",
            "revision",
            name=op.f("uq_payment_statement_contract_id_period_type_revision"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_statement_public_id")),
    )
    with op.batch_alter_table("payment_statement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_statement_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payment_statement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_statement_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_statement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "publication_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("part_id", sa.BigInteger(), nullable=True),
        sa.Column("event_type", sa.String(length=30), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("explanations", sa.Text(), nullable=True),
        sa.Column("differences", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["publication.id"], name=op.f("fk_publication_sheet_corrects_id_publication")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_publication_sheet_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["collection_part.id"], name=op.f("fk_publication_sheet_part_id_collection_part")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_sheet_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_publication_sheet_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_publication_sheet_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_sheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_publication_sheet_public_id")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_publication_sheet_publication_id")),
    )
    with op.batch_alter_table("publication_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_sheet_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_publication_sheet_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_publication_sheet_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_sheet_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_sheet_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "waiver",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_moves", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("public_line", sa.String(length=300), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_waiver_amount")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["ppp_contract.id"], name=op.f("fk_waiver_contract_id_ppp_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_waiver_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["service_event.id"], name=op.f("fk_waiver_event_id_service_event")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_waiver_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_waiver_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_waiver_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_waiver_contract_id_number")),
        sa.UniqueConstraint("event_id", name=op.f("uq_waiver_event_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_public_id")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "payment_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(length=200), nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=True),
        sa.Column("budget_line_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint("paid_on IS NULL OR voucher <> ''", name=op.f("ck_payment_order_receipt")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_payment_order_amount")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_line.id"], name=op.f("fk_payment_order_budget_line_id_budget_line")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_payment_order_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["payer_id"], ["region.id"], name=op.f("fk_payment_order_payer_id_region")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_payment_order_region_id_region")),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["payment_statement.id"],
            name=op.f("fk_payment_order_statement_id_payment_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_payment_order_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_order_public_id")),
        sa.UniqueConstraint("statement_id", "payer", name=op.f("uq_payment_order_statement_id_payer")),
    )
    with op.batch_alter_table("payment_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_order_budget_line_id"), ["budget_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_order_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_order_payer_id"), ["payer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_order_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_order_statement_id"), ["statement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_order_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("payment_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_order_unit_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_statement_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_region_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_payer_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_department_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_budget_line_id"))

    op.drop_table("payment_order")
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_unit_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_state"))
        batch_op.drop_index(batch_op.f("ix_waiver_region_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_project_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_department_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_contract_id"))

    op.drop_table("waiver")
    with op.batch_alter_table("publication_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publication_sheet_unit_id"))
        batch_op.drop_index(batch_op.f("ix_publication_sheet_region_id"))
        batch_op.drop_index(batch_op.f("ix_publication_sheet_part_id"))
        batch_op.drop_index(batch_op.f("ix_publication_sheet_department_id"))
        batch_op.drop_index(batch_op.f("ix_publication_sheet_corrects_id"))

    op.drop_table("publication_sheet")
    with op.batch_alter_table("payment_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_statement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_payment_statement_run_id"))
        batch_op.drop_index(batch_op.f("ix_payment_statement_region_id"))
        batch_op.drop_index(batch_op.f("ix_payment_statement_department_id"))

    op.drop_table("payment_statement")
    with op.batch_alter_table("disclosure_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_what"))
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_unit_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_state"))
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_region_id"))
        batch_op.drop_index(
            "ix_disclosure_duty_publication_id",
            sqlite_where=sa.text("publication_id IS NOT NULL"),
            postgresql_where=sa.text("publication_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_project_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_due_on"))
        batch_op.drop_index(batch_op.f("ix_disclosure_duty_department_id"))

    op.drop_table("disclosure_duty")
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_event_unit_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_region_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_period"))
        batch_op.drop_index(batch_op.f("ix_service_event_department_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_contract_id"))

    op.drop_table("service_event")
    with op.batch_alter_table("price_basis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_basis_unit_id"))
        batch_op.drop_index(batch_op.f("ix_price_basis_region_id"))
        batch_op.drop_index(batch_op.f("ix_price_basis_department_id"))
        batch_op.drop_index(batch_op.f("ix_price_basis_contract_id"))

    op.drop_table("price_basis")
    with op.batch_alter_table("ppp_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ppp_terms_unit_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_terms_state"))
        batch_op.drop_index(batch_op.f("ix_ppp_terms_region_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_terms_project_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_terms_department_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_terms_contract_id"))

    op.drop_table("ppp_terms")
    with op.batch_alter_table("period_input", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_input_unit_id"))
        batch_op.drop_index(batch_op.f("ix_period_input_region_id"))
        batch_op.drop_index(batch_op.f("ix_period_input_department_id"))
        batch_op.drop_index(batch_op.f("ix_period_input_contract_id"))

    op.drop_table("period_input")
    with op.batch_alter_table("payment_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_run_unit_id"))
        batch_op.drop_index(batch_op.f("ix_payment_run_state"))
        batch_op.drop_index(batch_op.f("ix_payment_run_region_id"))
        batch_op.drop_index(batch_op.f("ix_payment_run_project_id"))
        batch_op.drop_index(batch_op.f("ix_payment_run_period"))
        batch_op.drop_index(batch_op.f("ix_payment_run_department_id"))

    op.drop_table("payment_run")
    with op.batch_alter_table("fund_use_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_state"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_month"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_department_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_budget_line_id"))

    op.drop_table("fund_use_plan")
    with op.batch_alter_table("arrear", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrear_unit_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_region_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_due_on"))
        batch_op.drop_index(batch_op.f("ix_arrear_department_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_contract_id"))

    op.drop_table("arrear")
    with op.batch_alter_table("quota_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quota_notice_year"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_unit_id"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_state"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_region_id"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_project_id"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_lender_id"))
        batch_op.drop_index(batch_op.f("ix_quota_notice_department_id"))

    op.drop_table("quota_notice")
    with op.batch_alter_table("ppp_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ppp_contract_unit_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_contract_state"))
        batch_op.drop_index("ix_ppp_contract_region_name_id")
        batch_op.drop_index(batch_op.f("ix_ppp_contract_region_id"))
        batch_op.drop_index(batch_op.f("ix_ppp_contract_project_id"))
        batch_op.drop_index("ix_ppp_contract_name_id")
        batch_op.drop_index(batch_op.f("ix_ppp_contract_department_id"))

    op.drop_table("ppp_contract")
    with op.batch_alter_table("index_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_value_unit_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_series_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_region_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_department_id"))

    op.drop_table("index_value")
    with op.batch_alter_table("disclosure_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_package_unit_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_package_region_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_package_department_id"))

    op.drop_table("disclosure_package")
    with op.batch_alter_table("index_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_series_unit_id"))
        batch_op.drop_index(batch_op.f("ix_index_series_region_id"))
        batch_op.drop_index(batch_op.f("ix_index_series_department_id"))

    op.drop_table("index_series")
