"""The ground floor"""

import sqlalchemy as sa
from alembic import op

from bondlife.migrations.guards import append_only, drop_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_record",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=80), nullable=False),
        sa.Column("previous", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_record")),
    )
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_record_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_record_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_record_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_record_subject"), ["subject"], unique=False)

    op.create_table(
        "epoch",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_epoch")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("request", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "kind_version",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_kind_version")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("counters_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["counters_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_counters_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("counters_id", name=op.f("uq_ledger_entry_counters_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ledger_entry_public_id")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_business_date"), ["business_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_source"), ["source"], unique=False)

    op.create_table(
        "money_flow",
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "share_id", "on", "region_id", "book_id", "step", "contract_id", name=op.f("pk_money_flow")
        ),
    )
    with op.batch_alter_table("money_flow", schema=None) as batch_op:
        batch_op.create_index("ix_money_flow_contract_id_on", ["contract_id", "on"], unique=False)
        batch_op.create_index("ix_money_flow_region_id_on", ["region_id", "on"], unique=False)

    op.create_table(
        "money_total",
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("region_id", "period", "step", name=op.f("pk_money_total")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("is_issuer", sa.Boolean(), nullable=False),
        sa.Column("is_zone", sa.Boolean(), nullable=False),
        sa.Column("high_risk", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "level IN ('nation','province','city','county','township','zone')", name=op.f("ck_region_level")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("public_id", name=op.f("uq_region_public_id")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_code"), ["code"], unique=False)

    op.create_table(
        "row_version",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", "version", name=op.f("pk_row_version")),
    )
    with op.batch_alter_table("row_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_row_version_act"), ["act"], unique=False)

    op.create_table(
        "search_gram",
        sa.Column("gram", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("gram", "subject", "subject_id", name=op.f("pk_search_gram")),
    )
    with op.batch_alter_table("search_gram", schema=None) as batch_op:
        batch_op.create_index("ix_search_gram_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_source"), ["source"], unique=False)

    op.create_table(
        "import_mapping",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("header_digest", sa.String(length=80), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_import_mapping_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint(
            "kind", "region_id", "header_digest", name=op.f("uq_import_mapping_kind_region_id_header_digest")
        ),
    )
    op.create_table(
        "ledger_balance",
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["region.id"], name=op.f("fk_ledger_balance_book_id_region")),
        sa.PrimaryKeyConstraint("book_id", "unit_id", "account", "share_id", name=op.f("pk_ledger_balance")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_organisation_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_credit_code"), ["credit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_region_id"), ["region_id"], unique=False)

    op.create_table(
        "region_closure",
        sa.Column("ancestor_id", sa.BigInteger(), nullable=False),
        sa.Column("descendant_id", sa.BigInteger(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["region.id"], name=op.f("fk_region_closure_ancestor_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["region.id"], name=op.f("fk_region_closure_descendant_id_region")
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name=op.f("pk_region_closure")),
    )
    with op.batch_alter_table("region_closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_closure_descendant_id"), ["descendant_id"], unique=False)

    op.create_table(
        "region_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_region_code_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_code")),
    )
    with op.batch_alter_table("region_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_code_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_code_region_id"), ["region_id"], unique=False)

    op.create_table(
        "region_parent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_parent_id_region")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_region_parent_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_parent")),
    )
    with op.batch_alter_table("region_parent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_parent_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_parent_region_id"), ["region_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_setting_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_setting_public_id")),
        sa.UniqueConstraint(
            "region_id", "key", "valid_from", name=op.f("uq_setting_region_id_key_valid_from")
        ),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_region_id"), ["region_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_document_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_document_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_document_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_content_digest"), ["content_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fiscal_year",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("general_revenue", sa.BigInteger(), nullable=True),
        sa.Column("transfers", sa.BigInteger(), nullable=True),
        sa.Column("fund_revenue", sa.BigInteger(), nullable=True),
        sa.Column("state_capital", sa.BigInteger(), nullable=True),
        sa.Column("general_spending", sa.BigInteger(), nullable=True),
        sa.Column("fund_spending", sa.BigInteger(), nullable=True),
        sa.Column("general_interest", sa.BigInteger(), nullable=True),
        sa.Column("special_interest", sa.BigInteger(), nullable=True),
        sa.Column("gross_product", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fiscal_year_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fiscal_year_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fiscal_year_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fiscal_year_public_id")),
        sa.UniqueConstraint("region_id", "year", name=op.f("uq_fiscal_year_region_id_year")),
    )
    with op.batch_alter_table("fiscal_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fiscal_year_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fiscal_year_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fiscal_year_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fiscal_year_year"), ["year"], unique=False)

    op.create_table(
        "limit_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("ratios", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('published','reported','expected')", name=op.f("ck_limit_statement_basis")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_limit_statement_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_limit_statement_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_limit_statement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_statement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_limit_statement_public_id")),
        sa.UniqueConstraint(
            "region_id", "year", "basis", name=op.f("uq_limit_statement_region_id_year_basis")
        ),
    )
    with op.batch_alter_table("limit_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_limit_statement_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_limit_statement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_limit_statement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "money_account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=100), nullable=False),
        sa.Column("ledger_account", sa.String(length=40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opening_balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "ledger_account IN ('treasury','project_account','reserve_fund')",
            name=op.f("ck_money_account_ledger_account"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_money_account_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_money_account_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_money_account_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_account")),
        sa.UniqueConstraint("number", name=op.f("uq_money_account_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_money_account_public_id")),
    )
    with op.batch_alter_table("money_account", schema=None) as batch_op:
        batch_op.create_index(
            "ix_money_account_book", ["region_id", "ledger_account", "unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_money_account_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_money_account_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_money_account_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "official_result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "level IN ('red','orange','yellow','green')", name=op.f("ck_official_result_level")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_official_result_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_official_result_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_official_result_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_result")),
        sa.UniqueConstraint("public_id", name=op.f("uq_official_result_public_id")),
        sa.UniqueConstraint("region_id", "year", name=op.f("uq_official_result_region_id_year")),
    )
    with op.batch_alter_table("official_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_official_result_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_result_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_result_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "portfolio_scenario",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("base_digest", sa.String(length=80), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('waiting','ready','failed')", name=op.f("ck_portfolio_scenario_state")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_portfolio_scenario_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_portfolio_scenario_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_portfolio_scenario_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_scenario")),
        sa.UniqueConstraint("public_id", name=op.f("uq_portfolio_scenario_public_id")),
        sa.UniqueConstraint("region_id", "name", name=op.f("uq_portfolio_scenario_region_id_name")),
    )
    with op.batch_alter_table("portfolio_scenario", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portfolio_scenario_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_portfolio_scenario_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_portfolio_scenario_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "project",
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
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("platform_code", sa.String(length=60), nullable=False),
        sa.Column("debt_system_code", sa.String(length=60), nullable=False),
        sa.Column("ndrc_code", sa.String(length=60), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("revenue_nature", sa.String(length=12), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=False),
        sa.Column("construction_start", sa.Date(), nullable=True),
        sa.Column("construction_end", sa.Date(), nullable=True),
        sa.Column("operation_end", sa.Date(), nullable=True),
        sa.Column("total_investment", sa.BigInteger(), nullable=False),
        sa.Column("capital", sa.BigInteger(), nullable=False),
        sa.Column("special_bond", sa.BigInteger(), nullable=False),
        sa.Column("bond_as_capital", sa.BigInteger(), nullable=False),
        sa.Column("other_debt", sa.BigInteger(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "total_investment >= 0 AND capital >= 0 AND special_bond >= 0", name=op.f("ck_project_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_project_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_project_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_project_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_project_public_id")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index("ix_project_code_id", ["code", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_debt_system_code"), ["debt_system_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_ndrc_code"), ["ndrc_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_platform_code"), ["platform_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_project_region_code_id", ["region_id", "code", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_project_region_sort_key_id", ["region_id", "sort_key", "id"], unique=False)
        batch_op.create_index(
            "ix_project_region_start_year_id", ["region_id", "start_year", "id"], unique=False
        )
        batch_op.create_index(
            "ix_project_region_total_investment_id", ["region_id", "total_investment", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_sector"), ["sector"], unique=False)
        batch_op.create_index("ix_project_sort_key_id", ["sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_start_year"), ["start_year"], unique=False)
        batch_op.create_index("ix_project_start_year_id", ["start_year", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_state"), ["state"], unique=False)
        batch_op.create_index("ix_project_total_investment_id", ["total_investment", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "published_table",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("layout", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=100), nullable=False),
        sa.Column("cells", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_published_table_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_published_table_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_published_table_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_table")),
        sa.UniqueConstraint("public_id", name=op.f("uq_published_table_public_id")),
        sa.UniqueConstraint(
            "region_id", "layout", "title", name=op.f("uq_published_table_region_id_layout_title")
        ),
    )
    with op.batch_alter_table("published_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_table_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_table_layout"), ["layout"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_table_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_table_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "quota_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("bond_type", sa.String(length=12), nullable=False),
        sa.Column("entry", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("lender_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_number", sa.String(length=100), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_quota_line_amount")),
        sa.CheckConstraint("lender_id IS NULL OR lender_id <> region_id", name=op.f("ck_quota_line_lender")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_quota_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["lender_id"], ["region.id"], name=op.f("fk_quota_line_lender_id_region")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_quota_line_region_id_region")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["quota_line.id"], name=op.f("fk_quota_line_reverses_id_quota_line")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_quota_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quota_line_public_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_quota_line_reverses_id")),
    )
    with op.batch_alter_table("quota_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quota_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_line_lender_id"), ["lender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_quota_line_region_year", ["region_id", "year"], unique=False)
        batch_op.create_index(batch_op.f("ix_quota_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "review_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("quota", sa.BigInteger(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_review_round_state")),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_review_round_quota")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_review_round_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_review_round_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_review_round_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_round_public_id")),
        sa.UniqueConstraint("region_id", "year", "batch", name=op.f("uq_review_round_region_id_year_batch")),
    )
    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_round_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_round_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_round_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "risk_snapshot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_risk_snapshot_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_risk_snapshot_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_risk_snapshot_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_snapshot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_risk_snapshot_public_id")),
        sa.UniqueConstraint("region_id", "month", name=op.f("uq_risk_snapshot_region_id_month")),
    )
    with op.batch_alter_table("risk_snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_snapshot_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_snapshot_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_snapshot_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_snapshot_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(length=200), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rights_version", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_user_account_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_user_account_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("account", name=op.f("uq_user_account_account")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_account_public_id")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_region_id"), ["region_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("owner_role", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("escalated", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.String(length=500), nullable=False),
        sa.Column("snoozed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_alert_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_alert_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_alert_region_id_region")),
        sa.ForeignKeyConstraint(
            ["snoozed_by"], ["user_account.id"], name=op.f("fk_alert_snoozed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_alert_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "key", "subject", "subject_id", "since", name=op.f("uq_alert_key_subject_subject_id_since")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_alert_public_id")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_key"), ["key"], unique=False)
        batch_op.create_index("ix_alert_open", ["region_id", "closed_on", "since", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_owner_role"), ["owner_role"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("permissions", sa.String(length=8000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_api_token_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_token_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "application",
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
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("as_capital", sa.BigInteger(), nullable=False),
        sa.Column("tenor_years", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("accounting_firm", sa.String(length=100), nullable=False),
        sa.Column("law_firm", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "amount > 0 AND as_capital >= 0 AND as_capital <= amount", name=op.f("ck_application_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_application_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_application_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_application_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_application_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "project_id",
            "year",
            "batch",
            "purpose",
            name=op.f("uq_application_project_id_year_batch_purpose"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_year"), ["year"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("steps", sa.Text(), nullable=True),
        sa.Column("current_step", sa.Integer(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("subject_digest", sa.String(length=80), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("waiting_role", sa.String(length=20), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','approved','returned','withdrawn','void')", name=op.f("ck_approval_state")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_approval_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_approval_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_approval_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_approval_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_public_id")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_prepared_by"), ["prepared_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_waiting_role"), ["waiting_role"], unique=False)

    op.create_table(
        "asset",
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
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("investment", sa.BigInteger(), nullable=False),
        sa.Column("from_general", sa.BigInteger(), nullable=False),
        sa.Column("from_special", sa.BigInteger(), nullable=False),
        sa.Column("from_other_public", sa.BigInteger(), nullable=False),
        sa.Column("from_other", sa.BigInteger(), nullable=False),
        sa.Column("original_value", sa.BigInteger(), nullable=False),
        sa.Column("net_value", sa.BigInteger(), nullable=False),
        sa.Column("estimated_value", sa.BigInteger(), nullable=False),
        sa.Column("income_period", sa.BigInteger(), nullable=False),
        sa.Column("income_total", sa.BigInteger(), nullable=False),
        sa.Column("yearly_inflow", sa.BigInteger(), nullable=False),
        sa.Column("yearly_subsidy", sa.BigInteger(), nullable=False),
        sa.Column("life_years", sa.Integer(), nullable=False),
        sa.Column("pledged", sa.BigInteger(), nullable=False),
        sa.Column("pledge_note", sa.String(length=500), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("no_asset_reason", sa.String(length=1000), nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("disposal_number", sa.String(length=100), nullable=False),
        sa.Column("disposal_proceeds", sa.BigInteger(), nullable=False),
        sa.Column("disposal_to_repayment", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("investment >= 0 AND pledged >= 0", name=op.f("ck_asset_amounts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_asset_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_asset_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_asset_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_asset_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("public_id", name=op.f("uq_asset_public_id")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_assignment_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_assignment_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_assignment_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_assignment_unit_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_assignment_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bond",
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
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=600), nullable=False),
        sa.Column("bond_type", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("major_projects", sa.BigInteger(), nullable=False),
        sa.Column("tenor_years", sa.Integer(), nullable=False),
        sa.Column("option_pattern", sa.String(length=20), nullable=False),
        sa.Column("coupon_rate", sa.BigInteger(), nullable=True),
        sa.Column("coupon_frequency", sa.Integer(), nullable=False),
        sa.Column("repayment_form", sa.String(length=20), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("tender_date", sa.Date(), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("maturity_date", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("rating", sa.String(length=12), nullable=False),
        sa.Column("issuance_fee_rate", sa.BigInteger(), nullable=True),
        sa.Column("registration_fee_rate", sa.BigInteger(), nullable=True),
        sa.Column("principal_table", sa.Text(), nullable=True),
        sa.CheckConstraint("face > 0", name=op.f("ck_bond_face")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_bond_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_bond_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_bond_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_bond_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond")),
        sa.UniqueConstraint(
            "name",
            "tenor_years",
            "maturity_date",
            "face",
            name=op.f("uq_bond_name_tenor_years_maturity_date_face"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_bond_public_id")),
    )
    with op.batch_alter_table("bond", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_code"), ["code"], unique=False)
        batch_op.create_index(
            "ix_bond_department_id",
            ["department_id"],
            unique=False,
            sqlite_where=sa.text("department_id IS NOT NULL"),
            postgresql_where=sa.text("department_id IS NOT NULL"),
        )
        batch_op.create_index("ix_bond_face_id", ["face", "id"], unique=False)
        batch_op.create_index("ix_bond_issue_date_id", ["issue_date", "id"], unique=False)
        batch_op.create_index("ix_bond_maturity_date_id", ["maturity_date", "id"], unique=False)
        batch_op.create_index(
            "ix_bond_project_id",
            ["project_id"],
            unique=False,
            sqlite_where=sa.text("project_id IS NOT NULL"),
            postgresql_where=sa.text("project_id IS NOT NULL"),
        )
        batch_op.create_index("ix_bond_region_face_id", ["region_id", "face", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_bond_region_issue_date_id", ["region_id", "issue_date", "id"], unique=False)
        batch_op.create_index(
            "ix_bond_region_maturity_date_id", ["region_id", "maturity_date", "id"], unique=False
        )
        batch_op.create_index("ix_bond_region_sort_key_id", ["region_id", "sort_key", "id"], unique=False)
        batch_op.create_index("ix_bond_sort_key_id", ["sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_state"), ["state"], unique=False)
        batch_op.create_index(
            "ix_bond_unit_id",
            ["unit_id"],
            unique=False,
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_bond_year"), ["year"], unique=False)

    op.create_table(
        "budget_line",
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
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0 AND used >= 0", name=op.f("ck_budget_line_amounts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_budget_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_budget_line_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_budget_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint(
            "project_id",
            "year",
            "account",
            "purpose",
            name=op.f("uq_budget_line_project_id_year_account_purpose"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_budget_line_public_id")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_year"), ["year"], unique=False)

    op.create_table(
        "budget_sheet",
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
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("upper_number", sa.String(length=100), nullable=False),
        sa.Column("upper_amount", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.CheckConstraint("type IN ('debt_service','allotment')", name=op.f("ck_budget_sheet_type")),
        sa.CheckConstraint("upper_amount >= 0", name=op.f("ck_budget_sheet_upper_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_budget_sheet_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_sheet_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_budget_sheet_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_budget_sheet_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_sheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_budget_sheet_public_id")),
        sa.UniqueConstraint(
            "region_id",
            "type",
            "year",
            "document_number",
            name=op.f("uq_budget_sheet_region_id_type_year_document_number"),
        ),
    )
    with op.batch_alter_table("budget_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_sheet_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_year"), ["year"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("questions", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("summed_by", sa.BigInteger(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','sent','summed','reported','withdrawn')", name=op.f("ck_collection_state")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_collection_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_collection_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_collection_region_id_region")),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["user_account.id"], name=op.f("fk_collection_reported_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["summed_by"], ["user_account.id"], name=op.f("fk_collection_summed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_collection_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_collection_public_id")),
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("payee_credit_code", sa.String(length=18), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("tender_method", sa.String(length=20), nullable=False),
        sa.Column("tendered_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("certified", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_contract_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contract_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_contract_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_contract_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_contract_project_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contract_public_id")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_contract_payee", ["payee"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed','in_force','refused','ended')", name=op.f("ck_delegation_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> user_id AND approved_by <> substitute_id)",
            name=op.f("ck_delegation_third_person"),
        ),
        sa.CheckConstraint("substitute_id <> user_id", name=op.f("ck_delegation_two_people")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_delegation_days")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_delegation_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_delegation_region_id_region")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["user_account.id"], name=op.f("fk_delegation_substitute_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_delegation_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_delegation_public_id")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_substitute_id"), ["substitute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "evaluation",
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
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_evaluation_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evaluation_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_evaluation_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_evaluation_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("project_id", "type", "year", name=op.f("uq_evaluation_project_id_type_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_public_id")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "final_accounts",
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
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_final_accounts_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_final_accounts_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_final_accounts_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_final_accounts_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_accounts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_final_accounts_public_id")),
    )
    with op.batch_alter_table("final_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_final_accounts_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_final_accounts_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_final_accounts_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_final_accounts_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_final_accounts_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "forecast",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("assumed_rate", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_forecast_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_forecast_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_forecast_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_forecast_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_forecast_project_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forecast_public_id")),
    )
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "funding_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("bucket", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_funding_plan_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_funding_plan_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_funding_plan_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_funding_plan_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_plan")),
        sa.UniqueConstraint(
            "project_id",
            "source",
            "year",
            "bucket",
            name=op.f("uq_funding_plan_project_id_source_year_bucket"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_funding_plan_public_id")),
    )
    with op.batch_alter_table("funding_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_plan_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_plan_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_plan_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=True),
        sa.Column("params", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("error", sa.String(length=2000), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','failed','cancelled')", name=op.f("ck_job_state")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_job_region_id_region")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_job_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_user_id"), ["user_id"], unique=False)

    op.create_table(
        "mail_choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_mail_choice_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mail_choice_public_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_choice_user_id")),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_milestone_weight")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_milestone_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_milestone_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_milestone_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_milestone_project_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_milestone_public_id")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("params", sa.Text(), nullable=True),
        sa.Column("href", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_user_id"), ["user_id"], unique=False)

    op.create_table(
        "operation_year",
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
        sa.Column("project_income", sa.BigInteger(), nullable=False),
        sa.Column("subsidy", sa.BigInteger(), nullable=False),
        sa.Column("land_income", sa.BigInteger(), nullable=False),
        sa.Column("operating_cost", sa.BigInteger(), nullable=False),
        sa.Column("taxes", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_operation_year_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_operation_year_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_operation_year_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_operation_year_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_year")),
        sa.UniqueConstraint("project_id", "year", name=op.f("uq_operation_year_project_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_operation_year_public_id")),
    )
    with op.batch_alter_table("operation_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_year_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_operation_year_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_operation_year_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_operation_year_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_operation_year_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["locked_by"], ["user_account.id"], name=op.f("fk_period_locked_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_period_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("region_id", "month", name=op.f("uq_period_region_id_month")),
    )
    op.create_table(
        "permit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_permit_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_permit_document_id_document")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_permit_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_permit_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_permit_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("project_id", "type", name=op.f("uq_permit_project_id_type")),
        sa.UniqueConstraint("public_id", name=op.f("uq_permit_public_id")),
    )
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permit_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permit_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "platform_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("project_code", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("values", sa.Text(), nullable=True),
        sa.Column("file_digest", sa.String(length=80), nullable=False),
        sa.Column("file_row", sa.Integer(), nullable=False),
        sa.Column("line_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("record", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kind IN ('allotment','plan','payment')", name=op.f("ck_platform_line_kind")),
        sa.CheckConstraint("state IN ('matched','unmatched','aside')", name=op.f("ck_platform_line_state")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_platform_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_platform_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_platform_line_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_platform_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_platform_line_public_id")),
        sa.UniqueConstraint("region_id", "line_key", name=op.f("uq_platform_line_region_id_line_key")),
    )
    with op.batch_alter_table("platform_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_line_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_platform_line_region_kind_on", ["region_id", "kind", "on"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_line_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "progress_report",
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
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("physical_progress", sa.BigInteger(), nullable=False),
        sa.Column("certified_work", sa.BigInteger(), nullable=False),
        sa.Column("build_status", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("certified_work >= 0", name=op.f("ck_progress_report_certified")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_progress_report_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_progress_report_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_progress_report_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_progress_report_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint("project_id", "month", name=op.f("uq_progress_report_project_id_month")),
        sa.UniqueConstraint("public_id", name=op.f("uq_progress_report_public_id")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_report_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "project_rail",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("now_track", sa.String(length=20), nullable=False),
        sa.Column("tracks", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_rail_project_id_project")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_rail")),
    )
    with op.batch_alter_table("project_rail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_rail_now_track"), ["now_track"], unique=False)

    op.create_table(
        "risk_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("trigger", sa.String(length=1000), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("actions", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("declared_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("level IN ('I','II','III','IV')", name=op.f("ck_risk_event_level")),
        sa.CheckConstraint(
            "state IN ('proposed','declared','refused','closed')", name=op.f("ck_risk_event_state")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> declared_by", name=op.f("ck_risk_event_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["user_account.id"], name=op.f("fk_risk_event_confirmed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["user_account.id"], name=op.f("fk_risk_event_declared_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_risk_event_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_risk_event_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_risk_event_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_risk_event_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_risk_event_public_id")),
    )
    with op.batch_alter_table("risk_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_event_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_event_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_event_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_event_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_event_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_role_grant_four_eyes")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> user_id", name=op.f("ck_role_grant_not_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_role_grant_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_grant_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name=op.f("fk_role_grant_proposed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_role_grant_region_id_region")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_role_grant_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_role_grant_public_id")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_user_id"), ["user_id"], unique=False)

    op.create_table(
        "rule_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("params", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','in_force','superseded','rejected')", name=op.f("ck_rule_version_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> prepared_by", name=op.f("ck_rule_version_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_rule_version_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_rule_version_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["rule_version.id"], name=op.f("fk_rule_version_replaces_id_rule_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rule_version_public_id")),
    )
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_version_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_version_state"), ["state"], unique=False)

    op.create_table(
        "sanction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=True),
        sa.Column("rule_region", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("rectification", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "level IN ('minor','serious','deduction','region')", name=op.f("ck_sanction_level")
        ),
        sa.CheckConstraint(
            "state IN ('proposed','in_force','refused','lifted')", name=op.f("ck_sanction_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> prepared_by", name=op.f("ck_sanction_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_sanction_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_sanction_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_sanction_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_sanction_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sanction_public_id")),
    )
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sanction_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_state"), ["state"], unique=False)

    op.create_table(
        "scenario",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("calculator", sa.String(length=60), nullable=False),
        sa.Column("calculator_version", sa.Integer(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_scenario_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_scenario_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_scenario_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_scenario_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_scenario_project_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_scenario_public_id")),
    )
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "setting_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed','in_force','refused')", name=op.f("ck_setting_proposal_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> prepared_by", name=op.f("ck_setting_proposal_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_setting_proposal_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_setting_proposal_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_setting_proposal_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_setting_proposal_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_setting_proposal_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_setting_proposal_public_id")),
    )
    with op.batch_alter_table("setting_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_setting_proposal_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_setting_proposal_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_proposal_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_proposal_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_proposal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "statement_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("file_digest", sa.String(length=80), nullable=False),
        sa.Column("file_row", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("counterparty", sa.String(length=200), nullable=False),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("line_key", sa.String(length=64), nullable=False),
        sa.Column("matched", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_statement_line_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["money_account.id"], name=op.f("fk_statement_line_account_id_money_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_statement_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_statement_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_statement_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint("account_id", "line_key", name=op.f("uq_statement_line_account_id_line_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_statement_line_public_id")),
    )
    with op.batch_alter_table("statement_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_line_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_statement_line_account_on", ["account_id", "on"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "supplement",
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
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.BigInteger(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("adjustment_number", sa.String(length=100), nullable=False),
        sa.Column("committee_number", sa.String(length=100), nullable=False),
        sa.Column("committee_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "amount > 0 AND (agreed IS NULL OR agreed BETWEEN 0 AND amount)",
            name=op.f("ck_supplement_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_supplement_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_supplement_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_supplement_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_supplement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("project_id", "year", "name", name=op.f("uq_supplement_project_id_year_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supplement_public_id")),
    )
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplement_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplement_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplement_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplement_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplement_year"), ["year"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("params", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_task_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_task_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_task_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_task_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_task_public_id")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_origin"), ["origin"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_role"), ["role"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "alert_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_alert_log_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_log_alert_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_log")),
    )
    with op.batch_alter_table("alert_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_log_alert_id"), ["alert_id"], unique=False)

    op.create_table(
        "bond_share",
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
        sa.Column("bond_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("as_capital", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "amount > 0 AND as_capital >= 0 AND as_capital <= amount", name=op.f("ck_bond_share_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_bond_share_application_id_application")
        ),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_bond_share_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_bond_share_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_bond_share_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_bond_share_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_bond_share_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_share")),
        sa.UniqueConstraint("bond_id", "project_id", name=op.f("uq_bond_share_bond_id_project_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bond_share_public_id")),
    )
    with op.batch_alter_table("bond_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_share_bond_id"), ["bond_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_share_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_share_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_share_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_share_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_share_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "certification",
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
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("certified_by", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_certification_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_certification_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_certification_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_certification_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_certification_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_certification_contract_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certification_public_id")),
    )
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certification_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "collection_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("collection_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("step_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("reviewed_by", sa.BigInteger(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "step IN ('answer','check','review','accepted','withdrawn')", name=op.f("ck_collection_part_step")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_collection_part_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["user_account.id"], name=op.f("fk_collection_part_checked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_part_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_collection_part_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_collection_part_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["user_account.id"], name=op.f("fk_collection_part_reviewed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_collection_part_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_part")),
        sa.UniqueConstraint(
            "collection_id",
            "region_id",
            "unit_id",
            name=op.f("uq_collection_part_collection_id_region_id_unit_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_collection_part_public_id")),
    )
    with op.batch_alter_table("collection_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_part_collection_id"), ["collection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_part_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_part_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_part_step"), ["step"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_part_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "contract_change",
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
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_change_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_contract_change_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contract_change_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_contract_change_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_contract_change_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_change")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_change_contract_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contract_change_public_id")),
    )
    with op.batch_alter_table("contract_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_change_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_change_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_change_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_change_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_change_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_change_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "duration_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("layout", sa.String(length=30), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("bond_name", sa.String(length=300), nullable=False),
        sa.Column("bond_short_name", sa.String(length=60), nullable=False),
        sa.Column("bond_code", sa.String(length=40), nullable=False),
        sa.Column("bond_id", sa.BigInteger(), nullable=True),
        sa.Column("project_name", sa.String(length=300), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("tenor_years", sa.Integer(), nullable=False),
        sa.Column("coupon_rate", sa.BigInteger(), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("bond_used", sa.BigInteger(), nullable=True),
        sa.Column("investment", sa.BigInteger(), nullable=True),
        sa.Column("investment_bonds", sa.BigInteger(), nullable=True),
        sa.Column("realised", sa.BigInteger(), nullable=True),
        sa.Column("realised_bonds", sa.BigInteger(), nullable=True),
        sa.Column("income_total", sa.BigInteger(), nullable=True),
        sa.Column("income_year", sa.BigInteger(), nullable=True),
        sa.Column("expected_income", sa.BigInteger(), nullable=True),
        sa.Column("evaluation", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_duration_row_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_duration_row_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_duration_row_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_duration_row_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_duration_row_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duration_row")),
        sa.UniqueConstraint(
            "cut_off",
            "layout",
            "bond_name",
            "project_name",
            "region_id",
            name=op.f("uq_duration_row_cut_off_layout_bond_name_project_name_region_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_duration_row_public_id")),
    )
    with op.batch_alter_table("duration_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duration_row_bond_code"), ["bond_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_duration_row_bond_id"), ["bond_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duration_row_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duration_row_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duration_row_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duration_row_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "filing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("layout_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("state IN ('prepared','signed','returned')", name=op.f("ck_filing_state")),
        sa.CheckConstraint("signed_by IS NULL OR signed_by <> prepared_by", name=op.f("ck_filing_four_eyes")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_filing_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_filing_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["layout_id"], ["rule_version.id"], name=op.f("fk_filing_layout_id_rule_version")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_filing_prepared_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_filing_region_id_region")),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["user_account.id"], name=op.f("fk_filing_signed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_filing_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_public_id")),
        sa.UniqueConstraint(
            "region_id", "step", "period", "number", name=op.f("uq_filing_region_id_step_period_number")
        ),
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "forecast_cell",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("forecast_id", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_cell_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_cell")),
        sa.UniqueConstraint(
            "forecast_id",
            "item",
            "year",
            "bucket",
            name=op.f("uq_forecast_cell_forecast_id_item_year_bucket"),
        ),
    )
    with op.batch_alter_table("forecast_cell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_cell_forecast_id"), ["forecast_id"], unique=False)

    op.create_table(
        "import_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_digest", sa.String(length=80), nullable=False),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_import_file_job_id_job")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_import_file_region_id_region")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_import_file_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_file_public_id")),
    )
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_file_content_digest"), ["content_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_file_region_id"), ["region_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("approval_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("for_user_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("minutes_number", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_opinion_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_opinion_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["for_user_id"], ["user_account.id"], name=op.f("fk_opinion_for_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_opinion_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_opinion_unit_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_opinion_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint(
            "approval_id", "step", "user_id", name=op.f("uq_opinion_approval_id_step_user_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_opinion_public_id")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "payment_exception",
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
        sa.Column("gap", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint("gap > 0", name=op.f("ck_payment_exception_gap")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_payment_exception_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_payment_exception_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_payment_exception_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_payment_exception_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_payment_exception_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_exception")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_exception_public_id")),
    )
    with op.batch_alter_table("payment_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_exception_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_payment_exception_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payment_exception_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_exception_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_exception_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_exception_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "publication",
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
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("bond_id", sa.BigInteger(), nullable=True),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_publication_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_publication_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_publication_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_publication_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_publication_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("public_id", name=op.f("uq_publication_public_id")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "review_score",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("opinion", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_review_score_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_review_score_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["user_account.id"], name=op.f("fk_review_score_expert_id_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_review_score_region_id_region")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_review_score_round_id_review_round")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_review_score_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_score")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_score_public_id")),
        sa.UniqueConstraint(
            "round_id",
            "application_id",
            "expert_id",
            name=op.f("uq_review_score_round_id_application_id_expert_id"),
        ),
    )
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_score_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_score_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_score_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_score_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_score_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_score_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "state_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("not_examined", sa.Text(), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("approval_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_state_move_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_state_move_approval_id_approval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_move")),
        sa.UniqueConstraint(
            "record", "record_id", "number", name=op.f("uq_state_move_record_record_id_number")
        ),
    )
    op.create_table(
        "statement_match",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("matched_by", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_statement_match_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["money_account.id"], name=op.f("fk_statement_match_account_id_money_account")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_statement_match_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_statement_match_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["statement_line.id"], name=op.f("fk_statement_match_line_id_statement_line")
        ),
        sa.ForeignKeyConstraint(
            ["matched_by"], ["user_account.id"], name=op.f("fk_statement_match_matched_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_statement_match_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_statement_match_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_match")),
        sa.UniqueConstraint("public_id", name=op.f("uq_statement_match_public_id")),
    )
    with op.batch_alter_table("statement_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_match_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_match_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_match_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_match_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_match_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_match_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "budget_sheet_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("sheet_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_budget_sheet_line_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_budget_sheet_line_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_sheet_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_budget_sheet_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_budget_sheet_line_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["budget_sheet.id"], name=op.f("fk_budget_sheet_line_sheet_id_budget_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_budget_sheet_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_sheet_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_budget_sheet_line_public_id")),
    )
    with op.batch_alter_table("budget_sheet_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_budget_sheet_line_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_budget_sheet_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_line_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_sheet_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "change_of_use",
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
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("target_project_id", sa.BigInteger(), nullable=False),
        sa.Column("case", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_change_of_use_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_change_of_use_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_change_of_use_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_change_of_use_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_change_of_use_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["target_project_id"], ["project.id"], name=op.f("fk_change_of_use_target_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_change_of_use_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_of_use")),
        sa.UniqueConstraint("public_id", name=op.f("uq_change_of_use_public_id")),
    )
    with op.batch_alter_table("change_of_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_of_use_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_of_use_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_of_use_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_of_use_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_of_use_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_change_of_use_target_project_id"), ["target_project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_change_of_use_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "collection_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part_id", sa.BigInteger(), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_collection_step_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["collection_part.id"], name=op.f("fk_collection_step_part_id_collection_part")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_collection_step_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_step")),
    )
    with op.batch_alter_table("collection_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_step_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_step_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_step_region_id"), ["region_id"], unique=False)

    op.create_table(
        "disbursement",
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
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("budget_line_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("payee_account", sa.String(length=60), nullable=False),
        sa.Column("payee_bank", sa.String(length=100), nullable=False),
        sa.Column("work_basis", sa.String(length=500), nullable=False),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_disbursement_amount")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_line.id"], name=op.f("fk_disbursement_budget_line_id_budget_line")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_disbursement_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_disbursement_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_disbursement_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_disbursement_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_disbursement_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_disbursement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disbursement")),
        sa.UniqueConstraint("number", name=op.f("uq_disbursement_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disbursement_public_id")),
    )
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disbursement_budget_line_id"), ["budget_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_disbursement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "filing_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("filing_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("href", sa.String(length=200), nullable=False),
        sa.Column("values", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("state IN ('sent','rejected','mended')", name=op.f("ck_filing_line_state")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_filing_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_line_filing_id_filing")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_filing_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_filing_line_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_filing_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_line")),
        sa.UniqueConstraint("code", name=op.f("uq_filing_line_code")),
        sa.UniqueConstraint("filing_id", "key", name=op.f("uq_filing_line_filing_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_line_public_id")),
    )
    with op.batch_alter_table("filing_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_line_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_line_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "instalment",
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
        sa.Column("bond_id", sa.BigInteger(), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nominal_date", sa.Date(), nullable=False),
        sa.Column("payment_date", sa.Date(), nullable=False),
        sa.Column("remittance_date", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("principal_source", sa.String(length=40), nullable=False),
        sa.Column("interest_source", sa.String(length=40), nullable=False),
        sa.Column("secured", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.Column("waived", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "principal >= 0 AND interest >= 0 AND paid >= 0 AND waived >= 0",
            name=op.f("ck_instalment_amounts"),
        ),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_instalment_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_instalment_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_instalment_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_instalment_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_instalment_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_instalment_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_instalment_public_id")),
        sa.UniqueConstraint("share_id", "number", name=op.f("uq_instalment_share_id_number")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_bond_id"), ["bond_id"], unique=False)
        batch_op.create_index(
            "ix_instalment_calendar",
            [
                "payment_date",
                "id",
                "region_id",
                "state",
                "interest_source",
                "principal_source",
                "principal",
                "interest",
                "fee",
                "secured",
                "paid",
                "ended_at",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_instalment_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_payment_date"), ["payment_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_instalment_region_payment", ["region_id", "payment_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_remittance_date"), ["remittance_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "onlending",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("lender_id", sa.BigInteger(), nullable=False),
        sa.Column("borrower_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_number", sa.String(length=100), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("late_rate_multiple", sa.Integer(), nullable=False),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 99", name=op.f("ck_onlending_lead_days")),
        sa.ForeignKeyConstraint(["borrower_id"], ["region.id"], name=op.f("fk_onlending_borrower_id_region")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_onlending_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["lender_id"], ["region.id"], name=op.f("fk_onlending_lender_id_region")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_onlending_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_onlending_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_onlending_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onlending")),
        sa.UniqueConstraint("public_id", name=op.f("uq_onlending_public_id")),
        sa.UniqueConstraint("share_id", "lender_id", name=op.f("uq_onlending_share_id_lender_id")),
    )
    with op.batch_alter_table("onlending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onlending_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onlending_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onlending_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onlending_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("bond_id", sa.BigInteger(), nullable=True),
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=True),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("budget_account", sa.String(length=20), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_posting_amount")),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_posting_bond_id_bond")),
        sa.ForeignKeyConstraint(["book_id"], ["region.id"], name=op.f("fk_posting_book_id_region")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_posting_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_posting_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_posting_project_id_project")),
        sa.ForeignKeyConstraint(["share_id"], ["bond_share.id"], name=op.f("fk_posting_share_id_bond_share")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_posting_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_book_account", ["book_id", "account"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_share_id"), ["share_id"], unique=False)

    op.create_table(
        "movement",
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
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("counterparty", sa.String(length=200), nullable=False),
        sa.Column("budget_account", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_movement_amount")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["movement.id"], name=op.f("fk_movement_corrects_id_movement")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_movement_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["disbursement.id"], name=op.f("fk_movement_payment_id_disbursement")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_movement_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_movement_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_movement_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_movement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_movement_corrects_id")),
        sa.UniqueConstraint("number", name=op.f("uq_movement_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_movement_public_id")),
    )
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_movement_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_movement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "refinancing_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("instalment_id", sa.BigInteger(), nullable=False),
        sa.Column("old_share_id", sa.BigInteger(), nullable=False),
        sa.Column("new_share_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refinancing_line_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_refinancing_line_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalment.id"], name=op.f("fk_refinancing_line_instalment_id_instalment")
        ),
        sa.ForeignKeyConstraint(
            ["new_share_id"], ["bond_share.id"], name=op.f("fk_refinancing_line_new_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["old_share_id"], ["bond_share.id"], name=op.f("fk_refinancing_line_old_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_refinancing_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_refinancing_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_refinancing_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refinancing_line")),
        sa.UniqueConstraint(
            "instalment_id", "new_share_id", name=op.f("uq_refinancing_line_instalment_id_new_share_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_refinancing_line_public_id")),
    )
    with op.batch_alter_table("refinancing_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refinancing_line_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refinancing_line_instalment_id"), ["instalment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_refinancing_line_new_share_id"), ["new_share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refinancing_line_old_share_id"), ["old_share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refinancing_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refinancing_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refinancing_line_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "remittance",
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
        sa.Column("bond_id", sa.BigInteger(), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=False),
        sa.Column("instalment_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=False),
        sa.Column("payee_id", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("penalty", sa.BigInteger(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "principal >= 0 AND interest >= 0 AND fee >= 0 AND penalty >= 0",
            name=op.f("ck_remittance_amounts"),
        ),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_remittance_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_remittance_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalment.id"], name=op.f("fk_remittance_instalment_id_instalment")
        ),
        sa.ForeignKeyConstraint(["payee_id"], ["region.id"], name=op.f("fk_remittance_payee_id_region")),
        sa.ForeignKeyConstraint(["payer_id"], ["region.id"], name=op.f("fk_remittance_payer_id_region")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_remittance_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_remittance_region_id_region")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_remittance_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_remittance_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance")),
        sa.UniqueConstraint("instalment_id", "step", name=op.f("uq_remittance_instalment_id_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_remittance_public_id")),
    )
    with op.batch_alter_table("remittance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remittance_bond_id"), ["bond_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_instalment_id"), ["instalment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_payee_id"), ["payee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_remittance_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "repayment_order",
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
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("bond_id", sa.BigInteger(), nullable=True),
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("instalment_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("grounds", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_repayment_order_amount")),
        sa.ForeignKeyConstraint(["bond_id"], ["bond.id"], name=op.f("fk_repayment_order_bond_id_bond")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_repayment_order_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalment.id"], name=op.f("fk_repayment_order_instalment_id_instalment")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_repayment_order_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_repayment_order_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["bond_share.id"], name=op.f("fk_repayment_order_share_id_bond_share")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_repayment_order_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_order")),
        sa.UniqueConstraint("public_id", name=op.f("uq_repayment_order_public_id")),
    )
    with op.batch_alter_table("repayment_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_repayment_order_bond_id"), ["bond_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_instalment_id"), ["instalment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_purpose"), ["purpose"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_share_id"), ["share_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_order_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "shortfall_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("instalment_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_shortfall_line_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_shortfall_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalment.id"], name=op.f("fk_shortfall_line_instalment_id_instalment")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_shortfall_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_shortfall_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_shortfall_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortfall_line")),
        sa.UniqueConstraint(
            "instalment_id", "source", "year", name=op.f("uq_shortfall_line_instalment_id_source_year")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_shortfall_line_public_id")),
    )
    with op.batch_alter_table("shortfall_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortfall_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortfall_line_instalment_id"), ["instalment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortfall_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortfall_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shortfall_line_unit_id"), ["unit_id"], unique=False)
    append_only(
        op.get_bind(),
        "audit_record",
        "row_version",
        "ledger_entry",
        "posting",
        "state_move",
        "alert_log",
        "collection_step",
        "quota_line",
    )


def downgrade() -> None:
    drop_append_only(
        op.get_bind(),
        "audit_record",
        "row_version",
        "ledger_entry",
        "posting",
        "state_move",
        "alert_log",
        "collection_step",
        "quota_line",
    )
    with op.batch_alter_table("shortfall_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortfall_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_shortfall_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_shortfall_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_shortfall_line_instalment_id"))
        batch_op.drop_index(batch_op.f("ix_shortfall_line_department_id"))

    op.drop_table("shortfall_line")
    with op.batch_alter_table("repayment_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_repayment_order_unit_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_state"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_share_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_region_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_purpose"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_project_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_instalment_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_department_id"))
        batch_op.drop_index(batch_op.f("ix_repayment_order_bond_id"))

    op.drop_table("repayment_order")
    with op.batch_alter_table("remittance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remittance_unit_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_state"))
        batch_op.drop_index(batch_op.f("ix_remittance_share_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_region_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_project_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_payee_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_instalment_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_due_on"))
        batch_op.drop_index(batch_op.f("ix_remittance_department_id"))
        batch_op.drop_index(batch_op.f("ix_remittance_bond_id"))

    op.drop_table("remittance")
    with op.batch_alter_table("refinancing_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refinancing_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_old_share_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_new_share_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_instalment_id"))
        batch_op.drop_index(batch_op.f("ix_refinancing_line_department_id"))

    op.drop_table("refinancing_line")
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_movement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_movement_state"))
        batch_op.drop_index(batch_op.f("ix_movement_share_id"))
        batch_op.drop_index(batch_op.f("ix_movement_region_id"))
        batch_op.drop_index(batch_op.f("ix_movement_project_id"))
        batch_op.drop_index(batch_op.f("ix_movement_payment_id"))
        batch_op.drop_index(batch_op.f("ix_movement_department_id"))

    op.drop_table("movement")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_share_id"))
        batch_op.drop_index(batch_op.f("ix_posting_project_id"))
        batch_op.drop_index(batch_op.f("ix_posting_entry_id"))
        batch_op.drop_index("ix_posting_book_account")

    op.drop_table("posting")
    with op.batch_alter_table("onlending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onlending_unit_id"))
        batch_op.drop_index(batch_op.f("ix_onlending_share_id"))
        batch_op.drop_index(batch_op.f("ix_onlending_region_id"))
        batch_op.drop_index(batch_op.f("ix_onlending_department_id"))

    op.drop_table("onlending")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_unit_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_state"))
        batch_op.drop_index(batch_op.f("ix_instalment_share_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_remittance_date"))
        batch_op.drop_index("ix_instalment_region_payment")
        batch_op.drop_index(batch_op.f("ix_instalment_region_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_project_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_payment_date"))
        batch_op.drop_index(batch_op.f("ix_instalment_department_id"))
        batch_op.drop_index("ix_instalment_calendar")
        batch_op.drop_index(batch_op.f("ix_instalment_bond_id"))

    op.drop_table("instalment")
    with op.batch_alter_table("filing_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filing_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_filing_line_state"))
        batch_op.drop_index(batch_op.f("ix_filing_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_filing_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_filing_line_filing_id"))
        batch_op.drop_index(batch_op.f("ix_filing_line_department_id"))

    op.drop_table("filing_line")
    with op.batch_alter_table("disbursement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disbursement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_state"))
        batch_op.drop_index(batch_op.f("ix_disbursement_share_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_region_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_project_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_department_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_contract_id"))
        batch_op.drop_index(batch_op.f("ix_disbursement_budget_line_id"))

    op.drop_table("disbursement")
    with op.batch_alter_table("collection_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_step_region_id"))
        batch_op.drop_index(batch_op.f("ix_collection_step_part_id"))
        batch_op.drop_index(batch_op.f("ix_collection_step_at"))

    op.drop_table("collection_step")
    with op.batch_alter_table("change_of_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_of_use_unit_id"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_target_project_id"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_state"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_share_id"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_region_id"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_project_id"))
        batch_op.drop_index(batch_op.f("ix_change_of_use_department_id"))

    op.drop_table("change_of_use")
    with op.batch_alter_table("budget_sheet_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_sheet_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_line_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_line_department_id"))

    op.drop_table("budget_sheet_line")
    with op.batch_alter_table("statement_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_match_unit_id"))
        batch_op.drop_index(batch_op.f("ix_statement_match_region_id"))
        batch_op.drop_index(batch_op.f("ix_statement_match_line_id"))
        batch_op.drop_index(batch_op.f("ix_statement_match_entry_id"))
        batch_op.drop_index(batch_op.f("ix_statement_match_department_id"))
        batch_op.drop_index(batch_op.f("ix_statement_match_account_id"))

    op.drop_table("statement_match")
    op.drop_table("state_move")
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_score_unit_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_round_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_region_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_expert_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_department_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_application_id"))

    op.drop_table("review_score")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publication_unit_id"))
        batch_op.drop_index(batch_op.f("ix_publication_state"))
        batch_op.drop_index(batch_op.f("ix_publication_region_id"))
        batch_op.drop_index(batch_op.f("ix_publication_project_id"))
        batch_op.drop_index(batch_op.f("ix_publication_department_id"))

    op.drop_table("publication")
    with op.batch_alter_table("payment_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_exception_unit_id"))
        batch_op.drop_index(batch_op.f("ix_payment_exception_state"))
        batch_op.drop_index(batch_op.f("ix_payment_exception_region_id"))
        batch_op.drop_index(batch_op.f("ix_payment_exception_project_id"))
        batch_op.drop_index(batch_op.f("ix_payment_exception_department_id"))
        batch_op.drop_index(batch_op.f("ix_payment_exception_contract_id"))

    op.drop_table("payment_exception")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_unit_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_region_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_department_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_approval_id"))

    op.drop_table("opinion")
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_file_region_id"))
        batch_op.drop_index(batch_op.f("ix_import_file_content_digest"))

    op.drop_table("import_file")
    with op.batch_alter_table("forecast_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forecast_cell_forecast_id"))

    op.drop_table("forecast_cell")
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filing_unit_id"))
        batch_op.drop_index(batch_op.f("ix_filing_state"))
        batch_op.drop_index(batch_op.f("ix_filing_region_id"))
        batch_op.drop_index(batch_op.f("ix_filing_department_id"))

    op.drop_table("filing")
    with op.batch_alter_table("duration_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duration_row_unit_id"))
        batch_op.drop_index(batch_op.f("ix_duration_row_region_id"))
        batch_op.drop_index(batch_op.f("ix_duration_row_project_id"))
        batch_op.drop_index(batch_op.f("ix_duration_row_department_id"))
        batch_op.drop_index(batch_op.f("ix_duration_row_bond_id"))
        batch_op.drop_index(batch_op.f("ix_duration_row_bond_code"))

    op.drop_table("duration_row")
    with op.batch_alter_table("contract_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_change_unit_id"))
        batch_op.drop_index(batch_op.f("ix_contract_change_state"))
        batch_op.drop_index(batch_op.f("ix_contract_change_region_id"))
        batch_op.drop_index(batch_op.f("ix_contract_change_project_id"))
        batch_op.drop_index(batch_op.f("ix_contract_change_department_id"))
        batch_op.drop_index(batch_op.f("ix_contract_change_contract_id"))

    op.drop_table("contract_change")
    with op.batch_alter_table("collection_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_part_unit_id"))
        batch_op.drop_index(batch_op.f("ix_collection_part_step"))
        batch_op.drop_index(batch_op.f("ix_collection_part_region_id"))
        batch_op.drop_index(batch_op.f("ix_collection_part_department_id"))
        batch_op.drop_index(batch_op.f("ix_collection_part_collection_id"))

    op.drop_table("collection_part")
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certification_unit_id"))
        batch_op.drop_index(batch_op.f("ix_certification_state"))
        batch_op.drop_index(batch_op.f("ix_certification_region_id"))
        batch_op.drop_index(batch_op.f("ix_certification_project_id"))
        batch_op.drop_index(batch_op.f("ix_certification_department_id"))
        batch_op.drop_index(batch_op.f("ix_certification_contract_id"))

    op.drop_table("certification")
    with op.batch_alter_table("bond_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_share_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bond_share_state"))
        batch_op.drop_index(batch_op.f("ix_bond_share_region_id"))
        batch_op.drop_index(batch_op.f("ix_bond_share_project_id"))
        batch_op.drop_index(batch_op.f("ix_bond_share_department_id"))
        batch_op.drop_index(batch_op.f("ix_bond_share_bond_id"))

    op.drop_table("bond_share")
    with op.batch_alter_table("alert_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_log_alert_id"))

    op.drop_table("alert_log")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_unit_id"))
        batch_op.drop_index(batch_op.f("ix_task_subject_id"))
        batch_op.drop_index(batch_op.f("ix_task_subject"))
        batch_op.drop_index(batch_op.f("ix_task_role"))
        batch_op.drop_index(batch_op.f("ix_task_region_id"))
        batch_op.drop_index(batch_op.f("ix_task_project_id"))
        batch_op.drop_index(batch_op.f("ix_task_origin"))
        batch_op.drop_index(batch_op.f("ix_task_due_on"))
        batch_op.drop_index(batch_op.f("ix_task_department_id"))

    op.drop_table("task")
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplement_year"))
        batch_op.drop_index(batch_op.f("ix_supplement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_supplement_state"))
        batch_op.drop_index(batch_op.f("ix_supplement_region_id"))
        batch_op.drop_index(batch_op.f("ix_supplement_project_id"))
        batch_op.drop_index(batch_op.f("ix_supplement_department_id"))

    op.drop_table("supplement")
    with op.batch_alter_table("statement_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_statement_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_statement_line_department_id"))
        batch_op.drop_index("ix_statement_line_account_on")
        batch_op.drop_index(batch_op.f("ix_statement_line_account_id"))

    op.drop_table("statement_line")
    with op.batch_alter_table("setting_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_proposal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_setting_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_setting_proposal_region_id"))
        batch_op.drop_index(batch_op.f("ix_setting_proposal_key"))
        batch_op.drop_index(batch_op.f("ix_setting_proposal_department_id"))

    op.drop_table("setting_proposal")
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_unit_id"))
        batch_op.drop_index(batch_op.f("ix_scenario_region_id"))
        batch_op.drop_index(batch_op.f("ix_scenario_project_id"))
        batch_op.drop_index(batch_op.f("ix_scenario_department_id"))

    op.drop_table("scenario")
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sanction_state"))
        batch_op.drop_index(batch_op.f("ix_sanction_region_id"))
        batch_op.drop_index(batch_op.f("ix_sanction_project_id"))

    op.drop_table("sanction")
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_version_state"))
        batch_op.drop_index(batch_op.f("ix_rule_version_key"))

    op.drop_table("rule_version")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_region_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("risk_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_event_unit_id"))
        batch_op.drop_index(batch_op.f("ix_risk_event_state"))
        batch_op.drop_index(batch_op.f("ix_risk_event_region_id"))
        batch_op.drop_index(batch_op.f("ix_risk_event_project_id"))
        batch_op.drop_index(batch_op.f("ix_risk_event_department_id"))

    op.drop_table("risk_event")
    with op.batch_alter_table("project_rail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_rail_now_track"))

    op.drop_table("project_rail")
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_report_unit_id"))
        batch_op.drop_index(batch_op.f("ix_progress_report_state"))
        batch_op.drop_index(batch_op.f("ix_progress_report_region_id"))
        batch_op.drop_index(batch_op.f("ix_progress_report_project_id"))
        batch_op.drop_index(batch_op.f("ix_progress_report_department_id"))

    op.drop_table("progress_report")
    with op.batch_alter_table("platform_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_platform_line_state"))
        batch_op.drop_index("ix_platform_line_region_kind_on")
        batch_op.drop_index(batch_op.f("ix_platform_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_platform_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_platform_line_number"))
        batch_op.drop_index(batch_op.f("ix_platform_line_department_id"))

    op.drop_table("platform_line")
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_permit_region_id"))
        batch_op.drop_index(batch_op.f("ix_permit_project_id"))
        batch_op.drop_index(batch_op.f("ix_permit_department_id"))

    op.drop_table("permit")
    op.drop_table("period")
    with op.batch_alter_table("operation_year", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_year_unit_id"))
        batch_op.drop_index(batch_op.f("ix_operation_year_state"))
        batch_op.drop_index(batch_op.f("ix_operation_year_region_id"))
        batch_op.drop_index(batch_op.f("ix_operation_year_project_id"))
        batch_op.drop_index(batch_op.f("ix_operation_year_department_id"))

    op.drop_table("operation_year")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_user_id"))
        batch_op.drop_index(batch_op.f("ix_notice_at"))

    op.drop_table("notice")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_unit_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_region_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_project_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_department_id"))

    op.drop_table("milestone")
    op.drop_table("mail_choice")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_user_id"))
        batch_op.drop_index(batch_op.f("ix_job_state"))

    op.drop_table("job")
    with op.batch_alter_table("funding_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_plan_unit_id"))
        batch_op.drop_index(batch_op.f("ix_funding_plan_region_id"))
        batch_op.drop_index(batch_op.f("ix_funding_plan_project_id"))
        batch_op.drop_index(batch_op.f("ix_funding_plan_department_id"))

    op.drop_table("funding_plan")
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forecast_unit_id"))
        batch_op.drop_index(batch_op.f("ix_forecast_region_id"))
        batch_op.drop_index(batch_op.f("ix_forecast_project_id"))
        batch_op.drop_index(batch_op.f("ix_forecast_department_id"))

    op.drop_table("forecast")
    with op.batch_alter_table("final_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_final_accounts_unit_id"))
        batch_op.drop_index(batch_op.f("ix_final_accounts_state"))
        batch_op.drop_index(batch_op.f("ix_final_accounts_region_id"))
        batch_op.drop_index(batch_op.f("ix_final_accounts_project_id"))
        batch_op.drop_index(batch_op.f("ix_final_accounts_department_id"))

    op.drop_table("final_accounts")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_state"))
        batch_op.drop_index(batch_op.f("ix_evaluation_region_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_project_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_department_id"))

    op.drop_table("evaluation")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_user_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_state"))
        batch_op.drop_index(batch_op.f("ix_delegation_region_id"))

    op.drop_table("delegation")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_unit_id"))
        batch_op.drop_index(batch_op.f("ix_contract_region_id"))
        batch_op.drop_index(batch_op.f("ix_contract_project_id"))
        batch_op.drop_index("ix_contract_payee")
        batch_op.drop_index(batch_op.f("ix_contract_department_id"))

    op.drop_table("contract")
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_unit_id"))
        batch_op.drop_index(batch_op.f("ix_collection_state"))
        batch_op.drop_index(batch_op.f("ix_collection_region_id"))
        batch_op.drop_index(batch_op.f("ix_collection_department_id"))

    op.drop_table("collection")
    with op.batch_alter_table("budget_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_sheet_year"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_unit_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_state"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_region_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_project_id"))
        batch_op.drop_index(batch_op.f("ix_budget_sheet_department_id"))

    op.drop_table("budget_sheet")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_year"))
        batch_op.drop_index(batch_op.f("ix_budget_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_state"))
        batch_op.drop_index(batch_op.f("ix_budget_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_department_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("bond", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_year"))
        batch_op.drop_index(
            "ix_bond_unit_id",
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_bond_state"))
        batch_op.drop_index("ix_bond_sort_key_id")
        batch_op.drop_index("ix_bond_region_sort_key_id")
        batch_op.drop_index("ix_bond_region_maturity_date_id")
        batch_op.drop_index("ix_bond_region_issue_date_id")
        batch_op.drop_index(batch_op.f("ix_bond_region_id"))
        batch_op.drop_index("ix_bond_region_face_id")
        batch_op.drop_index(
            "ix_bond_project_id",
            sqlite_where=sa.text("project_id IS NOT NULL"),
            postgresql_where=sa.text("project_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_bond_maturity_date_id")
        batch_op.drop_index("ix_bond_issue_date_id")
        batch_op.drop_index("ix_bond_face_id")
        batch_op.drop_index(
            "ix_bond_department_id",
            sqlite_where=sa.text("department_id IS NOT NULL"),
            postgresql_where=sa.text("department_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_bond_code"))

    op.drop_table("bond")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_user_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_unit_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_region_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_project_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_department_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_unit_id"))
        batch_op.drop_index(batch_op.f("ix_asset_state"))
        batch_op.drop_index(batch_op.f("ix_asset_region_id"))
        batch_op.drop_index(batch_op.f("ix_asset_project_id"))
        batch_op.drop_index(batch_op.f("ix_asset_department_id"))

    op.drop_table("asset")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_waiting_role"))
        batch_op.drop_index(batch_op.f("ix_approval_unit_id"))
        batch_op.drop_index(batch_op.f("ix_approval_subject_id"))
        batch_op.drop_index(batch_op.f("ix_approval_subject"))
        batch_op.drop_index(batch_op.f("ix_approval_state"))
        batch_op.drop_index(batch_op.f("ix_approval_region_id"))
        batch_op.drop_index(batch_op.f("ix_approval_prepared_by"))
        batch_op.drop_index(batch_op.f("ix_approval_department_id"))

    op.drop_table("approval")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_year"))
        batch_op.drop_index(batch_op.f("ix_application_unit_id"))
        batch_op.drop_index(batch_op.f("ix_application_state"))
        batch_op.drop_index(batch_op.f("ix_application_region_id"))
        batch_op.drop_index(batch_op.f("ix_application_project_id"))
        batch_op.drop_index(batch_op.f("ix_application_department_id"))

    op.drop_table("application")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_user_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_unit_id"))
        batch_op.drop_index(batch_op.f("ix_alert_region_id"))
        batch_op.drop_index(batch_op.f("ix_alert_project_id"))
        batch_op.drop_index(batch_op.f("ix_alert_owner_role"))
        batch_op.drop_index("ix_alert_open")
        batch_op.drop_index(batch_op.f("ix_alert_key"))
        batch_op.drop_index(batch_op.f("ix_alert_due_on"))
        batch_op.drop_index(batch_op.f("ix_alert_department_id"))

    op.drop_table("alert")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_region_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("risk_snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_snapshot_unit_id"))
        batch_op.drop_index(batch_op.f("ix_risk_snapshot_region_id"))
        batch_op.drop_index(batch_op.f("ix_risk_snapshot_month"))
        batch_op.drop_index(batch_op.f("ix_risk_snapshot_department_id"))

    op.drop_table("risk_snapshot")
    with op.batch_alter_table("review_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_round_unit_id"))
        batch_op.drop_index(batch_op.f("ix_review_round_region_id"))
        batch_op.drop_index(batch_op.f("ix_review_round_department_id"))

    op.drop_table("review_round")
    with op.batch_alter_table("quota_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quota_line_unit_id"))
        batch_op.drop_index("ix_quota_line_region_year")
        batch_op.drop_index(batch_op.f("ix_quota_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_quota_line_lender_id"))
        batch_op.drop_index(batch_op.f("ix_quota_line_department_id"))

    op.drop_table("quota_line")
    with op.batch_alter_table("published_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_table_unit_id"))
        batch_op.drop_index(batch_op.f("ix_published_table_region_id"))
        batch_op.drop_index(batch_op.f("ix_published_table_layout"))
        batch_op.drop_index(batch_op.f("ix_published_table_department_id"))

    op.drop_table("published_table")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_unit_id"))
        batch_op.drop_index("ix_project_total_investment_id")
        batch_op.drop_index(batch_op.f("ix_project_state"))
        batch_op.drop_index("ix_project_start_year_id")
        batch_op.drop_index(batch_op.f("ix_project_start_year"))
        batch_op.drop_index("ix_project_sort_key_id")
        batch_op.drop_index(batch_op.f("ix_project_sector"))
        batch_op.drop_index("ix_project_region_total_investment_id")
        batch_op.drop_index("ix_project_region_start_year_id")
        batch_op.drop_index("ix_project_region_sort_key_id")
        batch_op.drop_index(batch_op.f("ix_project_region_id"))
        batch_op.drop_index("ix_project_region_code_id")
        batch_op.drop_index(batch_op.f("ix_project_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_platform_code"))
        batch_op.drop_index(batch_op.f("ix_project_ndrc_code"))
        batch_op.drop_index(batch_op.f("ix_project_department_id"))
        batch_op.drop_index(batch_op.f("ix_project_debt_system_code"))
        batch_op.drop_index("ix_project_code_id")

    op.drop_table("project")
    with op.batch_alter_table("portfolio_scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portfolio_scenario_unit_id"))
        batch_op.drop_index(batch_op.f("ix_portfolio_scenario_region_id"))
        batch_op.drop_index(batch_op.f("ix_portfolio_scenario_department_id"))

    op.drop_table("portfolio_scenario")
    with op.batch_alter_table("official_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_result_unit_id"))
        batch_op.drop_index(batch_op.f("ix_official_result_region_id"))
        batch_op.drop_index(batch_op.f("ix_official_result_department_id"))

    op.drop_table("official_result")
    with op.batch_alter_table("money_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_money_account_unit_id"))
        batch_op.drop_index(batch_op.f("ix_money_account_region_id"))
        batch_op.drop_index(batch_op.f("ix_money_account_department_id"))
        batch_op.drop_index("ix_money_account_book")

    op.drop_table("money_account")
    with op.batch_alter_table("limit_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limit_statement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_limit_statement_region_id"))
        batch_op.drop_index(batch_op.f("ix_limit_statement_department_id"))

    op.drop_table("limit_statement")
    with op.batch_alter_table("fiscal_year", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fiscal_year_year"))
        batch_op.drop_index(batch_op.f("ix_fiscal_year_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fiscal_year_region_id"))
        batch_op.drop_index(batch_op.f("ix_fiscal_year_department_id"))

    op.drop_table("fiscal_year")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_unit_id"))
        batch_op.drop_index(batch_op.f("ix_document_subject_id"))
        batch_op.drop_index(batch_op.f("ix_document_subject"))
        batch_op.drop_index(batch_op.f("ix_document_region_id"))
        batch_op.drop_index(batch_op.f("ix_document_department_id"))
        batch_op.drop_index(batch_op.f("ix_document_content_digest"))

    op.drop_table("document")
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_region_id"))

    op.drop_table("setting")
    with op.batch_alter_table("region_parent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_region_id"))
        batch_op.drop_index(batch_op.f("ix_region_parent_parent_id"))

    op.drop_table("region_parent")
    with op.batch_alter_table("region_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_code_region_id"))
        batch_op.drop_index(batch_op.f("ix_region_code_code"))

    op.drop_table("region_code")
    with op.batch_alter_table("region_closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_closure_descendant_id"))

    op.drop_table("region_closure")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_region_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_name"))
        batch_op.drop_index(batch_op.f("ix_organisation_credit_code"))

    op.drop_table("organisation")
    op.drop_table("ledger_balance")
    op.drop_table("import_mapping")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_source"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_account"))

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("search_gram", schema=None) as batch_op:
        batch_op.drop_index("ix_search_gram_subject")

    op.drop_table("search_gram")
    with op.batch_alter_table("row_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_row_version_act"))

    op.drop_table("row_version")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_code"))

    op.drop_table("region")
    op.drop_table("money_total")
    with op.batch_alter_table("money_flow", schema=None) as batch_op:
        batch_op.drop_index("ix_money_flow_region_id_on")
        batch_op.drop_index("ix_money_flow_contract_id_on")

    op.drop_table("money_flow")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_source"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_business_date"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_act"))

    op.drop_table("ledger_entry")
    op.drop_table("kind_version")
    op.drop_table("idempotency_key")
    op.drop_table("holiday")
    op.drop_table("epoch")
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_record_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_record_region_id"))
        batch_op.drop_index(batch_op.f("ix_audit_record_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_record_act"))

    op.drop_table("audit_record")
    op.drop_table("audit_head")
