"""The journal of accounts, and the ledger of erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, key in (("journal", "owner_hash"), ("erased", "hash")):
        op.create_table(
            name,
            sa.Column(key, sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
