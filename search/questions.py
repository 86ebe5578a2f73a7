"""What a question is dressed in, and what it is about."""

import functools
import re
from collections.abc import Sequence

from search import analysis

# Written folded. Texts keep these words, and whoever types nothing else looks for them.
_IDLE_WORDS = """
    faire faites font faisons fera ferait faudrait faut falloir savoir sait sais savez savons
    voudrais voudrait voudrions voulons veut veux veulent vouloir aimerais aimerait aimerions
    souhaite souhaitons souhaitez souhaiterions souhaitait cherche cherchons cherchez
    pourrait pourrais pourrions pouvons pouvez peux peuvent pouvoir puis
    doit dois doivent devons devez devrait devrions devoir
    besoin envie quelqu quelque quelques quelquun deja vraiment bien mieux vaut idee
    idees avis facon facons maniere manieres sorte chose choses truc trucs astuce astuces
    solution solutions connait connaissez connais existe existent
    bonjour bonsoir svp stp plait
    mettre met mettons utile utiles interessant quelquun estce dites pensez
    anybody anyone someone somebody best way ways get getting got need needs needed want wants
    please really actually worth tried trying does make making made use used using good
"""
_IDLE = frozenset(_IDLE_WORDS.split())
# What is said of everything, by its stems: it counts less than what is said of few things.
_WEAK_WORDS = """
    aider proposer venir aller servir garder eviter empecher changer accepter commencer continuer
    prendre passer arriver permettre laisser rendre demander parler dire tenir rester devenir
    trouver chercher choisir obtenir apporter refaire moins peu tard tot
    rapporter concerner gens personne monde vie jour jours moment fois an annee mois semaine debut
    fin moitie partie reste peu place lieu endroit cas point question probleme projet action
    activite structure organisation association asso gros petit petite grand grande nouveau ancien
    meilleur seul simple facile difficile possible prochain dernier premier propre reel vrai
    rapidement trop facilement simplement concretement efficacement correctement ensemble chacun
    help people person thing things year month week day time work find keep start change come go
    new old small big first last easy good better group
"""
_IDLE_PHRASES = re.compile(
    r"(?i)\b(?:ça|(?:vaut|valait)(?:-il)?\s+(?:le\s+coup|la\s+peine)|est-ce\s+qu\w*|y\s+a-t-il"
    r"|quelqu['’]un\s+(?:a|aurait)\s+(?:déjà\s+)?\w+|s['’]il\s+(?:vous|te)\s+pla[iî]t"
    r"|d['’]avance|mettre\s+en\s+place|à\s+(?:notre|votre|leur|ma|ta|sa|la)\s+place"
    r"|retours?\s+d['’]expériences?|par\s+(?:où|quoi)\s+commencer)"
)


# Small words that a name of several may need: "pas cher", "sans contact".
SMALL = frozenset(["ne", "pas", "ni", "non", "rien", "sans", "not", "without"])
# What every text here is about, unless something of several words says more: "petite asso".
OURSELVES = frozenset(
    ["asso", "assos", "assoc", "association", "associations", "associative", "associatif"]
)


def told(content: Sequence[analysis.Compound], text: str) -> list[analysis.Compound]:
    """The words of a text that say what is looked for, or all of them where none does."""
    idle = [match.span() for match in _IDLE_PHRASES.finditer(text)]
    said = [
        compound
        for compound in content
        if not _is_idle(compound)
        and not any(start <= compound.joined.start < end for start, end in idle)
    ]
    return said or list(content)


def is_weak(form: str) -> bool:
    """Whether a word says little of what a question is about."""
    return not analysis.stems(form).isdisjoint(_weak_stems())


@functools.cache
def _weak_stems() -> frozenset[str]:
    return frozenset(stem for form in _WEAK_WORDS.split() for stem in analysis.stems(form))


def _is_idle(compound: analysis.Compound) -> bool:
    """ "faut-il" is as idle as its verb."""
    content = [part.form for part in compound.parts if analysis.is_content(part.form)]
    return compound.joined.form in _IDLE or (len(content) == 1 and content[0] in _IDLE)
