"""A mention is what a detector saw; overlapping mentions are resolved into separate ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

DIRECT = frozenset(
    (
        "ASSO",
        "PERSON",
        "EMAIL",
        "URL",
        "HANDLE",
        "PHONE",
        "SIREN",
        "SIRET",
        "RNA",
        "IBAN",
        "ADDRESS",
        "PLATE",
    )
)
CERTAINTIES = {"certain": 0, "probable": 1, "possible": 2}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the clean text that may tell who wrote it."""

    start: int
    end: int
    kind: str
    certainty: str
    reason: str
    entity: str = ""  # a key shared by the mentions of one entity; the folded text when empty
    wording: str | None = None  # the replacement, when the detector knows it better

    @property
    def direct(self) -> bool:
        """Whether it names somebody by itself."""
        return self.kind in DIRECT

    def overlaps(self, other: "Mention") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


def _rank(mention: Mention) -> tuple[bool, int, int, int, str, str, str]:
    return (
        not mention.direct,
        mention.start - mention.end,
        CERTAINTIES[mention.certainty],
        mention.start,
        mention.kind,
        mention.reason,
        mention.entity,
    )


def resolve(mentions: Iterable[Mention], folded: str, hollow: frozenset[str]) -> list[Mention]:
    """Mentions that never overlap: direct over quasi, longer over shorter.

    What sticks out of a beaten mention stays one, unless only `hollow` words are left of it.
    Whatever takes in something certain is certain itself.
    """
    accepted: list[Mention] = []
    covered: dict[int, Mention] = {}
    ranked = sorted(set(mentions), key=_rank)
    certain = {c for m in ranked if m.certainty == "certain" for c in range(m.start, m.end)}
    for mention in ranked:
        winners = {id(m): m for c in range(mention.start, mention.end) if (m := covered.get(c))}
        if not winners:
            pieces = [mention]
        elif mention.reason == "superlative":
            # A claim of rarity names nobody once its subject is gone: it falls whole.
            for winner in winners.values():
                accepted.remove(winner)
            strongest = min(winners.values(), key=_rank)
            pieces = [
                replace(
                    mention,
                    start=min(mention.start, *(w.start for w in winners.values())),
                    end=max(mention.end, *(w.end for w in winners.values())),
                    kind=strongest.kind,
                    certainty=strongest.certainty,
                )
            ]
        else:
            pieces = _remainders(mention, covered, folded, hollow)
        for piece in pieces:
            accepted.append(piece)
            for character in range(piece.start, piece.end):
                covered[character] = piece
    return sorted(
        (
            mention
            if certain.isdisjoint(range(mention.start, mention.end))
            else replace(mention, certainty="certain")
            for mention in accepted
        ),
        key=lambda mention: mention.start,
    )


def _remainders(
    mention: Mention, covered: dict[int, Mention], folded: str, hollow: frozenset[str]
) -> list[Mention]:
    pieces: list[Mention] = []
    start: int | None = None
    for position in range(mention.start, mention.end + 1):
        free = position < mention.end and position not in covered
        if free and start is None:
            start = position
        elif not free and start is not None:
            piece = _trimmed(mention, start, position, folded, hollow)
            if piece is not None:
                pieces.append(piece)
            start = None
    return pieces


def _trimmed(
    mention: Mention, start: int, end: int, folded: str, hollow: frozenset[str]
) -> Mention | None:
    while start < end and not folded[start].isalnum():
        start += 1
    while start < end and not folded[end - 1].isalnum():
        end -= 1
    words = folded[start:end].replace("'", " ").replace("-", " ").split()
    if mention.kind in ("AMOUNT", "DATE", "SUPERLATIVE") or all(word in hollow for word in words):
        return None
    return replace(mention, start=start, end=end, entity="", wording=None)
