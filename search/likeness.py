"""Which practices are alike, and what they have in common: codes of the shelf, nothing hidden."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from commons import vocabulary
from commons.content import CaseStudyContent
from commons.library import Item
from search import analysis
from search.reach import Filters, Reach

MOST = 12
_READ = 40  # publications looked at for each way to be alike

Shared = Mapping[str, tuple[str, ...]]

# What having a code in common is worth; a class of several sizes or fields is worth its part.
_ALIKE = {"channels": 3.0, "tools": 3.0, "themes": 2.0, "sizes": 1.0, "fields": 1.0}
_TITLE_WORD = 0.5
_MOST_TITLE_WORDS = 4
_RESEMBLING = {"fields": 3.0, "sizes": 2.0, "needs": 2.0}


@dataclass(frozen=True, slots=True)
class Alike:
    """A publication and the codes that make it near, by facet; `needs` are not in the index."""

    item: Item
    shared: Shared


def similar(reach: Reach, item: Item, first: int) -> list[Alike]:
    """Those most like a publication: same channels, tools, themes, then size, field and title.

    Something of the first three is always in common. Raises EngineUnavailable.
    """
    own = {facet: codes for facet, codes in _codes(item).items() if facet in _ALIKE}
    told = ("channels", "tools", "themes")
    ways: list[Filters] = [{facet: own[facet]} for facet in told if own[facet]]
    if own["channels"] and own["themes"]:
        ways.insert(0, {facet: own[facet] for facet in ("channels", "themes")})
    title = _title_words(item)
    ids = [reach.best("", way, _READ).ids for way in ways]
    ids.append(reach.best(" ".join(sorted(title)), {}, _READ).ids if title else ())
    stems = {stem for word in title for stem in analysis.stems(word)}

    def worth(other: Item, shared: Shared) -> float:
        if not any(facet in shared for facet in told):
            return 0.0
        words = sum(not stems.isdisjoint(analysis.stems(word)) for word in _title_words(other))
        return _weight(other, shared, _ALIKE) + _TITLE_WORD * min(words, _MOST_TITLE_WORDS)

    others = [other for other in _read(reach, ids) if other.id != item.id]
    return _nearest(others, own, worth, first)


def resembling(
    reach: Reach, size: str, field: str, needs: Collection[str], first: int
) -> list[Alike]:
    """Those of associations of this size and field, that answered one of these needs.

    What is asked of the index and kept in memory ends with the answer. Raises EngineUnavailable.
    """
    own = {"sizes": (size,), "fields": (field,), "needs": tuple(needs)}
    ways: list[Filters] = [
        {"sizes": (size,), "fields": (field,)},
        {"fields": (field,)},
        {"sizes": (size,)},
    ]
    ids = [reach.best("", way, _READ).ids for way in ways]
    return _nearest(
        _read(reach, ids),
        own,
        lambda other, shared: _weight(other, shared, _RESEMBLING),
        first,
    )


def _read(reach: Reach, found: Iterable[Sequence[str]]) -> list[Item]:
    return reach.items(list(dict.fromkeys(id for ids in found for id in ids)))


def _nearest(
    items: Iterable[Item],
    own: Mapping[str, Collection[str]],
    worth: Callable[[Item, Shared], float],
    first: int,
) -> list[Alike]:
    """Those worth most, the newest of equals first; nothing that is worth nothing."""
    judged = []
    for item in items:
        codes = _codes(item)
        shared = {
            facet: both
            for facet, wanted in own.items()
            if (both := tuple(code for code in wanted if code in codes.get(facet, ())))
        }
        judged.append((worth(item, shared), item.month, item.id, Alike(item, shared)))
    judged.sort(key=lambda each: each[:3], reverse=True)
    return [alike for value, *_, alike in judged if value > 0][:first]


def _weight(item: Item, shared: Shared, weights: Mapping[str, float]) -> float:
    codes = _codes(item)
    total = 0.0
    for facet, both in shared.items():
        classed = facet in ("sizes", "fields")
        total += weights[facet] * (len(both) / len(codes[facet]) if classed else len(both))
    return total


def _codes(item: Item) -> dict[str, tuple[str, ...]]:
    """The codes by which practices are compared; themes with those above them."""
    codes = {facet: item.labels.get(facet, ()) for facet in _ALIKE}
    codes["tools"] = tuple(code for code in codes["tools"] if code in vocabulary.tools())
    codes["themes"] = tuple(
        dict.fromkeys(
            code for own in codes["themes"] for code in (own, *vocabulary.ancestors("themes", own))
        )
    )
    content = item.content
    codes["needs"] = content.needs if isinstance(content, CaseStudyContent) else ()
    return codes


def _title_words(item: Item) -> set[str]:
    compounds = analysis.compounds(item.content.title or "")
    return {each.joined.form for each in compounds if analysis.is_content(each.joined.form)}
