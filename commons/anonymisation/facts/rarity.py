"""What is true of one association only: superlatives, firsts, exceptions; said again plainly."""

import itertools
import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, gazetteer, lexicon, normalisation, numerals

_RARE = (
    r"(?:(?:toute )?(?:seule?|unique|premi(?:ere|er)|derni(?:ere|er)|pionni(?:ere|er)|doyenne?)s?"
    r"(?: et uniques?| vraie?)?"
    r"|1(?:ers?|eres?|re)(?= (?:assos?|associations?|clubs?|collectifs?|de l'ile|du (?:departement"
    r"|canton|village|quartier|pays|territoire)|de la (?:region|vallee|commune)))"
    r"|(?:(?:deuxieme|troisieme|seconde?|2e|3e) )?(?:p[l1]us|moins) (?:anciennes?|anciens?"
    r"|vieux|vieilles?"
    r"|grande?s?|petite?s?|grosses?|gros|hautes?|hauts?|importante?s?|isolee?s?|jeunes?"
    r"|connue?s?|peuplee?s?"
    r"|celebres?|belles?|beaux?|longues?|longs?|elevee?s?|septentrionale?s?"
    r"|meridionale?s?|orientale?s?"
    r"|occidentale?s?|reculee?s?|eloignee?s?|pauvres?|riches?|nombreu(?:x|ses?)|active?s?"
    r"|actifs?|visitee?s?"
    r"|frequentee?s?|medaillee?s?|titree?s?|ensoleillee?s?|froide?s?|rurale?s?|a (?:l'est|l'ouest) "
    r"|au (?:nord|sud)))"
)
_ENGLISH_RARE = (
    r"(?:only|very first|first|last|oldest|biggest|largest|smallest|longest|highest|youngest)"
)
_FEMININE = normalisation.listed(
    """
association asso epicerie ecole mdl radio librairie ressourcerie recyclerie compagnie troupe
harmonie bibliotheque ludotheque mediatheque maison section equipe amicale creche cantine ferme
commune collectivite structure fede federation chorale fanfare ligue banda batucada ong
cooperative amap societe boutique boulangerie fondation salle scene ile station caserne
conserverie brasserie monnaie cagnotte banque ressource cordee crypte ecurie piscine regie
delegation antenne
"""
)
_MASCULINE = normalisation.listed(
    """
club theatre cinema refuge orchestre cafe centre musee collectif foyer jardin tiers-lieu village
etablissement lycee college festival groupe comite lieu cirque atelier magasin marche bureau
syndicat restaurant bar reseau service cercle port phare bourg hameau chantier ensemble choeur
bagad fablab accueil relais garage lavoir musee pole repair-cafe restaurant
"""
)
_THING = rf"(?:{'|'.join(sorted(sorted(_FEMININE | _MASCULINE), key=len, reverse=True))})s?"
_AREA = (
    r"(?:france|europe|monde|ile|departement|region|vallee|canton|pays|territoire"
    r"|agglomeration|agglo"
    r"|ville|commune|village|bourg|quartier|secteur|coin|archipel|cote|massif|hexagone"
    r"|metropole|bassin"
    r"|arrondissement|province|planete|academie|ligue|district|outre-mer|comte|littoral"
    r"|plateau|plaine"
    r"|alentours|environs|ronde|region|rive|presqu'ile|caraibe|ocean|globe"
    r"|circonscription|diocese|cite"
    r"|island|county|country|world|region|town|city|village|area|valley|district|port|harbour"
    r"|coast|bay|parish|neighbourhood|quartiers|monts|cites|plages|vallees|communes|villages)"
)
# "du 95", but not a day of a month.
_DEPARTMENT = (
    r"(?:du|dans le) (?:0[1-9]|[1-8]\d|9[0-5]|97[1-8]|2[ab])(?! ?(?:\w*vri?er|mars|avril|mai|jui\w+"
    r"|aout|\w+bre|[%€h]|euros|ans|jours|au)\b)\b"
)
_SCOPE = re.compile(
    rf"(?<!\w)(?:(?:de|du|des|en|dans|d'|sur|a|au|aux|in|on|of)(?: |(?<='))(?:la |l'|le "
    rf"|les |tout(?:e)? "
    rf"(?:la |le |l')?|notre |nos |the |our |all |ce |cette |cet )?(?:{_AREA}\b|\d+ ?km|un rayon)"
    rf"|\b(?:regional|national|departemental|communal|local)e?s?\b|\b{_DEPARTMENT})"
)
_TO_PLACE = re.compile(
    r"(?<!\w)(?:entre|de la|de l'|du|des|de|d'|en|dans les?|dans la|dans l'|sur|au|aux|a|of|in)"
    r" ?(?=\w)"
)
_SUBJECT = (
    r"(?:(?:c'est|c'etait|ce sera|nous sommes|nous etions|nous restons|nous (?:avons ete|fumes)"
    r"|on a ete|on est|on etait|on"
    r" reste|je suis"
    r"|elle est|il est|l'asso(?:ciation)? est|etant|comme|en tant que|sommes|est|we are"
    r"|we were|we're"
    r"|it is|it's|as|being) )"
)
_WORDS = r"(?P<rest>(?: (?!-)[\w'-]+){0,20})"
_NAMED = re.compile(r"(?<![\w'])(?:le |la |les |l'|notre |un |une )[a-z-]{3,20} $")
_CLAIM = re.compile(
    rf"(?<![\w-])(?P<lead>{_SUBJECT}?)(?P<article>la |le |les |l'|des |une des |l'une des "
    rf"|un des |l'un des "
    rf"|the |one of the |parmi les |notre |nos )(?:tout |toute |tous |toutes"
    rf" )?(?P<rare>{_RARE}|{_ENGLISH_RARE})"
    rf"(?![\w-]){_WORDS}"
)
_BARE = re.compile(
    rf"(?<![\w-])(?P<lead>{_SUBJECT}?)(?P<article>)(?P<rare>{_RARE}|{_ENGLISH_RARE})"
    rf"(?P<rest> (?:(?:[\w-]+ )?{_THING}\b|(?:[\w-]+ (?:[\w-]+ )?)?(?:(?:du|de la|des|de tout le|en"
    rf"|dans le"
    rf"|dans la|sur le) {_AREA}\b|(?:de |d'|sur )l'{_AREA}\b|{_DEPARTMENT}))"
    rf"(?: (?!-)[\w'-]+){{0,18}})"
)
_NUMBER = rf"(?:\d{{1,3}}|{numerals.IN_WORDS}|une (?:poignee|dizaine|vingtaine))"
_WHERE = (
    r"(?:en france|en europe|dans le monde|au monde|dans (?:la region|le departement|le"
    r" pays|l'ile|la vallee"
    r"|le canton|le secteur|le coin|la ville|tout le \w+)|sur l'ile|en metropole|en"
    r" outre-mer|in (?:france"
    r"|the world|the country|europe)|a la ronde)"
)
# "y a que nous qui fait le pain à la chaîne", as one says it and as one types it.
_ONLY_US = (
    r"(?:il )?(?:n'?)?(?:y ?a|ya|i a|est) (?:que|ke|qu') ?(?:nous|nou|chez nous|ici) "
    r"(?:qui|ki|kon|qu'on|qu'|que|ou)"
)
_CASES = re.compile(
    rf"\b{_NUMBER} (?:cas|personnes|malades|enfants|familles|structures|assos?"
    rf"|associations|clubs|patients"
    rf"|exemplaires|ateliers|cases) (?:(?:comme (?:nous|la notre) |de ce (?:type|genre)"
    rf" )?{_WHERE}|recens\w+)\b"
    rf"|\buniques? (?:en (?:son genre|france|europe)|au monde|{_WHERE})"
    rf"|\b(?:(?:nous (?:ne )?sommes|on (?:n')?est|(?:ils|elles) (?:ne )?(?:sont|etaient))(?: que"
    rf"| plus que)? (?:a peine |environ )?(?P<few>{_NUMBER}) (?:en europe|en france|au monde"
    rf"|dans le monde|en outre-mer))(?!\w)"
    rf"|\b(?:nous (?:ne )?sommes|on (?:n')?est)(?: que| plus que)? (?:les )?(?:seule?s?"
    rf"|{_NUMBER}) (?:(?:assos? |clubs? )?"
    rf"{_WHERE}(?: a [\w' -]{{2,50}})?|a (?:le |la |les )?(?:faire|proposer|fabriquer"
    rf"|utiliser|pratiquer|jouer|tenir"
    r"|organiser|exister)\b[\w' -]{0,40})"
    rf"|\bil n'(?:y en a|en existe|y a|existe) (?:que |pas ){_NUMBER}(?: (?!et\b|mais\b"
    rf"|on\b|nous\b)[\w'-]+){{0,8}}"
    rf"|\b(?:personne d'autre|aucune? autre(?: [\w-]+)?|nulle part ailleurs|sans"
    rf" equivalent|pas d'equivalent)"
    rf"(?: (?!et\b|mais\b|on\b|nous\b)[\w'-]+){{0,8}}? {_WHERE}"
    rf"|\b(?:seule?s?) {_WHERE}"
    rf"|\baucune? autre {_THING}\b(?: (?!et\b|mais\b|on\b|nous\b)[\w'-]+){{1,9}}"
    r"|\baucune? autre [\w-]+ (?:francaise?|au monde|du pays|en france)(?: (?!et\b|mais\b"
    r"|on\b|nous\b)[\w'-]+){0,8}"
    r"|\bthe only (?:one|charity|association|club|group|shop)\b[^.,;!?\n]{0,60}"
    r"|\b(?:record|recordman|recordwoman) (?:de france|du monde|d'europe|mondial|national)\b"
    rf"|\b{_ONLY_US}(?: (?!et\b|mais\b|donc\b)[\w'-]+){{1,9}}"
    r"|\bn'existe (?:nulle part ailleurs|pas ailleurs)\b"
)
_STOPS = re.compile(
    r" (?:et|mais|car|donc|alors|puis|quand|parce|du coup"
    # "où il n'y a…" and "que nous…" belong to the claim.
    r"|(?<! ou )(?<! que )(?<! dont )(?:on(?! the)|nous|il|elle|ils|elles|je)|j'\w+|c'est|c'etait"
    r"|ca(?= (?:a|marche|fait|donne|va|nous|prend|reste|change|aide)\b)|and|but|because"
    r"|so|we|it|they|i|depuis|merci|bref|voila)(?= |$).*"
)
# "entre Chartres et Alençon": the first place alone is half of the claim.
_BETWEEN = re.compile(r" entre (?:la |le |les |l')?[\w'-]+(?: [\w'-]+)?$")
_OTHER_END = re.compile(r" et (?:la |le |les |l')?[\w-]+")
_LAST = re.compile(r" ?(?:[.,;:!?\n)]|$)")  # "à cuisiner arménien et baoulé."
_NEVER = re.compile(
    r"(?:vraie? |grande? |petite? |bonne? )?(?:annees?|fois|choses?|etapes?|semaines?"
    r"|mois|jours?|idees?"
    r"|difficultes?|regrets?|surprises?|raisons?|solutions?|lettres?|relances?|questions?"
    r"|tentatives?|envois?"
    r"|messages?|mails?|e-mails?|parties?|lignes?|phases?|essais?|criteres?|conditions?"
    r"|objectifs?|buts?|moyens?"
    r"|outils?|problemes?|minutes?|heures?|saisons?|trimestres?|semestres?|dons?"
    r"|donateurs?|inscrite?s?|venus?"
    r"|arrivee?s?|clics?|erreurs?|reflexes?|erreur|versements?|factures?|commandes?"
    r"|soirs?|soirees?|matins?"
    r"|dimanches?|samedis?|lundis?|page|article|colis|bonne|years?|times?|things?|steps?"
    r"|months?|days?|weeks?"
    r"|one|email|donors?|gifts?|point|truc|chose|reponses?|retours?|resultats?|part|rang"
    r"|degre|prix|version)\b"
)


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Claims of being alone or first, masked to the end of the clause."""
    folded = context.reading.folded
    done: list[tuple[int, int]] = []
    for pattern in (_CLAIM, _BARE):
        for match in pattern.finditer(folded):
            if pattern is _BARE and not _apart(context, match):
                continue
            rest = _STOPS.sub("", match["rest"])
            if _NEVER.match(rest.strip()) or not _is_claim(context, match, rest):
                continue
            end = match.start("rest") + len(rest)
            if (other := _OTHER_END.match(folded, end)) and (
                _BETWEEN.search(rest) or _LAST.match(folded, other.end())
            ):
                end = other.end()
                rest = folded[match.start("rest") : end]
            if not match["lead"]:
                end = _before_verb(context, match.start("rest"), end)
                rest = folded[match.start("rest") : end]
            if pattern is _BARE and any(
                match.start() < stop and start < end for start, stop in done
            ):
                continue
            done.append((match.start(), end))
            start, wording = match.start(), _rephrased(context, match, rest, language)
            named = _NAMED.search(folded, max(0, start - 40), start)
            if named and match["rare"].startswith(("plus", "moins")) and not match["lead"]:
                # "la station la plus haute d'Europe": the station stays.
                start = named.start()
                wording = context.reading.clean[start : named.end()].rstrip()
            yield Mention(start, end, "SUPERLATIVE", "possible", "superlative", "", wording)
    for match in _CASES.finditer(folded):
        end = match.start() + len(match.group().rstrip())
        if match["few"]:
            start, wording = match.start("few"), "very few" if language == "en" else "très peu"
            yield Mention(start, end, "SUPERLATIVE", "possible", "superlative", "", wording)
            continue
        sentence = match.group().startswith(("il n'", "nous ", "on ", "the "))
        if language == "en":
            wording = _AMONG[1] if sentence else "rare"
        elif match.group().startswith(("nous ", "on ")):
            subject = re.match(r"(?:nous (?:ne )?sommes|on (?:n')?est)", match.group())
            head = "on est" if subject and subject.group().startswith("on") else "nous sommes"
            wording = f"{head} {_AMONG[0]}"
        else:
            wording = "c'est rare" if sentence else "rare"
        yield Mention(match.start(), end, "SUPERLATIVE", "possible", "superlative", "", wording)


def _before_verb(context: chains.Context, start: int, end: int) -> int:
    """Where the subject ends: "le dernier cinéma du canton" of "… a essayé"."""
    words = context.reading.words_in(start, end)
    for before, word in itertools.pairwise(words):
        if before.fold in _RELATIVES:
            return end
        follows = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
        has = word.fold == "a" and context.reading.clean[word.start : word.end] in ("a", "A")
        acts = follows is not None and _PARTICIPLE.search(follows.fold) is not None
        if before.fold in ("cote", "rive", "sud", "nord"):
            continue  # "de la côte est"
        if word.gap == " " and (word.fold in _FINITE or (has and acts)):
            return before.end
    return end


_RELATIVES = normalisation.listed("qui que ou dont")
_FINITE = normalisation.listed("est sont ont avait etait va vont fait font peut is has was were")
_PARTICIPLE = re.compile(r"(?:[ei]e?s?|ue?s?|it|is|ert)$")


def _apart(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether the claim has no article because it stands apart: "Première asso du Var, nous…"."""
    if match["lead"]:
        return True
    word = context.reading.word_at(match.start("rare"))
    alone = word is not None and word.index and match["rare"].startswith(("seul", "unique"))
    if word is not None and alone and context.words[word.index - 1].fold in ("au", "aux", "du"):
        return True  # "soignée au seul hôpital du département"
    return word is not None and (
        word.begins or word.gap.strip() in (",", "(", "-", ":", "«", '"', "...", "–") or word.plain
    )


