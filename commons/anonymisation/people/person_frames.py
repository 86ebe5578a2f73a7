"""Whether a word that is also a name names somebody where it stands: "merci olive", "Rose rit"."""

import re

from commons.anonymisation.words import chains, dictionary, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

CIVIL = normalisation.listed(
    """
m mr mme mlle melle monsieur madame mademoiselle dr docteur maitre me abbe pere soeur frere pasteur
imam mister mrs ms miss
"""
)
# Said before a name like a title, and part of no name.
FAMILIAR = normalisation.listed(
    """
si sidi lalla lella hadj hadja man tonton tata tatie tati papi papy mamie mamy parrain marraine don
cheikh maman papa ti tit manzel missie grand-mere
"""
)
_OFFICES = normalisation.listed(
    """
president presidente tresorier tresoriere secretaire directeur directrice animateur animatrice
coordinateur coordinatrice benevole adherent adherente camarade
"""
)
_SEASONS = frozenset(("noel", "toussaint"))
_BEFORE_SEASONS = frozenset(("a", "de", "la", "pour", "avant", "apres", "depuis", "vers", "joyeux"))
_ARTICLES_OF_THINGS = normalisation.listed(
    "le la les l un une des du au aux ce cette ces mon ton son notre votre leur the an"
)
# What leads to somebody rather than to a thing in a text without capitals.
_LEADS = normalisation.listed(
    """
avec chez par que et merci selon dixit dit sauf bravo bises bisous signe coucou salut chere cher
moi ici demandez voyez appelez demander appeler voir
"""
)
# "c'est olive qui", "c marin": what is told of a colour goes on otherwise.
_IDENTIFIES = frozenset(("est", "c", "cest"))
_GOES_ON = normalisation.listed("qui de d du la le l notre mon enfin on je au et a avec")
_AFTER_PERSON = normalisation.listed(
    """
a est s qui nous avait etait fait gere dit tient vient m raconte explique propose pense y sera
va sait veut peut doit met prend rend part sort suit lit ecrit repond sourit boude rit court tend
vend sert ouvre offre promet voit connait has is was had will would can could says said thinks does
did keeps to appelle rappelle jette amene emmene tenait gardait took gave made
 came went brings brought asks asked
"""
)
# "le milieu marin est fragile": after a noun the word may be an adjective.
_COPULAS = frozenset(("est", "etait", "sera", "is", "was"))
_PRONOUNS = normalisation.listed("les la le l lui leur se s nous vous en y ne n m me t te")


def ordinary(fold: str) -> bool:
    """Whether a word is said of other things than people, too."""
    if lexicon.is_common(fold) or fold in first_names.ORDINARY:
        return True
    return fold not in first_names.FIRST_NAMES and dictionary.is_word(fold)


def alone(context: chains.Context, word: Word, sought: tuple[str, ...], *, given: bool) -> bool:
    """Whether a first name or surname by itself is somebody rather than a word."""
    if len(sought) > 1 and not all(len(w) < 3 for w in sought):
        return True
    before = context.words[word.index - 1] if word.index else None
    cue = before.fold if before is not None else ""
    if context.is_kept(word.start, word.end) and cue in chains.TOOL_CUES:
        return False
    if word.fold in _SEASONS and cue in _BEFORE_SEASONS:
        return False
    if not (word.capital or word.plain) and context.is_english(word):
        return False  # "we get up at dawn": no list says what is a word there
    said = ordinary(word.fold) or (
        context.is_english(word) and word.fold in first_names.ENGLISH_WORDS
    )
    thing = cue in _ARTICLES_OF_THINGS and not (word.begins or word.capital)
    if thing and (said or not word.plain):
        return False
    misspelt = word.fold not in first_names.FIRST_NAMES and not dictionary.is_word(word.fold)
    if not said and (word.fold == sought[0] or word.capital or word.plain or misspelt):
        return len(word.fold) > 2 or word.capital
    if (word.capital and not word.begins) or is_titled(context, word):
        return True
    if given and word.fold == sought[0] and word.plain and _is_led(context, word):
        return True
    if given and word.begins and word.text[0].isupper() and _set_off(context, word):
        return True
    if given and word.fold == sought[0] and _is_explained(context, word):
        return True
    return (word.capital or word.plain) and _acts(context, word, before)


def is_nickname(context: chains.Context, word: Word, count: int) -> bool:
    """Whether a short form by itself is somebody rather than a word."""
    if context.is_kept(word.start, word.end):
        return False
    if count > 1:
        joined = context.words[word.index + 1].gap == "-"
        return len(word.fold) > 1 or (joined and word.capital)
    if word.fold in lexicon.HOLLOW:
        return False
    before = context.words[word.index - 1] if word.index and not word.begins else None
    if before is not None and before.fold in _ARTICLES_OF_THINGS and not word.capital:
        return False
    if (word.capital and not word.begins) or is_titled(context, word):
        return True
    if len(word.fold) < 3:
        led = _is_led(context, word) or _acts(context, word, before)
        return word.plain and led and not lexicon.is_common(word.fold)
    if lexicon.is_common(word.fold) or dictionary.is_word(word.fold):
        begun = word.begins and word.text[:1].isupper()
        said = begun and _set_off(context, word)
        if begun and not dictionary.is_word(word.fold) and _acts(context, word, before):
            return True  # "Yas a collecté"
        return said or (word.plain and (_is_led(context, word) or _acts(context, word, before)))
    led = before is not None and before.fold in _LEADS
    begun = word.begins and word.text[:1].isupper()
    return word.plain or begun or led or _acts(context, word, before)


