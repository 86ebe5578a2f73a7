"""People: first names, titles, roles, initials, signatures."""

import re
from collections.abc import Iterable, Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.people import surnames
from commons.anonymisation.words import chains, dictionary, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

TITLES = normalisation.listed(
    """
m mr mme mmes mm mlle melle maitre me dr docteur pr professeur pere soeur frere abbe monsieur
madame mademoiselle mrs ms miss sir monseigneur mgr pasteur imam rabbin feu feue tonton tata tatie
papi papy mamie mami mamy marraine parrain cure don dona aunt uncle father sister brother reverend
lady lord herr frau senhor senhora sidi lalla hadj hadja hajja cheikh zia ziu tantine capitaine
commandant lieutenant adjudant
"""
)
_LOWER_TITLES = normalisation.listed(
    """
mr mme mlle melle monsieur madame mademoiselle dr docteur maitre abbe mgr feu feue m tonton tata
papi papy mamie mami mamy sidi lalla hadj hadja hajja cheikh tantine tatie abbe pere soeur frere
"""
)
# Abbreviated titles that are also words: a name no dictionary has must follow.
_SHORT_TITLES = frozenset(("m", "me", "pr", "mm"))
_ROLES = (
    r"(?:co-?|vice-?|ex-?)?(?:presidente?|tresoriere?|secretaires?|directeur"
    r"|directrice|animateur|animatrice|benevoles?|coordinateur|coordinatrice"
    r"|coordonnatrice|chargee? de \w+|responsable(?: (?:de |du |des |d')?\w+)?"
    r"|compagne|compagnon|mari|epouse|epoux|femme|fils|fille|frere|soeur|mere|pere"
    r"|maman|papa|cousine?|voisine?|amie?|copine?|collegue|stagiaire|salariee?"
    r"|mediateur|mediatrice|comptable|maire|adjointe?|elue?|cure|pretre|imam|pasteur"
    r"|proviseure?|principale?|instituteur|institutrice|maitresse|maitre|medecin"
    r"|docteur|notaire|facteur|boulanger|boulangere|fondateur|fondatrice|webmaster"
    r"|informaticienne?|photographe|chanteuse|chanteur|comedienne?|musicienne?"
    r"|entraineur|entraineuse|coach"
    r"|joueuse|joueur|eleve|etudiante?|lyceenne?|professeure?|prof|deputee?|senatrice"
    r"|senateur|conseillere?|journaliste|marraine|parrain|mecene|donatrice|donateur"
    r"|adherente?|filleule?|neveu|niece|tante|oncle|grand-mere|grand-pere|veuve|veuf"
    r"|doyenne?|ancienne? presidente?|ancien president"
    r"|president|treasurer|secretary|chair|chairman|chairwoman|director|manager"
    r"|volunteer|coordinator|founder|wife|husband|son|daughter|mayor|teacher|friend"
    r"|neighbour|trustee|colleague|intern)"
)
_ROLE = re.compile(
    rf"\b(?:(?:notre|sa|son|ma|mon|leur|nos|le|la|l'|un|une|our|his|her|my|the|ex)["
    rf" ']?)(?:ancienne? |jeune |petite? |nouvel(?:le)? |nouveau |chere? |bon |bonne "
    rf"|former |new )?(?P<role>{_ROLES})(?: (?:de l'asso(?:ciation)?|du club|honoraire"
    rf"|sortante?|actuelle?|principale?|benevole|general|salariee?))?(?: ?[,:(] ?|"
    rf" (?:qui s'appelle |nommee? |est |c'est )?)(?=[^\W\d_])"
)
_CALLED = re.compile(
    r"\b(?:merci a|merci|grace a|selon|d'apres|dixit|signe|contact ?:|contacter"
    r"|contactez|s'appelle|nommee?|prenommee?|surnommee?|dit|dite|demander|joindre"
    r"|appeler|aupres de|thanks to|according to|signed|called|ask for|cordialement,?"
    r"|amicalement,?|bien a vous,?|bises,?|regards,?|president(?:e)? ?:"
    r"|tresorier(?:e)? ?:|redige par|ecrit par|temoignage de|propos recueillis"
    r" (?:aupres de|par)) (?=[^\W\d_])"
)
_APPOSED = re.compile(
    rf"^(?:, ?| ?\(| - )(?:notre |la |le |l'|ex-?|our |the |un |une |sa |son |leur"
    rf" )?(?:jeune |ancienne? |fidele )?{_ROLES}\b"
)
_INITIALED = re.compile(
    r"(?<![\w.])(?P<initials>[^\W\d_a-z]\.(?:[ -]?[^\W\d_a-z]\.)?"
    r"|[^\W\d_a-z][a-z]{0,3}\.?-[^\W\d_a-z][a-z]{0,2}\."
    r"|[^\W\d_a-z]-[^\W\d_a-z](?= )|(?:Ph|Ch|Chr|Th|Fr|Jph|Jos|Cl|Gh|Ghj|Ant|Alex|Fred"
    r"|Bern|Dom|Nic)\.) ?(?=(?:(?:[dD]e"
    r"|[lL]e|[dD]u|[lL]a|d'|van|von|El|Ben) ?)?[^\W\d_a-z])"
)
_INITIALS = re.compile(r"(?<![\w.])[A-ZÀ-Ý]\. ?-?[A-ZÀ-Ý]\.(?! ?[A-ZÀ-Ý]\.|\w)")
# Questions and answers are no people: "Q. Et après ? R. Rien."
_TURN = re.compile(r"(?:^|[\n.!?] *)(?P<who>[QRA])\. ")
_ACTS = normalisation.listed(
    """
a est s qui nous avait etait fait gere dit tient vient m raconte explique propose pense se y n en
l devait va veut peut tenait disait faisait avoue raconte enregistre joue travaille aide has is
was had does who says runs and et
"""
)


