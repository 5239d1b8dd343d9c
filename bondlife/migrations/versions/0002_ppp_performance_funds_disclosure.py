"""PPP, performance, funds, disclosure"""

import sqlalchemy as sa
from alembic import op

from bondlife.migrations.guards import append_only, drop_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_level",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("level > 0", name=op.f("ck_benchmark_level_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_level")),
        sa.UniqueConstraint("key", "on", name=op.f("uq_benchmark_level_key_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_benchmark_level_public_id")),
    )
    op.create_table(
        "evaluation_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("frame_digest", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("sampled_from_id", sa.BigInteger(), nullable=True),
        sa.Column("sample", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_evaluation_round_state")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_evaluation_round_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_evaluation_round_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["sampled_from_id"],
            ["evaluation_round.id"],
            name=op.f("fk_evaluation_round_sampled_from_id_evaluation_round"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_evaluation_round_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_round_public_id")),
        sa.UniqueConstraint(
            "region_id",
            "year",
            "type",
            "subject",
            "phase",
            "name",
            name=op.f("uq_evaluation_round_region_id_year_type_subject_phase_name"),
        ),
    )
    with op.batch_alter_table("evaluation_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluation_round_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evaluation_round_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_round_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_round_year"), ["year"], unique=False)

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
        "paper_template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_digest", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_paper_template_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_paper_template_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_paper_template_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_template_public_id")),
        sa.UniqueConstraint(
            "region_id", "form", "number", name=op.f("uq_paper_template_region_id_form_number")
        ),
    )
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_template_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_template_form"), ["form"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_template_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_template_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "appraisal",
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
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_appraisal_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_appraisal_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_appraisal_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_appraisal_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appraisal_public_id")),
        sa.UniqueConstraint(
            "region_id",
            "year",
            "subject",
            "subject_id",
            name=op.f("uq_appraisal_region_id_year_subject_subject_id"),
        ),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_year"), ["year"], unique=False)

    op.create_table(
        "budget_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("carry_over", sa.BigInteger(), nullable=False),
        sa.Column("carry_over_before", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "requested >= 0 AND carry_over >= 0 AND carry_over_before >= 0",
            name=op.f("ck_budget_request_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_budget_request_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_request_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_budget_request_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_budget_request_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_request")),
        sa.UniqueConstraint("project_id", "year", name=op.f("uq_budget_request_project_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_budget_request_public_id")),
    )
    with op.batch_alter_table("budget_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_request_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_request_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_request_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_request_unit_id"), ["unit_id"], unique=False)

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
        "fund",
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
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("fund_type", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("target_size", sa.BigInteger(), nullable=True),
        sa.Column("manager", sa.String(length=200), nullable=False),
        sa.Column("manager_code", sa.String(length=40), nullable=False),
        sa.Column("custodian", sa.String(length=200), nullable=False),
        sa.Column("custody_account", sa.String(length=60), nullable=False),
        sa.Column("filing_number", sa.String(length=60), nullable=False),
        sa.Column("plan_confirmed_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("investment_ends_on", sa.Date(), nullable=True),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("fund_type IN ('industry','venture','parent')", name=op.f("ck_fund_fund_type")),
        sa.CheckConstraint("target_size >= 0", name=op.f("ck_fund_target_size")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_fund_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_fund_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("project_id", name=op.f("uq_fund_project_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_public_id")),
    )
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_fund_region_sort_key_id", ["region_id", "sort_key", "id"], unique=False)
        batch_op.create_index(
            "ix_fund_region_target_size_id", ["region_id", "target_size", "id"], unique=False
        )
        batch_op.create_index("ix_fund_sort_key_id", ["sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_state"), ["state"], unique=False)
        batch_op.create_index("ix_fund_target_size_id", ["target_size", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_unit_id"), ["unit_id"], unique=False)

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
        "monitoring",
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
        sa.Column("checked_to", sa.Date(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("money_progress", sa.BigInteger(), nullable=True),
        sa.Column("goal_progress", sa.BigInteger(), nullable=True),
        sa.Column("light", sa.String(length=12), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("correction", sa.String(length=1000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "measure IN ('none','correct','suspend','stop')", name=op.f("ck_monitoring_measure")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_monitoring_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_monitoring_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_monitoring_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_monitoring_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring")),
        sa.UniqueConstraint("project_id", "checked_to", name=op.f("uq_monitoring_project_id_checked_to")),
        sa.UniqueConstraint("public_id", name=op.f("uq_monitoring_public_id")),
    )
    with op.batch_alter_table("monitoring", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monitoring_year"), ["year"], unique=False)

    op.create_table(
        "performance_goal",
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
        sa.Column("layer", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("budget", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("budget_number", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.CheckConstraint("layer IN ('duty','task','project')", name=op.f("ck_performance_goal_layer")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_performance_goal_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_performance_goal_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["performance_goal.id"],
            name=op.f("fk_performance_goal_parent_id_performance_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_performance_goal_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_performance_goal_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_performance_goal_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_goal")),
        sa.UniqueConstraint(
            "project_id",
            "year",
            "budget",
            "layer",
            name=op.f("uq_performance_goal_project_id_year_budget_layer"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_performance_goal_public_id")),
    )
    with op.batch_alter_table("performance_goal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_performance_goal_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_performance_goal_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_performance_goal_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_performance_goal_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_performance_goal_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_performance_goal_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_performance_goal_year"), ["year"], unique=False)

    op.create_table(
        "pool_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("pool", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("expertise", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("ties", sa.Text(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("pool IN ('agency','expert')", name=op.f("ck_pool_member_pool")),
        sa.CheckConstraint("state IN ('admitted','suspended','removed')", name=op.f("ck_pool_member_state")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_pool_member_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_pool_member_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_pool_member_unit_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_pool_member_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pool_member_public_id")),
        sa.UniqueConstraint("region_id", "pool", "code", name=op.f("uq_pool_member_region_id_pool_code")),
    )
    with op.batch_alter_table("pool_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_member_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_member_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_member_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_member_user_id"), ["user_id"], unique=False)

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
        sa.Column("spending", sa.Text(), nullable=True),
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
        "result_list",
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
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("projects", sa.Integer(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("cut", sa.BigInteger(), nullable=False),
        sa.Column("signed_number", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.CheckConstraint("cut BETWEEN 0 AND requested", name=op.f("ck_result_list_cut")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_result_list_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_result_list_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_result_list_region_id_region")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_result_list_round_id_evaluation_round")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_result_list_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_result_list_public_id")),
        sa.UniqueConstraint("region_id", "year", "name", name=op.f("uq_result_list_region_id_year_name")),
    )
    with op.batch_alter_table("result_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_list_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_list_year"), ["year"], unique=False)

    op.create_table(
        "accountability",
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
        sa.Column("evaluation_id", sa.BigInteger(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("finding", sa.String(length=2000), nullable=False),
        sa.Column("answerable", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_accountability_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_accountability_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_accountability_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_accountability_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_accountability_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accountability_public_id")),
    )
    with op.batch_alter_table("accountability", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accountability_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_unit_id"), ["unit_id"], unique=False)

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
        "capital_call",
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
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("for_investment", sa.BigInteger(), nullable=False),
        sa.Column("for_fees", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("type IN ('capital','clawback')", name=op.f("ck_capital_call_type")),
        sa.CheckConstraint("amount > 0 AND paid BETWEEN 0 AND amount", name=op.f("ck_capital_call_amount")),
        sa.CheckConstraint("due_on >= called_on", name=op.f("ck_capital_call_days")),
        sa.CheckConstraint("for_investment >= 0 AND for_fees >= 0", name=op.f("ck_capital_call_parts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_capital_call_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_capital_call_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_capital_call_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_capital_call_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_capital_call_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capital_call")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_capital_call_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_capital_call_public_id")),
    )
    with op.batch_alter_table("capital_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capital_call_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "evaluation_job",
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
        sa.Column("evaluation_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("pool", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("expertise", sa.String(length=40), nullable=False),
        sa.Column("drawing", sa.Text(), nullable=True),
        sa.Column("contract_number", sa.String(length=100), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("stars", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_evaluation_job_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_job_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["pool_member.id"], name=op.f("fk_evaluation_job_member_id_pool_member")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evaluation_job_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_evaluation_job_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_evaluation_job_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_job_public_id")),
    )
    with op.batch_alter_table("evaluation_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_job_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_job_year"), ["year"], unique=False)

    op.create_table(
        "fund_decision",
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
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("contribution", sa.BigInteger(), nullable=False),
        sa.Column("fee_share", sa.BigInteger(), nullable=False),
        sa.Column("reward", sa.BigInteger(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "action IN ('continue','reduce','suspend','exit','terminate')",
            name=op.f("ck_fund_decision_action"),
        ),
        sa.CheckConstraint("contribution >= 0 AND reward >= 0", name=op.f("ck_fund_decision_amounts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_decision_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_fund_decision_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_decision_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fund_decision_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_decision_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_decision_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_decision_public_id")),
    )
    with op.batch_alter_table("fund_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_decision_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_decision_year"), ["year"], unique=False)

    op.create_table(
        "fund_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_by_text", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "trigger IN ('off_policy','against_charter','other_breach')", name=op.f("ck_fund_finding_trigger")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_finding_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_finding_fund_id_fund")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_finding_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_finding_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_finding_public_id")),
    )
    with op.batch_alter_table("fund_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_finding_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_finding_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_finding_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_finding_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_goal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "measure IN ('entered','leverage','reinvestment','direction','paid_in')",
            name=op.f("ck_fund_goal_measure"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_goal_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_goal_fund_id_fund")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_goal_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_goal_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_goal")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_fund_goal_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_goal_public_id")),
    )
    with op.batch_alter_table("fund_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_goal_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_goal_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_goal_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_goal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_holding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("instrument", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("place_code", sa.String(length=12), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("invested_on", sa.Date(), nullable=False),
        sa.Column("whole_paid_in", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "instrument IN ('equity','sub_fund','other')", name=op.f("ck_fund_holding_instrument")
        ),
        sa.CheckConstraint("cost > 0 AND whole_paid_in >= 0", name=op.f("ck_fund_holding_amounts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_holding_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_holding_fund_id_fund")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_holding_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_holding_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_holding")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_fund_holding_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_holding_public_id")),
    )
    with op.batch_alter_table("fund_holding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_holding_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_holding_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_holding_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_holding_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_partner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("government_id", sa.BigInteger(), nullable=True),
        sa.Column("is_manager", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "tier IN ('central','province','city','county','state_capital','social','manager')",
            name=op.f("ck_fund_partner_tier"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_partner_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_partner_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["government_id"], ["region.id"], name=op.f("fk_fund_partner_government_id_region")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_partner_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_partner_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_partner")),
        sa.UniqueConstraint("fund_id", "name", name=op.f("uq_fund_partner_fund_id_name")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_fund_partner_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_partner_public_id")),
    )
    with op.batch_alter_table("fund_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_partner_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_partner_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_partner_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_partner_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_terms",
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
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("waterfall", sa.String(length=16), nullable=False),
        sa.Column("hurdle_rate", sa.BigInteger(), nullable=False),
        sa.Column("compounding", sa.String(length=12), nullable=False),
        sa.Column("catch_up_share", sa.BigInteger(), nullable=False),
        sa.Column("carry_rate", sa.BigInteger(), nullable=False),
        sa.Column("clawback_tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("management_fee_rate", sa.BigInteger(), nullable=False),
        sa.Column("fee_base", sa.String(length=12), nullable=False),
        sa.Column("most_in_one", sa.BigInteger(), nullable=True),
        sa.Column("reinvestment_ratio", sa.BigInteger(), nullable=True),
        sa.Column("concession", sa.Text(), nullable=True),
        sa.Column("directions", sa.Text(), nullable=True),
        sa.Column("exit_clauses", sa.Text(), nullable=True),
        sa.Column("promises_return", sa.Boolean(), nullable=False),
        sa.Column("example", sa.Text(), nullable=True),
        sa.CheckConstraint("compounding IN ('simple','compound')", name=op.f("ck_fund_terms_compounding")),
        sa.CheckConstraint(
            "fee_base IN ('committed','paid_in','invested')", name=op.f("ck_fund_terms_fee_base")
        ),
        sa.CheckConstraint(
            "waterfall IN ('european','deal_by_deal','total_return')", name=op.f("ck_fund_terms_waterfall")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_terms_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_terms_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fund_terms_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_terms_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_terms_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_terms")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_fund_terms_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_terms_public_id")),
    )
    with op.batch_alter_table("fund_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_terms_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_terms_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_terms_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_terms_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_terms_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_terms_unit_id"), ["unit_id"], unique=False)

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
        "rectification",
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
        sa.Column("evaluation_id", sa.BigInteger(), nullable=True),
        sa.Column("monitoring_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("finding", sa.String(length=2000), nullable=False),
        sa.Column("demand", sa.String(length=2000), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("due_on >= ordered_on", name=op.f("ck_rectification_days")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_rectification_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_rectification_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["monitoring_id"], ["monitoring.id"], name=op.f("fk_rectification_monitoring_id_monitoring")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_rectification_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_rectification_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_rectification_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rectification_public_id")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_monitoring_id"), ["monitoring_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_rectification_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "result_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("cut", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.CheckConstraint("requested >= 0 AND cut BETWEEN 0 AND requested", name=op.f("ck_result_line_cut")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_result_line_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["result_list.id"], name=op.f("fk_result_line_list_id_result_list")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_result_line_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_result_line_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_result_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_line")),
        sa.UniqueConstraint("list_id", "project_id", name=op.f("uq_result_line_list_id_project_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_result_line_public_id")),
    )
    with op.batch_alter_table("result_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_line_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_line_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_line_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_line_unit_id"), ["unit_id"], unique=False)

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
        "survey",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("evaluation_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_survey_state")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_survey_days")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_survey_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_survey_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_survey_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_survey_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_survey_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_public_id")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "capital_call_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("budget_line_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "amount >= 0 AND paid BETWEEN 0 AND amount", name=op.f("ck_capital_call_line_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_line.id"],
            name=op.f("fk_capital_call_line_budget_line_id_budget_line"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["capital_call.id"], name=op.f("fk_capital_call_line_call_id_capital_call")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_capital_call_line_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["fund_partner.id"], name=op.f("fk_capital_call_line_partner_id_fund_partner")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_capital_call_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_capital_call_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capital_call_line")),
        sa.UniqueConstraint("call_id", "partner_id", name=op.f("uq_capital_call_line_call_id_partner_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_capital_call_line_public_id")),
    )
    with op.batch_alter_table("capital_call_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_capital_call_line_budget_line_id"), ["budget_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_capital_call_line_call_id"), ["call_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_capital_call_line_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_capital_call_line_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capital_call_line_unit_id"), ["unit_id"], unique=False)

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
        "fund_commitment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("committed_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_fund_commitment_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_commitment_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_commitment_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["fund_partner.id"], name=op.f("fk_fund_commitment_partner_id_fund_partner")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_fund_commitment_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_commitment_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_commitment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_commitment_public_id")),
    )
    with op.batch_alter_table("fund_commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_commitment_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_commitment_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_commitment_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_commitment_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_commitment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_contribution",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("budget_line_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fund_contribution_amount")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"],
            ["budget_line.id"],
            name=op.f("fk_fund_contribution_budget_line_id_budget_line"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_fund_contribution_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_contribution_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["fund_partner.id"], name=op.f("fk_fund_contribution_partner_id_fund_partner")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_fund_contribution_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_contribution_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_contribution")),
        sa.UniqueConstraint("partner_id", "year", name=op.f("uq_fund_contribution_partner_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_contribution_public_id")),
    )
    with op.batch_alter_table("fund_contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fund_contribution_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_fund_contribution_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_contribution_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_contribution_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_contribution_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_contribution_year"), ["year"], unique=False)

    op.create_table(
        "fund_distribution",
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
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(length=500), nullable=False),
        sa.Column("terms_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("to_investors", sa.BigInteger(), nullable=False),
        sa.Column("to_manager", sa.BigInteger(), nullable=False),
        sa.Column("conceded", sa.BigInteger(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "amount > 0 AND to_investors >= 0 AND to_manager >= 0", name=op.f("ck_fund_distribution_amounts")
        ),
        sa.CheckConstraint("to_investors + to_manager = amount", name=op.f("ck_fund_distribution_foots")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_fund_distribution_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_distribution_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fund_distribution_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_fund_distribution_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["fund_terms.id"], name=op.f("fk_fund_distribution_terms_id_fund_terms")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_distribution_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_distribution")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_fund_distribution_fund_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_distribution_public_id")),
    )
    with op.batch_alter_table("fund_distribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fund_distribution_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_fund_distribution_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_distribution_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_distribution_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_distribution_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_distribution_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_exit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("holding_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("cost_out", sa.BigInteger(), nullable=False),
        sa.Column("proceeds", sa.BigInteger(), nullable=False),
        sa.Column("price_basis", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "method IN ('transfer','listing','buy_back','liquidation','income')",
            name=op.f("ck_fund_exit_method"),
        ),
        sa.CheckConstraint("cost_out >= 0 AND proceeds >= 0", name=op.f("ck_fund_exit_amounts")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_exit_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_exit_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["holding_id"], ["fund_holding.id"], name=op.f("fk_fund_exit_holding_id_fund_holding")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_exit_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_exit_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_exit")),
        sa.UniqueConstraint("holding_id", "number", name=op.f("uq_fund_exit_holding_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_exit_public_id")),
    )
    with op.batch_alter_table("fund_exit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_exit_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_exit_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_exit_holding_id"), ["holding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_exit_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_exit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "fund_movement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("entry", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_fund_movement_amount")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_movement_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_movement_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["fund_partner.id"], name=op.f("fk_fund_movement_partner_id_fund_partner")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fund_movement_region_id_region")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["fund_movement.id"], name=op.f("fk_fund_movement_reverses_id_fund_movement")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_movement_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_movement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_movement_public_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_fund_movement_reverses_id")),
    )
    with op.batch_alter_table("fund_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_movement_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_fund_movement_fund_id_on", ["fund_id", "on"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_movement_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_movement_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_movement_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_movement_unit_id"), ["unit_id"], unique=False)

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
        sa.Column("month", sa.String(length=7), nullable=False),
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
        "fund_valuation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("fund_id", sa.BigInteger(), nullable=False),
        sa.Column("holding_id", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_fund_valuation_value")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fund_valuation_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_valuation_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["holding_id"], ["fund_holding.id"], name=op.f("fk_fund_valuation_holding_id_fund_holding")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_fund_valuation_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_valuation_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_valuation")),
        sa.UniqueConstraint("holding_id", "on", name=op.f("uq_fund_valuation_holding_id_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_valuation_public_id")),
    )
    with op.batch_alter_table("fund_valuation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_valuation_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_valuation_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_valuation_holding_id"), ["holding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_valuation_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_valuation_unit_id"), ["unit_id"], unique=False)

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
        "star_rating",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("rater", sa.String(length=20), nullable=False),
        sa.Column("rater_id", sa.BigInteger(), nullable=False),
        sa.Column("stars", sa.Text(), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_star_rating_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["evaluation_job.id"], name=op.f("fk_star_rating_job_id_evaluation_job")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["user_account.id"], name=op.f("fk_star_rating_rater_id_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_star_rating_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_star_rating_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_rating")),
        sa.UniqueConstraint("job_id", "rater", name=op.f("uq_star_rating_job_id_rater")),
        sa.UniqueConstraint("job_id", "rater_id", name=op.f("uq_star_rating_job_id_rater_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_star_rating_public_id")),
    )
    with op.batch_alter_table("star_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_star_rating_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_rating_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_rating_rater_id"), ["rater_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_rating_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_rating_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "survey_ticket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("survey_id", sa.BigInteger(), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_digest", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_survey_ticket_region_id_region")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_ticket_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_ticket")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_ticket_public_id")),
        sa.UniqueConstraint("ticket_digest", name=op.f("uq_survey_ticket_ticket_digest")),
    )
    with op.batch_alter_table("survey_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_ticket_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_ticket_survey_id"), ["survey_id"], unique=False)

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
        "fund_distribution_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("distribution_id", sa.BigInteger(), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=False),
        sa.Column("capital", sa.BigInteger(), nullable=False),
        sa.Column("gain", sa.BigInteger(), nullable=False),
        sa.Column("carry", sa.BigInteger(), nullable=False),
        sa.Column("concession", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "capital + gain + carry + concession = amount AND amount >= 0",
            name=op.f("ck_fund_distribution_line_foots"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["organisation.id"],
            name=op.f("fk_fund_distribution_line_department_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["fund_distribution.id"],
            name=op.f("fk_fund_distribution_line_distribution_id_fund_distribution"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["fund_partner.id"],
            name=op.f("fk_fund_distribution_line_partner_id_fund_partner"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_fund_distribution_line_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_fund_distribution_line_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_distribution_line")),
        sa.UniqueConstraint(
            "distribution_id", "partner_id", name=op.f("uq_fund_distribution_line_distribution_id_partner_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_fund_distribution_line_public_id")),
    )
    with op.batch_alter_table("fund_distribution_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fund_distribution_line_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_fund_distribution_line_distribution_id"), ["distribution_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_fund_distribution_line_partner_id"), ["partner_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_fund_distribution_line_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_distribution_line_unit_id"), ["unit_id"], unique=False)

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

    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ppp_contract_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_budget_line_ppp_contract_id"), ["ppp_contract_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_line_ppp_contract_id_ppp_contract"),
            "ppp_contract",
            ["ppp_contract_id"],
            ["id"],
        )

    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("subject", sa.String(length=20), server_default="project", nullable=False)
        )
        batch_op.add_column(sa.Column("subject_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("phase", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("cycle", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("round_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("self_score", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("recheck_score", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("third_score", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.String(length=80), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_evaluation_project_id_type_year"), type_="unique")
        batch_op.create_index(
            "ix_evaluation_of_project",
            ["project_id", "type", "year", "phase", "cycle"],
            unique=True,
            sqlite_where=sa.text("subject = 'project'"),
            postgresql_where=sa.text("subject = 'project'"),
        )
        batch_op.create_index(
            "ix_evaluation_of_subject",
            ["subject", "subject_id", "type", "year", "phase", "cycle"],
            unique=True,
            sqlite_where=sa.text("subject != 'project'"),
            postgresql_where=sa.text("subject != 'project'"),
        )
        batch_op.create_index(batch_op.f("ix_evaluation_round_id"), ["round_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_evaluation_round_id_evaluation_round"), "evaluation_round", ["round_id"], ["id"]
        )
    append_only(op.get_bind(), "fund_commitment", "fund_movement")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "fund_commitment", "fund_movement")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evaluation_round_id_evaluation_round"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_evaluation_round_id"))
        batch_op.drop_index(
            "ix_evaluation_of_subject",
            sqlite_where=sa.text("subject != 'project'"),
            postgresql_where=sa.text("subject != 'project'"),
        )
        batch_op.drop_index(
            "ix_evaluation_of_project",
            sqlite_where=sa.text("subject = 'project'"),
            postgresql_where=sa.text("subject = 'project'"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_evaluation_project_id_type_year"), ["project_id", "type", "year"]
        )
        batch_op.drop_column("digest")
        batch_op.drop_column("third_score")
        batch_op.drop_column("recheck_score")
        batch_op.drop_column("self_score")
        batch_op.drop_column("round_id")
        batch_op.drop_column("cycle")
        batch_op.drop_column("phase")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("subject")

    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_budget_line_ppp_contract_id_ppp_contract"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_budget_line_ppp_contract_id"))
        batch_op.drop_column("ppp_contract_id")

    with op.batch_alter_table("payment_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_order_unit_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_statement_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_region_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_payer_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_department_id"))
        batch_op.drop_index(batch_op.f("ix_payment_order_budget_line_id"))

    op.drop_table("payment_order")
    with op.batch_alter_table("fund_distribution_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_distribution_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_line_partner_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_line_distribution_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_line_department_id"))

    op.drop_table("fund_distribution_line")
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_unit_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_state"))
        batch_op.drop_index(batch_op.f("ix_waiver_region_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_project_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_department_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_contract_id"))

    op.drop_table("waiver")
    with op.batch_alter_table("survey_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_ticket_survey_id"))
        batch_op.drop_index(batch_op.f("ix_survey_ticket_region_id"))

    op.drop_table("survey_ticket")
    with op.batch_alter_table("star_rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_star_rating_unit_id"))
        batch_op.drop_index(batch_op.f("ix_star_rating_region_id"))
        batch_op.drop_index(batch_op.f("ix_star_rating_rater_id"))
        batch_op.drop_index(batch_op.f("ix_star_rating_job_id"))
        batch_op.drop_index(batch_op.f("ix_star_rating_department_id"))

    op.drop_table("star_rating")
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
    with op.batch_alter_table("fund_valuation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_valuation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_valuation_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_valuation_holding_id"))
        batch_op.drop_index(batch_op.f("ix_fund_valuation_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_valuation_department_id"))

    op.drop_table("fund_valuation")
    with op.batch_alter_table("fund_use_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_state"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_month"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_department_id"))
        batch_op.drop_index(batch_op.f("ix_fund_use_plan_budget_line_id"))

    op.drop_table("fund_use_plan")
    with op.batch_alter_table("fund_movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_movement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_movement_source"))
        batch_op.drop_index(batch_op.f("ix_fund_movement_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_movement_partner_id"))
        batch_op.drop_index("ix_fund_movement_fund_id_on")
        batch_op.drop_index(batch_op.f("ix_fund_movement_department_id"))

    op.drop_table("fund_movement")
    with op.batch_alter_table("fund_exit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_exit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_exit_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_exit_holding_id"))
        batch_op.drop_index(batch_op.f("ix_fund_exit_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_exit_department_id"))

    op.drop_table("fund_exit")
    with op.batch_alter_table("fund_distribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_distribution_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_state"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_distribution_department_id"))

    op.drop_table("fund_distribution")
    with op.batch_alter_table("fund_contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_contribution_year"))
        batch_op.drop_index(batch_op.f("ix_fund_contribution_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_contribution_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_contribution_partner_id"))
        batch_op.drop_index(batch_op.f("ix_fund_contribution_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_contribution_department_id"))

    op.drop_table("fund_contribution")
    with op.batch_alter_table("fund_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_commitment_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_commitment_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_commitment_partner_id"))
        batch_op.drop_index(batch_op.f("ix_fund_commitment_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_commitment_department_id"))

    op.drop_table("fund_commitment")
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
    with op.batch_alter_table("capital_call_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capital_call_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_line_partner_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_line_department_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_line_call_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_line_budget_line_id"))

    op.drop_table("capital_call_line")
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_unit_id"))
        batch_op.drop_index(batch_op.f("ix_survey_region_id"))
        batch_op.drop_index(batch_op.f("ix_survey_project_id"))
        batch_op.drop_index(batch_op.f("ix_survey_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_survey_department_id"))

    op.drop_table("survey")
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_event_unit_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_region_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_period"))
        batch_op.drop_index(batch_op.f("ix_service_event_department_id"))
        batch_op.drop_index(batch_op.f("ix_service_event_contract_id"))

    op.drop_table("service_event")
    with op.batch_alter_table("result_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_line_unit_id"))
        batch_op.drop_index(batch_op.f("ix_result_line_region_id"))
        batch_op.drop_index(batch_op.f("ix_result_line_project_id"))
        batch_op.drop_index(batch_op.f("ix_result_line_list_id"))
        batch_op.drop_index(batch_op.f("ix_result_line_department_id"))

    op.drop_table("result_line")
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_unit_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_state"))
        batch_op.drop_index(batch_op.f("ix_rectification_region_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_project_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_monitoring_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_due_on"))
        batch_op.drop_index(batch_op.f("ix_rectification_department_id"))

    op.drop_table("rectification")
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
    with op.batch_alter_table("fund_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_terms_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_terms_state"))
        batch_op.drop_index(batch_op.f("ix_fund_terms_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_terms_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_terms_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_terms_department_id"))

    op.drop_table("fund_terms")
    with op.batch_alter_table("fund_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_partner_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_partner_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_partner_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_partner_department_id"))

    op.drop_table("fund_partner")
    with op.batch_alter_table("fund_holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_holding_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_holding_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_holding_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_holding_department_id"))

    op.drop_table("fund_holding")
    with op.batch_alter_table("fund_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_goal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_goal_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_goal_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_goal_department_id"))

    op.drop_table("fund_goal")
    with op.batch_alter_table("fund_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_finding_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_finding_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_finding_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_finding_department_id"))

    op.drop_table("fund_finding")
    with op.batch_alter_table("fund_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_decision_year"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_unit_id"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_state"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_fund_id"))
        batch_op.drop_index(batch_op.f("ix_fund_decision_department_id"))

    op.drop_table("fund_decision")
    with op.batch_alter_table("evaluation_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_job_year"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_unit_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_state"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_region_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_project_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_member_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_job_department_id"))

    op.drop_table("evaluation_job")
    with op.batch_alter_table("capital_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capital_call_unit_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_state"))
        batch_op.drop_index(batch_op.f("ix_capital_call_region_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_project_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_fund_id"))
        batch_op.drop_index(batch_op.f("ix_capital_call_department_id"))

    op.drop_table("capital_call")
    with op.batch_alter_table("arrear", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrear_unit_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_region_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_due_on"))
        batch_op.drop_index(batch_op.f("ix_arrear_department_id"))
        batch_op.drop_index(batch_op.f("ix_arrear_contract_id"))

    op.drop_table("arrear")
    with op.batch_alter_table("accountability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accountability_unit_id"))
        batch_op.drop_index(batch_op.f("ix_accountability_state"))
        batch_op.drop_index(batch_op.f("ix_accountability_region_id"))
        batch_op.drop_index(batch_op.f("ix_accountability_project_id"))
        batch_op.drop_index(batch_op.f("ix_accountability_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_accountability_department_id"))

    op.drop_table("accountability")
    with op.batch_alter_table("result_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_list_year"))
        batch_op.drop_index(batch_op.f("ix_result_list_unit_id"))
        batch_op.drop_index(batch_op.f("ix_result_list_state"))
        batch_op.drop_index(batch_op.f("ix_result_list_round_id"))
        batch_op.drop_index(batch_op.f("ix_result_list_region_id"))
        batch_op.drop_index(batch_op.f("ix_result_list_project_id"))
        batch_op.drop_index(batch_op.f("ix_result_list_department_id"))

    op.drop_table("result_list")
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
    with op.batch_alter_table("pool_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pool_member_user_id"))
        batch_op.drop_index(batch_op.f("ix_pool_member_unit_id"))
        batch_op.drop_index(batch_op.f("ix_pool_member_region_id"))
        batch_op.drop_index(batch_op.f("ix_pool_member_department_id"))

    op.drop_table("pool_member")
    with op.batch_alter_table("performance_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_performance_goal_year"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_state"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_region_id"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_project_id"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_parent_id"))
        batch_op.drop_index(batch_op.f("ix_performance_goal_department_id"))

    op.drop_table("performance_goal")
    with op.batch_alter_table("monitoring", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_monitoring_year"))
        batch_op.drop_index(batch_op.f("ix_monitoring_unit_id"))
        batch_op.drop_index(batch_op.f("ix_monitoring_state"))
        batch_op.drop_index(batch_op.f("ix_monitoring_region_id"))
        batch_op.drop_index(batch_op.f("ix_monitoring_project_id"))
        batch_op.drop_index(batch_op.f("ix_monitoring_department_id"))

    op.drop_table("monitoring")
    with op.batch_alter_table("index_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_value_unit_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_series_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_region_id"))
        batch_op.drop_index(batch_op.f("ix_index_value_department_id"))

    op.drop_table("index_value")
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_unit_id"))
        batch_op.drop_index("ix_fund_target_size_id")
        batch_op.drop_index(batch_op.f("ix_fund_state"))
        batch_op.drop_index("ix_fund_sort_key_id")
        batch_op.drop_index("ix_fund_region_target_size_id")
        batch_op.drop_index("ix_fund_region_sort_key_id")
        batch_op.drop_index(batch_op.f("ix_fund_region_id"))
        batch_op.drop_index(batch_op.f("ix_fund_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_department_id"))

    op.drop_table("fund")
    with op.batch_alter_table("disclosure_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_package_unit_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_package_region_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_package_department_id"))

    op.drop_table("disclosure_package")
    with op.batch_alter_table("budget_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_request_unit_id"))
        batch_op.drop_index(batch_op.f("ix_budget_request_region_id"))
        batch_op.drop_index(batch_op.f("ix_budget_request_project_id"))
        batch_op.drop_index(batch_op.f("ix_budget_request_department_id"))

    op.drop_table("budget_request")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appraisal_year"))
        batch_op.drop_index(batch_op.f("ix_appraisal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_state"))
        batch_op.drop_index(batch_op.f("ix_appraisal_region_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_project_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_department_id"))

    op.drop_table("appraisal")
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_template_unit_id"))
        batch_op.drop_index(batch_op.f("ix_paper_template_region_id"))
        batch_op.drop_index(batch_op.f("ix_paper_template_form"))
        batch_op.drop_index(batch_op.f("ix_paper_template_department_id"))

    op.drop_table("paper_template")
    with op.batch_alter_table("index_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_series_unit_id"))
        batch_op.drop_index(batch_op.f("ix_index_series_region_id"))
        batch_op.drop_index(batch_op.f("ix_index_series_department_id"))

    op.drop_table("index_series")
    with op.batch_alter_table("evaluation_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_round_year"))
        batch_op.drop_index(batch_op.f("ix_evaluation_round_unit_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_round_region_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_round_department_id"))

    op.drop_table("evaluation_round")
    op.drop_table("benchmark_level")
