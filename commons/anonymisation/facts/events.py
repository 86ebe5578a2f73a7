"""Local festivals, races and fêtes that have a name, whatever their case."""

import re
from collections.abc import Iterator

from commons.anonymisation.facts import festivals
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, lexicon, normalisation

_FEAST = (
    r"(?:festivals?|fetes?|foires?|salons?|(?:semi-|mini-|ultra-|ultra )?marathons?"
    r"|(?:ultra-)?trails?|raids?"
    r"|courses?|corridas?|foulees|nuits?|nuitees|rallyes?|tournois?|trophees?|challenges?"
    r"|coupes?|carnavals?"
    r"|fest[ -](?:noz|deiz)|gala|journees?|vide-greniers?|braderies?|brocantes?|concours"
    r"|grand prix|rondes?|rando"
    r"|randonnees?|randos?|virades?|cavalcades?|kermesses?|ducasse|rencontres|assises"
    r"|forums?|marches?|ferias?|bodegas?"
    r"|cross|defiles?|balades?|boucles?|galopades?|grimpees?|escapades?|echappees?"
    r"|traversees?|montees?|bals?"
    r"|banquets?|pardons?|processions?|corsos?|kilbe|messti|fantasia|soirees?|week-ends?"
    r"|printemps|estivales|hivernales"
    r"|automnales|biennale|semaines?|quinzaine|repas|diner|souper|loto|tombola|thes?"
    r" dansants?|concerts?|spectacles?"
    r"|kabar|swimrun|triathlon|duathlon|aquathlon|regates?|tour|veillees?|noel|olympiades"
    r"|jeux|defi|10 km|heures|24h|mele"
    r"|fair|race|run|fete|feast|parade|night|ball|marathon|show)"
)
# Heads that are named events even in small letters once "de la châtaigne" follows.
_NAMED_FEAST = (
    r"festivals?|fetes?|foires?|(?:semi-)?marathons?|(?:ultra-)?trails?|raids?|corridas?"
    r"|foulees|virades?|rondes?|nuits?"
    r"|tournois?|carnavals?|fest[ -](?:noz|deiz)|cavalcades?|kermesses?|ducasse|ferias?"
    r"|galopades?|grimpees?"
    r"|traversees?|montees?|boucles?|pardons?|processions?|corsos?|salons?|challenges?"
    r"|courses?|repas|braderies?"
    r"|trophees?|bourses?(?= aux)|mi-careme|rallyes?|balades?|marches?|regates?|ekiden"
    r"|cross|bals?|banquets?|concours|randonnees?|veillees?|kabar"
    r"|journees?|semaines?|quinzaine|printemps|soirees?|noel"
)
_LINK = r"(?:de la |de l'|du |des |aux? |a la |a l'|de |d'|en |of the |of )"
_EVENT = re.compile(
    rf"(?<![\w-])(?P<article>(?:le |la |les |l'|notre |nos |au |aux |du |des |the |son "
    rf"|leur |ma |une |un )?)"
    rf"(?P<rank>(?:\d{{1,3}} ?(?:e|eme|er|ere) |premiere? |grande? )?)(?P<head>{_NAMED_FEAST})"
    rf"(?P<kindword>(?: (?:gourmande?|nocturne|populaire|annuel(?:le)?|traditionnel(?:le)?"
    rf"|medievale?|votive|patronale|nature"
    rf"|rose|bleue|verte|solidaire|cycliste|artisanale?))?) (?P<link>{_LINK})(?P<first>"
    rf"[^\W\d_][\w]*|\d[\do]{0, 2}(?= ans\b))"
)
# Heads that are ordinary words too: "au marché de", "une course à la caisse".
_ORDINARY = normalisation.listed(
    """
marche marches course courses tournoi concours repas salon montee nuit traversee bal raid
challenge trophee
"""
)
_COUNTED = frozenset(("marche", "marches", "montee", "courses"))
_YEAR = re.compile(r" ?(?:19|20)\d\d\b")
# Feasts of one region, known by their name alone.
# "les Voiles du Crouesty", "les polyphonies à Sainte-Croix": many at once, in one place.
_MANY = re.compile(
    r"(?<![\w-])(?P<head>voiles|polyphonies|musicales|medievales|estivales|hivernales|automnales"
    r"|choregies|francofolies|folklores|folklories|fanfarades|floralies|escales|treteaux|ostensions"
    r"|vendanges|moissons|joutes|transhumances|printanieres|bacchanales|vepres|heures musicales"
    r"|chants (?:polyphoniques|sacres)|puces|grandes tablees|flaneries|lumieres|scenes|mascarets"
    r"|petites scenes|arts) (?P<link>de la |de l'|du |des |de |d'|a la |a l'|a |en "
    r"|aux? )(?=[^\W\d_])"
)
# "BILLETTERIE DU GWO KA AN NOU": tickets are sold for something that has a name.
_TICKETS = re.compile(
    r"(?<![\w-])(?:billetterie|billets?|places|reservations?|affiches?|edition) (?:du|de la|des) "
    r"(?=[^\W\d_]{2})"
)
_REGIONAL = re.compile(
    r"(?<![\w-])(?:(?:le |la |les |l')?(?P<name>(?:\d{1,3} ?(?:e|eme) )?(?:felibree"
    r"|mi-careme|frairie|tarasque|ommegang|romeria|pastorage"
    r"|messti|kilbe|bandas|gras|fetes gitanes|dicaudes|gayant|carnaval|cavalcade|corso"
    r" fleuri|corso|festayres|ferrade|abrivado|encierro|pardon|fest-noz))"
    r"(?P<of>(?: (?:des|de la|du|de l'|de|d') ?[\w'-]+)?))(?![\w-])"
)
# "la traversée Moorea Tahiti": a race between two names.
_BARE_NAMED = re.compile(
    r"(?<![\w-])(?:le |la |les |l'|aux? |du |des |notre )(?P<head>traversee|trail"
    r"|festival|foulees|rallye|corrida|raid|marathon|semi"
    r"|triathlon|swimrun|tournoi|challenge|trophee|derby|salon|grand prix|fete|virade)"
    r" (?P<contre>contre )?(?=[^\W\d_])"
)
_QUOTED_EVENT = re.compile(
    rf"(?<![\w-]){_FEAST}(?: [\w'-]+){{0,2}} ?[\"«“] ?(?P<name>[^\"«»“”\n]{{2,50}}?) ?[\"»”]"
)
# What somebody says is no name: "ça marche « viens mardi, on mange après »".
_SPOKEN = re.compile(
    r"[,!?]|\b(?:je|j'|tu|on|nous|vous|il|elle|ils|c'est|ca|merci|bonjour|viens|venez|pas|oui|non"
    r"|faut|avons|allez|you|we|i|it)\b"
)
_ARTICLE = re.compile(r"(?<!\w)(?:le|au|du|un|ce|grand|notre|des|aux|les) $")
# Plural adjectives of a season or a style, alone after an article: "la halle pour les médiévales".
_SEASONAL = re.compile(
    r"(?<![\w-])(?:les|aux|nos|des|pour|apres) (?P<name>(?:"
    r"medievales|estivales|hivernales|automnales|printanieres|floralies|ostensions|musicales"
    r"|bacchanales|gargantuades|transhumances"
    r"|francofolies|nuitees|vendanges de)(?! (?:fetes?|journees?|soirees?)\b))(?![\w-])"
)
# Days that have a name only with a place or a capital: "la journée du lagon d'Uturoa".
_LOOSE = normalisation.listed("journee journees semaine semaines quinzaine printemps soiree noel")
_LOCAL = normalisation.listed("foulees trail trails virades corrida feria ducasse kilbe messti")
_GENERIC = normalisation.listed(
    """
meres peres mere pere voisin voisins musique travail fin annee annees ecole ecoles village
quartier printemps ete hiver automne noel rentree benevoles associations association asso
adherents donateurs parents don dons sport sports club course courses loto pied velo relais sante
emploi metiers jeunes enfants familles lycee college commune ville section groupe equipe soutien
bienfaisance solidarite charite recherche collecte formation sensibilisation portes cloture
ouverture lancement rencontre dialogue reflexion belote petanque foot football basket tennis ping
hand volley rugby echecs tarot cartes poker boules gala livres livre jouets vetements puces
plantes occasion musee nature internet theatre danse cinema salon agriculture orientation etudiant
etudiants presse chaque cette notre nos son leur ce mon mes vos ces tous toute toutes plus moins
nouveau nouvelle nouvel suite cause hasard temps soir nuit jour jours matin midi semaine mois
dimanche samedi l la le les un une decembre janvier fevrier mars avril mai juin juillet aout
septembre octobre novembre vie mort mariage naissance anniversaire retraite depart france public
prix questions dons cout couts tarifs charges loyers bruit eau eaux benevolat droits enfance terre
refus misere handicap sang proprete portes paques souvenir memoire gout retour bout dechets
publics valeurs voitures affaires choses plaisir bonheur coeur amis amour paix patrimoine fait
equipes entreprises femmes hommes gens personnes anciens membres usagers salaries clients
partenaires photo photos dessin chant chants cuisine patisserie gateaux crepes soupe pizza pizzas
saucisses argent fonds projets projet idees outils donnees clics mails courriels inscriptions
ventes plein fond demi haie orientation regularite vitesse rapidite lenteur endurance
"""
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Events that have a name of their own."""
    folded = context.reading.folded
    yield from festivals.detect(context)
    for match in _EVENT.finditer(folded):
        yield from _event(context, match)
    for match in _MANY.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or word.begins or context.is_kept(word.start, word.end):
            continue
        if word.capital and not word.plain:
            stop = context.words[max(context.run(word.index, 4), word.index + 1) - 1].end
            yield Mention(match.start(), stop, "EVENT", "possible", "named-event")
    for match in _TICKETS.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or word.begins or not word.plain or not context.name_like(word):
            continue
        last = word
        for following in context.words[word.index + 1 : word.index + 4]:
            short = len(following.fold) < 4 and following.fold not in lexicon.HOLLOW
            if (
                following.begins
                or following.gap != " "
                or not (short or context.unknown(following))
            ):
                break
            last = following
        yield Mention(word.start, last.end, "EVENT", "possible", "named-event")
    for match in _REGIONAL.finditer(folded):
        if match["name"] == "pardon" and not _ARTICLE.search(
            folded[max(0, match.start("name") - 8) : match.start("name")]
        ):
            continue  # "pardon de l'écrire"
        if match["of"] or not re.search(
            r"pardon|gras|carnaval|cavalcade|bandas|fest-noz", match["name"]
        ):
            yield Mention(match.start("name"), match.end(), "EVENT", "possible", "named-event")
    for match in _BARE_NAMED.finditer(folded):
        yield from _bare_event(context, match)
    for match in _SEASONAL.finditer(folded):
        yield Mention(*match.span("name"), "EVENT", "possible", "named-event")
    for match in _QUOTED_EVENT.finditer(folded):
        if _SPOKEN.search(match["name"]):
            continue
        yield Mention(match.start(), match.end(), "EVENT", "possible", "quoted-name")


def _event(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    words, first = context.words, context.reading.word_at(match.start("first"))
    if first is None or first.begins:
        return
    article, head = match["article"].strip(), match["head"]
    if context.is_kept(match.start("head"), match.end("first")):
        return
    if first.text[0].isdigit():
        yield Mention(
            match.start("head"),
            context.words[first.index + 1].end,
            "EVENT",
            "possible",
            "named-event",
        )
        return
    capital = first.capital and not first.plain
    head_word = context.reading.word_at(match.start("head"))
    if head == "pardon" and not (article or capital):
        return  # "pardon de l'écrire"
    if head in _COUNTED and not article and not (head_word and head_word.capital):
        return  # "ce qui a marché au club"
    if head in _LOOSE and first.fold in _GENERIC:
        if head != "noel" or article not in ("le", "au", "du") or "de" not in match["link"]:
            return
        capital = True  # "le Noël des anciens"
    if not capital and (told := _told_by_place(context, first.index)):
        yield Mention(match.start("head"), told, "EVENT", "possible", "named-event")
        return
    if not capital:
        if (
            first.fold in _GENERIC
            or first.fold in first_names.FIRST_NAMES
            or lexicon.is_verb(first.fold)
        ):
            return
        definite = article in (
            "le",
            "la",
            "les",
            "l'",
            "au",
            "aux",
            "du",
            "the",
            "notre",
            "nos",
            "des",
            "son",
        )
        # "un trail des crêtes" could be any; "la course du vin" names one.
        titled = head_word is not None and head_word.capital and not head_word.plain
        if not (definite or titled or head in _LOCAL or (first.plain and not article)):
            return
        if (
            match["link"].strip() in ("de", "d'", "en")
            and lexicon.is_common(first.fold)
            and not titled
        ):
            return
        link = match["link"].strip()
        many = article in ("des", "du", "au", "aux") and head in _COUNTED
        if head in _ORDINARY and (many or link in ("a la", "a l'", "au", "en", "aux")):
            return
    end = name_end(context, first.index, 5)
    stop = words[end - 1].end
    year = _YEAR.match(context.reading.folded, stop)
    yield Mention(
        match.start("head"), year.end() if year else stop, "EVENT", "probable", "named-event"
    )


_BEFORE_PLACES = normalisation.listed("de du des d la l aux place rue quartier cite hameau ile")


def _told_by_place(context: chains.Context, index: int) -> int | None:
    """Where an ordinary feast ends that a capital soon tells: "la bourse aux plants des Dombes"."""
    words = context.words
    for step in range(index + 1, min(index + 5, len(words))):
        word = words[step]
        if word.begins or word.gap not in (" ", "'", "-"):
            return None
        link = words[step - 1].fold in _BEFORE_PLACES
        if (
            link
            and word.capital
            and not word.plain
            and not lexicon.is_common(word.fold)
            and not context.is_kept(word.start, word.end)
        ):
            return words[max(context.run(step, 4), step + 1) - 1].end
        if link and word.capital and not word.plain and context.run(step, 4) > step + 1:
            return words[context.run(step, 4) - 1].end
        if word.fold not in chains.PARTICLES and not (
            lexicon.looks_common(word.fold) and not lexicon.is_verb(word.fold)
        ):
            return None
    return None


def _bare_event(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    first = context.reading.word_at(match.end())
    if first is None or first.begins or context.is_kept(first.start, first.end):
        return
    words, end = context.words, first.index
    if first.capital and not first.plain:
        end = max(context.run(end, 5), end + 1)
        if all(lexicon.is_common(w.fold) for w in words[first.index : end]):
            return
    while (
        end < len(words)
        and end - first.index < 4
        and words[end].gap in (" ", "-", "'")
        and (end == first.index or not words[end].begins)
    ):
        word = words[end]
        if (
            not context.unknown(word)
            or lexicon.looks_common(word.fold)
            or word.fold in first_names.FIRST_NAMES
        ):
            break
        end += 1
    if end == first.index:
        return
    tail = re.compile(r" a (?:la nage|velo|pied|la rame|cheval|vtt)\b").match(
        context.reading.folded, words[end - 1].end
    )
    stop = tail.end() if tail else words[end - 1].end
    year = _YEAR.match(context.reading.folded, stop)
    yield Mention(
        match.start("head"), year.end() if year else stop, "EVENT", "possible", "named-event"
    )


_ADJECTIVE = re.compile(r".{2}(?:[ai]ves?|iques?|aires?|ales?|aux|ifs|antes?|iennes?|ennes?)$")


def name_end(context: chains.Context, index: int, limit: int) -> int:
    """The index after the name of an event or a grant, links and capitals taken in."""
    words = context.words
    capital = words[index].capital and not words[index].plain
    if capital:
        end = max(context.run(index, limit), index + 1)
        # "la fête du Pardon de la batellerie"
        more = re.compile(r" (?:de la |du |des |de l')(?P<word>[^\W\d_]{4,})").match(
            context.reading.folded, words[end - 1].end
        )
        word = context.reading.word_at(more.start("word")) if more and end - index == 1 else None
        if word and word.fold not in _GENERIC:
            return word.index + 1
        following = words[end] if end < len(words) and end - index == 1 else None
        if following is not None and following.gap == " " and _ADJECTIVE.search(following.fold):
            return end + 1
        # "la Nuit des Étoiles filantes du Causse"
        far = re.compile(
            r" (?P<adjective>[^\W\d_]{3,}) (?:de la |de l'|du |des |de |d')(?=[^\W\d_])"
        ).match(context.reading.folded, words[end - 1].end)
        last = context.reading.word_at(far.end()) if far else None
        if (
            far
            and last
            and last.capital
            and not last.plain
            and not lexicon.is_verb(far["adjective"])
        ):
            return max(context.run(last.index, 3), last.index + 1)
        return end
    end = index + 1
    while (
        end < len(words)
        and end - index < limit
        and words[end].gap in (" ", "-", "'")
        and not words[end].begins
    ):
        word = words[end]
        if context.is_kept(word.start, word.end):
            break
        if word.gap == "-" or (word.capital and not word.plain):
            end += 1
            continue
        if word.fold in ("de", "du", "des", "d") and end + 1 < len(words):
            step = end + 1
            while step < len(words) and words[step].fold in ("la", "l", "les") and step - end < 2:
                step += 1
            ordinary = step >= len(words) or words[step].gap not in (" ", "'") or words[step].begins
            if ordinary or words[step].fold in _GENERIC or words[step].fold in lexicon.HOLLOW:
                break
            end = step + 1
            continue
        if context.unknown(word) and not lexicon.looks_common(word.fold):
            end += 1
            continue
        if end == index + 1 and not lexicon.is_common(word.fold) and not lexicon.is_verb(word.fold):
            end += 1
            continue
        if end == index + 1 and word.fold in _COLOURS:
            end += 1
            continue
        break
    return end


_COLOURS = normalisation.listed(
    "rose roses doux douce tardive noir noire noirs noires blanc blanche blancs rouge"
    " rouges vert verte bleu bleue jaune gris nouveau nouvelle vieux"
)
