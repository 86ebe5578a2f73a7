"""Several indexes, and what they refuse"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sink = op.create_table(
        "sink",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=True),
        sa.Column("answered", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sink")),
        sqlite_with_rowid=False,
    )
    op.bulk_insert(sink, [{"name": "index"}])
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("refused", sa.String(), nullable=True))
