"""Two authors who decide: one accepts everything, the other reads every finding and every doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commons import anonymisation
from commons.anonymisation import Doubt, Finding, Profile, Published


@dataclass(frozen=True, slots=True)
class Outcome:
    """What of a text is replaced in the end, character by character, and what the list showed."""

    masked: frozenset[int]
    doubts: tuple[Doubt, ...]
    shown: frozenset[int]


def hurried(text: str, profile: Profile, published: Published, *, with_model: bool) -> Outcome:
    """Accepts every proposal, ticks no doubt."""
    found, doubts = _looked(text, profile, published, with_model)
    return Outcome(_characters(found), doubts, _shown(doubts))


def careful(
    text: str,
    spans: Sequence[Mapping[str, Any]],
    profile: Profile,
    published: Published,
    *,
    with_model: bool,
) -> Outcome:
    """Ticks the doubts that touch an identifier, keeps the findings that touch none."""
    identifiers = _covered(spans, "must_redact")
    debatable = _covered(spans, "debatable")
    found, doubts = _looked(text, profile, published, with_model)
    telling = [
        doubt
        for doubt in doubts
        if any(not identifiers.isdisjoint(range(low, high)) for _, low, high in doubt.mentions)
    ]
    if telling:
        found = anonymisation.scan(
            {"text": text}, profile, published, tell=telling, with_model=with_model
        )
    accepted = [
        each
        for each in found
        if not (each.keepable and (identifiers | debatable).isdisjoint(range(each.start, each.end)))
    ]
    return Outcome(_characters(accepted), doubts, _shown(doubts))


def _looked(
    text: str, profile: Profile, published: Published, with_model: bool
) -> tuple[tuple[Finding, ...], tuple[Doubt, ...]]:
    fields = {"text": text}
    found = anonymisation.scan(fields, profile, published, with_model=with_model)
    return found, anonymisation.doubtful(fields, found, profile, published)


def _characters(found: Sequence[Finding]) -> frozenset[int]:
    return frozenset(c for each in found for c in range(each.start, each.end))


def _shown(doubts: Sequence[Doubt]) -> frozenset[int]:
    return frozenset(
        c for each in doubts for _, low, high in each.mentions for c in range(low, high)
    )


def _covered(spans: Sequence[Mapping[str, Any]], flag: str) -> frozenset[int]:
    return frozenset(c for s in spans if s["flag"] == flag for c in range(s["start"], s["end"]))
