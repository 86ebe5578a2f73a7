"""The own name of an association, whole or in part, even misspelt or cut short."""

import itertools
from collections.abc import Iterator

from rapidfuzz import fuzz

from commons.anonymisation.mentions import Mention
from commons.anonymisation.own import own_accounts, own_frames, own_reach
from commons.anonymisation.own.own_forms import EDGES, Name, OwnNames
from commons.anonymisation.words import (
    chains,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    spelling,
)
from commons.anonymisation.words.normalisation import Word

# "Asso. Sol. Paysans" and, without the dot, what everybody cuts there.
_CUT_SHORT = frozenset(
    ("asso", "assoc", "fede", "com", "coop", "biblio", "cine", "mediath", "ludo", "comm")
)
# How like, of 100, one word alone must be to its word of the name.
_SURELY = 88
_NEARLY = 65
_OF_TOOLS = frozenset(("sur", "via", "plateforme", "site", "outil", "logiciel", "appli", "app"))
# With a capital they are said of any association, ours or not.
_OF_ANY = frozenset(
    ("association", "associations", "asso", "club", "federation", "union", "france")
)


def detect(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    """The association by name, part of a name, acronym or account."""
    for name in known.names:
        for first, last, said in _groups(context, name):
            yield from _judge(context, name, first, last, said)
    for first, last, name in known.garbled.find(context.words):
        yield from _garbled(context, name, first, last)
    yield from own_accounts.acronyms(context, known.acronyms, known.declared)
    yield from own_accounts.accounts(context, known.slugs)
    for first, last, reason in known.recut.find(context.words):
        start, end = context.words[first].start, context.words[last].end
        yield Mention(start, end, "ASSO", "certain", reason, "asso:own")


def _said(context: chains.Context, name: Name) -> dict[int, frozenset[str]]:
    """What words of the name each word of the text says."""
    vocabulary = frozenset(name.core)
    significant = [w for w in name.words if w not in lexicon.HOLLOW]
    letters = {
        "".join(w[0] for w in run): frozenset(run)
        for size in range(2, len(significant))
        for start in range(len(significant) - size + 1)
        if vocabulary.issuperset(run := significant[start : start + size])
    }
    found: dict[int, frozenset[str]] = {}
    for word in context.words:
        fold = own_reach.IN_FULL.get(word.fold, word.fold)
        said = frozenset(w for w in vocabulary if spelling.alike(fold, w))
        if not said and (_dotted(context, word) or fold in _CUT_SHORT):
            said = frozenset(w for w in vocabulary if len(w) > len(fold) > 1 and w.startswith(fold))
        if not said and (word.capital or fold not in lexicon.HOLLOW):
            said = letters.get(fold, said)
        if said:
            found[word.index] = said
    return found


def _dotted(context: chains.Context, word: Word) -> bool:
    return context.reading.clean[word.end : word.end + 1] == "."


def _groups(
    context: chains.Context, name: Name
) -> Iterator[tuple[int, int, dict[int, frozenset[str]]]]:
    """Runs of words that say the name, at most two hollow ones between, within a sentence."""
    words = context.words
    said = _said(context, name)
    hits = list(said)
    position = 0
    while position < len(hits):
        first = last = hits[position]
        position += 1
        # A name of one word cannot go on: "espoir, et l'espoir" says it twice.
        while position < len(hits) and len(name.core) > 1:
            following = hits[position]
            between = words[last + 1 : following]
            if following - last > 3 or any(w.fold not in lexicon.HOLLOW for w in between):
                break
            if any(_parts(word, words[last], said) for word in words[last + 1 : following + 1]):
                break
            last = following
            position += 1
        yield first, last, {i: said[i] for i in range(first, last + 1) if i in said}


def _parts(word: Word, before: Word, said: dict[int, frozenset[str]]) -> bool:
    """Whether what stands before a word ends a name; the dot of a word cut short does not."""
    if (
        word.gap == ". "
        and before.index == word.index - 1
        and before.fold not in said[before.index]
    ):
        return False
    return word.begins or len(word.gap) > 3 or "," in word.gap


def _strange(fold: str) -> bool:
    """Whether a word is neither an ordinary one nor a well-known place."""
    return not (lexicon.is_common(fold) or fold in gazetteer.NAMES or dictionary.is_word(fold))


def _judge(
    context: chains.Context, name: Name, first: int, last: int, said: dict[int, frozenset[str]]
) -> Iterator[Mention]:
    """The mention that a run of words of the name makes, if it makes one."""
    words = context.words
    inside = words[first : last + 1]
    matched: frozenset[str] = frozenset().union(*said.values())
    exact = {words[i].fold for i in said} >= matched
    strong = matched & name.strong
    whole = matched.issuperset(name.core)
    capital = any(words[i].capital and not words[i].begins for i in said)
    strange = any(
        _strange(words[i].fold) and any(map(_strange, known & name.strong))
        for i, known in said.items()
    )
    if _is_tool(context, name, first, last, whole) or _goes_on(context, name, first, last):
        return
    named = strange or own_frames.names(context, first, last, _as_said(name, matched))
    named |= whole and own_reach.has_department(words, last)
    if whole and len(name.core) > 1:
        if len(inside) > 2 * len(name.core) + 3 or not (named or _placed(context, name, last)):
            return
        reason = "own-name" if exact else "own-name-misspelt"
    elif whole:
        (only,) = name.core
        called = own_frames.called(context, inside[0])
        if only in first_names.FIRST_NAMES and not (capital or called):
            return
        if not (strange or (named and exact) or _placed(context, name, last)):
            return
        if strange and not capital and not called and own_frames.is_thing(context, first):
            return
        reason = "own-name" if exact else "own-name-misspelt"
    elif len(matched) > 1 and strong:
        if not (strange or named):
            return
        reason = "own-name-part"
    elif len(matched) > 1 and (_follows(context, name, said) or _heads(context, name, said)):
        reason = "own-name-part"
    elif strong:
        (only,) = strong
        if len(only) < 4 or only in first_names.FIRST_NAMES or only in gazetteer.NAMES:
            return
        begun = inside[0].plain or inside[0].begins
        if not capital and fuzz.ratio(inside[0].fold, only) < _SURELY:
            return
        if not capital and own_frames.is_thing(context, first):
            return
        heads = name.words[0] in lexicon.ARTICLES and only == name.core[0]
        called = own_frames.called(context, inside[0])
        if not (capital or called or (strange and begun) or (heads and named)):
            return
        reason = "own-name-part"
    elif _placed(context, name, last) or _is_head(context, name, first, last):
        reason = "own-name-part"
    else:
        return
    certainty = (
        "certain" if reason == "own-name" and (len(name.core) > 1 or strange) else "probable"
    )
    first, last = own_reach.extended(words, name, first, last)
    yield Mention(words[first].start, words[last].end, "ASSO", certainty, reason, "asso:own")


def _garbled(context: chains.Context, name: Name, first: int, last: int) -> Iterator[Mention]:
    """The mention that words much like those of the name make, if they are no ordinary ones."""
    words = context.words
    while first < last and words[first].fold in EDGES and words[first].fold not in name.words:
        first += 1
    while first < last and words[last].fold in EDGES and words[last].fold != name.words[-1]:
        last -= 1
    inside = [word.fold for word in words[first : last + 1]]
    if any(_is_another(fold, name, alone=len(inside) == 1) for fold in inside) or _is_tool(
        context, name, first, last
    ):
        return
    exact = set(inside) <= set(name.words)
    main = first + (words[first].fold in lexicon.ARTICLES)
    if main == last and not words[last].capital and own_frames.is_thing(context, last):
        return
    told = any(_strange(fold) or fold in name.placed for fold in inside)
    if not (told or own_frames.names(context, first, last, name.words)):
        return
    first, last = own_reach.extended(words, name, first, last)
    certainty, reason = ("certain", "own-name") if exact else ("probable", "own-name-misspelt")
    yield Mention(words[first].start, words[last].end, "ASSO", certainty, reason, "asso:own")


def _is_tool(
    context: chains.Context, name: Name, first: int, last: int, whole: bool = True
) -> bool:
    """Whether a tool has the name, or a part of it, and is what stands there."""
    words = context.words
    if not context.is_kept(words[first].start, words[last].end) or _placed(context, name, last):
        return False
    if own_frames.called(context, words[first]):
        return False
    return not whole or own_frames.is_tool(context, first, name.words)


def _goes_on(context: chains.Context, name: Name, first: int, last: int) -> bool:
    """Whether a tool has a longer name: "sur La Ruche Solidaire", said by La Ruche."""
    words = context.words
    first -= bool(first and words[first - 1].fold in lexicon.ARTICLES)
    if not first or last + 1 >= len(words) or words[first - 1].fold not in _OF_TOOLS:
        return False
    following = words[last + 1]
    return (
        following.gap == " "
        and following.capital
        and not (following.plain or following.begins or following.text.isupper())
        and following.fold not in name.words
        and following.fold not in gazetteer.NAMES
    )


def _is_another(fold: str, name: Name, *, alone: bool) -> bool:
    """Whether an ordinary word stands where the name has another: "le refuge des chats"."""
    if alone and dictionary.is_word(fold):
        return fold.rstrip("sx") != "".join(name.words).rstrip("sx")
    if len(fold) < 5 or fold in name.words or not dictionary.is_word(fold):
        return False
    joined = "".join(name.words)
    return fold not in joined and not any(
        spelling.sounds_alike(fold, known)
        or spelling.printed(fold) == spelling.printed(known)
        or fuzz.ratio(fold, known) >= _NEARLY
        for known in name.words
    )


def _placed(context: chains.Context, name: Name, last: int) -> bool:
    """Whether the place of the name follows, as in the name."""
    for word in context.words[last + 1 : last + 4]:
        if word.begins or "," in word.gap:
            return False
        if any(spelling.alike(word.fold, place) for place in name.placed):
            return True
        if word.fold not in lexicon.HOLLOW:
            return False
    return False


def _is_head(context: chains.Context, name: Name, first: int, last: int) -> bool:
    """Whether it is the first word of the name, alone with its capital: "la Ferme"."""
    word = context.words[first]
    content = [w for w in name.words if w not in EDGES]
    if first != last or word.begins or not word.capital or word.fold in _OF_ANY:
        return False
    if (
        word.fold != content[0]
        or not first
        or context.words[first - 1].fold not in lexicon.ARTICLES
    ):
        return False
    if last + 1 == len(context.words):
        return True
    following = context.words[last + 1]
    if following.begins or "," in following.gap:
        return True
    return not following.capital and following.fold not in ("de", "du", "des", "d", "pour")


def _follows(context: chains.Context, name: Name, said: dict[int, frozenset[str]]) -> bool:
    """Whether ordinary words, each with a capital, follow one another as in the name."""
    places = [min(map(name.core.index, known)) for known in said.values()]
    steps = [b - a for a, b in itertools.pairwise(places)]
    capitals = all(context.words[index].text[0].isupper() for index in said)
    return capitals and steps == [1] * len(steps) and len(said) > 1


def _heads(context: chains.Context, name: Name, said: dict[int, frozenset[str]]) -> bool:
    """Whether the first words of the name, or their letters, stand for it: "l'union sportive"."""
    head = next((word for word in name.core if word not in lexicon.HOLLOW), "")
    (first, known), *others = said.items()
    word = context.words[first]
    if head not in known:
        return False
    if not others:
        letters = word.fold not in known and len(known) == len(word.fold) > 2
        return letters and (word.text.isupper() or not dictionary.is_word(word.fold))
    places = [min(map(name.core.index, each)) for each in said.values()]
    in_order = all(b - a == 1 for a, b in itertools.pairwise(places))
    between = {w.fold for w in context.words[first : max(said) + 1] if w.fold in lexicon.HOLLOW}
    return (
        in_order
        and between <= set(name.words)
        and (own_frames.names(context, first, max(said), name.words))
    )


def _as_said(name: Name, matched: frozenset[str]) -> tuple[str, ...]:
    """The words of the name from the first that is said, with the article before it."""
    first = next(i for i, word in enumerate(name.words) if word in matched)
    if not first or name.words[0] in lexicon.ARTICLES:
        return name.words
    within = name.words[first - 1] in ("le", "la", "les", "l", "des", "du")
    return name.words[first - within :]
