"""Invitations, words of federations, and how many declare themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vouch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("federation_hash", sa.String(), nullable=False),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("line_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("giver", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouch")),
        sa.UniqueConstraint("line_hash", name=op.f("uq_vouch_line_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("domain_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sqlite_with_rowid=False,
    )
    for table, column in (
        ("invitation", "owner_hash"),
        ("vouch", "federation_hash"),
        ("vouch", "number_hash"),
        ("arrival", "domain_hash"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
