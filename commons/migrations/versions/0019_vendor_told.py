"""Who wrote a vendor's answer that waits, to tell them what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vendor_answer", sa.Column("sealed", sa.LargeBinary(), nullable=True))
