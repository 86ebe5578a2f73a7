"""Associations and federations: what they declare of themselves, all of it ciphertext."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field as Column
from sqlmodel import Session, SQLModel, col, select

from commons import anonymisation, keys, registers, vocabulary
from commons.database import UNORDERED
from commons.plain_text import tidy_line
from commons.refusals import NotFound, Refusal
from commons.registers import REGISTERS, CourtEntry, Number, WrongNumber

# One class of length for every profile: a longer one takes a multiple of it.
PROFILE_BYTES = 8192
WORD_LIMIT = 600

# What a moderator should know of an organisation; each is sealed with its profile.
APART = "apart"  # declared in a wave: see commons.arrivals
LOOK_AGAIN = "look-again"  # whoever vouched took their word back, or one refused came again
CONTESTED = "contested"  # verified, and since then vouched for with the address of somebody else
UNCHECKED = "unchecked"  # verified as it came, where registration is open: nobody looked
REFUSED = "refused"  # looked at, and not verified

_HOLDS = sa.text("state = 'verified'")


class NumberMissing(Refusal):
    code = "number-missing"


class AlreadyDeclared(Refusal):
    code = "already-declared"


class NumbersStay(Refusal):
    code = "numbers-stay"


class SeveralEntries(Refusal):
    code = "several-entries"


class OneOrganisation(Refusal):
    code = "one-organisation"


class WordMissing(Refusal):
    code = "word-missing"


_Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]


class Profile(BaseModel):
    """What an organisation says of itself; codes are those of the vocabulary."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["association", "federation"] = "association"
    legal_name: _Line
    other_names: tuple[_Line, ...] = Field(default=(), max_length=20)
    acronym: _Line | None = None
    towns: tuple[_Line, ...] = Field(default=(), max_length=20)
    department: _Line | None = None
    people: tuple[_Line, ...] = Field(default=(), max_length=60)
    domain: _Line | None = None
    handles: tuple[_Line, ...] = Field(default=(), max_length=20)
    rna: str | None = None
    siren: str | None = None
    court: CourtEntry | None = None
    budget: str
    employees: str
    volunteers: str
    field: str
    scope: str
    region: str

    @property
    def size(self) -> str:
        return vocabulary.size_of_budget(self.budget)

    def numbers(self) -> dict[str, str]:
        """Registry numbers in their compact form, by register."""
        court = self.court.compact if self.court else None
        given = {"rna": self.rna, "siren": self.siren, "court": court}
        return {register: number for register, number in given.items() if number}

    def identity(self) -> anonymisation.Profile:
        """What the detectors look for in this organisation's own texts."""
        return anonymisation.Profile(
            name=self.legal_name,
            aliases=self.other_names,
            acronym=self.acronym,
            commune=self.towns[0] if self.towns else None,
            department=self.department,
            people=self.people,
            domain=self.domain,
            handles=self.handles,
            places=(*self.towns[1:], vocabulary.label("regions", self.region, "fr")),
            numbers=tuple(number for number in (self.rna, self.siren) if number),
        )


