"""Kinds, open data, reports"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_entry",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("found", sa.String(length=700), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("contents", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('project','bond','ppp_contract','fund','region')", name=op.f("ck_public_entry_kind")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_public_entry_region_id_region")),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_public_entry")),
    )
    with op.batch_alter_table("public_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_public_entry_kind_sort_key", ["kind", "sort_key", "subject_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_public_entry_public_id"), ["public_id"], unique=False)
        batch_op.create_index("ix_public_entry_region_id_kind", ["region_id", "kind"], unique=False)

    op.create_table(
        "kind_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("base_key", sa.String(length=40), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','proposed','in_force','withdrawn')", name=op.f("ck_kind_draft_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> prepared_by", name=op.f("ck_kind_draft_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_kind_draft_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["user_account.id"], name=op.f("fk_kind_draft_prepared_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kind_draft_public_id")),
    )
    with op.batch_alter_table("kind_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kind_draft_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_kind_draft_state"), ["state"], unique=False)

    with op.batch_alter_table("fund_movement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=20), server_default="", nullable=False))

    with op.batch_alter_table("money_flow", schema=None) as batch_op:
        batch_op.create_index(
            "ix_money_flow_share",
            ["share_id", "contract_id", "step", "book_id", "region_id", "on", "amount"],
            unique=False,
        )

    with op.batch_alter_table("money_total", schema=None) as batch_op:
        batch_op.create_index(
            "ix_money_total_year",
            ["region_id", "step", "period", "amount"],
            unique=False,
            sqlite_where=sa.text("length(period) = 4"),
            postgresql_where=sa.text("length(period) = 4"),
        )

    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("state", sa.String(length=12), server_default="in_force", nullable=False)
        )

    with op.batch_alter_table("publication_sheet", schema=None) as batch_op:
        batch_op.create_index(
            "ix_publication_sheet_subject_subject_id", ["subject", "subject_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("publication_sheet", schema=None) as batch_op:
        batch_op.drop_index("ix_publication_sheet_subject_subject_id")

    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.drop_column("state")

    with op.batch_alter_table("money_total", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_money_total_year",
            sqlite_where=sa.text("length(period) = 4"),
            postgresql_where=sa.text("length(period) = 4"),
        )

    with op.batch_alter_table("money_flow", schema=None) as batch_op:
        batch_op.drop_index("ix_money_flow_share")

    with op.batch_alter_table("fund_movement", schema=None) as batch_op:
        batch_op.drop_column("category")

    with op.batch_alter_table("kind_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kind_draft_state"))
        batch_op.drop_index(batch_op.f("ix_kind_draft_key"))

    op.drop_table("kind_draft")
    with op.batch_alter_table("public_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_public_entry_region_id_kind")
        batch_op.drop_index(batch_op.f("ix_public_entry_public_id"))
        batch_op.drop_index("ix_public_entry_kind_sort_key")

    op.drop_table("public_entry")
