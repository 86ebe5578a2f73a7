"""Welcomes spent, depth opened by federations, topics that are nearly open."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("welcomed", "depth_grant"):
        op.create_table(
            name,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "nearly_open",
        sa.Column("topic_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("topic_hash", name=op.f("pk_nearly_open")),
        sqlite_with_rowid=False,
    )