class Organisation(SQLModel, table=True):
    """In clear: a random id, a state, keyed hashes of its numbers. The rest is sealed.

    Several may claim a number while they wait; of those verified, one has it. A missing number
    has a random hash: an employer's SIREN must not show by being there.
    """

    __table_args__ = (
        sa.CheckConstraint("state IN ('pending', 'verified')", name="state"),
        *(
            sa.Index(
                f"uq_organisation_verified_{register}",
                f"{register}_hash",
                unique=True,
                sqlite_where=_HOLDS,
                postgresql_where=_HOLDS,
            )
            for register in REGISTERS
        ),
        UNORDERED,
    )
    id: str = Column(primary_key=True)
    state: str
    rna_hash: str = Column(index=True)
    siren_hash: str = Column(index=True)
    court_hash: str = Column(index=True)
    wrapped_key: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation opened: for its own people, the operator and the rules, never for readers.

    ``verified`` is when it first was; ``flags`` are those above, ``word`` what a moderator wrote;
    ``alive`` is when its people were last seen while it waited; ``inviter`` is the federation whose
    invitation it was declared by, if one was.
    """

    id: str
    state: str
    profile: Profile
    declared: datetime
    verified: datetime | None
    data_key: bytes
    flags: frozenset[str] = frozenset()
    word: str = ""
    alive: date | None = None
    inviter: str | None = None


def check(profile: Profile) -> Profile:
    """The profile with compact registry numbers. Raises WrongNumber, NumberMissing, UnknownCode."""
    if not profile.numbers():
        raise NumberMissing("rna")
    for path, list_name in (
        ("budget", "budget_classes"),
        ("employees", "staff_classes"),
        ("volunteers", "volunteer_classes"),
        ("field", "fields"),
        ("scope", "scopes"),
        ("region", "regions"),
    ):
        vocabulary.require(list_name, getattr(profile, path), path)
    for path in ("legal_name", "acronym", "department", "domain"):
        tidy_line(getattr(profile, path), path)
    for path in ("other_names", "towns", "people", "handles"):
        for line in getattr(profile, path):
            tidy_line(line, path)
    return profile.model_copy(
        update={
            "rna": registers.tidy_rna(profile.rna) if profile.rna else None,
            "siren": registers.tidy_siren(profile.siren) if profile.siren else None,
        }
    )


def declare(
    session: Session,
    secrets: keys.Keys,
    profile: Profile,
    now: datetime,
    *,
    apart: bool = False,
    inviter: str | None = None,
) -> str:
    """Write down a new organisation, pending; its id.

    A number that others claim is taken like any: a refusal would tell who is here.
    """
    profile = check(profile)
    flags = frozenset({APART} if apart else ())
    new = Known(
        keys.new_id(), "pending", profile, now, None, keys.new_key(), flags, inviter=inviter
    )
    row = Organisation(
        id=new.id,
        state=new.state,
        wrapped_key=secrets.wrap(new.data_key, new.id),
        sealed=_seal(new),
        **_hashes(secrets, profile),
    )
    session.add(row)
    session.flush()
    return new.id


def _hashes(secrets: keys.Keys, profile: Profile) -> dict[str, str]:
    numbers = profile.numbers()
    return {
        f"{register}_hash": _number_hash(secrets, register, numbers.get(register))
        for register in REGISTERS
    }


def _number_hash(secrets: keys.Keys, register: str, number: str | None) -> str:
    return secrets.fingerprint(f"number-{register}", number or keys.new_id())


def _seal(known: Known) -> bytes:
    value = {
        "profile": known.profile.model_dump(mode="json", exclude_none=True),
        "declared": known.declared.isoformat(),
        "verified": known.verified and known.verified.isoformat(),
        "flags": sorted(known.flags),
        "word": known.word,
        "alive": known.alive and known.alive.isoformat(),
        "inviter": known.inviter,
    }
    return keys.seal(known.data_key, value, f"organisation:{known.id}", PROFILE_BYTES)


def _open(secrets: keys.Keys, row: Organisation) -> Known:
    data_key = secrets.unwrap(row.wrapped_key, row.id)
    value = keys.unseal(data_key, row.sealed, f"organisation:{row.id}")
    verified = value["verified"]
    return Known(
        id=row.id,
        state=row.state,
        profile=Profile.model_validate(value["profile"]),
        declared=datetime.fromisoformat(value["declared"]),
        verified=datetime.fromisoformat(verified) if verified else None,
        data_key=data_key,
        # The first version knew none of these.
        flags=frozenset(value.get("flags", ())),
        word=value.get("word", ""),
        alive=date.fromisoformat(value["alive"]) if value.get("alive") else None,
        inviter=value.get("inviter"),
    )


def _write(row: Organisation, after: Known) -> Known:
    row.state = after.state
    row.sealed = _seal(after)
    return after


def known(session: Session, secrets: keys.Keys, organisation_id: str) -> Known:
    """One organisation opened. Raises NotFound."""
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound("organisation")
    return _open(secrets, row)


def _to_change(
    session: Session, secrets: keys.Keys, organisation_id: str
) -> tuple[Organisation, Known]:
    """A row with its lock, read anew once nobody else holds it, and opened."""
    row = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("organisation")
    return row, _open(secrets, row)


def everyone(session: Session, secrets: keys.Keys, state: str | None = None) -> Iterator[Known]:
    """All organisations opened one by one, in the order of their ids."""
    statement = select(Organisation).order_by(col(Organisation.id))
    if state:
        statement = statement.where(Organisation.state == state)
    for row in session.exec(statement):
        yield _open(secrets, row)


def claiming(session: Session, secrets: keys.Keys, numbers: Iterable[Number]) -> list[Known]:
    """The organisations that declared one of these numbers, by id."""
    declared = [
        getattr(Organisation, f"{each.register}_hash")
        == _number_hash(secrets, each.register, each.compact)
        for each in numbers
    ]
    claims = select(Organisation).where(sa.or_(*declared)).order_by(col(Organisation.id))
    return [_open(secrets, row) for row in session.exec(claims)]


def rivals(session: Session, secrets: keys.Keys, organisation: Known) -> list[Known]:
    """The others that claim a number of an organisation, for those who look after them."""
    numbers = (Number(*each) for each in organisation.profile.numbers().items())
    return [each for each in claiming(session, secrets, numbers) if each.id != organisation.id]


def find(session: Session, secrets: keys.Keys, number_or_id: str) -> Known:
    """An organisation by its id or a number, for those who look after it.

    Raises NotFound, or SeveralEntries for a number that more than one claims.
    """
    row = session.get(Organisation, number_or_id.strip())
    if row is not None:
        return _open(secrets, row)
    try:
        found = claiming(session, secrets, [registers.read(number_or_id)])
    except WrongNumber:
        found = []
    if not found:
        raise NotFound("organisation")
    if len(found) > 1:
        raise SeveralEntries("organisation", ids=", ".join(each.id for each in found))
    return found[0]


def waits(organisation: Known) -> bool:
    """Whether moderators have to look at it: it is pending, or something spoke against it since."""
    return bool(organisation.flags & {LOOK_AGAIN, CONTESTED}) or (
        organisation.state == "pending" and REFUSED not in organisation.flags
    )


def revise(session: Session, secrets: keys.Keys, organisation_id: str, profile: Profile) -> None:
    """Change what an organisation says of itself; its registry numbers stay as verified.

    One that was refused is looked at again, by moderators alone. Raises NumbersStay.
    """
    row, before = _to_change(session, secrets, organisation_id)
    after = check(profile)
    if after.numbers() != before.profile.numbers() or after.kind != before.profile.kind:
        raise NumbersStay("rna")
    flags = before.flags
    if REFUSED in flags:
        flags = flags - {REFUSED} | {LOOK_AGAIN}
    _write(row, replace(before, profile=after, flags=flags))


def verify(
    session: Session,
    secrets: keys.Keys,
    organisation_id: str,
    now: datetime,
    *,
    unchecked: bool = False,
) -> Known:
    """From now on the organisation may publish; verifying twice changes nothing.

    ``unchecked`` says that nobody looked. Raises AlreadyDeclared where another is verified that
    has one of its numbers.
    """
    row, before = _to_change(session, secrets, organisation_id)
    if before.state == "verified" and not before.flags:
        return before
    verified = before.verified or now
    flags = frozenset({UNCHECKED} if unchecked else ())
    after = replace(before, state="verified", verified=verified, flags=flags, word="")
    try:
        with session.begin_nested():
            _write(row, after)
    except IntegrityError:
        raise AlreadyDeclared("organisation") from None
    return after


def refuse(session: Session, secrets: keys.Keys, organisation_id: str, word: str) -> Known:
    """The organisation may not publish, and is told why; what it published stays where it is.

    Raises WordMissing.
    """
    said = tidy_line(word, "word", limit=WORD_LIMIT)
    if not said:
        raise WordMissing("word")
    row, before = _to_change(session, secrets, organisation_id)
    return _write(row, replace(before, state="pending", flags=frozenset({REFUSED}), word=said))


def look_again(
    session: Session, secrets: keys.Keys, organisation_id: str, why: str = LOOK_AGAIN
) -> None:
    """A moderator is asked to look at an organisation; nothing else changes for it."""
    row, before = _to_change(session, secrets, organisation_id)
    _write(row, replace(before, flags=before.flags | {why}))


def note_life(session: Session, secrets: keys.Keys, organisation_id: str, day: date) -> None:
    """Somebody of an organisation that waits was seen on this day."""
    row, before = _to_change(session, secrets, organisation_id)
    _write(row, replace(before, alive=day))


def hold(session: Session, secrets: keys.Keys, organisation_id: str) -> Known:
    """An organisation read anew under its lock: who belongs to it changes one act at a time."""
    return _to_change(session, secrets, organisation_id)[1]


def hold_both(session: Session, secrets: keys.Keys, one: str, other: str) -> tuple[Known, Known]:
    """Two organisations under their locks, taken in one order whichever is named first."""
    held = {each: hold(session, secrets, each) for each in sorted({one, other})}
    return held[one], held[other]


def take_over(session: Session, secrets: keys.Keys, after: Known, gone_id: str) -> None:
    """Write an organisation anew, with the numbers of another that is erased in its favour.

    Raises AlreadyDeclared where a third is verified that has one of them.
    """
    erase(session, gone_id)
    row, _ = _to_change(session, secrets, after.id)
    try:
        with session.begin_nested():
            for name, digest in _hashes(secrets, after.profile).items():
                setattr(row, name, digest)
            _write(row, after)
    except IntegrityError:
        raise AlreadyDeclared("gone") from None


def erase(session: Session, organisation_id: str) -> None:
    """Delete an organisation: without its wrapped key, nothing it sealed opens any more."""
    row = session.get(Organisation, organisation_id)
    if row is not None:
        session.delete(row)
        session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> Mapping[str, tuple[bytes, bytes]]:
    """Carry every organisation over to another key; its data key before and the new one, by id.

    Whoever held the old key and a copy may hold the data keys as well, hence new ones.
    """
    data_keys = {}
    for page in keys.pages(session, Organisation):
        for row in page:
            known, data_key = _open(old, row), keys.new_key()
            data_keys[row.id] = (known.data_key, data_key)
            for name, digest in _hashes(new, known.profile).items():
                setattr(row, name, digest)
            row.wrapped_key = new.wrap(data_key, row.id)
            row.sealed = keys.rewrap(known.data_key, data_key, row.sealed, f"organisation:{row.id}")
    return data_keys