def is_titled(context: chains.Context, word: Word) -> bool:
    """Whether a title, or what is said like one, stands before."""
    if not word.index or word.begins:
        return False
    cue = context.words[word.index - 1].fold
    return cue in CIVIL or cue in FAMILIAR or cue in _OFFICES


def _is_led(context: chains.Context, word: Word) -> bool:
    """Whether what stands before leads to somebody: "merci olive", "c'est olive qui"."""
    if not word.index or word.begins:
        return False
    words = context.words
    cue = words[word.index - 1].fold
    if cue in _LEADS:
        return True
    if cue not in _IDENTIFIES:
        return cue == "a" and word.index > 1 and words[word.index - 2].fold in _LEADS
    if cue == "est" and (word.index < 2 or words[word.index - 2].fold not in ("c", "moi", "ici")):
        return False
    following = words[word.index + 1 : word.index + 2]
    told = word.index > 2 and words[word.index - 3].fold in ("moi", "ici", "slt", "bonjour")
    return told or not following or following[0].begins or following[0].fold in _GOES_ON


_PRONOUN_AFTER = re.compile(
    r" ?[(,:-] ?(?:oui |non |bah |ben |eh )?(?:il|elle|lui|c'est (?:son|notre|le|la|un|une) )\b"
)
_KIN = normalisation.listed(
    """
fille fils soeur frere mere pere mari femme compagne compagnon conjoint conjointe copine copain
cousin cousine tante oncle niece neveu epouse epoux voisin voisine collegue ami amie pote filleul
filleule marraine parrain belle-soeur beau-frere collegues
"""
)


def _is_explained(context: chains.Context, word: Word) -> bool:
    """Whether the text goes on about somebody: "constant (il est têtu)", "sa sœur grâce gère"."""
    before = context.words[word.index - 1] if word.index else None
    if before is not None and not word.begins and before.fold in _KIN and word.gap == " ":
        return _acts(context, word, before) or _ends(context, word)
    starts = before is None or word.begins or word.gap.strip() == "," or before.fold in _LEADS
    return starts and _PRONOUN_AFTER.match(context.reading.folded, word.end) is not None


def _ends(context: chains.Context, word: Word) -> bool:
    """Whether its clause ends with the word."""
    following = context.words[word.index + 1 : word.index + 2]
    return not following or following[0].begins or following[0].gap[:1] in (",", ")", ";")


def closes(words: list[Word], letter: Word) -> bool:
    """Whether nothing follows that a word of one letter would go with."""
    following = words[letter.index + 1 : letter.index + 2]
    if letter.fold in ("a", "y"):
        return False
    if not following or following[0].begins or following[0].gap[:1] in (",", ")", "."):
        return True
    return following[0].gap == " " and (
        following[0].fold in ("et", "qui", "a", "aussi") or lexicon.is_verb(following[0].fold)
    )


def _set_off(context: chains.Context, word: Word) -> bool:
    """Whether a comma or the end of its line follows: "Rose, notre trésorière", a signature."""
    following = context.words[word.index + 1 : word.index + 2]
    return not following or following[0].gap[:1] == "," or "\n" in following[0].gap


def _acts(context: chains.Context, word: Word, before: Word | None) -> bool:
    """Whether a verb of people follows, and no article stands before."""
    following = context.words[word.index + 1 : word.index + 3]
    if not following or following[0].begins or following[0].gap not in (" ", " '"):
        return False
    if not (before is None or word.begins or before.fold not in lexicon.ARTICLES):
        return False
    if following[0].fold in _COPULAS and not _may_start(word, before):
        return False
    if following[0].fold in _PRONOUNS and len(following) > 1 and not following[1].begins:
        return following[0].fold in ("s", "y") or _is_deed(following[1].fold)
    return _is_deed(following[0].fold)


def _may_start(word: Word, before: Word | None) -> bool:
    """Whether a clause may start with a word, after what stands before it."""
    return (
        before is None
        or word.begins
        or "," in word.gap
        or before.fold in lexicon.HOLLOW
        or before.fold in _LEADS
    )


def _is_deed(fold: str) -> bool:
    """Whether a word is what one person does or did: "installe", "voulait"."""
    if fold in _AFTER_PERSON:
        return True
    return (
        len(fold) > 3
        and lexicon.is_verb(fold)
        and not fold.endswith(("ez", "ons", "er", "ee", "es", "ees", "ant", "ent", "re"))
    )
