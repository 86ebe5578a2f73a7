"""Associations and federations: what they declare of themselves, all of it ciphertext."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field as Column
from sqlmodel import Session, SQLModel, col, select
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siren

from commons import anonymisation, keys, vocabulary
from commons.database import UNORDERED
from commons.plain_text import tidy_line
from commons.refusals import NotFound, Refusal

# One class of length for every profile: a longer one takes a multiple of it.
PROFILE_BYTES = 8192

REGISTERS = ("rna", "siren", "court")

_RNA = re.compile("W[0-9][0-9A-Z][0-9]{7}")


class WrongNumber(Refusal):
    code = "wrong-number"


class NumberMissing(Refusal):
    code = "number-missing"


class AlreadyDeclared(Refusal):
    code = "already-declared"


class OneOrganisation(Refusal):
    code = "one-organisation"


_Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]


class CourtEntry(BaseModel):
    """A number in a court's register of associations (Bas-Rhin, Haut-Rhin, Moselle)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    court: _Line
    volume: int = Field(ge=1, le=9999)
    folio: int = Field(ge=1, le=9999)


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
        court = None
        if self.court:
            name = " ".join(self.court.court.casefold().split())
            court = f"{name} {self.court.volume}/{self.court.folio}"
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
    """In clear: a random id, a state, keyed hashes for uniqueness. The rest is sealed.

    A missing number has a random hash: an employer's SIREN must not show by being there.
    """

    __table_args__ = (
        sa.CheckConstraint("state IN ('pending', 'verified')", name="state"),
        UNORDERED,
    )
    id: str = Column(primary_key=True)
    state: str
    rna_hash: str = Column(unique=True)
    siren_hash: str = Column(unique=True)
    court_hash: str = Column(unique=True)
    wrapped_key: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation opened: for its own people, the operator and the rules, never for readers."""

    id: str
    state: str
    profile: Profile
    declared: datetime
    verified: datetime | None
    data_key: bytes


def tidy_rna(number: str) -> str:
    """``W`` and nine signs, in the register's form. Raises WrongNumber.

    The first three name the office, with a letter for Corsica and overseas (W2A, W9R); the
    register has no check digit.
    """
    compact = "".join(number.split()).upper().replace("-", "").replace(".", "")
    if _RNA.fullmatch(compact):
        return compact
    raise WrongNumber("rna", number=number)


def tidy_siren(number: str) -> str:
    """Nine digits with a valid Luhn check digit. Raises WrongNumber."""
    try:
        return siren.validate(number)
    except NumberError:
        raise WrongNumber("siren", number=number) from None


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
            "rna": tidy_rna(profile.rna) if profile.rna else None,
            "siren": tidy_siren(profile.siren) if profile.siren else None,
        }
    )


def declare(session: Session, secrets: keys.Keys, profile: Profile, now: datetime) -> str:
    """Write down a new organisation, pending; its id. Raises AlreadyDeclared for a known number."""
    profile = check(profile)
    numbers = profile.numbers()
    hashes = {
        f"{register}_hash": _number_hash(secrets, register, numbers.get(register))
        for register in REGISTERS
    }
    for register in numbers:
        name = f"{register}_hash"
        held = select(Organisation.id).where(getattr(Organisation, name) == hashes[name])
        if session.exec(held).first():
            raise AlreadyDeclared(register)
    organisation_id, data_key = keys.new_id(), keys.new_key()
    row = Organisation(
        id=organisation_id,
        state="pending",
        wrapped_key=secrets.wrap(data_key, organisation_id),
        sealed=_seal(data_key, organisation_id, profile, now, None),
        **hashes,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another machine declared the same number between the two statements.
        raise AlreadyDeclared(next(iter(numbers))) from None
    return organisation_id


def _number_hash(secrets: keys.Keys, register: str, number: str | None) -> str:
    return secrets.fingerprint(f"number-{register}", number or keys.new_id())


def _seal(
    data_key: bytes,
    organisation_id: str,
    profile: Profile,
    declared: datetime,
    verified: datetime | None,
) -> bytes:
    value = {
        "profile": profile.model_dump(mode="json", exclude_none=True),
        "declared": declared.isoformat(),
        "verified": verified and verified.isoformat(),
    }
    return keys.seal(data_key, value, f"organisation:{organisation_id}", PROFILE_BYTES)


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
    )


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


def find(session: Session, secrets: keys.Keys, number_or_id: str) -> Known:
    """An organisation by id, RNA or SIREN, for the operator. Raises NotFound."""
    row = session.get(Organisation, number_or_id.strip())
    for register, tidied in (("rna", tidy_rna), ("siren", tidy_siren)):
        if row is None:
            try:
                value = _number_hash(secrets, register, tidied(number_or_id))
            except WrongNumber:
                continue
            column = getattr(Organisation, f"{register}_hash")
            row = session.exec(select(Organisation).where(column == value)).first()
    if row is None:
        raise NotFound("organisation")
    return _open(secrets, row)


def revise(session: Session, secrets: keys.Keys, organisation_id: str, profile: Profile) -> None:
    """Change what an organisation says of itself; its registry numbers stay as verified."""
    row, before = _to_change(session, secrets, organisation_id)
    after = check(profile)
    if after.numbers() != before.profile.numbers() or after.kind != before.profile.kind:
        raise AlreadyDeclared("rna")
    row.sealed = _seal(before.data_key, row.id, after, before.declared, before.verified)
    session.add(row)


def verify(session: Session, secrets: keys.Keys, organisation_id: str, now: datetime) -> Known:
    """From now on the organisation may publish; verifying twice changes nothing."""
    row, before = _to_change(session, secrets, organisation_id)
    if before.state == "verified":
        return before
    row.state = "verified"
    row.sealed = _seal(before.data_key, row.id, before.profile, before.declared, now)
    session.add(row)
    session.flush()
    return _open(secrets, row)


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
            numbers = known.profile.numbers()
            for register in REGISTERS:
                digest = _number_hash(new, register, numbers.get(register))
                setattr(row, f"{register}_hash", digest)
            row.wrapped_key = new.wrap(data_key, row.id)
            row.sealed = keys.rewrap(known.data_key, data_key, row.sealed, f"organisation:{row.id}")
    return data_keys
