"""What is asked of the embedded index, and how its documents are ranked."""

import itertools
import math
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import rapidfuzz
import tantivy

from search import analysis, engine, understanding
from search import embedded_schema as layout

_MOST_CODES = 10_000  # of one facet: far above any vocabulary, so that no code is left uncounted
_MOST_COUNTED = 50_000  # words whose documents are counted once between two commits
_MOST_TYPED = 2_000  # words whose typos are remembered between two commits

# What a word is worth by where it stands; "all" is the whole text.
_PLACES = {"title": 3.0, "summary": 1.5, "labels": 0.7, "all": 1.0}
_NEAR_PLACES = {"title": 3.0, "all": 1.0}  # fewer, for there are many near ones
# How much of it is left: the stem, what says the same, what only belongs to it, a form of the
# index that an unknown word may be meant for, one that an unfinished word begins, a code.
_STEM = 0.5
_EQUAL = 0.5
_NEAR = 0.5
_MEANT = 0.6
_BEGUN = 0.7
_CODE = 0.6
_PHRASE = 0.5  # of several words: their frequencies add up
_LONE = 1.5  # what is near a word that stands nowhere has to stand for it
_OWN_RARITY = 0.2  # how much of its own rarity the form that was typed keeps
_TIE = 0.5  # of the ways to say one word the best counts, and this part of the others
_WEAK = 0.4  # a word that is said of everything, among many words
_NEAR_TIE = 0.4  # the same among the ways to say what only belongs to the word
_BESIDE = 0.5  # two words typed together and said together
_MOST_MEANT = 3
_LEAST_BEGUN = 3  # letters
_MOST_BEGUN = 30
# Constant scores, below those of most words.
_TITLE_PREFIX = 1.0
_PREFIX = 0.3
_TYPO = 0.1
# What a text names or hints at raises whatever carries it: the more words name it, the higher.
_NAMED_CODE = 2.0
_HINTED_CODE = 1.0
# Scores are 32-bit floats: kept small so that adding the tier of exact labels loses no order.
_SCALE = 1 / 16
_EXACT_TIER = 1024.0

Clause = tuple[tantivy.Occur, tantivy.Query]


