"""The noun that says what a name is the name of, and goes with it: "la scierie du Royans"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_VENUES = normalisation.listed(
    """
salle salles local locaux chalet refuge parking parc square place stade gymnase foyer café bar
bistrot pub guinguette restaurant auberge hôtel gîte puits bassin pont quai port plage halle
halles marché tour jardin jardins théâtre cinéma musée chapelle église abbatiale abbaye basilique
cathédrale mosquée temple synagogue presbytère cloître dalle esplanade clubhouse préau
école collège lycée fac université maison centre ferme moulin
château manoir domaine camping base terrain boulodrome fronton trinquet vélodrome hippodrome
skatepark ikastola diwan calandreta gurdwara pagode marae carbet faré dojo bibliothèque
médiathèque ludothèque clinique hôpital ehpad résidence crèche caserne gare fontaine lavoir
kiosque cimetière entrepôt hangar friche usine espace pôle rue avenue boulevard chemin impasse
allée cité quartier lac mjc tiers-lieu arènes sentier verger étang
"""
)
_PARTNERS = normalisation.listed(
    """
bailleur ressourcerie recyclerie coop
entreprise entreprises société établissement établissements transports transport garage cabinet
laboratoire laboratoires filature cave caves coopérative supermarché hypermarché magasin magasins
superette boutique courrier journal gazette écho échos réveil dépêche progrès télé radio hebdo
magazine revue confrérie compagnie mutuelle paroisse diocèse amicale comité club union ligue
fédération fédé collectif groupement syndicat fondation atelier ateliers cycles opticien traiteur
fleuriste coiffeur notaire étude agence crédit banque pompiers harmonie fanfare chorale troupe
porcelaines vignerons éleveurs producteurs leclerc carrefour intermarché biocoop auchan lidl
"""
)
_EVENTS = normalisation.listed(
    """
fête fêtes festival foire bourse bal nuit course trail marathon tournoi coupe derby match carnaval
pardon mi-carême carême féria salon forum randonnée rando traversée foulées ronde loto kermesse
noël journée journées défilé parade concert concours rallye raid rencontres assises fest-noz
vide-grenier braderie repas cavalcade régate régates tour
"""
)
_GRANTS = normalisation.listed("appel fonds prix dispositif budget trophée trophées dotation label")
_LANDS = normalisation.listed(
    """
piton pointe anse morne ravine mont monts pic col île îlet îlot baie cap bois forêt vallée plaine
vallon val causse combe gorge gorges lac serre puy ballon dôme aber ria étang pont gué bras
grand-fond rivière village hameau tribu commune canton presqu'île marais bocage plateau massif
cirque
"""
)
# "man Jocelyne", "si Mongi": titles in some families, words in all others.
_FAMILIAR = frozenset(("si", "man", "ti", "gran"))
# Titles whatever the case: "swami Naïken", "Mme veuve Kientz".
_TITLES = normalisation.listed(
    "swami swamy guru gourou lama pandit rabbi veuve vve mme madame papa maman papou"
)
_KIN = normalisation.listed(
    """
oncle tonton tata tatie tante tantine cousin cousine parrain marraine papi papy mamie mémé pépé
beau-frère belle-soeur
"""
)
_MINE = frozenset(("mon", "ma", "mes", "notre", "son", "sa", "ton", "ta", "leur"))
_WARD = re.compile(
    r" (?:(?:\d{1,2}|[ivx]{1,4}) ?(?:e|er|eme|ieme)|premier|deuxieme|troisieme|quatrieme|cinquieme"
    r"|sixieme|septieme|huitieme|neuvieme|dixieme|(?:on|dou|trei|quator|quin|sei)zieme"
    r"|dix-(?:sept|huit|neuv)ieme|vingtieme)(?: arrondissement)?(?!\w)"
)
_NO_FIRM = normalisation.listed(
    """