def detect(context: chains.Context, taken: Iterable[Mention]) -> Iterator[Mention]:
    """People named in the text; `taken` are names of places and bodies that hold first names."""
    inside = {c for m in taken for c in range(m.start, m.end)}
    yield from _by_first_name(context, inside)
    yield from _by_title(context)
    yield from _by_role(context)
    yield from _by_initial(context)
    yield from _by_apposition(context, inside)
    yield from _signatures(context)


def _by_first_name(context: chains.Context, inside: set[int]) -> Iterator[Mention]:
    words = context.words
    done = -1
    for word in words:
        if word.index <= done or word.fold not in first_names.FIRST_NAMES or word.start in inside:
            continue
        end = surnames.end_of(context, word.index)
        if not _is_first_name(context, word, end):
            continue
        first = (
            surnames.start_of(context, word.index, TITLES) if end == word.index + 1 else word.index
        )
        stop = words[end - 1].end
        if len(words[end - 1].text) == 1 and context.reading.clean[stop : stop + 1] == ".":
            stop += 1
        done = end - 1
        certainty = "probable" if end > word.index + 1 or word.capital else "possible"
        yield Mention(words[first].start, stop, "PERSON", certainty, "first-name")


def _is_first_name(context: chains.Context, word: Word, end: int) -> bool:
    words = context.words
    following = words[word.index + 1] if word.index + 1 < len(words) else None
    before = words[word.index - 1] if word.index and not word.begins else None
    kept = context.is_kept(word.start, word.end)
    more = end > word.index + 1
    if kept:
        cue = before is not None and before.fold in chains.TOOL_CUES
        return (more and not cue) or bool(_APPOSED.match(context.reading.folded[word.end :]))
    if word.plain and _familiar(words, word, following):
        return True
    ordinary = word.fold in first_names.ORDINARY or lexicon.is_common(word.fold)
    ordinary = ordinary or (context.is_english(word) and word.fold in first_names.ENGLISH_WORDS)
    upper = word.text[0].isupper() and not (word.plain and word.text.isupper())
    if not ordinary:
        return upper or len(word.fold) > 3
    if before is not None and before.fold in ("saint", "sainte", "st", "ste") and len(word.gap) < 3:
        return False
    if upper and not word.begins:
        # "la Marine", "le Rose": an article makes a thing of it.
        return before is None or before.fold not in ("la", "le", "les", "une", "un", "du") or more
    if upper and word.begins:
        if following is not None and _listed(words, following):
            return True
        acts = (
            following is not None
            and following.fold in _ACTS - {"et", "en", "and"}
            and not (following.fold == "a" and (following.text in "àÀ" or word.fold == "grace"))
            and (following.gap == " ")
        )
        return (
            more
            and (words[word.index + 1].capital or not lexicon.is_common(words[word.index + 1].fold))
        ) or (
            acts
            and following is not None
            and following.fold not in ("y", "l", "se")
            and word.fold not in ("mai", "mars", "juste", "simple", "personne", "noel", "prudence")
        )
    if before is None or before.fold in lexicon.ARTICLES - {"d", "a"}:
        return False
    # In lower case: followed by a word nobody knows, "rose dupuis".
    return (
        more
        and word.plain
        and not lexicon.is_common(words[end - 1].fold)
        and (word.fold not in ("mai", "mars", "noel", "juste", "simple", "papa"))
    )


