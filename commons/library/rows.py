"""What stands on the shelf: the rows of publications, and one read whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Field, SQLModel

from commons.content import CaseStudyContent, Content, ToolBenchmarkContent, texts
from commons.database import UNORDERED

ANYTHING: TypeAdapter[CaseStudyContent | ToolBenchmarkContent] = TypeAdapter(Content)


class Publication(SQLModel, table=True):
    """A practice on the shelf; nothing in it leads back to who wrote it.

    ``month`` and ``visible_from`` are YYYYMM in Europe/Paris; ``version`` is the current one and
    grows by one at each change, a withdrawal included. While it is ``pending`` no reader knows of
    it; when that ends is sealed.
    """

    __table_args__ = (
        sa.CheckConstraint("state IN ('pending', 'published', 'withdrawn')", name="state"),
        sa.CheckConstraint("kind IN ('case-study', 'tool-benchmark')", name="kind"),
        sa.CheckConstraint("audience IN ('open', 'members', 'contributors')", name="audience"),
        UNORDERED,
    )
    id: str = Field(primary_key=True)
    kind: str
    state: str
    audience: str
    visible_from: int
    month: int = Field(index=True)
    version: int


class PublicationVersion(SQLModel, table=True):
    """What a publication said from a month on; never changed once written.

    ``folded_title`` is for finding while there is no index.
    """

    __tablename__ = "publication_version"
    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    number: int = Field(primary_key=True)
    month: int
    language: str
    content: str = Field(sa_type=sa.Text)
    folded_title: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


class PublicationLabel(SQLModel, table=True):
    """One public fact of a publication's current version."""

    __tablename__ = "publication_label"
    __table_args__ = (sa.Index("ix_publication_label_facet_code", "facet", "code"), UNORDERED)
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    facet: str = Field(primary_key=True)
    code: str = Field(primary_key=True)


class ImportedRow(SQLModel, table=True):
    """Where a publication was taken from: it has no author here, and never had one."""

    __tablename__ = "imported"
    __table_args__ = (sa.UniqueConstraint("source", "source_id"), UNORDERED)
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    source: str
    source_id: str


class HeldRow(SQLModel, table=True):
    """A publication that a moderator took from its readers, while its author may still answer."""

    __tablename__ = "held"
    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")


class Origin(NamedTuple):
    """The source of an imported publication, and the id it has there."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Item:
    """A publication read whole: row, current content, labels (facet → codes, sorted).

    ``origin`` is None for what was published here.
    """

    id: str
    kind: str
    state: str
    audience: str
    visible_from: int
    month: int
    version: int
    language: str
    content: CaseStudyContent | ToolBenchmarkContent
    labels: Mapping[str, tuple[str, ...]]
    origin: Origin | None = None

    @property
    def texts(self) -> dict[str, str]:
        return texts(self.content)
