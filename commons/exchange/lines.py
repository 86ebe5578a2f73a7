"""One publication as one JSON object: how the shelf writes it, and what it takes of others'."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydantic

from commons import clock, library, vocabulary
from commons.anonymisation import direct
from commons.anonymisation.words import normalisation
from commons.content import OTHER_TOOL, CaseStudyContent, ToolBenchmarkContent, texts
from commons.exchange import markup, values
from commons.library import Item, Origin
from commons.plain_text import tidy, tidy_line
from commons.refusals import Refusal

ID_LIMIT = 200
SOURCE_LIMIT = 80
MARKED_LIMIT = 100_000  # of a text with its Markdown
_NOT_SAID = 0  # a month that the line leaves to the shelf

# Key of a line → facet of the publication, which is also its list in the vocabulary.
_SINGLE = {
    "field": "fields",
    "zone": "zones",
    "outcome": "outcomes",
    "status": "statuses",
    "human_link": "human_links",
    "cost": "costs",
    "setup_time": "setup_times",
    "hindsight": "hindsight",
    "evidence": "evidence",
}
_SEVERAL = ("themes", "channels", "sizes", "publics")
# Key of a line, which is also a field of the content → list of the vocabulary.
_CODED = {
    "case-study": {"needs": "needs", "human_means": "human_means", "dose": "dosage"},
    "tool-benchmark": {
        "human_means": "human_means",
        "dose": "dosage",
        "monthly_hours": "count_bands",
        "leaving_reasons": "leaving_reasons",
        "vendor_tie": "vendor_ties",
    },
}
_LISTS = ("needs", "human_means", "leaving_reasons")
_SUMMARY = {"case-study": "tried", "tool-benchmark": "use"}
# Sections with a field of their own; the first takes a body without names and all other sections.
_SECTIONS = {
    "case-study": ("done", "context", "results", "regrets", "advice"),
    "tool-benchmark": ("account", "regrets", "advice"),
}
_SECTION_NAMES = {
    "contexte": "context",
    "situation": "context",
    "demarche": "done",
    "deroulement": "done",
    "actions": "done",
    "mise en oeuvre": "done",
    "ce que nous avons fait": "done",
    "recit": "account",
    "resultat": "results",
    "resultats": "results",
    "bilan": "results",
    "ce que nous ne referions pas": "regrets",
    "conseil": "advice",
    "conseils": "advice",
}
# Taken from our own exports alone; whatever else may come from anywhere.
_OURS = ("figures", "adoption", "evidence", "version")
_BANDS = {"words": "rate_words", "amount": "amount_bands", "count": "count_bands"}
_KEYS = {
    "id", "source", "kind", "title", "summary", "body", "tools", "tool", "size", "year", "period",
    "language", "audience", "month", "visible_from", "version", "again", "criteria", "figures",
    "adoption", "left_for", *_SINGLE, *_SEVERAL, *_CODED["case-study"], *_CODED["tool-benchmark"],
    *_SECTIONS["case-study"], *_SECTIONS["tool-benchmark"],
}  # fmt: skip


class DirectIdentifier(Refusal):
    """A text from elsewhere names somebody; ``kind`` says how, never whom."""

    code = "direct-identifier"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file's lines are read: whether they are our own, and where they come from."""

    trusted: bool
    source: str | None  # of every line, whatever it says itself
    otherwise: str | None  # of lines that say none


@dataclass(slots=True)
class Read:
    """A line as a publication without id, and what of it was not taken as it stood.

    ``remarks`` are pairs of a code and a value: ``unknown-tool``, ``unknown-key``, ``not-ours``,
    ``no-tool``, ``other-year``. ``month`` and ``visible_from`` of the item are 0 where the line
    says none.
    """

    item: Item
    origin: Origin
    remarks: list[tuple[str, str]] = field(default_factory=list)


def written(item: Item, network: str) -> dict[str, Any]:
    """A publication as a line of an export of this network; see docs/exchange.md."""
    content = item.content.model_dump(mode="json", exclude_none=True)
    origin = item.origin or Origin(network, item.id)
    line: dict[str, Any] = {"id": origin.id, "source": origin.source, "kind": item.kind}
    for key, name in (("title", "title"), ("summary", _SUMMARY[item.kind])):
        if name in content:
            line[key] = content.pop(name)
    body = {name: content.pop(name) for name in _SECTIONS[item.kind] if name in content}
    if body:
        line["body"] = body
    for facet in (*_SEVERAL, "tools"):
        if facet in item.labels:
            line[facet] = list(item.labels[facet])
    for key, facet in _SINGLE.items():
        if facet in item.labels:
            line[key] = item.labels[facet][0]
    line |= {name: value for name, value in content.items() if value != [] and name != "kind"}
    return line | {
        "language": item.language,
        "audience": item.audience,
        "month": clock.text_of(item.month),
        "visible_from": clock.text_of(item.visible_from),
        "version": item.version,
    }


