"""The registers that number associations: RNA, SIREN, and the courts of Alsace and Moselle."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siren, siret

from commons.refusals import Refusal

REGISTERS = ("rna", "siren", "court")

_RNA = re.compile("W[0-9][0-9A-Z][0-9]{7}")
_COURT = re.compile(
    r"(?P<court>[^\W\d](?:[^\W\d]|[ .'’-])*?)[ ,]+(?:vol(?:ume|\.)?)? *(?P<volume>[0-9]{1,4})"
    r" *(?:[/,]|,? *fol(?:io|\.)?) *(?P<folio>[0-9]{1,4})",
    re.IGNORECASE,
)
_SPACING = re.compile(r"[\s.\-\u00a0\u202f]")


class WrongNumber(Refusal):
    code = "wrong-number"


class WrongRna(WrongNumber):
    code = "wrong-rna"


class SirenLength(WrongNumber):
    code = "siren-length"


class SirenCheck(WrongNumber):
    code = "siren-check"


class SiretGiven(WrongNumber):
    code = "siret-given"


class OtherRegister(WrongNumber):
    code = "other-register"


_Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]


class CourtEntry(BaseModel):
    """A number in a court's register of associations (Bas-Rhin, Haut-Rhin, Moselle)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    court: _Line
    volume: int = Field(ge=1, le=9999)
    folio: int = Field(ge=1, le=9999)

    @property
    def compact(self) -> str:
        name = " ".join(self.court.casefold().split())
        return f"{name} {self.volume}/{self.folio}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the form that its register compares: ``register`` is one of ``REGISTERS``."""

    register: str
    compact: str


def tidy_rna(number: str) -> str:
    """``W`` and nine signs, in the register's form. Raises WrongNumber.

    The first three name the office, with a letter for Corsica and overseas (W2A, W9R); the
    register has no check digit.
    """
    compact = "".join(number.split()).upper().replace("-", "").replace(".", "")
    if _RNA.fullmatch(compact):
        return compact
    if siren.is_valid(compact):
        raise OtherRegister("rna", number=number, register="SIREN")
    raise WrongRna("rna", number=number)


def tidy_siren(number: str) -> str:
    """Nine digits with a valid Luhn check digit. Raises WrongNumber, in the kind that fits."""
    try:
        return siren.validate(number)
    except NumberError:
        compact = _SPACING.sub("", number).upper()
    if _RNA.fullmatch(compact):
        raise OtherRegister("siren", number=number, register="RNA")
    if siret.is_valid(compact):
        raise SiretGiven("siren", number=number, siren=compact[:9])
    if re.fullmatch("[0-9]{9}", compact):
        raise SirenCheck("siren", number=number)
    raise SirenLength("siren", number=number, count=sum(sign.isdigit() for sign in compact))


def read(text: str) -> Number:
    """A number as people write it, of whichever register. Raises WrongNumber.

    A court's entry is its court, volume and folio: ``Saverne 12/7``, ``Saverne vol. 12 folio 7``.
    """
    compact = _SPACING.sub("", text).upper()
    if compact.startswith("W") and compact[1:2].isdigit():
        return Number("rna", tidy_rna(text))
    if compact.isdecimal():
        return Number("siren", tidy_siren(text))
    entry = _COURT.fullmatch(" ".join(text.split()))
    if entry and int(entry["volume"]) and int(entry["folio"]):
        volume, folio = int(entry["volume"]), int(entry["folio"])
        return Number("court", CourtEntry(court=entry["court"], volume=volume, folio=folio).compact)
    raise WrongNumber("number", number=text)
