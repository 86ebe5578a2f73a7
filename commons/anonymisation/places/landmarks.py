"""What only one place has: a bridge of a kind, a statue, a named train, so many inhabitants.

A landmark tells with what sets it apart ("le pont génois", "la statue du marin"); what any place
has ("le pont", "la place de l'église", "le petit train des enfants") tells nothing.
"""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    communes,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
    numerals,
)

_BUILT = (
    r"(?:ponts?|passerelles?|viaducs?|aqueducs?|ecluses?|horloge|cadran|fontaines?|statues?|tours?"
    r"|clochers?|eglises?|chapelles?|abbayes?|cloitres?|chateaux?|donjons?|remparts?|citadelle"
    r"|forts?"
    r"|moulins?|lavoirs?|grottes?|rochers?|tunnels?|canal|gare|ligne|phares?|semaphore|cale|jetee"
    r"|digue|immeuble|sanatorium|camp|mines?|puits|villa|manege|halles?|kiosque|theatre|barrage"
    r"|telecabine|funiculaire|cimetiere|menhirs?|pyramide|obelisque|colonne|porte|portes|escalier"
    r"|belvedere|arenes|thermes|temple|palais|maisons?|hameau|epave|paquebot|peniche|bac|couvent)"
)
_STYLE = (
    r"(?:genoise?s?|romaine?s?|gallo-romaine?s?|gothiques?|romane?s?|baroques?|medieva(?:le?s?|ux)"
    r"|templiere?s?|feoda(?:le?s?|ux)|cathares?|suspendue?s?|tournante?s?|levante?s?|pivotante?s?"
    r"|transbordeurs?|flottante?s?|himalayenne?s?|astronomiques?|fortifiee?s?|mauresques?"
    r"|byzantine?s?|carolingien(?:ne)?s?|prehistoriques?|megalithiques?|troglodyt(?:e|ique)s?"
    r"|napoleonien(?:ne)?s?|engloutie?s?|effondree?s?|penchee?s?|torse?s?|vauban|eiffel|renaissance"
    r"|art deco|en ruines?|a vapeur|a cremaillere|a colombages|a pans de bois|a coupole|a bulbe"
    r"|a double [\w-]+|a tete d(?:e |')[\w-]+|octogona(?:le?|ux)|hexagona(?:le?|ux)|templiers"
    r"|sous-marine?s?|sarrasine?s?|wisigoth(?:e|ique)s?|celtiques?|gauloise?s?|viking|celte)"
)
_NEAR = (
    r"(?:(?:au pied|aux pieds|a cote|en face|pres|a deux pas|au bord|a l'ombre|a l'entree|au bout"
    r"|a la sortie|en contrebas|en bas|en haut|au sommet|au-dessus|au-dessous|non loin) (?:de la "
    r"|de l'"
    r"|du |des |d'une? )|(?:derriere|devant|sous|face a|contre|entre|par|vers) )"
)
_STYLED = re.compile(
    rf"(?<![\w'-]){_NEAR}?(?:la |le |l'|les |une? |notre |(?<=d[ue] )|(?<=des ))?"
    rf"(?:(?:grande?|petite?|vieux|vieille|ancien|ancienne|fameux|fameuse) )?{_BUILT} {_STYLE}"
    r"(?![\w-])(?P<history> ou (?:\w+ )?\w+ (?:a|ont|fut|furent|est|sont) \w+)?"
    rf"|(?<![\w'-]){_NEAR}?(?:la |le |l'|les )(?:ecluses?|ponts?|phares?|clochers?"
    rf"|tours?) (?:doubles?"
    r"|triples?|jume(?:aux|lles?)|demolie?s?|abandonnee?s?)(?![\w-])"
)
# Figures that stand on one square only; fountains, towers and bridges "aux lions".
_FIGURE = re.compile(
    r"(?<![\w'-])(?:la |une |cette |notre |l'|le |au pied de la |devant la |pres de la )?(?:statue"
    r"|buste"
    r"|sculpture|fresque|mosaique) (?:de la |de l'|du |des |de |d')(?!l'asso|nos\b|notre\b"
    r"|ce)[\w-]+"
    r"|(?<![\w'-])(?:la |le |les |l')(?:fontaine|tour|pont|maison|porte|grotte|rocher|hotel"
    r"|croix) aux? "
    r"(?!fond|bout|milieu|coin|centre|bord|moins|plus|nom|public|pied)(?:\w+ )?[\w-]{3,}"
    r"|\bthe [\w-]{1,30}(?:'s|s'|') statue|\bstatue of (?:the )?[\w-]+"
    r"|(?<![\w-])[\w-]{1,30}(?:'s|s') statue\b"
)
_NAMED_LINE = re.compile(
    r"(?<![\w'-])(?:le |la |les |l')(?:petite? )?(?P<line>train|tramway|autorail|micheline|ligne"
    r"|route|sentier|chemin|voie|circuit|canal) (?P<link>des |du |de la |de l'|de |d'|aux )"
    r"(?P<name>[^\W\d_][\w-]{2,})"
    r"|(?<![\w'-])(?:le |la )(?:petit )?(?P<coloured>train (?:jaune|rouge|bleu|blanc|vert|a vapeur"
    r"|a cremaillere|des pignes|des merveilles|du bout du monde|des mouettes|des lagunes)"
    r"|petit train (?:jaune|rouge|bleu|touristique de [\w-]+))(?![\w-])"
    r"|(?<![\w'-])(?:la )?route (?:des (?:vins?|cretes|epices|grands crus|fromages|sel|ocres|lacs"
    r"|tamarins|plages|grandes alpes|potiers|tissages?)|du (?:rhum|cidre|comte|sel|champagne"
    r"|poisson"
    r"|cafe|foie gras|cristal|volcan|chocolat)|de la (?:lavande|mirabelle|truffe|soie|noix|biere"
    r"|porcelaine|vanille))(?![\w-])|(?<![\w-])gr ?\d{1,3}(?![\w%€])"
)
_NUMBER = rf"(?:\d{{1,3}}(?:[ .]\d{{3}})*|\d{{1,5}}|{numerals.IN_WORDS})"
_SOULS = (
    r"(?:habitante?s?|ames|iliens|villageois|inhabitants|souls|residents? a l'annee"
    r"|habitants a l'annee)"
)
_SETTLED = (
    r"(?:village|bourg|bourgade|hameau|communes?|ile|ilot|presqu'ile|vallee|quartier|cite|tribu"
    r"|petite ville|town|parish|island|hamlet)"
)
_POPULATION = re.compile(
    rf"(?<![\w-]){_SETTLED}(?:,? (?!moins\b|plus\b|et\b|on\b|les\b|nous\b)[\w'-]+){{0,4}}?"
    rf"(?:,|\)?:| \(| -)? (?:de |d'|of |qui compte |compte |peuplee? de |avec (?:ses )?)?"
    rf"(?P<village>{_NUMBER} {_SOULS})(?![\w-])"
    r"|(?:nous (?:ne )?sommes|on (?:n')?est|we are|nous etions)(?: que| environ| a peine| only"
    rf"| plus que)? (?P<us>{_NUMBER} {_SOULS})(?![\w-])"
    rf"|(?<![\w-])(?P<souls>{_NUMBER} (?:ames|souls))(?! (?:charitable|bonne|soeur"
    rf"|perdue)s?)(?![\w-])"
    rf"|(?<![\w-])(?P<yearly>{_NUMBER} habitants (?:a l'annee|permanents|l'hiver|en hiver"
    rf"|hors saison))"
)
_LANDFORM = (
    r"(?:isthme|estuaire|fjord|volcan|glacier|presqu'ile|cirque|canyon|delta|lagon|atoll|terril"
    r"|meandre|tombolo|polder|causse|aber|piton|marais salant|lac glaciaire|lac de cratere|viaduc"
    r"|bras de mer|ile|rocher|eperon(?: rocheux)?|nid d'aigle|cluse|gouffre)"
)
_SEATED = re.compile(
    r"(?<![\w-])(?:au bout|au milieu|au pied|au bord|au fond|au sommet|a la pointe|au creux"
    r"|perchee?s?"
    rf" (?:sur|en haut)|coincee?s? (?:sur|entre)|installee?s? sur) (?:d'un|d'une|de notre|un|une)"
    rf" (?:petite? |grande? |vieux |vieille )?{_LANDFORM}(?![\w-])"
    r"(?: (?:de|du|d') ?(?!on\b|nous\b)[\w-]+)?"
)
# "la station où l'immeuble a fini dans la dune": something happened there, once.
_HAPPENED = re.compile(
    r"(?<![\w-])(?:(?:le |la |l'|notre |cette |ce )(?:petite? |vieux )?(?:village|bourg|hameau"
    r"|commune"
    r"|ville|ile|presqu'ile|vallee|station|port|plage|bourgade|cite|pays|col|baie|plaine)|la) ou "
    r"(?P<subject>(?:le |la |l'|les |un |une )?[\w-]+)(?: (?!a\b|ont\b|fut\b|est\b"
    r"|et\b)[\w'-]+){0,2}"
    r" (?:a|ont|fut|furent|s'est|se sont|naquit|mourut|perdit|vecut|debarqua)"
    r"(?: (?!et\b|mais\b|on\b|nous\b|donc\b|alors\b)[\w'-]+){0,6}"
)
_ANYBODY = normalisation.listed(
    """
on nous il elle ils elles je j tu vous ca cela tout tous toutes chacun personne rien gens monde
association asso club bureau conseil équipe bénévoles adhérents mairie école réunion fête course
vente collecte campagne projet argent donateurs membres salariés comptable trésorier présidente
président parents enfants groupe l'asso l'association c ce celle celui argent formulaire lien
site page budget outil tout personne
"""
)
_ENGLISH = re.compile(
    r"(?<![\w-])(?:(?:by|near|under|behind|below|above|beside|opposite|beneath|at the foot of"
    r"|next to"
    r"|at the top of|across from) )?the (?:(?:old|former|ruined|disused|roman|norman|medieval|great"
    r"|little|drowned|abandoned) ){0,2}(?:lighthouse|salt mine|salt works|salt marshes|coal mine"
    r"|slate"
    r" quarry|quarry|viaduct|aqueduct|castle ruins?|citadel|volcano(?: road)?|canal lock"
    r"|double lock"
    r"|tannery|foundry|shipyard|leper colony|drawbridge|(?:suspension|swing|covered|roman|genoese)"
    r" bridge|standing stones?|dam|cable car|funicular|amphitheatre|ramparts|observatory"
    r"|nuclear plant"
    r"|power station|glacier|dungeon|abbey ruins?|shipwreck)(?: with the(?: [\w-]+){1,3})?"
    r"(?: (?:closed|collapsed|burned|burnt|shut|fell))?(?![\w-])"
    r"|(?<![\w-])(?:the |a |our )(?:village|town|island|port|valley|hamlet) (?:where the|whose"
    r"|at the end"
    r" of|at the foot of|without|with the)(?: (?!and\b|but\b|we\b|so\b)[\w'-]+){1,6}"
)