def read(line: Mapping[str, Any], terms: Terms) -> Read:
    """A line as a publication. Raises the refusal of the first key that is wrong."""
    given = {key: value for key, value in line.items() if value is not None}
    kind = values.one(given, "kind", "kinds")
    if kind is None:
        raise values.KeyMissing("kind", missing="kind")
    remarks = [("unknown-key", key) for key in given if key not in _KEYS]
    if not terms.trusted:
        # What this network measured is no claim of others.
        remarks += [("not-ours", key) for key in _OURS if given.pop(key, None)]
    content, labels = _content(given, kind, terms.trusted), _labels(given)
    content["period"] = _period(given, remarks)
    tools = [_tool(each, remarks) for each in values.strings(given, "tools")]
    if kind == "tool-benchmark":
        tools = [*(_tool(each, remarks) for each in values.strings(given, "tool")), *tools]
        if not tools:
            remarks.append(("no-tool", ""))
            tools = [OTHER_TOOL]
        content["tool"] = tools[0]
        content["left_for"] = next(
            (_tool(e, remarks) for e in values.strings(given, "left_for")), None
        )
    if tools:
        labels["tools"] = tuple(sorted(set(tools)))
    month = _month(given, "month")
    item = Item(
        id="",
        kind=kind,
        state="published",
        audience=values.one(given, "audience", "audiences") or "open",
        visible_from=max(month, _month(given, "visible_from")),
        month=month,
        version=_version(given),
        language=values.one(given, "language", "languages") or "fr",
        content=_validated(content),
        labels=labels,
    )
    return Read(item, _origin(given, terms), remarks)


def examine(item: Item) -> None:
    """Raises DirectIdentifier for a text that names somebody by its shape alone."""
    found = texts(item.content)
    # Together first: most lines hold nothing, and then once is enough.
    if direct.kinds("\n\n".join(found.values()), item.language):
        for name, text in found.items():
            for kind in direct.kinds(text, item.language):
                raise DirectIdentifier(name, kind=kind)


def _content(given: Mapping[str, Any], kind: str, trusted: bool) -> dict[str, Any]:
    content = _texts(given, kind, trusted)
    content["kind"] = kind
    for key, list_name in _CODED[kind].items():
        codes = values.codes(given, key, list_name)
        content[key] = codes if key in _LISTS else next(iter(codes), None)
    if trusted:
        content["figures"] = [_figure(each, "figures") for each in values.objects(given, "figures")]
        if "adoption" in given:
            content["adoption"] = _figure(given["adoption"], "adoption")
    if kind == "tool-benchmark":
        content["again"] = given.get("again")
        content["criteria"] = [
            _criterion(each, trusted) for each in values.objects(given, "criteria")
        ]
    return content


def _texts(given: Mapping[str, Any], kind: str, trusted: bool) -> dict[str, Any]:
    """Title, summary and sections; of other networks' texts what remains without Markdown."""
    title = values.text(given, "title")
    if title is not None and not trusted:
        title = tidy_line(markup.plain_line(tidy_line(title, "title") or ""), "title")
    if title is None and kind == "case-study":
        raise values.KeyMissing("title", missing="title")
    said = _sections(given, kind)
    parts = {name: _tidied(pieces, name, trusted) for name, pieces in said.items()}
    summary = _tidied([text] if (text := values.text(given, "summary")) else [], "summary", trusted)
    if summary is None and kind == "case-study":
        # A case study says first what was tried: its first paragraph, where nothing else does.
        first = next((name for name in _reading_order(kind) if parts.get(name)), None)
        if first is None:
            raise values.KeyMissing("summary", missing="summary")
        summary, _, rest = (parts[first] or "").partition("\n\n")
        parts[first] = rest or None
    return {"title": title, _SUMMARY[kind]: summary} | parts


def _reading_order(kind: str) -> Sequence[str]:
    return ("context", "done", "results") if kind == "case-study" else ("account",)


def _sections(given: Mapping[str, Any], kind: str) -> dict[str, list[str]]:
    """The pieces of each section; one without a field of its own keeps its name as a heading."""
    known = _SECTIONS[kind]
    found: dict[str, list[str]] = {name: [] for name in known}
    body = given.get("body")
    if isinstance(body, str):
        found[known[0]].append(body)
    elif isinstance(body, dict):
        for name in body:
            text = values.text(body, name)
            if not text or not text.strip():
                continue
            folded = " ".join(normalisation.words_of(name))
            own = _SECTION_NAMES.get(folded, folded)
            if own in known:
                found[own].append(text)
            else:
                found[known[0]].append(f"{name}\n\n{text}")
    elif body is not None:
        raise values.WrongForm("body")
    for name in known:
        if text := values.text(given, name):
            found[name].append(text)
    return found


