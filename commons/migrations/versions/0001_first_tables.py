"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_token_owner_hash"), ["owner_hash"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_owner_hash"), ["owner_hash"], unique=False)

    op.create_table(
        "figure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_owner_hash"), ["owner_hash"], unique=False)

    op.create_table(
        "mark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rna_hash", sa.String(), nullable=False),
        sa.Column("siren_hash", sa.String(), nullable=False),
        sa.Column("court_hash", sa.String(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'verified')", name=op.f("ck_organisation_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("court_hash", name=op.f("uq_organisation_court_hash")),
        sa.UniqueConstraint("rna_hash", name=op.f("uq_organisation_rna_hash")),
        sa.UniqueConstraint("siren_hash", name=op.f("uq_organisation_siren_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("sink", sa.String(), nullable=False),
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sink", "publication_id", name=op.f("pk_outbox")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_hash", name=op.f("uq_person_email_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("visible_from", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('open', 'members', 'contributors')", name=op.f("ck_publication_audience")
        ),
        sa.CheckConstraint(
            "kind IN ('case-study', 'tool-benchmark')", name=op.f("ck_publication_kind")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'published', 'withdrawn')", name=op.f("ck_publication_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_month"), ["month"], unique=False)

    op.create_table(
        "seal",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("draft_hash", sa.String(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_seal")),
        sa.UniqueConstraint("draft_hash", name=op.f("uq_seal_draft_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shelf",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_session")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tool",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("hosted_in", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("checked_on", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tool")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "federation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_federation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_federation")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_federation_organisation_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "membership",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("organisation_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_membership")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_hash"), ["organisation_hash"], unique=False
        )

    op.create_table(
        "publication_label",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_label_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "facet", "code", name=op.f("pk_publication_label")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("publication_label", schema=None) as batch_op:
        batch_op.create_index("ix_publication_label_facet_code", ["facet", "code"], unique=False)

    op.create_table(
        "publication_version",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_version_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", "number", name=op.f("pk_publication_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "collection",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("federation", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation"], ["federation.slug"], name=op.f("fk_collection_federation_federation")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_collection")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_federation"), ["federation"], unique=False)

    op.create_table(
        "collection_item",
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection"],
            ["collection.slug"],
            name=op.f("fk_collection_item_collection_collection"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_collection_item_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("collection", "publication_id", name=op.f("pk_collection_item")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("collection_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_collection_item_publication_id"), ["publication_id"], unique=False
        )
