"""Observations: what was counted, how it is shown, and the exact figures kept sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys, vocabulary
from commons.content import ShownFigure
from commons.database import UNORDERED
from commons.refusals import Refusal

FEW_PEOPLE = 20  # below this a rate is told in words (design, section 3)
FIGURES_BYTES = 2048
OBSERVATIONS_LIMIT = 20
NUMBER_LIMIT = 10**12


# What an organisation may give without a practice: more would be typed in for the sake of it.
CONTRIBUTIONS_LIMIT = 60


class WrongFigure(Refusal):
    code = "wrong-figure"


class NothingCounted(Refusal):
    code = "nothing-counted"


class TooManyObservations(Refusal):
    code = "too-many-observations"


class TooManyContributions(Refusal):
    code = "too-many-contributions"


class Figure(SQLModel, table=True):
    """Exact figures of one erased draft, or given alone, under the key of their organisation."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


class Observation(BaseModel):
    """One measure: what, over whom, when, told by what.

    Money is in cents. A metric with a formula takes ``numerator`` and ``denominator``; one
    without takes ``value``. Months are ``YYYY-MM``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    metric: str
    basis: str
    moment: Literal["before", "after", "only", "comparison"] = "only"
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    start: str | None = None
    end: str | None = None
    source: str = "declared"


def check(observation: Observation, *path: str | int) -> None:
    """Raises UnknownCode or WrongFigure; a rate out of its usual bounds is only warned of."""
    metric = vocabulary.require("metrics", observation.metric, *path, "metric").attributes
    vocabulary.require("figure_sources", observation.source, *path, "source")
    if metric["derived"]:
        raise WrongFigure(*path, "metric", why="derived")
    if observation.basis not in metric["bases"]:
        raise WrongFigure(*path, "basis", why="basis", bases=", ".join(metric["bases"]))
    counted = ("numerator", "denominator") if metric["formula"] else ("value",)
    for name in ("numerator", "denominator", "value"):
        number = getattr(observation, name)
        if (number is None) == (name in counted):
            raise WrongFigure(*path, name, why="needed" if name in counted else "not-for-metric")
        if number is not None and not 0 <= number <= NUMBER_LIMIT:
            raise WrongFigure(*path, name, why="range")
    if observation.denominator == 0:
        raise WrongFigure(*path, "denominator", why="zero")
    months = []
    for name in ("start", "end"):
        text = getattr(observation, name)
        try:
            months.append(clock.month_of(text) if text else None)
        except ValueError:
            raise WrongFigure(*path, name, why="month") from None
    if months[0] and months[1] and months[1] < months[0]:
        raise WrongFigure(*path, "end", why="order")


def measure(observation: Observation) -> Decimal:
    """The figure in the unit of its metric: per cent, euros, or a plain number."""
    metric = vocabulary.term("metrics", observation.metric).attributes
    if observation.value is not None:
        exact = Decimal(observation.value)
        return exact / 100 if metric["unit"] == "EUR" else exact
    if observation.numerator is None or observation.denominator is None:
        raise ValueError("an observation without figures")
    exact = Decimal(observation.numerator) / Decimal(observation.denominator)
    if metric["unit"] == "%":
        return exact * 100
    if metric["unit"] == "EUR":
        exact /= 100
    # "x 1000" stands in the formulas of metrics per thousand messages.
    return exact * 1000 if "x 1000" in metric["formula"] else exact


def unusual(observation: Observation) -> bool:
    """True outside the plausible bounds of the metric: worth a second look, never refused."""
    bounds = vocabulary.term("metrics", observation.metric).attributes["bounds"]
    return bool(bounds) and not bounds[0] <= measure(observation) <= bounds[1]


def two_digits(number: Decimal) -> str:
    """Two significant digits, plain notation: 12.34 → 12, 0.0123 → 0.012, 1234 → 1200."""
    if number == 0:
        return "0"
    exponent = number.adjusted() - 1
    rounded = (
        number.quantize(Decimal(1).scaleb(exponent))
        if exponent < 0
        else (
            (number / Decimal(1).scaleb(exponent)).quantize(Decimal(1))
            * Decimal(1).scaleb(exponent)
        )
    )
    return format(rounded.normalize(), "f")


def shown(observation: Observation) -> ShownFigure:
    """A figure as readers see it: never finer than the design allows (section 3)."""
    metric = vocabulary.term("metrics", observation.metric).attributes
    exact = measure(observation)
    kind: Literal["rate", "ratio", "words", "amount", "count"]
    value = code = None
    match metric["unit"]:
        case "%" if observation.denominator is not None and observation.denominator < FEW_PEOPLE:
            kind, code = "words", vocabulary.rate_word(min(1.0, float(exact / 100)))
        case "%":
            kind, value = "rate", two_digits(exact)
        case "EUR":
            kind, code = "amount", vocabulary.amount_band(int(exact * 100))
        case "ratio":
            kind, value = "ratio", two_digits(exact)
        case _:
            kind, code = "count", vocabulary.count_band(int(exact))
    return ShownFigure(
        metric=observation.metric,
        basis=observation.basis,
        moment=observation.moment,
        kind=kind,
        value=value,
        code=code,
        source=observation.source,
    )


def evidence(observations: Iterable[Observation]) -> str:
    """How well a practice is measured: a code of ``evidence``."""
    moments: dict[tuple[str, str], set[str]] = {}
    for each in observations:
        moments.setdefault((each.metric, each.basis), set()).add(each.moment)
    if any("comparison" in seen and len(seen) > 1 for seen in moments.values()):
        return "compared"
    if any({"before", "after"} <= seen for seen in moments.values()):
        return "before-after"
    return "figures" if moments else "account"


def owner_hash(secrets: keys.Keys, organisation_id: str) -> str:
    """The keyed hash that gathers what an organisation keeps."""
    return secrets.fingerprint("draft-owner", organisation_id)


def _associated(figure_id: str) -> str:
    return f"figure:{figure_id}"


def keep(
    session: Session,
    data_key: bytes,
    *,
    owner_hash: str,
    observations: Sequence[Observation],
    facts: dict[str, list[str]],
    publication_id: str,
) -> None:
    """Keep exact figures, sealed, when the draft that held them is erased."""
    value = {"publication": publication_id, "facts": facts}
    _add(session, data_key, owner_hash, value, observations)


def contribute(
    session: Session,
    data_key: bytes,
    owner_hash: str,
    observations: Sequence[Observation],
    facts: dict[str, list[str]],
    now: datetime,
) -> None:
    """Keep exact figures given without a practice; only their month is noted.

    Raises NothingCounted, TooManyObservations, TooManyContributions, WrongFigure, UnknownCode.
    """
    if not observations:
        raise NothingCounted("observations")
    if len(observations) > OBSERVATIONS_LIMIT:
        raise TooManyObservations("observations", limit=OBSERVATIONS_LIMIT)
    if not any(facts.values()):
        raise NothingCounted("channels")
    for name, codes in facts.items():
        for code in codes:
            vocabulary.require(name, code, name)
    for place, each in enumerate(observations):
        check(each, "observations", place)
    held = session.exec(select(Figure.id).where(Figure.owner_hash == owner_hash)).all()
    if len(held) >= CONTRIBUTIONS_LIMIT:
        raise TooManyContributions("observations", limit=CONTRIBUTIONS_LIMIT)
    value = {"publication": None, "given": clock.month(now), "facts": facts}
    _add(session, data_key, owner_hash, value, observations)


def _add(
    session: Session,
    data_key: bytes,
    owner_hash: str,
    value: dict[str, Any],
    observations: Sequence[Observation],
) -> None:
    figure_id = keys.new_id()
    value["observations"] = [each.model_dump(exclude_none=True) for each in observations]
    sealed = keys.seal(data_key, value, _associated(figure_id), FIGURES_BYTES)
    session.add(Figure(id=figure_id, owner_hash=owner_hash, sealed=sealed))


def months_given(session: Session, data_key: bytes, owner_hash: str) -> list[int]:
    """The months (YYYYMM) in which an owner gave figures without a practice."""
    rows = session.exec(select(Figure).where(Figure.owner_hash == owner_hash)).all()
    opened = [keys.unseal(data_key, row.sealed, _associated(row.id)) for row in rows]
    return [each["given"] for each in opened if each["publication"] is None]


def forget_unless(
    session: Session, data_key: bytes, owner_hash: str, shelved: Collection[str]
) -> None:
    """Erase an owner's figures whose publication is not among these; those given alone stay."""
    for row in session.exec(select(Figure).where(Figure.owner_hash == owner_hash)).all():
        publication = keys.unseal(data_key, row.sealed, _associated(row.id))["publication"]
        if publication is not None and publication not in shelved:
            session.delete(row)


def pass_on(
    session: Session, owner_hash: str, data_key: bytes, heir_hash: str, heir_key: bytes
) -> None:
    """All figures of one owner become another's, under its data key."""
    for row in session.exec(select(Figure).where(Figure.owner_hash == owner_hash)).all():
        row.owner_hash = heir_hash
        row.sealed = keys.rewrap(data_key, heir_key, row.sealed, _associated(row.id))


def erase_of(session: Session, owner_hash: str) -> None:
    """Erase all figures of an owner."""
    session.exec(sa.delete(Figure).where(col(Figure.owner_hash) == owner_hash))


def rekey(session: Session, owners: Mapping[str, tuple[str, bytes, bytes]]) -> None:
    """Carry all figures over: by owner's hash its new hash, its data key before and the new one."""
    for page in keys.pages(session, Figure):
        for row in page:
            row.owner_hash, before, after = owners[row.owner_hash]
            row.sealed = keys.rewrap(before, after, row.sealed, _associated(row.id))
