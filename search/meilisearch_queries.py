"""What is asked of a Meilisearch server, in the words of its API."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from search import analysis, engine, understanding
from search import meilisearch_settings as layout

# How much less than all the words some of them are worth, and the stems less than the words.
_STEMS = 0.95
# Up to so many words all choices of enough of them are asked for; of more, so many pairs.
_MOST_COMBINED = 4
_MOST_PAIRS = 16
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
    fields: Sequence[str] = ("id",),
) -> list[dict[str, Any]]:
    """The queries which together find what matches enough of the words, as they are or by stem.

    Of a text of many words not every choice of enough of them is asked for: what says most of them
    says two of one part, and what says two words far apart and no more may be missed.
    """
    shared: dict[str, Any] = {"filter": list(conditions), "attributesToRetrieve": list(fields)}
    if sort:
        shared["sort"] = list(sort)
    words, needed = understood.words, understood.needed
    required = _required(understood)
    if not words:
        return [{**shared, "q": exact} for exact in required]
    queries = []
    for some in _choices(words, needed):
        weight = len(some) / len(words)
        # The server takes a last word for the beginning of one, unless something follows it.
        end = "" if some[-1].prefix else " ."
        said = " ".join(layout.said(word.text) for word in some) + end
        stems = " ".join(map(_stem, some)) + end
        ways = [(stems, [*layout.STEMS], weight * _STEMS)]
        if len(some) == needed and (len(words) <= _MOST_COMBINED or needed == 1):
            ways.append((said, [*layout.WORDS], weight))
        for text, attributes, worth in ways:
            query = {
                **shared,
                "q": text,
                "attributesToSearchOn": attributes,
                "matchingStrategy": "all",
                "federationOptions": {"weight": worth},
            }
            if required != [""]:  # what is said exactly is said in stems, in whatever field
                del query["attributesToSearchOn"]
            queries += [{**query, "q": f"{exact} {text}".strip()} for exact in required]
    return queries


def _choices(
    words: Sequence[understanding.Word], needed: int
) -> Iterator[Sequence[understanding.Word]]:
    """The sets of words looked for together: all of them, and the least that are enough.

    Of many words, all and the pairs within each part of the text.
    """
    yield words
    if len(words) <= _MOST_COMBINED or needed == 1:
        if needed < len(words):
            yield from itertools.combinations(words, needed)
        return
    for parts in itertools.count(1):
        cuts = [len(words) * n // parts for n in range(parts + 1)]
        pairs = [
            pair
            for start, end in itertools.pairwise(cuts)
            for pair in itertools.combinations(words[start:end], 2)
        ]
        if len(pairs) <= _MOST_PAIRS:
            yield from pairs
            return


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
    return analysis.stem(word.meant or word.text, "fr") if word.stems else word.text


def near(vector: Sequence[float], conditions: Sequence[str]) -> dict[str, Any]:
    """The query for what is near a vector."""
    return {
        "vector": list(vector),
        "hybrid": {"embedder": layout.EMBEDDER, "semanticRatio": 1.0},
        "filter": list(conditions),
        "attributesToRetrieve": ["id"],
    }


def cosine(hit: Mapping[str, Any]) -> float:
    """Of a document and the vector it was asked by; the server adds one to it and halves."""
    return 2 * float(hit["_federation"]["weightedRankingScore"]) - 1


def labelled_alone(ids: Collection[str], facet: str) -> dict[str, Any]:
    """The query for those of some documents that carry one code alone of a classed facet."""
    conditions = [any_of("id", ids), f"{layout.alone(facet)} = 1"]
    return {"q": "", "filter": conditions, "attributesToRetrieve": ["id"]}


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
