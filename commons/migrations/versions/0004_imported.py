"""Where an imported publication comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_imported_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_imported")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_imported_source")),
        sqlite_with_rowid=False,
    )
