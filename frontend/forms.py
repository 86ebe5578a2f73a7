"""Forms: what people typed as GraphQL input values, and what was saved as people would type it."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from commons import vocabulary

CASE_STUDY, TOOL_BENCHMARK = "CASE_STUDY", "TOOL_BENCHMARK"
EMPTY_ROWS = 3
ROWS_LIMIT = 20
INTEGER_LIMIT = 2**31 - 1  # GraphQL's Int

COMMON_TEXTS = (
    *("title", "regrets", "advice", "language"),
    *("outcome", "status", "humanLink", "dose", "cost", "setupTime", "started"),
)
COMMON_LISTS = ("themes", "channels", "publics", "humanMeans")
TEXTS = {
    CASE_STUDY: (*COMMON_TEXTS, "tried", "context", "done", "results"),
    TOOL_BENCHMARK: (*COMMON_TEXTS, "tool", "use", "again", "leftFor", "vendorTie"),
}
LISTS = {
    CASE_STUDY: (*COMMON_LISTS, "tools", "needs"),
    TOOL_BENCHMARK: (*COMMON_LISTS, "leavingReasons"),
}
NUMBERS = ("monthlyHours", "adopted", "equipped")
ROW_FIELDS = ("measure", "moment", "number", "total", "source", "start", "end")
MOMENTS = ("ONLY", "BEFORE", "AFTER", "COMPARISON")
AGAIN = ("YES", "NO", "UNSURE")

# Both sides of these rates are amounts; their units alone don't say so.
_AMOUNT_OVER_AMOUNT = frozenset(
    {"return-ratio", "recurring-share", "online-share", "funded-rate", "fee-rate", "channel-share"}
)
_DIGITS = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,13})(?:[.,]([0-9]{1,2}))?")
_BLANKS = re.compile(r"[\s\u00a0\u202f'’€]")


class NotANumber(ValueError):
    """What was typed is no number; ``key`` words what was expected."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def cents(typed: str) -> int:
    """An amount typed in euros, ``1 234,50`` or ``1,234.50``, in cents. Raises NotANumber."""
    found = _DIGITS.fullmatch(_BLANKS.sub("", typed))
    if found is None:
        raise NotANumber("sharing.wrong.amount")
    euros, part = found.groups()
    return int(re.sub("[.,]", "", euros)) * 100 + int((part or "").ljust(2, "0"))


def whole(typed: str) -> int:
    """A whole number as people type it, blanks between thousands allowed. Raises NotANumber."""
    try:
        number, rest = divmod(cents(typed), 100)
    except NotANumber:
        raise NotANumber("sharing.wrong.whole") from None
    if rest:
        raise NotANumber("sharing.wrong.whole")
    return number


def euros(amount: int, language: str) -> str:
    """Cents as one types them: ``1234,50``, or ``1234`` when nothing follows the comma."""
    number, rest = divmod(amount, 100)
    mark = "." if language == "en" else ","
    return f"{number}{mark}{rest:02d}" if rest else str(number)


def local_path(typed: str | None) -> str | None:
    """A path of this very site, None for anything a browser could take elsewhere."""
    if not typed or not typed.startswith("/") or typed.startswith("//"):
        return None
    # Browsers read a backslash as a slash and drop tabs and line ends.
    if "\\" in typed or any(not "!" <= character <= "~" for character in typed):
        return None
    return typed


def text(form: FormData, name: str) -> str:
    """One typed value; empty when missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def several(form: FormData, name: str) -> list[str]:
    """Every value of a repeated field, each once, without empty ones."""
    values = (value.strip() for value in form.getlist(name) if isinstance(value, str))
    return list(dict.fromkeys(filter(None, values)))


def lines(form: FormData, name: str) -> list[str]:
    """One value per line."""
    return [line.strip() for line in text(form, name).splitlines() if line.strip()]


def decoded(raw: bytes) -> str:
    """The text of a file, in UTF-8 or, as spreadsheets still write it, in Windows-1252."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class Measure:
    """How one metric is typed: what is counted, over what, and which sides are amounts."""

    code: str
    bases: tuple[str, ...]
    over: bool
    amount: bool
    amount_over: bool
    counted: Mapping[str, str]
    among: Mapping[str, str]


@functools.cache
def measures() -> Mapping[str, Measure]:
    """Every metric that may be typed; derived ones follow from others."""
    found: dict[str, Measure] = {}
    for code, term in vocabulary.terms("metrics").items():
        about = term.attributes
        if about["derived"]:
            continue
        both = code in _AMOUNT_OVER_AMOUNT
        found[code] = Measure(
            code=code,
            bases=tuple(about["bases"]),
            over=bool(about["formula"]),
            amount=both or about["unit"] == "EUR",
            amount_over=both,
            counted={"fr": about["numerator_fr"], "en": about["numerator"]},
            among={"fr": about["denominator_fr"], "en": about["denominator"]},
        )
    return found


@dataclass(slots=True)
class Sheet:
    """A draft as the form shows it: values as they are typed, problems by field.

    ``criteria`` maps a code to its score and comment; a row's ``measure`` is ``metric:basis``.
    """

    kind: str
    draft: str | None = None
    version: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    criteria: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def chosen(self, name: str) -> list[str]:
        return self.lists.get(name, [])

    @property
    def offered_rows(self) -> list[dict[str, str]]:
        """The rows that hold something, then a few empty ones."""
        empty = dict.fromkeys(ROW_FIELDS, "")
        places = min(EMPTY_ROWS, max(0, ROWS_LIMIT - len(self.rows)))
        return self.rows + [empty] * places

    def holds(self, names: Iterable[str]) -> bool:
        """Whether one of these fields holds something or has a problem: its section opens."""
        return any(
            self.value(name)
            or self.chosen(name)
            or any(key.split(".")[0] == name for key in self.problems)
            for name in names
        )