def _is_claim(context: chains.Context, match: re.Match[str], rest: str) -> bool:
    """Whether it compares the association with others: within a place, or by what it does."""
    if _SCOPE.search(rest):
        return True
    thing = re.match(rf" (?:[\w-]+ )?{_THING}\b", rest) is not None
    acts = re.search(r" (?:a|to|qui|que|ou) \w", rest) is not None
    placed = _is_placed(context, match.start("rest"), rest)
    alone = re.search(r"seul|unique|plus|doyen|pionn|only|est\b", match["rare"]) is not None
    if thing and alone and _TO_PLACE.search(rest):
        return True
    ours = match["lead"].startswith(("nous", "on ", "we", "l'asso", "sommes"))
    return placed or (thing and acts) or (ours and re.match(r" (?:a|to|qui) \w", rest) is not None)


def _is_placed(context: chains.Context, start: int, rest: str) -> bool:
    for match in _TO_PLACE.finditer(rest):
        word = context.reading.word_at(start + match.end())
        if word is None:
            continue
        if word.capital and not word.plain and not context.is_kept(word.start, word.end):
            return True
        if word.fold in gazetteer.SINGLE | gazetteer.DEMONYMS and not lexicon.is_common(word.fold):
            return True
        if (
            word.plain
            and match.group().strip() in ("du", "de", "d'", "des", "entre")
            and context.unknown(word)
        ):
            return True
    return any(
        word.fold in gazetteer.DEMONYMS
        for word in context.reading.words_in(start, start + len(rest))
    )


