"""Letters: what waits to be told, and how often people want to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correspondence",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("stop_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_correspondence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_correspondence")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_correspondence_stop_hash")),
        sqlite_with_rowid=False,
    )
    for name in ("notice", "waiting_letter"):
        op.create_table(
            name,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
