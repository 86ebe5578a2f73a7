"""Finds in a text whatever could tell which association wrote it, and proposes other words."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commons.anonymisation import (
    doubts,
    echoes,
    entities,
    mentions,
    model,
    passages,
    proposals,
    recent,
    replacement,
)
from commons.anonymisation.doubts import Doubt
from commons.anonymisation.own import profile as own
from commons.anonymisation.own.profile import Profile
from commons.anonymisation.proposals import Finding
from commons.anonymisation.replacement import Published
from commons.anonymisation.software import products
from commons.anonymisation.words import communes, dictionary, normalisation

__all__ = [
    "Anonymised",
    "Doubt",
    "Finding",
    "Profile",
    "Published",
    "anonymise",
    "doubtful",
    "rewrite",
    "scan",
    "unflagged",
    "warm_up",
]

_ROUNDS = 6
# What detectors saw in the last fields, with the profile's words that they recognised there.
_seen: recent.Recent[tuple[mentions.Mention, ...]] = recent.Recent(256)


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A text, what was found in it, and the text once every proposal is accepted."""

    text: str
    findings: tuple[Finding, ...]
    anonymised: str


def scan(
    fields: Mapping[str, str],
    profile: Profile,
    published: Published = replacement.NO_LABEL,
    *,
    keep: Iterable[str] = (),
    tell: Iterable[Doubt] = (),
    judged: Mapping[str, str] | None = None,
    with_model: bool = True,
) -> tuple[Finding, ...]:
    """The findings of all fields of one document, in the order of the fields.

    `keep` holds what the author keeps, ids of findings or words such as a tool outside the
    catalogue; a finding that is certain stays all the same. `tell` are doubts the author
    confirmed: each of their mentions is a finding. `judged` holds what `unflagged` left of
    the fields before their decisions: words that were there and are not certain to identify are
    not asked about again, whatever stands around them now. The names model is used where it is
    installed, unless `with_model` is false.
    """
    kept = frozenset(keep)
    kept_words = frozenset(filter(None, (normalisation.fold(word).strip() for word in kept)))
    own_letters = own.letters(profile)
    parts = {
        field: passages.read(normalisation.Reading(text), published, own_letters, kept_words)
        for field, text in fields.items()
    }
    readings = {field: part.reading for field, part in parts.items()}
    found = {
        field: _resolved(part, profile, published, kept_words, with_model)
        for field, part in parts.items()
    }
    if tell := tuple(tell):
        found = {name: passages.confirmed(parts[name], each, tell) for name, each in found.items()}
    found = echoes.add(parts, found)
    grouped = entities.group(readings, found)
    found = entities.joined(readings, found, grouped)
    document = proposals.document(readings, found, grouped, published, profile)
    findings: list[Finding] = []
    known = frozenset(
        word for text in (*(judged or {}).values(), *kept_words) for word in _words(text)
    )
    for field, part in parts.items():
        seen: dict[tuple[str, ...], int] = {}
        after = 0
        for mention in found[field]:
            if mention.wording and own.recalls(profile, mention.wording):
                mention = dataclasses.replace(mention, wording=None)
            if judged and _is_judged(part, mention, known):
                continue
            finding = proposals.present(field, part.reading, mention, document, seen, after)
            after = mention.end
            accepted = finding.id in kept or (
                normalisation.fold(finding.text).strip() in kept_words
                or part.kept.is_kept(mention.start, mention.end)
            )
            if not (finding.keepable and accepted):
                findings.append(finding)
    return tuple(findings)


def doubtful(
    fields: Mapping[str, str],
    findings: Iterable[Finding],
    profile: Profile,
    published: Published = replacement.NO_LABEL,
) -> tuple[Doubt, ...]:
    """What no finding of a document holds and its author should judge, riskiest first."""
    covered: dict[str, list[tuple[int, int, str]]] = {}
    for finding in findings:
        place = (finding.start, finding.end, finding.kind)
        covered.setdefault(finding.field, []).append(place)
    own_letters = own.letters(profile)
    contexts = {
        field: passages.read(normalisation.Reading(text), published, own_letters, frozenset()).asked
        for field, text in fields.items()
    }
    return doubts.detect(
        contexts,
        covered,
        functools.partial(own.recalls, profile),
        published.language,
    )


def unflagged(fields: Mapping[str, str], findings: Iterable[Finding]) -> dict[str, str]:
    """The fields less what was found in them: words a later scan need not ask about again."""
    held: dict[str, list[tuple[int, int, str]]] = {}
    for finding in findings:
        held.setdefault(finding.field, []).append((finding.start, finding.end, " "))
    return {field: rewrite(text, held.get(field, ())) for field, text in fields.items()}


def rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with each (start, end, words) applied; overlapping changes are a ValueError."""
    pieces: list[str] = []
    position = 0
    for start, end, words in sorted(changes):
        if start < position or end < start or end > len(text):
            raise ValueError(f"change {start}–{end} overlaps another or leaves the text")
        pieces += (text[position:start], words)
        position = end
    return "".join((*pieces, text[position:]))


def anonymise(
    text: str,
    profile: Profile,
    published: Published = replacement.NO_LABEL,
    *,
    with_model: bool = True,
) -> Anonymised:
    """The text with every proposal accepted, until a new scan finds nothing."""
    findings = scan({"text": text}, profile, published, with_model=with_model)
    anonymised, rest = text, findings
    for _ in range(_ROUNDS):
        if not rest:
            break
        anonymised = rewrite(anonymised, ((f.start, f.end, f.replacement) for f in rest))
        rest = scan({"text": anonymised}, profile, published, with_model=with_model)
    return Anonymised(text, findings, anonymised)


def _resolved(
    passage: passages.Passage,
    profile: Profile,
    published: Published,
    kept_words: frozenset[str],
    with_model: bool,
) -> list[mentions.Mention]:
    """What every detector sees in a field, all over again only where something has changed."""
    reading = passage.reading
    kept_here = sorted(word for word in kept_words if word in reading.folded)
    with_model = with_model and model.is_available()
    asked = (reading.raw, profile, published, kept_here, with_model)
    return [
        *_seen.of(asked, lambda: tuple(passages.resolved(passage, profile, published, with_model)))
    ]


def _words(text: str) -> Iterator[str]:
    return (word.fold for word in normalisation.Reading(text).words)


def _is_judged(passage: passages.Passage, mention: mentions.Mention, known: frozenset[str]) -> bool:
    """Whether a guess holds only words that were judged before."""
    return mention.certainty != "certain" and all(
        word.fold in known or passage.guessed.is_kept(word.start, word.end)
        for word in passage.reading.words_in(mention.start, mention.end)
    )


def warm_up() -> None:
    """Read every list, and the names model, now: the first text waits some seconds otherwise."""
    dictionary.warm_up()
    communes.warm_up()
    products.warm_up()
    model.warm_up()
