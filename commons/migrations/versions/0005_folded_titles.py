"""Titles without accents and case, to be found while there is no index"""

import json

import sqlalchemy as sa
from alembic import op

from commons import vocabulary
from commons.plain_text import folded

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("folded_title", sa.Text(), nullable=False, server_default="")
    with op.batch_alter_table("publication_version") as versions:
        versions.add_column(column)
    held = sa.table(
        "publication_version",
        *map(sa.column, ("publication_id", "number", "content", "folded_title")),
    )
    connection = op.get_bind()
    # All at once: nothing may be read of a table that is being written.
    rows = connection.execute(sa.select(held.c.publication_id, held.c.number, held.c.content)).all()
    for publication_id, number, content in rows:
        connection.execute(
            sa.update(held)
            .where(held.c.publication_id == publication_id, held.c.number == number)
            .values(folded_title=folded(_title(json.loads(content))))
        )


def _title(content: dict[str, str]) -> str:
    tool = vocabulary.tools().get(content.get("tool", ""))
    return content.get("title") or (tool.name if tool else "")
