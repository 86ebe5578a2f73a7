"""Counting the official register of associations (RNA): its export is streamed, rows are not kept.

Two layouts exist: `waldec`, and `import` for what was taken over from older files. Both are CSV
separated by semicolons, in UTF-8 with a mark or, in older ones, latin-1; in ZIP files or not.
"""

import csv
import functools
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from commons import vocabulary
from commons.labels.population import ALL, Counts, Population
from commons.refusals import Refusal

YEARS_ALIVE = 10
# These three keep a register of their own (law of 1908): other files, other years.
_LOCAL_LAW = ("57", "67", "68")
_LOCAL_REGION = "44"

_SHARED = ("objet_social1", "adrs_codepostal", "position", "date_creat", "date_publi")
_WALDEC = (*_SHARED, "adrs_codeinsee", "date_disso", "date_decla")
# What only the other layout has.
_OF_IMPORT = frozenset({"adr1", "adr2", "adr3", "libcom"})
_DATES = ("date_creat", "date_decla", "date_publi")
_NO_DATE = ("", "0001-01-01")

_REGIONS = {
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "27": "21 25 39 58 70 71 89 90",
    "53": "22 29 35 56",
    "24": "18 28 36 37 41 45",
    "94": "2A 2B 20",  # 20 is how postcodes begin
    "44": "08 10 51 52 54 55 57 67 68 88",
    "32": "02 59 60 62 80",
    "11": "75 77 78 91 92 93 94 95",
    "28": "14 27 50 61 76",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "52": "44 49 53 72 85",
    "93": "04 05 06 13 83 84",
    "01": "971 977 978",  # the northern islands declare the region they belonged to
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
}
_REGION_OF = {
    department: region for region, several in _REGIONS.items() for department in several.split()
}


class NotTheRegister(Refusal):
    """This file is no export of the register: a column it must have is not there."""

    code = "not-the-register"


class RegisterUnreadable(Refusal):
    """A file that can't be read as CSV, or a ZIP file without any."""

    code = "register-unreadable"


class RegisterEmpty(Refusal):
    """Nothing in the files counts as an active association somewhere in France."""

    code = "register-empty"


@dataclass
class Tally:
    """What was read: associations by (region, field or "all"), and why the others don't count."""

    kept: Counter[tuple[str, str]] = field(default_factory=Counter)
    departments: set[str] = field(default_factory=set)
    dissolved: int = 0
    dormant: int = 0
    elsewhere: int = 0
    without_field: int = 0
    broken: int = 0

    @property
    def total(self) -> int:
        return sum(held for (_, name), held in self.kept.items() if name == ALL)

    def add(self, other: "Tally") -> None:
        """Count another file in."""
        self.kept += other.kept
        self.departments |= other.departments
        for name in ("dissolved", "dormant", "elsewhere", "without_field", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def tally(path: Path, today: date) -> Tally:
    """Read one file, CSV or ZIP of CSV.

    Raises NotTheRegister with the missing column, RegisterUnreadable.
    """
    found = Tally()
    if not zipfile.is_zipfile(path):
        found.add(_tally(path.name, lambda: path.open("rb"), today))
        return found
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if not names:
            raise RegisterUnreadable("file", name=path.name)
        for name in names:
            found.add(_tally(name, functools.partial(archive.open, name), today))
    return found


def counts(found: Tally, estimates: Population) -> Counts:
    """The counts of an edition by region, never above the published total.

    Dormant records are many: what was kept is brought down in proportion to the published total
    (to the regions' share of it), and never up. A region without any record keeps its estimate,
    and so does the one with a register of its own unless that was read. Raises RegisterEmpty.
    """
    regions = sorted({region for region, _ in found.kept} - _kept_estimated(found))
    if not regions:
        raise RegisterEmpty("file")
    held = sum(found.kept[region, ALL] for region in regions)
    published = estimates.inputs["total"] * sum(
        estimates.inputs["regions"][region]["share"] for region in regions
    )
    part = min(1, published / held)
    return {
        region: {name: int(found.kept[region, name] * part) for name in (ALL, *estimates.fields)}
        for region in regions
    }


def _kept_estimated(found: Tally) -> set[str]:
    return set() if found.departments.issuperset(_LOCAL_LAW) else {_LOCAL_REGION}


def _tally(name: str, opened: Callable[[], IO[bytes]], today: date) -> Tally:
    """A file is read as UTF-8, and again as latin-1 where it is not."""
    try:
        with _rows(name, opened, "utf-8-sig") as rows:
            return _counted(rows, name, today)
    except UnicodeDecodeError:
        with _rows(name, opened, "latin-1") as rows:
            return _counted(rows, name, today)


@contextmanager
def _rows(
    name: str, opened: Callable[[], IO[bytes]], encoding: str
) -> Iterator[Iterator[list[str]]]:
    # newline="": a line break inside quotes belongs to the purpose of an association.
    try:
        with opened() as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
            yield csv.reader(text, delimiter=";")
    except (csv.Error, OSError, zipfile.BadZipFile):
        raise RegisterUnreadable("file", name=name) from None


def _counted(rows: Iterator[list[str]], name: str, today: date) -> Tally:
    header = [column.strip().lower() for column in next(rows, [])]
    places = {column: place for place, column in enumerate(header)}
    needed = _SHARED if _OF_IMPORT & places.keys() else _WALDEC
    for column in needed:
        if column not in places:
            raise NotTheRegister("file", name=name, column=column)
    alive = (f"{today.year - YEARS_ALIVE:04}{today:-%m-%d}", today.isoformat())
    found = Tally()
    for row in rows:
        if len(row) != len(header):
            found.broken += bool(row)
            continue
        _count(found, {column: row[places[column]].strip() for column in needed}, alive)
    return found


def _count(found: Tally, record: Mapping[str, str], alive: tuple[str, str]) -> None:
    if record["position"] != "A" or record.get("date_disso", "") not in _NO_DATE:
        found.dissolved += 1
        return
    # Not the date of the last update: the register's own clean-ups change it for sleepers too.
    if not any(alive[0] <= record.get(name, "") <= alive[1] for name in _DATES):
        found.dormant += 1
        return
    department = _department(record.get("adrs_codeinsee", ""), record["adrs_codepostal"])
    region = _REGION_OF.get(department)
    if region is None:
        found.elsewhere += 1
        return
    found.departments.add(department)
    found.kept[region, ALL] += 1
    if own := _field(record["objet_social1"]):
        found.kept[region, own] += 1
    else:
        found.without_field += 1


def _department(commune: str, postcode: str) -> str:
    """From the commune's code (2A004, 97105), else from the postcode (20000, 97110)."""
    for code in (commune.upper(), postcode):
        if re.fullmatch("[0-9][0-9AB][0-9]{3}", code) and code != "00000":
            return code[:3] if code.startswith("97") else code[:2]
    return ""


@functools.cache
def _field(social_object: str) -> str | None:
    """The field of six digits whose first three are the family."""
    return vocabulary.field_of_rna(social_object.zfill(6)) if social_object.isdigit() else None
