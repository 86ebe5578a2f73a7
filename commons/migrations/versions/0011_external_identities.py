"""Accounts elsewhere that somebody signs in by"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_identity",
        sa.Column("identity_hash", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("identity_hash", name=op.f("pk_external_identity")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_external_identity_owner_hash"), "external_identity", ["owner_hash"], unique=False
    )