class Snapshot:
    """The index as of one commit."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self._dictionary: dict[str, list[str]] = {}
        self._typos_of: dict[str, dict[str, float]] = {}
        self._frequencies: dict[tuple[str, str], int] = {}

    def said(self, understood: understanding.Understood, scored: bool = False) -> list[Clause]:
        """The clause that keeps the documents which `understood` says; scoring them takes more."""
        clauses: list[Clause] = [
            (tantivy.Occur.MustNot, _any_phrase(phrases)) for phrases in understood.excluded
        ]
        clauses += [
            (tantivy.Occur.Must, _boosted(_any_phrase(phrases), _SCALE))
            for phrases in understood.quoted
        ]
        if not understood.words:
            return clauses
        say = self._worth if scored else self._says
        words = [say(word) for word in understood.words]
        if understood.needed == len(words):  # the same documents, found faster
            enough = tantivy.Query.boolean_query([(tantivy.Occur.Must, word) for word in words])
        else:
            enough = tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, word) for word in words], understood.needed
            )
        return [*clauses, (tantivy.Occur.Must, _boosted(enough, _SCALE) if scored else enough)]

    def best(
        self, query: engine.Query, scored: tantivy.Query
    ) -> tuple[list[tantivy.DocAddress], int]:
        """The addresses of one page by relevance, and the total of all pages."""
        found = self.searcher.search(scored, max(1, query.limit), offset=query.offset)
        return [address for _, address in found.hits[: query.limit]], _total(found)

    def newest(
        self, query: engine.Query, matching: tantivy.Query, after: int | None
    ) -> tuple[list[tantivy.DocAddress], int]:
        """The addresses of one page by date, and the total of all pages."""
        following = matching
        if after is not None:
            following = all_of([], [matching, _number_range("order", most=after - 1)])
        found = self.searcher.search(
            following, max(1, query.limit), offset=query.offset, order_by_field="order"
        )
        total = _total(found) if after is None else _total(self.searcher.search(matching, 1))
        return [address for _, address in found.hits[: query.limit]], total

    def ids(self, addresses: list[tantivy.DocAddress]) -> list[str]:
        high = self._numbers("id_high", addresses)
        low = self._numbers("id_low", addresses)
        return [str(uuid.UUID(int=h << 64 | w)) for h, w in zip(high, low, strict=True)]

    def versions_of(self, ids: Collection[str]) -> dict[str, int]:
        if not ids:
            return {}
        asked = any_of("id", ids)
        found = self.searcher.search(asked, len(ids), order_by_field="order")
        return dict(self._versions([address for _, address in found.hits]))

    def all_versions(self) -> list[tuple[str, int]]:
        everything = tantivy.Query.all_query()
        limit = max(1, self.searcher.num_docs)
        found = self.searcher.search(everything, limit, order_by_field="order")
        return self._versions([address for _, address in found.hits])

    def vectors(self) -> tuple[list[str], list[bytes]]:
        """The ids of what has a vector, and their vectors."""
        everything = tantivy.Query.all_query()
        limit = max(1, self.searcher.num_docs)
        found = self.searcher.search(everything, limit, order_by_field="order")
        read = [
            (address, stored)
            for _, address in found.hits
            if (stored := self.searcher.doc(address).get_first("vector"))
        ]
        return self.ids([address for address, _ in read]), [stored for _, stored in read]

    def among(self, ids: Collection[str], kept: tantivy.Query) -> set[str]:
        """Which of these ids a query keeps."""
        asked = all_of([], [kept, any_of("id", ids)])
        found = self.searcher.search(asked, max(1, len(ids)), order_by_field="order")
        return {*self.ids([address for _, address in found.hits])}

    def _versions(self, addresses: list[tantivy.DocAddress]) -> list[tuple[str, int]]:
        return list(zip(self.ids(addresses), self._numbers("version", addresses), strict=True))

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(value or 0) for value in self.searcher.fast_field_values(field, addresses)]

    def _says(self, word: understanding.Word) -> tantivy.Query:
        """The documents that match a word, in no order; those of all places are in "all"."""
        phrases = [phrase for phrase in word.phrases if self._holds(phrase)]
        stems = {*word.stems, *(phrase[0] for phrase in phrases if len(phrase) == 1)}
        ways = [any_of("all_words", [word.text, *self._typos(word)]), any_of("all_stems", stems)]
        if word.prefix:
            ways.append(_prefix("all_words", word.text, 1.0))
        # What holds a phrase that says one of the stems has been found by that stem.
        ways += [_phrase(phrase) for phrase in phrases if stems.isdisjoint(phrase)]
        ways += [_term(layout.facet(facet), code) for facet, code in word.codes]
        return _either(ways)

    def _holds(self, phrase: understanding.Phrase) -> bool:
        """Whether all the stems of a phrase stand somewhere."""
        return all(self._df("all_stems", stem) for stem in phrase)

    def _worth(self, word: understanding.Word) -> tantivy.Query:
        """The same documents, by how well and where they say the word."""
        said = [("words", word.text, 1.0), *(("stems", stem, _STEM) for stem in word.stems)]
        alone = [phrase for phrase in word.phrases if len(phrase) == 1]
        equal = [("stems", phrase[0], _EQUAL) for phrase in alone if phrase not in word.near]
        near = [("stems", phrase[0], _NEAR) for phrase in alone if phrase in word.near]
        typos = self._typos(word)
        if typos and not self._df("all_words", word.text):
            said += [("words", form, _MEANT) for form in self._likeliest(typos)]
        begun = self._begun(word)
        if len(begun) <= _MOST_BEGUN:
            said += [("words", form, _BEGUN) for form in begun if form != word.text]
        # What is said in several ways is as rare as all of them together.
        found = sum(self._df(f"all_{kind}", value) for kind, value, _ in (*said, *equal))
        rarity = self._idf(found) if found else 0.0
        lone = 1.0 if rarity else _LONE
        ways: list[tantivy.Query] = []
        for kind, value, weight in (*said, *equal):
            most = rarity
            if kind == "words" and value == word.text:
                found = self._df("all_words", value)
                most += _OWN_RARITY * (self._idf(found) - rarity) if found else 0.0
            ways += self._placed(kind, value, weight, most)
        beside: list[tantivy.Query] = []
        for kind, value, weight in near:
            beside += self._placed(kind, value, weight * lone, rarity or math.inf, _NEAR_PLACES)
        if word.prefix:
            ways.append(_prefix("all_words", word.text, _PREFIX))
            ways.append(_prefix("title_words", word.text, _TITLE_PREFIX))
        if typos:
            ways.append(_constant(any_of("all_words", list(typos)), _TYPO))
        for phrase in word.phrases:
            if len(phrase) > 1 and word.stems.isdisjoint(phrase) and self._holds(phrase):
                if phrase in word.near:
                    beside.append(_boosted(_phrase(phrase), _NEAR * lone * _PHRASE))
                else:
                    ways.append(_boosted(_phrase(phrase), _EQUAL * _PHRASE))
        if beside:  # many that are near do not add up to one that says it
            ways.append(tantivy.Query.disjunction_max_query(beside, _NEAR_TIE))
        ways += [_boosted(_term(layout.facet(facet), code), _CODE) for facet, code in word.codes]
        worth = tantivy.Query.disjunction_max_query(ways, _TIE)
        return _boosted(worth, _WEAK) if word.weak else worth

    def _begun(self, word: understanding.Word) -> list[str]:
        """The forms of the index that an unfinished word begins."""
        if not word.prefix or len(word.text) < _LEAST_BEGUN:
            return []
        return [form for form in self._beginning_with(word.text[0]) if form.startswith(word.text)]

    def _placed(
        self,
        kind: str,
        value: str,
        weight: float,
        most: float,
        places: Mapping[str, float] = _PLACES,
    ) -> Iterator[tantivy.Query]:
        """By where it stands: how rare a word is in all texts counts, not how rare in titles."""
        found = self._df(f"all_{kind}", value)
        if not found:
            return
        own = self._idf(found)
        rarity = min(own, most)
        for place, worth in places.items():
            term = _term(f"{place}_{kind}", value)
            if place == "all":
                yield _boosted(term, worth * weight * rarity / own)
            else:
                yield _constant(term, worth * weight * rarity)

    def _df(self, field: str, value: str) -> int:
        known = self._frequencies.get((field, value))
        if known is None:
            if len(self._frequencies) >= _MOST_COUNTED:
                self._frequencies.clear()
            known = self._frequencies[field, value] = self.searcher.doc_freq(field, value)
        return known

    def _idf(self, found: int) -> float:
        """The inverse document frequency of BM25."""
        found = min(found, self.searcher.num_docs)
        return math.log(1 + (self.searcher.num_docs - found + 0.5) / (found + 0.5))

    def _likeliest(self, typos: Mapping[str, float]) -> list[str]:
        """The nearest forms that a word may be meant for, the most frequent first."""
        nearest = min(typos.values())
        forms = [form for form, distance in typos.items() if distance == nearest]
        forms.sort(key=lambda form: (-self._df("all_words", form), form))
        return forms[:_MOST_MEANT]

    def _typos(self, word: understanding.Word) -> dict[str, float]:
        """The forms of the index that `word.is_typo_of` accepts, found all at once."""
        if not word.edits:
            return {}
        known = self._typos_of.get(word.text)
        if known is None:
            near = rapidfuzz.process.extract(
                word.text,
                self._beginning_with(word.text[0]),
                scorer=rapidfuzz.distance.OSA.distance,
                score_cutoff=word.edits,
                limit=None,
            )
            if len(self._typos_of) >= _MOST_TYPED:
                self._typos_of.clear()
            known = self._typos_of[word.text] = {
                form: distance
                for form, distance, _ in near
                if distance and form not in analysis.STOP_WORDS
            }
        return known

    def _beginning_with(self, letter: str) -> list[str]:
        known = self._dictionary.get(letter)
        if known is None:
            known = [form for form, _ in self.searcher.terms_with_prefix("all_words", letter)]
            self._dictionary[letter] = known
        return known


def _total(found: tantivy.SearchResult) -> int:
    total: int = found.count  # type: ignore[attr-defined]  # the library's stubs forget it
    return total


def readable(query: engine.Query) -> list[Clause]:
    """The clauses that keep what the viewer may see, among what the query includes."""
    clauses = [_kept(any_of("audience", query.visibility.audiences))]
    later = query.visibility.month + 1
    clauses.append((tantivy.Occur.MustNot, _number_range("visible_from", least=later)))
    if query.include is not None:
        clauses.append(_kept(any_of("id", query.include)))
    if query.exclude:
        clauses.append((tantivy.Occur.MustNot, any_of("id", query.exclude)))
    return clauses


def filters(query: engine.Query) -> dict[str, tantivy.Query]:
    """What each facet that filters keeps."""
    return {
        facet: any_of(layout.facet(facet), codes) for facet, codes in query.filters.items() if codes
    }


def labelled_alone(facet: str) -> tantivy.Query:
    """What carries one code alone of a classed facet."""
    return _term("exact", facet)


def ranking(understood: understanding.Understood, query: engine.Query) -> list[Clause]:
    """What raises documents beside the words themselves."""
    named = [
        (code, _NAMED_CODE * max(1, sum(code in word.codes for word in understood.words)))
        for code in understood.codes
    ]
    named += [(code, _HINTED_CODE) for code in understood.hinted - understood.codes]
    raised = [
        _constant(_term(layout.facet(facet), code), worth * _SCALE)
        for (facet, code), worth in named
    ]
    raised += [_boosted(near, _BESIDE * _SCALE) for near in _beside(understood)]
    exact = [
        _constant(labelled_alone(facet), _EXACT_TIER)
        for facet in engine.CLASSED_FACETS
        if query.filters.get(facet)
    ]
    return [(tantivy.Occur.Should, raising) for raising in (*raised, *exact)]


def _beside(understood: understanding.Understood) -> Iterator[tantivy.Query]:
    """Each word and the next, said in this order with no other content word between them."""
    for one, other in itertools.pairwise(understood.words):
        for language in analysis.LANGUAGES:
            pair: list[str | tuple[int, str]] = [
                analysis.stem(word.meant or word.text, language) for word in (one, other)
            ]
            if one.stems and other.stems:
                yield tantivy.Query.phrase_query(layout.SCHEMA, "all_stems", pair)


def passes(
    counted: Sequence[str], asked: Sequence[Clause], filters: Mapping[str, tantivy.Query]
) -> Iterator[tuple[list[str], tantivy.Query]]:
    """What to count in one go: each facet without its own filter, all that have none together."""
    passes: dict[str | None, list[str]] = {}
    for facet in counted:
        passes.setdefault(facet if facet in filters else None, []).append(facet)
    for ignored, facets in passes.items():
        others = [kept for facet, kept in filters.items() if facet != ignored]
        yield facets, all_of(asked, others)


def counted(
    snapshot: Snapshot, facets: Sequence[str], matched: tantivy.Query
) -> list[tuple[str, dict[str, int]]]:
    """The codes of some facets with the number of matching documents that carry them."""
    wanted = {
        facet: {"terms": {"field": layout.facet(facet), "size": _MOST_CODES}} for facet in facets
    }
    answer = snapshot.searcher.aggregate(matched, wanted)
    return [
        (facet, {each["key"]: int(each["doc_count"]) for each in answer[facet]["buckets"]})
        for facet in facets
    ]


def all_of(clauses: Iterable[Clause], filters: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([*clauses, *map(_kept, filters)])


def _kept(query: tantivy.Query) -> Clause:
    """A condition that says nothing about relevance."""
    return tantivy.Occur.Must, _constant(query, 0.0)


def any_of(field: str, values: Collection[str]) -> tantivy.Query:
    if len(values) == 1:  # a set is read whole before the first document, a term is not
        return _term(field, *values)
    return tantivy.Query.term_set_query(layout.SCHEMA, field, list(values))


def _term(field: str, value: str) -> tantivy.Query:
    option = "freq" if field.endswith(("_words", "_stems")) else "basic"
    return tantivy.Query.term_query(layout.SCHEMA, field, value, option)


def _prefix(field: str, start: str, score: float) -> tantivy.Query:
    begins = tantivy.Query.fuzzy_term_query(layout.SCHEMA, field, start, 0, True, True)
    return _constant(begins, score)


def _either(ways: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])


def _phrase(phrase: understanding.Phrase) -> tantivy.Query:
    if len(phrase) == 1:
        return _term("all_stems", phrase[0])
    return tantivy.Query.phrase_query(layout.SCHEMA, "all_stems", list(phrase))


def _any_phrase(phrases: Collection[understanding.Phrase]) -> tantivy.Query:
    ways = [(tantivy.Occur.Should, _phrase(phrase)) for phrase in sorted(phrases)]
    return tantivy.Query.boolean_query(ways)


def _number_range(field: str, least: int | None = None, most: int | None = None) -> tantivy.Query:
    return tantivy.Query.range_query(
        layout.SCHEMA,
        field,
        tantivy.FieldType.Unsigned,
        least,
        most,
        use_inverted_index=field == "visible_from",  # few months, many documents
    )


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _constant(query: tantivy.Query, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)