_AMONG = ("une structure parmi d'autres", "one organisation among others")
# In French, in English.
WORDINGS = tuple((wording,) for wording in _AMONG)
_ENDS = normalisation.listed(
    "de du des d en dans a au aux sur qui que ou dont pour avec of in on to that"
)


def _rephrased(context: chains.Context, match: re.Match[str], rest: str, language: str) -> str:
    """The same without the claim, "une épicerie solidaire", or one structure among others."""
    clean = context.reading.clean
    lead = clean[match.start("lead") : match.end("lead")]
    told: list[str] = []
    for word in context.reading.words_in(match.start("rest"), match.start("rest") + len(rest)):
        strange = word.capital and not word.plain
        known = lexicon.is_common(word.fold) or word.fold in _FEMININE | _MASCULINE
        if word.fold in _ENDS or strange or not known or word.fold in gazetteer.DEMONYMS:
            break
        if told and word.gap not in (" ", "-"):
            break
        told.append((word.gap if told else "") + clean[word.start : word.end].lower())
        if len(told) == 4:
            break
    noun = normalisation.fold(told[0]) if told else ""
    if language == "en":
        return (
            f"{lead}a {''.join(told)}"
            if told and noun in ("charity", "club", "group", "choir")
            else (lead + _AMONG[1])
        )
    gender = "une" if noun in _FEMININE else "un" if noun in _MASCULINE else ""
    return f"{lead}{gender} {''.join(told)}" if gender else lead + _AMONG[0]