def _familiar(words: list[Word], word: Word, following: Word | None) -> bool:
    """In a text without capitals: "jean-no", "mimi a dit"."""
    if following is None:
        return False
    if following.gap == "-" and (word.index == 0 or "-" not in word.gap):
        return word.fold in ("jean", "marie", "anne", "pierre", "rose")
    doubled = len(word.fold) == 4 and word.fold[:2] == word.fold[2:]
    return doubled and following.gap == " " and following.fold in _ACTS


def _listed(words: list[Word], following: Word) -> bool:
    """Whether another first name follows after a comma or "et"."""
    if (
        following.gap == " "
        and following.fold in ("et", "and")
        and following.index + 1 < len(words)
    ):
        following = words[following.index + 1]
        return following.capital and following.fold in first_names.FIRST_NAMES
    return following.gap == ", " and following.capital and following.fold in first_names.FIRST_NAMES


def _by_title(context: chains.Context) -> Iterator[Mention]:
    words = context.words
    for word in words[:-1]:
        if word.fold not in TITLES:
            continue
        name = words[word.index + 1]
        if name.gap not in (" ", ". ", ".", "  ", "\n", ".  ") or (
            name.begins and "." not in name.gap
        ):
            continue
        if word.fold in ("mm", "me", "pr", "don") and not word.text[0].isupper():
            continue
        if word.fold == "feu" and word.index and words[word.index - 1].fold in lexicon.ARTICLES:
            continue  # what burns
        if name.fold == "l" and word.index + 2 < len(words):  # "monsieur l'abbé"
            after = words[word.index + 2]
            name = after if after.fold in TITLES else name
        if name.fold in TITLES and name.index + 1 < len(words):
            name = words[name.index + 1]
        if (
            name.fold in ("le", "la", "l", "les", "et", "de", "du", "des")
            and not name.text[0].isupper()
        ):
            nearby = words[name.index + 1] if name.index + 1 < len(words) else None
            if nearby is None or name.fold not in ("de", "du", "d") or not nearby.capital:
                continue
        if not (name.text[0].isupper() and not name.plain):
            lower_title = word.fold in _LOWER_TITLES and (name.plain or not name.capital)
            if word.fold in _SHORT_TITLES and "." not in name.gap:
                lower_title = name.plain and not dictionary.is_word(name.fold)
            if not (lower_title and context.unknown(name)):
                continue
            end = name.index + 1
            if name.fold in first_names.FIRST_NAMES:
                end = surnames.end_of(context, name.index)
            while (
                end < len(words)
                and end < name.index + 2
                and words[end].gap in (" ", "-")
                and (context.unknown(words[end]) and not surnames.is_conjugated(words[end].fold))
            ):
                end += 1
        elif (
            word.fold not in _LOWER_TITLES
            and word.fold not in ("m", "mm", "mmes", "me", "mrs", "ms", "miss")
            and (lexicon.is_common(name.fold))
        ):
            continue
        else:
            end = max(surnames.end_of(context, name.index), name.index + 1)
            if name.fold in chains.PARTICLES and end < len(words) and words[end].capital:
                end = surnames.end_of(context, end)
        stop = words[end - 1].end
        if len(words[end - 1].text) == 1 and context.reading.clean[stop : stop + 1] == ".":
            stop += 1
        yield Mention(word.start, stop, "PERSON", "probable", "title")


def _named(context: chains.Context, start: int) -> tuple[int, int] | None:
    word = context.reading.word_at(start)
    if word is None:
        return None
    if word.capital and not word.plain and not context.is_kept(word.start, word.end):
        if lexicon.is_common(word.fold) and word.fold not in first_names.FIRST_NAMES:
            nearby = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
            if nearby is None or not nearby.capital or nearby.gap != " ":
                return None
        if len(word.text) == 1:
            return None
        return word.index, max(surnames.end_of(context, word.index), word.index + 1)
    return None


