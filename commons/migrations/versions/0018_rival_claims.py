"""Several may claim a number while they wait; of those verified, one has it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

REGISTERS = ("rna", "siren", "court")


def upgrade() -> None:
    # SQLite can't drop a constraint: the table is copied into one that never had it.
    before = sa.Table(
        "organisation",
        sa.MetaData(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *(sa.Column(f"{each}_hash", sa.String(), nullable=False) for each in REGISTERS),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'verified')", name=op.f("ck_organisation_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        *(
            sa.UniqueConstraint(f"{each}_hash", name=op.f(f"uq_organisation_{each}_hash"))
            for each in REGISTERS
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("organisation", copy_from=before) as batch:
        for each in REGISTERS:
            batch.drop_constraint(op.f(f"uq_organisation_{each}_hash"), type_="unique")
    verified = sa.text("state = 'verified'")
    for each in REGISTERS:
        op.create_index(op.f(f"ix_organisation_{each}_hash"), "organisation", [f"{each}_hash"])
        op.create_index(
            f"uq_organisation_verified_{each}",
            "organisation",
            [f"{each}_hash"],
            unique=True,
            sqlite_where=verified,
            postgresql_where=verified,
        )