def blank(kind: str, language: str) -> Sheet:
    """The form of a new draft."""
    return Sheet(kind, values={"language": language})


def saved(draft: Mapping[str, Any], language: str) -> Sheet:
    """A draft as the API tells it, as its author would type it."""
    practice, kind = draft["practice"], draft["kind"]
    values = {name: practice[name] or "" for name in TEXTS[kind]}
    if kind == TOOL_BENCHMARK:
        values |= {name: "" if practice[name] is None else str(practice[name]) for name in NUMBERS}
    return Sheet(
        kind,
        draft=draft["id"],
        version=draft["version"],
        values=values,
        lists={name: list(practice[name]) for name in LISTS[kind]},
        criteria={
            each["code"]: {"score": str(each["score"]), "comment": each["comment"] or ""}
            for each in practice["criteria"]
        },
        rows=[_typed(each, language) for each in practice["observations"]],
    )


def _typed(observation: Mapping[str, Any], language: str) -> dict[str, str]:
    measure = measures()[observation["metric"]]
    number = observation["numerator"] if measure.over else observation["value"]
    total = observation["denominator"]
    return {
        "measure": f"{observation['metric']}:{observation['basis']}",
        "moment": observation["moment"],
        "number": euros(number, language) if measure.amount else str(number),
        "total": ""
        if total is None
        else euros(total, language)
        if measure.amount_over
        else str(total),
        "source": observation["source"],
        "start": observation["start"] or "",
        "end": observation["end"] or "",
    }


def filled(kind: str, form: FormData, draft: str | None) -> Sheet:
    """What was typed, row by row; rows without figure or measure are left out."""
    version = text(form, "version")
    rows = [
        {name: text(form, f"row-{place}-{name}").strip() for name in ROW_FIELDS}
        for place in range(ROWS_LIMIT)
    ]
    criteria = {
        code: {
            "score": text(form, f"criterion-{code}"),
            "comment": text(form, f"criterion-{code}-comment"),
        }
        for code in several(form, "criterion")
    }
    names = TEXTS[kind] + (NUMBERS if kind == TOOL_BENCHMARK else ())
    return Sheet(
        kind,
        draft=draft,
        version=int(version) if re.fullmatch("[0-9]{1,9}", version) else None,
        values={name: text(form, name) for name in names},
        lists={name: several(form, name) for name in LISTS[kind]},
        criteria={code: each for code, each in criteria.items() if any(each.values())},
        rows=[row for row in rows if row["measure"] or row["number"] or row["total"]],
    )


def practice_input(sheet: Sheet) -> dict[str, Any]:
    """The sheet as ``CaseStudyInput`` or ``ToolBenchmarkInput``.

    What can't even be sent (no number, no measure) is written into ``sheet.problems`` as the key
    of a wording.
    """
    given: dict[str, Any] = {name: sheet.value(name).strip() or None for name in TEXTS[sheet.kind]}
    given |= {name: sheet.chosen(name) for name in LISTS[sheet.kind]}
    given["language"] = given["language"] or "fr"
    given["observations"] = [
        observation
        for place, row in enumerate(sheet.rows)
        if (observation := _observation(sheet, place, row))
    ]
    if sheet.kind == TOOL_BENCHMARK:
        given |= {name: _number(sheet, name) for name in NUMBERS}
        given["again"] = given["again"] if given["again"] in AGAIN else None
        given["criteria"] = _criteria(sheet)
    return given


def _number(sheet: Sheet, name: str) -> int | None:
    typed = sheet.value(name).strip()
    if not typed:
        return None
    try:
        return min(whole(typed), INTEGER_LIMIT)
    except NotANumber as problem:
        sheet.problems[name] = problem.key
        return None


def _criteria(sheet: Sheet) -> list[dict[str, Any]]:
    found = []
    for code, each in sheet.criteria.items():
        if each["score"] in ("1", "2", "3", "4", "5"):
            comment = each["comment"].strip() or None
            found.append({"code": code, "score": int(each["score"]), "comment": comment})
        else:
            sheet.problems[f"criteria.{code}"] = "sharing.wrong.score"
    return found


def _observation(sheet: Sheet, place: int, row: Mapping[str, str]) -> dict[str, Any] | None:
    where = f"observations.{place}"
    metric, _, basis = row["measure"].partition(":")
    measure = measures().get(metric)
    if measure is None:
        sheet.problems[where] = "sharing.wrong.measure"
        return None
    if not row["number"]:
        sheet.problems[where] = "sharing.wrong.number_missing"
        return None
    if measure.over and not row["total"]:
        sheet.problems[where] = "sharing.wrong.total_missing"
        return None
    if row["total"] and not measure.over:
        sheet.problems[where] = "sharing.wrong.total_unwanted"
        return None
    try:
        number = cents(row["number"]) if measure.amount else whole(row["number"])
        total = None
        if row["total"]:
            total = cents(row["total"]) if measure.amount_over else whole(row["total"])
    except NotANumber as problem:
        sheet.problems[where] = problem.key
        return None
    return {
        "metric": metric,
        "basis": basis,
        "moment": row["moment"] if row["moment"] in MOMENTS else "ONLY",
        "numerator": number if measure.over else None,
        "denominator": total,
        "value": None if measure.over else number,
        "start": row["start"] or None,
        "end": row["end"] or None,
        "source": row["source"] or "declared",
    }


def place_problem(path: Iterable[str]) -> str:
    """The field of the form that a problem's path names; empty for the form as a whole."""
    parts = list(path)
    if parts[:1] == ["practice"]:
        parts = parts[1:]
    if not parts:
        return ""
    return ".".join(parts[:2]) if parts[0] in ("observations", "criteria") else parts[0]
