"""What everybody there remembers: "le naufrage du Petit Louis", "notre camion a brûlé"."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_DISASTER = re.compile(
    r"(?<![\w'-])(?:la |l'|le )?(?P<what>naufrage|incendie|explosion|effondrement|eboulement"
    r"|deraillement|accident|crash|catastrophe|attentat|inondation|crue|glissement|avalanche"
    r"|echouement|echouage|abordage|coulee|drame|tragedie|tuerie|massacre|marche"
    r" blanche|coup de grisou|maree noire|demolition|eruption)"
    r" (?P<link>de la |de l'|de l |du |des |de |d')(?=[^\W\d_])"
)
_ROAD = normalisation.listed(
    """
rue place avenue boulevard quai impasse route rocade pont viaduc tunnel côte col descente cours
allée passage faubourg montée rampe digue
"""
)
_BUILT = normalisation.listed(
    """
halle halles mairie préfecture sous-préfecture école collège lycée église cathédrale abbaye gare
marché théâtre cinéma gymnase piscine usine barrage mine papeterie filature raffinerie dépôt silo
clocher tour hôpital prison beffroi casino château car bus train tram avion ferry bac téléphérique
télécabine chalutier paquebot pétrolier cargo péniche terril terrils lotissement mas foyer internat
"""
)
# Things that fall, burn or founder only as a manner of speaking.
_FIGURES = normalisation.listed(
    """
projet campagne collecte club bureau dons don nombre frais coûts prix ventes recettes adhésions
cotisations trésorerie trésorier trésorière président présidente association asso équipe site page
système logiciel outil compte comptes budget stock contrat contrats données boîte mails message
câble eau gaz canalisation charge vie travail travaux voiture saison année soirée fête stand caisse
boutique local bénévole bénévoles adhérents membres inscrits demandes mémoire couple droits lien
frontière frontières cerveaux faim
"""
)
# Ordinary accidents: without a capital or a street, they are anybody's.
_EVERYDAY = normalisation.listed(
    "accident feu fermeture fuite grève occupation crue inondation siège rupture chute"
)
_OWN = re.compile(
    r"(?<![\w'-])(?:notre|nos) (?:(?:vieux|vieille|petit|petite|ancien|ancienne|seul|seule"
    r"|premier|premiere) )?"
    r"(?:camion\w*|locaux|local|hangar|minibus|fourgon|camionnette|bateau|chalutier|salle|batiment"
    r"|ecole|eglise|chapelle|theatre|gymnase|atelier|entrepot|stock|char|geant|refuge|chalet"
    r"|grange|serre|boutique|epicerie|friperie|cabane|car|bus|moulin|club[ -]?house|siege|chapiteau"
    r"|kiosque|hutte|case|tribune|bibliotheque)s? (?:a|ont|avait|avaient) (?:"
    r"(?:entierement |completement )?brule\w*|pris feu|coule\w*|sombre|explose|saute|ete (?:"
    r"inonde|incendie|brule|detruit|vandalise|emporte|plastique|mitraille|ravage|saccage|soufle"
    r"|souffle|rase)\w*|perdu (?:son|leur) toit)"
    r"(?P<rest>(?: (?!et\b|mais\b|on\b|nous\b|donc\b|alors\b|c'est\b|ca\b|depuis\b|du coup\b)"
    r"[\w'-]+){0,8})"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each disaster with what it struck, each misfortune of the association's own."""
    for match in _DISASTER.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        if word is not None and (end := _struck(context, match["what"], match["link"], word)):
            yield _clue(match.start(), end)
    for match in _OWN.finditer(context.reading.folded):
        yield _clue(match.start(), match.end())


def _clue(start: int, end: int) -> Mention:
    return Mention(start, end, "CLUE", "possible", "clue")


def _struck(context: chains.Context, what: str, link: str, word: Word) -> int:
    """The end of what was struck, 0 where it could be anything."""
    if word.begins or word.fold in _FIGURES:
        return 0
    if word.fold in _ROAD or word.fold in _BUILT:
        return _built_end(context, word, what)
    if context.is_kept(word.start, word.end):
        return 0
    if word.capital and not word.plain:
        person = word.fold in first_names.FIRST_NAMES and link in ("de ", "d'")
        if person or (lexicon.is_common(word.fold) and word.text.isupper()):
            return 0
        return context.words[max(context.run(word.index, 4), word.index + 1) - 1].end
    if not word.plain or word.fold in lexicon.HOLLOW or link in ("des ", "de la "):
        return 0
    place = word.fold in gazetteer.SINGLE and word.fold not in gazetteer.ORDINARY
    if place or (context.name_like(word) and what not in _EVERYDAY):
        return context.words[max(context.run(word.index, 3), word.index + 1) - 1].end
    # "le naufrage du petit louis": ships have names of any words.
    if what in ("naufrage", "echouement", "echouage") and link == "du ":
        following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
        if following is not None and following.gap == " " and not following.begins:
            named = following.fold in first_names.FIRST_NAMES or context.name_like(following)
            return following.end if named else 0
    return 0


def _built_end(context: chains.Context, word: Word, what: str) -> int:
    """The end of "la rue Droite", "la halle"; a road or a train needs a name."""
    words, last = context.words, word
    index = word.index + 1
    while index < len(words) and index < word.index + 5:
        following = words[index]
        if following.begins or following.gap not in (" ", "'", "-"):
            break
        if following.fold in ("de", "du", "des", "d", "la", "l", "le"):
            index += 1
            continue
        named = (following.capital and not following.plain) or context.name_like(following)
        named = (
            named
            or following.fold in gazetteer.SINGLE
            or words[index - 1].fold in ("de", "du", "d")
        )
        if not named or lexicon.is_verb(following.fold) or following.fold in _FIGURES:
            break
        last = following
        index += 1
    if last is word and (word.fold in _ROAD or what in _EVERYDAY):
        return 0
    return last.end
