"""What is asked of a Meilisearch server, in the words of its API."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from search import analysis, engine, understanding
from search import meilisearch_settings as layout

# How much less than all the words some of them are worth, and the stems less than the words.
_STEMS = 0.95
# Beyond, the server itself leaves out the most frequent words.
_MOST_COMBINED = 4
# Ways to say what is quoted that are asked for at once.
_MOST_WAYS = 16


def matching(query: engine.Query) -> tuple[list[str], dict[str, list[str]]]:
    """The conditions of what a query finds, and of what it counts for each facet it filters."""
    visible = [
        any_of("audience", query.visibility.audiences),
        f"visible_from <= {query.visibility.month}",
    ]
    if query.include is not None:
        visible.append(any_of("id", query.include))
    if query.exclude:
        visible.append(f"NOT {any_of('id', query.exclude)}")
    kept = {facet: any_of(facet, codes) for facet, codes in query.filters.items() if codes}
    counted = {
        facet: [*visible, *(each for other, each in kept.items() if other != facet)]
        for facet in kept
        if facet in query.count
    }
    return [*visible, *kept.values()], counted


def alone_first(query: engine.Query) -> list[str]:
    """The order that puts what has a filtered code alone before what is labelled by a class."""
    return [
        f"{layout.alone(facet)}:desc" for facet in engine.CLASSED_FACETS if query.filters.get(facet)
    ]


def combined(
    understood: understanding.Understood,
    conditions: Sequence[str],
    sort: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The queries which together find what matches enough of the words, as they are or by stem."""
    shared: dict[str, Any] = {"filter": list(conditions), "attributesToRetrieve": ["id"]}
    if sort:
        shared["sort"] = list(sort)
    words = understood.words
    required = _required(understood)
    if not words:
        return [{**shared, "q": exact} for exact in required]
    queries = []
    for some in _choices(words, understood.needed):
        weight = len(some) / len(words)
        # The server takes a last word for the beginning of one, unless something follows it.
        end = "" if some[-1].prefix else " ."
        for text, attributes, worth in (
            (" ".join(layout.said(word.text) for word in some) + end, layout.WORDS, weight),
            (" ".join(_stem(word) for word in some) + end, layout.STEMS, weight * _STEMS),
        ):
            query = {
                **shared,
                "q": text,
                "attributesToSearchOn": list(attributes),
                "matchingStrategy": "all",
                "federationOptions": {"weight": worth},
            }
            if len(some) > _MOST_COMBINED:
                # A score in (m - 1, m] / n is that of m words of n.
                least = (understood.needed - 1) / len(words) + 1e-6
                query |= {"matchingStrategy": "frequency", "rankingScoreThreshold": least}
            if required != [""]:  # what is said exactly is said in stems, in whatever field
                del query["attributesToSearchOn"]
            queries += [{**query, "q": f"{exact} {text}".strip()} for exact in required]
    return queries


def _choices(
    words: Sequence[understanding.Word], needed: int
) -> Iterator[Sequence[understanding.Word]]:
    """The sets of words looked for together; of a long text, all of them and its neighbours."""
    if len(words) <= _MOST_COMBINED:
        for size in range(needed, len(words) + 1):
            yield from itertools.combinations(words, size)
        return
    yield words
    beside = 1 if needed == 1 else 2
    yield from (words[start : start + beside] for start in range(len(words) - beside + 1))


def holding(phrases: Collection[understanding.Phrase], conditions: Sequence[str]) -> list[Any]:
    """The queries which together find what holds all the stems of one phrase, in any order."""
    return [
        {
            "q": " ".join(map(_exactly, phrase)),
            "filter": list(conditions),
            "matchingStrategy": "all",
            "attributesToRetrieve": ["id", "runs"],
        }
        for phrase in sorted(phrases)
    ]


def holds(runs: Sequence[str], phrases: Collection[understanding.Phrase]) -> bool:
    """Whether one of these runs of stems holds a phrase, uninterrupted and in order."""
    return any(f" {' '.join(phrase)} " in f" {run} " for run in runs for phrase in phrases)


def _required(understood: understanding.Understood) -> list[str]:
    """What to add to a query so that it keeps to the stems of what is quoted and excluded; where
    these are said in several ways, all that may be added. The order of a phrase is seen to later.
    """
    gone = [
        f"-{phrase[0]}"
        for phrases in understood.excluded
        for phrase in sorted(phrases)
        if len(phrase) == 1
    ]
    ways = list(itertools.islice(itertools.product(*understood.quoted), _MOST_WAYS + 1))
    if len(ways) > _MOST_WAYS:
        raise engine.EngineUnavailable("Too many phrases are quoted at once.")
    return [
        " ".join([*(_exactly(stem) for phrase in way for stem in phrase), *gone]) for way in ways
    ]


def _exactly(stem: str) -> str:
    return f'"{layout.said(stem)}"'


def _stem(word: understanding.Word) -> str:
    return analysis.stem(word.text, "fr") if word.stems else word.text


def page_around(offset: int, limit: int) -> tuple[int, int]:
    """The size and number of a page of the server that holds these results."""
    if limit == 0:
        return 0, 1
    size = limit
    while offset // size != (offset + limit - 1) // size:
        size += 1
    return size, offset // size + 1


def after(before: tuple[int, str]) -> str:
    month, id = before
    return f"month < {month} OR (month = {month} AND id < {_quoted(id)})"


def any_of(attribute: str, values: Collection[str]) -> str:
    return f"{attribute} IN [{', '.join(map(_quoted, sorted(values)))}]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
