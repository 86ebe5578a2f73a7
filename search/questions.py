"""What a question is dressed in, and what it is about."""

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
    mettre met mettons utile utiles interessant
    anybody anyone someone somebody best way ways get getting got need needs needed want wants
    please really actually worth tried trying does make making made use used using good
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_IDLE_PHRASES = re.compile(
    r"(?i)\b(?:ça|(?:vaut|valait)(?:-il)?\s+(?:le\s+coup|la\s+peine)|est-ce\s+qu\w*|y\s+a-t-il"
    r"|quelqu['’]un\s+(?:a|aurait)\s+(?:déjà\s+)?\w+|s['’]il\s+(?:vous|te)\s+pla[iî]t"
    r"|d['’]avance|mettre\s+en\s+place|à\s+(?:notre|votre|leur|ma|ta|sa|la)\s+place"
    r"|retours?\s+d['’]expériences?|par\s+(?:où|quoi)\s+commencer)"
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


def _is_idle(compound: analysis.Compound) -> bool:
    """ "faut-il" is as idle as its verb."""
    content = [part.form for part in compound.parts if analysis.is_content(part.form)]
    return compound.joined.form in _IDLE or (len(content) == 1 and content[0] in _IDLE)