# What few places have, behind which one is: "derrière le hangar des sous-mariniers".
_BEHIND = re.compile(
    rf"(?<![\w-]){_NEAR}(?:la |le |l'|les )?(?:vieux |vieille |ancien |ancienne |grand |grande )?"
    r"(?:hangars?|tribunes?|gradins|kiosque|quais?|cale|wagons?|enclos|ecuries?|box|vestiaires?"
    r"|guerite|cabane|cabanon|chalet|local|garage|foyer|cantine|ateliers?|entree|grille|rotonde"
    r"|monument|stele|baraques?|baraquements?|caserne|corderie|poste) "
    r"(?:de la |de l'|des |du |aux? |d'|a |de )(?:vieux |vieil |ancien )?(?:sous-mariniers?|sous"
    r" mariniers?|champ de (?:courses|foire|tir|mars)|hippodrome|velodrome|aerodrome|aeroclub"
    r"|autodrome|circuit|arenes|manade|bateaux|dockers|mineurs|legionnaires|cheminots|pecheurs"
    r"|bateliers|mariniers|gardians?|planeurs|dirigeables?|hydravions?|sauveteurs|vedettes|tramways?"
    r"|locomotives?|haras|forains|ostreiculteurs|sauniers|paludiers|chasseurs alpins|douaniers"
    r"|eclusiers|carriers|ardoisiers|fusees?|lanceurs?|zeppelins?|parachutistes|goumiers|harkis"
    r"|tirailleurs|galeriens|bagnards|forcats|terre-neuvas|cap-horniers|thoniers|langoustiers"
    r"|chalutiers|goelettes|yoles|pirogues|elephants|char[s]?|carnaval)(?![\w-])"
    r"(?: (?:de la |de l'|des |du |de |d')[\w-]+)?"
)
# Giants, beasts and figures of one carnival, rocks that have a name.
_FIGURES = re.compile(
    r"(?<![\w-])(?:(?:le |la |les |l'|du |des |au |notre |nos |devant |pour )?(?:geants? (?:de |d')"
    r"(?P<town>[a-z][\w-]{3,})|reuzes?(?: (?:papa|maman|pape|mamm?an))?"
    r"|allowyn|jean le bucheron|gayant|binbin|bimberlot|lyderic(?: et phinaert)?|phinaert"
    r"|martin et martine|pere bombance|mere wiche|graouill?y|caramentran|caramantran|carmentran"
    r"|san pansar|sent pancard|sant pansard|zanpantzar|zampanzar|joaldunak|petassous?|bwa ?bwa"
    r"|roi vaval|vaval|touloulous?|neg gwo siwo|marianne la po fig"
    r"|poulain de pezenas|chameau de beziers|boeuf de meze|cheval(?: bayard|[ -]jupon)|tarasque"
    r"|coulobre|lou drapet|rat[- ]griffon|dragon de (?:cavaillon|mons|metz)|ane de gignac"
    r"|pailhasses?|paillasses de cournonterral|fecos|fecas|soufflaculs?|soufflets?(?= de nontron)"
    r"|poule couveuse|bonhomme de bourail|coeur de voh|lindera?liques?|tour de hanyen|roche d'oetre"
    r"|dames? coiffees?|demoiselles? coiffees?|cheminees? de fees?|pic du midi|puy de dome"
    r"|puy mary|dune du pila[t]?|mont aiguille|pierre percee|roche a cabri|roche tremblante"
    r"|rocher de la vierge|chaos de (?:targassonne|montpellier-le-vieux|nimes)|trou du diable"
    r"|marmite du diable|saut du doubs|lion de belfort"
    r"|tas de pois|nez de (?:jobourg|boeuf)|piton de sucre"
    r"|dent de la rancune|montagne pelee))(?![\w-])"
)

