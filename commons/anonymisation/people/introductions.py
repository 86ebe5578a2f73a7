"""People told by what the text says of the word: "PRISE DE NOTES : ROSE", "pape (le prénom)"."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.people import person_frames
from commons.anonymisation.words import chains, first_names, lexicon, normalisation

# Who wrote or spoke: a first name follows, whatever the case.
_MINUTES = re.compile(
    r"(?<![\w-])(?:prises? de notes?|notes? (?:prises? |de seance )?(?:par|de)|redig\w+ par"
    r"|redacteur|redactrice|secretaire de seance|scribe|(?:pv|compte[ -]rendu|cr) (?:par|de"
    r"|fait par"
    r"|signe)|animation|animee? par|transmis par|saisie? par|auteure?|excuse[es]*|presente?s?"
    r"|absent"
    r"e?s?|relecture|relu par|photos?(?: de| par)?|texte(?: de| par)?|signe|de la part de)"
    r" ?[:,-]? ?(?P<name>[^\W\d_]{3,})(?= ?(?:[).,;!\n]|$| et [^\W\d_]))"
)
# "pape (le prénom hein)": the text says itself that it is a name.
_NAMED = re.compile(
    r"(?<![\w'-])(?P<name>[^\W\d_]{3,}),? ?\(? ?(?:oui |hein )?(?:c'?est |c )?(?:bien )?"
    r"(?:le |son |un |mon |ton |sa )(?:vrai |petit )?(?:prenom|nom de famille|surnom|petit nom"
    r"|blaze)"
    r"(?! (?:est|de|figure|qui|et|du|des|doit))(?!\w)"
)
_KIN = normalisation.listed(
    """
fille fils soeur frere mere pere mari femme compagne compagnon conjoint conjointe copine copain
cousin cousine tante oncle niece neveu epouse epoux voisin voisine collegue ami amie pote filleul
filleule marraine parrain garcon petite petit bebe gamin gamine ainee aine cadet cadette
"""
)
# "sa fille lumière oui elle s'appelle comme ça"
_NAMED_SO = re.compile(
    rf"\b(?:{'|'.join(sorted(_KIN))}) (?P<name>[^\W\d_]{{3,}}),? \(?(?:oui |si si |eh oui |hein )?"
    r"(?:c'est |elle |il |elles |ils )(?:vraiment |bien )?(?:s'appelle(?:nt)?|se nomme(?:nt)?"
    r"|(?:est|a ete) (?:prenommee?|baptisee?|nommee?)|(?:son|leur) (?:vrai )?prenom)(?!\w)"
)
_LINKS = normalisation.listed(
    """
malgre selon pour par avec sans dire connait demande ecrit appelle quel quelle outre sauf hormis
comme donner donne cacher changer signer retrouver chercher juste meme seulement surtout entre
"""
)
# "lise elle est contre": a pronoun says again who was named.
_AGAIN = re.compile(
    r"(?<![\w'-])(?P<name>[^\W\d_]{3,}),? (?:elle|il|lui il) (?:est|a|etait|avait|dit|fait|veut"
    r"|gere"
    r"|nous|n'|tient|prend|va|voit|sait|s'|aime|prefere|trouve|pense)(?![\w-])"
)
_MOMENTS = frozenset(("noel", "avril", "mai", "juin", "juillet", "toussaint", "paques"))
_OPENS = frozenset(("et", "mais", "donc", "alors", "bref", "sauf", "puis", "pis", "car", "que"))


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every name that its frame tells."""
    folded = context.reading.folded
    for match in _MINUTES.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is None or (word.begins and match.group().startswith(("present", "absent"))):
            continue
        known = word.fold in first_names.FIRST_NAMES
        if known and (word.plain or word.capital):
            yield _person(*match.span("name"))
    for match in _NAMED.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is None or word.fold in lexicon.HOLLOW or word.fold in person_frames.CIVIL:
            continue
        before = context.words[word.index - 1] if word.index and not word.begins else None
        thing = before is not None and before.fold in lexicon.ARTICLES
        if not thing and not lexicon.is_verb(word.fold) and word.fold not in _LINKS:
            yield _person(*match.span("name"))
    for match in _NAMED_SO.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is not None and word.fold not in lexicon.HOLLOW | _LINKS | _KIN:
            yield _person(*match.span("name"))
    for match in _AGAIN.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is None or word.fold not in first_names.FIRST_NAMES - _MOMENTS:
            continue
        before = context.words[word.index - 1] if word.index else None
        opens = before is None or word.begins or before.fold in _OPENS or "," in word.gap
        if opens and (word.plain or word.capital):
            yield _person(*match.span("name"))


def _person(start: int, end: int) -> Mention:
    return Mention(start, end, "PERSON", "probable", "first-name")