mairie billetterie messagerie trésorerie loterie catégorie série prairie causerie théorie galerie
plaisanterie infirmerie batterie gendarmerie préfecture tuerie
"""
)
_OF = frozenset(("de", "du", "des", "d", "la", "le", "les", "l"))
_AT = frozenset(("a", "au", "aux", "en", "contre", "sur"))
_REACH = 7  # words before a name that may belong to it
_NAMES = frozenset(("LOC", "NAME", "PARTNER", "VENUE", "EVENT", "PERSON", "ADDRESS"))


def kind_of(fold: str) -> str | None:
    """What a noun announces: a place people meet in, a business or body, an event, a grant."""
    if fold in _VENUES:
        return "VENUE"
    if fold in _EVENTS:
        return "EVENT"
    if fold in _GRANTS:
        return "GRANT"
    if fold in _LANDS:
        return "LOC"
    stem = fold.removesuffix("s")
    if fold in _PARTNERS or (
        len(stem) > 6 and stem.endswith(("erie", "airie")) and stem not in _NO_FIRM
    ):
        return "PARTNER"
    return None


def extend(context: chains.Context, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, each with the noun before it that says what it is."""
    extended: list[Mention] = []
    end = 0
    for mention in mentions:
        if _is_stump(context, mention):
            continue
        found = _extended(context, _person(context, _ward(context, mention), end), end)
        end = found.end
        extended.append(found)
    return extended


def _is_stump(context: chains.Context, mention: Mention) -> bool:
    """Whether the name went to another mention, its kind alone is left: "le jardin de"."""
    if mention.reason != "named-kind":
        return False
    words = context.reading.words_in(mention.start, mention.end)
    cut = bool(words) and (words[-1].fold in _OF or len(words) == 1)
    return cut and all(
        (word.fold in lexicon.HOLLOW or lexicon.is_common(word.fold) or kind_of(word.fold))
        and not (word.capital and not word.begins and not word.plain)
        for word in words
    )


def _ward(context: chains.Context, mention: Mention) -> Mention:
    """ "Paris treizième" whole."""
    if mention.kind != "LOC":
        return mention
    match = _WARD.match(context.reading.folded, mention.end)
    return replace(mention, end=match.end()) if match else mention


def _person(context: chains.Context, mention: Mention, after: int) -> Mention:
    """A surname with the first names or the familiar title before it."""
    if mention.kind not in ("PERSON", "NAME"):
        return mention
    start = mention.start
    word = context.reading.word_at(start)
    while word is not None and word.index and not word.begins and word.gap in (" ", "-"):
        before = context.words[word.index - 1]
        first = before.fold in first_names.FIRST_NAMES and mention.kind == "PERSON"
        title = word.gap == " " and (
            before.fold in _TITLES
            or (before.fold in _FAMILIAR and (before.plain or before.capital))
        )
        if before.start < after or not (first or title):
            break
        if context.is_kept(before.start, before.end) or (first and _verbal(context, before)):
            break
        start, word = before.start, before
    # "mon oncle gégé": whose uncle he is goes with a name that is not given whole.
    word = context.reading.word_at(start)
    if word is not None and word.index > 1 and word.gap == " " and not word.begins:
        kin, whose = context.words[word.index - 1], context.words[word.index - 2]
        if kin.fold in _KIN and whose.fold in _MINE and kin.gap == " " and whose.start >= after:
            start = whose.start
    return mention if start == mention.start else replace(mention, start=start)


def _verbal(context: chains.Context, word: Word) -> bool:
    """Whether a word that is a first name, too, is an ordinary one here: "la rose vasseur"."""
    before = context.words[word.index - 1].fold if word.index and not word.begins else ""
    return before in ("la", "le", "les", "une", "un", "des", "du", "ce", "cette")


