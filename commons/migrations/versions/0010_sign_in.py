"""Passwords, second factors, and whose browser is whose

Those who are signed in sign in anew: whose a session is, only the key tells.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("sign_in_session")
    op.create_table(
        "sign_in_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_session")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_sign_in_session_owner_hash"), "sign_in_session", ["owner_hash"], unique=False
    )
    for name in ("password", "second_factor"):
        op.create_table(
            name,
            sa.Column("person_id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(
                ["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id_person")
            ),
            sa.PrimaryKeyConstraint("person_id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