def _by_role(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for pattern in (_ROLE, _CALLED):
        for match in pattern.finditer(folded):
            word = context.reading.word_at(match.end())
            if word is None:
                continue
            if word.plain:
                if pattern is _CALLED and not match.group().startswith(
                    ("merci a", "s'appelle", "contact")
                ):
                    continue
                nearby = (
                    context.words[word.index + 1] if word.index + 1 < len(context.words) else None
                )
                known = word.fold in first_names.FIRST_NAMES and not context.is_kept(
                    word.start, word.end
                )
                if (
                    (known or context.unknown(word))
                    and (known or not lexicon.looks_common(word.fold))
                    and len(word.fold) > 2
                    and (not surnames.is_conjugated(word.fold) and folded[match.end() - 1] == " ")
                ):
                    last = word
                    if nearby is not None and (
                        nearby.gap == "-"
                        or (
                            nearby.gap == " "
                            and context.unknown(nearby)
                            and not surnames.is_conjugated(nearby.fold)
                        )
                    ):
                        last = nearby
                    yield Mention(word.start, last.end, "PERSON", "possible", "role")
                continue
            found = _named(context, match.end())
            if found is not None:
                first, end = found
                yield Mention(
                    context.words[first].start,
                    context.words[end - 1].end,
                    "PERSON",
                    "probable",
                    "role",
                )


def _by_initial(context: chains.Context) -> Iterator[Mention]:
    clean = context.reading.clean
    interview = {each["who"] for each in _TURN.finditer(clean)} > {"Q"}
    for match in _INITIALED.finditer(clean):
        if interview and match["initials"] in ("Q.", "R.", "A."):
            continue
        if context.is_kept(match.start(), match.start() + 1):
            continue  # "I. Budget", "II. Divers"
        word = context.reading.word_at(match.end())
        if word is None or (word.plain and word.text.isupper()):
            continue
        if lexicon.is_common(word.fold) and word.fold not in chains.PARTICLES:
            before = clean[: match.start()].rstrip()[-1:]
            if before not in ("", ".", ",", ";", "(", ":", "!", "?"):
                continue
            if len(word.text) < 3 or word.fold in lexicon.HOLLOW or match["initials"] == "M.":
                continue
            nearby = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
            if (
                before in (".", "!", "?", "")
                and nearby is not None
                and nearby.fold in ("de", "la", "le", "du")
            ):
                continue
        end = max(surnames.end_of(context, word.index), word.index + 1)
        yield Mention(match.start(), context.words[end - 1].end, "PERSON", "probable", "initials")
    for match in _INITIALS.finditer(clean):
        if not context.is_kept(match.start(), match.end()):
            yield Mention(match.start(), match.end(), "PERSON", "possible", "initials")


def _by_apposition(context: chains.Context, inside: set[int]) -> Iterator[Mention]:
    """ "Vasseur, présidente" and "Nadège (trésorière)"."""
    words = context.words
    folded = context.reading.folded
    for word in words:
        if (
            not word.text[0].isupper()
            or word.plain
            or lexicon.is_common(word.fold)
            or word.start in inside
        ):
            continue
        if folded[word.end : word.end + 1] not in (",", " ", "(") or not _APPOSED.match(
            folded[word.end : word.end + 60]
        ):
            continue
        if context.is_kept(word.start, word.end) or not word.text.isalpha():
            continue
        first = word.index
        while (
            first
            and not words[first].begins
            and words[first].gap in (" ", "-")
            and (words[first - 1].capital and context.unknown(words[first - 1]))
        ):
            first -= 1
        yield Mention(words[first].start, word.end, "PERSON", "probable", "role")


def _signatures(context: chains.Context) -> Iterator[Mention]:
    """Lines at the end made of a name alone."""
    clean = context.reading.clean.rstrip()
    position = len(clean)
    for _ in range(6):
        start = clean.rfind("\n", 0, position)
        line = clean[start + 1 : position]
        if start < 0:
            return
        words = context.reading.words_in(start + 1, position)
        named = [w for w in words if w.text[0].isupper()]
        if (
            2 <= len(words) <= 4
            and len(named) == len([w for w in words if w.fold not in chains.PARTICLES])
            and not any(map(str.isdigit, line))
            and sum(lexicon.is_common(w.fold) for w in named) == 0
            and not any(context.is_kept(word.start, word.end) for word in words)
        ):
            yield Mention(words[0].start, words[-1].end, "PERSON", "possible", "signature")
        position = start
