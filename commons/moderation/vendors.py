"""What the vendor of a tool answers to its benchmarks: one labelled text, moderated."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, remarks, vocabulary
from commons.database import UNORDERED
from commons.plain_text import tidy
from commons.practices import LANGUAGES, WrongLanguage
from commons.refusals import NotAllowed, NotFound, Refusal
from commons.rights import Viewer, require_moderator, require_session

TEXT_LIMIT = 1500
_CODE_BYTES = 10
_ROW_BYTES = 256


class WrongVendorCode(Refusal):
    code = "wrong-vendor-code"


class OwnAnswer(NotAllowed):
    code = "own-answer"


class AnswerEmpty(Refusal):
    code = "answer-empty"


class VendorAnswer(SQLModel, table=True):
    """One answer for a tool is shown, another one may wait to take its place.

    Who wrote it is sealed until it is decided on, to tell them.
    """

    __tablename__ = "vendor_answer"
    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting', 'shown')", name="state"),
        sa.UniqueConstraint("tool", "state"),
        UNORDERED,
    )
    id: str = Field(primary_key=True)
    tool: str
    state: str
    language: str
    text: str = Field(sa_type=sa.Text)
    sealed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a vendor says, looked over: ``prepare`` makes it."""

    tool: str
    language: str
    text: str
    by: str


def code_of(secrets: keys.Keys, viewer: Viewer, tool: str) -> str:
    """What a moderator hands to the vendor of a tool, who answers with it. Raises UnknownCode."""
    require_moderator(viewer)
    vocabulary.require("tools", tool, "tool")
    return _code(secrets, tool)


def _code(secrets: keys.Keys, tool: str) -> str:
    digest = bytes.fromhex(secrets.fingerprint("vendor", tool))[:_CODE_BYTES]
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def prepare(
    secrets: keys.Keys, viewer: Viewer, tool: str, code: str, text: str, language: str
) -> Statement:
    """The words of a vendor; no database, no lock.

    Raises WrongVendorCode (for an unknown tool too), AnswerEmpty, TextTooLong, WrongLanguage, or
    what ``remarks.look_over`` raises.
    """
    person = require_session(viewer)
    typed = "".join(each for each in code.upper() if each.isalnum())
    known = tool in vocabulary.tools()
    if not known or typed != _code(secrets, tool).replace("-", ""):
        raise WrongVendorCode("code")
    if language not in LANGUAGES:
        raise WrongLanguage("language", known=", ".join(LANGUAGES))
    words = tidy(text, "text", limit=TEXT_LIMIT)
    if words is None:
        raise AnswerEmpty("text")
    about = vocabulary.tools()[tool]
    remarks.look_over("text", words, language, None, (about.name, *about.aliases))
    return Statement(tool, language, words, person)


def post(session: Session, secrets: keys.Keys, statement: Statement) -> None:
    """Let an answer wait for a moderator, in the place of one that waits already."""
    _delete(session, statement.tool, "waiting")
    key, held = keys.new_id(), {"by": statement.by, "tool": statement.tool}
    session.add(
        VendorAnswer(
            id=key,
            tool=statement.tool,
            state="waiting",
            language=statement.language,
            text=statement.text,
            sealed=secrets.seal("vendor-answer", held, key, _ROW_BYTES),
        )
    )
    session.flush()


def _delete(session: Session, tool: str, state: str) -> None:
    session.exec(
        sa.delete(VendorAnswer).where(
            col(VendorAnswer.tool) == tool, col(VendorAnswer.state) == state
        )
    )


def decide(
    session: Session, secrets: keys.Keys, viewer: Viewer, answer_id: str, *, show: bool
) -> str | None:
    """Show an answer that waits, in the place of the one before, or delete it.

    Who wrote it and waits to be told; from now on nobody knows any more. Raises NotFound, or
    OwnAnswer: moderators know the codes of all vendors.
    """
    person = require_moderator(viewer)
    row = session.get(VendorAnswer, answer_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("id")
    author = _author(secrets, row)
    if show and author == person:
        raise OwnAnswer(needs="another-moderator")
    if not show:
        session.delete(row)
    elif row.state == "waiting":
        _delete(session, row.tool, "shown")
        row.state, row.sealed = "shown", None
    session.flush()
    return author


def _author(secrets: keys.Keys, row: VendorAnswer) -> str | None:
    if row.sealed is None:
        return None
    return str(secrets.open("vendor-answer", row.sealed, row.id)["by"])


def forget_people(session: Session, secrets: keys.Keys, gone: set[str]) -> None:
    """Forget that these wrote what waits to be read."""
    for row in session.exec(select(VendorAnswer)).all():
        if _author(secrets, row) in gone:
            row.sealed = None
    session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for row in session.exec(select(VendorAnswer)).all():
        if row.sealed is not None:
            row.sealed = old.carry(new, "vendor-answer", row.sealed, row.id)
    session.flush()


def all_of(session: Session, viewer: Viewer) -> Sequence[VendorAnswer]:
    """Every answer by tool, those that wait and those that are shown, for moderators."""
    require_moderator(viewer)
    ordered = select(VendorAnswer).order_by(col(VendorAnswer.tool), col(VendorAnswer.state))
    return session.exec(ordered).all()


def shown(session: Session) -> dict[str, VendorAnswer]:
    """The answers that readers see, by tool."""
    rows = session.exec(select(VendorAnswer).where(VendorAnswer.state == "shown"))
    return {row.tool: row for row in rows}