def _extended(context: chains.Context, mention: Mention, after: int) -> Mention:
    first = context.reading.word_at(mention.start)
    if (
        first is None
        or mention.kind not in _NAMES
        or mention.wording is not None
        or first.text[0].isdigit()
    ):
        return mention
    head, kind = None, ""
    between = 0  # words since the last link or head
    linked, at = False, False
    for word in _before(context, first, after):
        if word.fold in _OF or word.fold in _AT:
            linked, at, between = True, at or word.fold in _AT, 0
            continue
        found = kind_of(word.fold)
        if found is not None and not (at and found in ("VENUE", "PARTNER")):
            if mention.kind == "PERSON" and linked:
                break
            head, kind, between = word, found, 0
            continue
        between += 1
        if between > 1 or lexicon.is_verb(word.fold) or word.fold in lexicon.HOLLOW:
            break
        linked, at = False, at
    if head is None:
        return mention
    settled = mention.entity or mention.certainty == "certain" or mention.kind == "ADDRESS"
    if settled or mention.reason == "zone":
        return replace(mention, start=head.start)
    return replace(mention, start=head.start, kind=kind, reason="named-kind")


def _before(context: chains.Context, first: Word, after: int) -> Iterator[Word]:
    """The words before a name, nearest first, as far as one phrase goes."""
    following = first
    for index in range(first.index - 1, max(-1, first.index - 1 - _REACH), -1):
        word = context.words[index]
        tight = following.gap in (" ", "'", "-", " '", "  ", ' "', " « ", " «", "« ")
        if not tight or following.begins or word.start < after:
            return
        if context.is_kept(word.start, word.end):
            return
        yield word
        following = word


_HOUSE = re.compile(
    r"(?<![\w-])(?:(?P<venue>cafe|bar|bistrot|pub|auberge|guinguette|restaurant|hotel|brasserie"
    r"|cinema|cine)|(?P<shop>leclerc|carrefour|intermarche|super u|hyper u|auchan|biocoop|lidl"
    r"|franprix|monoprix|casino|decathlon|leroy merlin|castorama|aldi|netto|cora|botanic"
    r"|gamm vert|truffaut|picard|mc ?do|la vie claire|naturalia)|(?P<press>journal|hebdo"
    r"|magazine|quotidien|webradio|radio))"
    r" (?P<link>le |la |les |l'|du |de la |des |de l'|aux |au |chez |de |d')(?=[^\W\d_])"
)
_COMMON_PLACES = normalisation.listed(
    """
association asso club personnel village quartier coin matin midi soir jour jours bord bourg
commune ville parents mémoire langues bénévoles adhérents membres fête stade salle mairie lundi
mardi mercredi jeudi vendredi samedi dimanche week début fin mois semaine équipe conseil livre
rencontre université collège lycée école festival théâtre campus centre buvette spectacle public
entracte plus moins monde même local lien foyer groupe repas réseau type musique
"""
)


def houses(context: chains.Context) -> Iterator[Mention]:
    """Cafés, shops of a chain and papers named by ordinary words: "le café de la cale"."""
    for match in _HOUSE.finditer(context.reading.folded):
        press = match["press"] is not None
        if press and match["link"] not in ("le ", "la ", "les ", "l'"):
            continue
        word = context.reading.word_at(match.end())
        if word is None or word.begins or word.fold in _COMMON_PLACES:
            continue
        last = _tail(context, word)
        if last is not None:
            kind = "VENUE" if match["venue"] else "PARTNER"
            yield Mention(match.start(), last.end, kind, "possible", "named-kind")


def _tail(context: chains.Context, word: Word) -> Word | None:
    """The last word of a name that begins at a word and holds two others at most."""
    last: Word | None = None
    content = 0
    for following in context.words[word.index : word.index + 5]:
        if following is not word and (following.begins or following.gap not in (" ", "-", "'")):
            break
        if context.is_kept(following.start, following.end):
            break
        if following.fold in _OF and last is not None:
            continue
        if following.fold in lexicon.HOLLOW or (last and lexicon.is_verb(following.fold)):
            break
        if (
            content
            and following.gap == " "
            and context.words[following.index - 1] is last
            and (not (following.capital or following.plain))
        ):
            break
        last, content = following, content + 1
        if content == 2:
            break
    return last