_NEARBY = re.compile(_NEAR)
_WORDINGS = ("dans les environs", "nearby")  # in French, in English


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Each landmark, known line, figure of inhabitants or event of the past."""
    folded = context.reading.folded
    for pattern in (_STYLED, _SEATED):
        for match in pattern.finditer(folded):
            nearby = _NEARBY.match(match.group()) is not None or pattern is _SEATED
            yield _clue(match.start(), match.end(), _WORDINGS[language == "en"] if nearby else None)
    for pattern in (_BEHIND, _FIGURES):
        for match in pattern.finditer(folded):
            town = match.groupdict().get("town")
            word = context.reading.word_at(match.start("town")) if town else None
            if word is None or word.fold in gazetteer.SINGLE or communes.find(word.fold):
                yield _clue(match.start(), match.end())
    for match in _FIGURE.finditer(folded):
        last = context.reading.words_in(match.start(), match.end())[-1]
        if last.fold not in lexicon.HOLLOW:
            yield _clue(match.start(), match.end())
    for match in _NAMED_LINE.finditer(folded):
        if match["name"] is None or _is_line(context, match):
            yield _clue(match.start(), match.end())
    for match in _POPULATION.finditer(folded):
        group = next(g for g in ("village", "us", "souls", "yearly") if match[g])
        yield _clue(*match.span(group))
    for match in _HAPPENED.finditer(folded):
        if _happened(context, match):
            yield _clue(match.start(), match.end())
    if language == "en" or context.is_english(context.words[0]) if context.words else False:
        for match in _ENGLISH.finditer(folded):
            yield _clue(match.start(), match.end())


def _is_line(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether a train or a road has a name of its own, with the capital of one."""
    word = context.reading.word_at(match.start("name"))
    if word is None or not word.capital or word.plain or context.is_kept(word.start, word.end):
        return False
    person = word.fold in first_names.FIRST_NAMES and match["link"] in ("de ", "d'")
    listed = word.fold in gazetteer.NAMES
    return match["line"] in ("train", "tramway", "autorail", "micheline") or not (person or listed)


def _happened(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether something else than the association did it: a king, a building, the sea."""
    words = context.reading.words_in(*match.span("subject"))
    if not words or words[-1].fold in _ANYBODY or words[-1].fold in lexicon.HOLLOW:
        return False
    bare = match.group().startswith("la ou")  # "là où Paoli a perdu"
    return not bare or (words[-1].capital and not words[-1].plain)


def _clue(start: int, end: int, wording: str | None = None) -> Mention:
    return Mention(start, end, "CLUE", "possible", "clue", "", wording)