def _tidied(pieces: Sequence[str], name: str, trusted: bool) -> str | None:
    if trusted:
        return "\n\n".join(pieces) or None
    # Forbidden characters first: Markdown puts others in the place of some.
    read = [markup.plain(tidy(each, name, limit=MARKED_LIMIT) or "") for each in pieces]
    return tidy("\n\n".join(read), name)


def _labels(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found = {}
    for key in _SEVERAL:
        if codes := values.codes(given, key, key):
            found[key] = codes
    for key, facet in _SINGLE.items():
        if (code := values.one(given, key, facet)) is not None:
            found[facet] = (code,)
    sizes = {*found.get("sizes", ()), *values.codes(given, "size", "sizes")}
    # A hidden size is the class of all (design, section 4).
    found["sizes"] = tuple(sizes or vocabulary.terms("sizes"))
    return {facet: tuple(sorted(codes)) for facet, codes in found.items()}


def _period(given: Mapping[str, Any], remarks: list[tuple[str, str]]) -> str | None:
    period = values.one(given, "period", "periods")
    if period is not None or "year" not in given:
        return period
    year = str(given["year"]).strip()
    if re.fullmatch("[0-9]{4}", year) is None:
        raise values.WrongForm("year")
    band = vocabulary.period_of(int(year))
    if band is None:
        remarks.append(("other-year", year))
    return band


def _tool(name: str, remarks: list[tuple[str, str]]) -> str:
    """The code of a tool given by code, name or alias; one that is unknown is another tool."""
    if name == OTHER_TOOL or name in vocabulary.tools():
        return name
    known = _tool_names().get(normalisation.fold(name).strip())
    if known is not None:
        return known
    remarks.append(("unknown-tool", name[:SOURCE_LIMIT]))
    return OTHER_TOOL


@functools.cache
def _tool_names() -> Mapping[str, str]:
    """Folded name or alias → code."""
    return {
        normalisation.fold(name).strip(): tool.code
        for tool in vocabulary.tools().values()
        for name in (*tool.aliases, tool.name)
    }


def _figure(given: Any, key: str) -> dict[str, Any]:
    """A figure as this network showed it, its codes still known."""
    if not isinstance(given, dict):
        raise values.WrongForm(key)
    lists = {"metric": "metrics", "basis": "bases", "source": "figure_sources"}
    if bands := _BANDS.get(str(given.get("kind"))):
        lists["code"] = bands
    for name, list_name in lists.items():
        vocabulary.require(list_name, str(given.get(name)), key, name)
    return given


def _criterion(given: Any, trusted: bool) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise values.WrongForm("criteria")
    vocabulary.require("criteria", str(given.get("code")), "criteria", "code")
    comment = values.text(given, "comment")
    return given | {"comment": _tidied([comment] if comment else [], "criteria", trusted)}


def _origin(given: Mapping[str, Any], terms: Terms) -> Origin:
    source = terms.source or values.text(given, "source") or terms.otherwise
    given_id = given.get("id")
    if isinstance(given_id, int) and not isinstance(given_id, bool):
        given_id = str(given_id)
    if given_id is None:
        raise values.KeyMissing("id", missing="id")
    if not isinstance(given_id, str):
        raise values.WrongForm("id")
    source = tidy_line(source, "source", limit=SOURCE_LIMIT)
    given_id = tidy_line(given_id, "id", limit=ID_LIMIT)
    if source is None:
        raise values.KeyMissing("source", missing="source")
    if given_id is None:
        raise values.KeyMissing("id", missing="id")
    return Origin(source, given_id)


def _version(given: Mapping[str, Any]) -> int:
    version = given.get("version", 1)
    if not isinstance(version, int) or version < 1:
        raise values.WrongForm("version")
    return version


def _month(given: Mapping[str, Any], key: str) -> int:
    if key not in given:
        return _NOT_SAID
    try:
        return clock.month_of(given[key])
    except (TypeError, ValueError):
        raise values.WrongForm(key) from None


def _validated(content: Mapping[str, Any]) -> CaseStudyContent | ToolBenchmarkContent:
    said = {name: value for name, value in content.items() if value is not None}
    try:
        return library.ANYTHING.validate_python(said)
    except pydantic.ValidationError as wrong:
        # The first part of the place is the kind.
        raise values.WrongForm(*wrong.errors()[0]["loc"][1:]) from None
