"""Moderation, answers of vendors, and the log of unsealings."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_held_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_held")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state IN ('approved', 'changes', 'refused', 'appealed', 'upheld')",
            name=op.f("ck_review_state"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_review_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_review_state"), "review", ["state"], unique=False)
    op.create_table(
        "report",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_report_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_report")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_batch_item_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_item")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_batch_item_publication_id")),
        sqlite_with_rowid=False,
    )
    for name in ("answer_time", "unsealing_demand"):
        op.create_table(
            name,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "vendor_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'shown')", name=op.f("ck_vendor_answer_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_answer")),
        sa.UniqueConstraint("tool", "state", name=op.f("uq_vendor_answer_tool")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unsealing_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_unsealing_entry")),
        sqlite_with_rowid=False,
    )
