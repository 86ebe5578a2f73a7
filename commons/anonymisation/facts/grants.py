"""Named funds, prizes and calls for projects, whatever their case."""

import re
from collections.abc import Iterator

from commons.anonymisation.facts import events
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, lexicon, months, normalisation, numerals

# What brings a named fund or prize.
_FUND = (
    r"(?:subventions?|fonds|appels? a (?:projets?|manifestation d'interet"
    r"|initiatives?|idees|contributions?)|appel|aap|ami|prix|bourses?|programmes?"
    r"|dispositifs?|dotations?|label|trophees?|concours|budget participatif|contrat|plan"
    r"|enveloppe|aide|grant|award|fund|prize)"
)
_GRANT = re.compile(
    rf"(?<![\w-])(?P<article>(?:le |la |les |l'|du |au |un |une |notre |d'un |des |the |a"
    rf" )?)(?P<head>{_FUND})"
    r"(?P<link>(?: (?:de la |de l'|du |des |de |d'|pour |of the |of |for )|(?: (?:nomme"
    r"|appele|intitule|baptise)e?s?)? ?[\"«“:]? ?| ))"
    r"(?=[^\W_])"
)
_YEAR = re.compile(r" ?(?:19|20)\d\d\b")
_NOT_FUNDED = normalisation.listed(
    """
propres public publics publique publiques prive prives privee europeen europeens structurels
necessaires recoltes collectes leves verses de la le les du des d l un une investissement
fonctionnement dotation solidarite roulement caisse mairie region departement etat commune ville
annee annuelle annuel departementale departementales regionale regionales municipale municipales
communale exceptionnelle exceptionnelles accordee accordees obtenue obtenues recue recues refusee
nationale nationales libre libres fixe fixes bas eleve eleves moyen modique cher correct total
unitaire special reduit annonce tout pas etait est a et ou en pour par sur mais donc car qui que
avec sans associatif associatifs informatique fidelite parrainage projet projets projets projet
d'appel rouge vert simple gratuit culturel culturelle scolaire scolaires etude etudes travail aide
jeunesse jeunes plein tarif plancher libre-service compte comptant compris fort faible juste
raisonnable d'achat achat vente marche social sociale sociaux financiere financier humanitaire
humanitaires numerique participatif d'action action action emploi service services civique
formation epargne assurance local locaux
"""
)
# Heads that a place or a giver follows as often as a name.
_ORDINARY = (
    "prix", "plan", "aide", "contrat", "label", "programme", "dispositif", "subvention", "dotation",
    "enveloppe", "trophee", "concours",
)  # fmt: skip
# Heads after which a noun with a capital is a title: "le trophée des Cœurs vaillants".
_AWARDS = ("trophee", "prix", "concours", "label", "dispositif")
# What goes on after the capitals of a name: "Ruralités en marche", "Bénévoles à l'honneur".
_TAIL = re.compile(
    r" (?:en |pour |a l'|a la |de la |de l'|a |au |aux |d'|de |du |des |et |sans |avec )"
    r"(?=[^\W\d_])"
)
_CLOSED = re.compile(
    r" ?[.,;:!?)»\"\n]| ?$| (?:19|20)\d\d\b| (?:nous|a|est|ont|finance|couvre|paye|paie|prend"
    r"|aide)\b"
)
# Heads that small letters may follow.
_STRONG = frozenset(
    (
        "fonds", "appel a projets", "appel a projet", "aap", "prix", "bourse", "trophee",
        "trophees", "dispositif", "programme", "label", "dotation",
    )
)  # fmt: skip
_PARTICIPLE = re.compile(
    r"(?:[^aeiou]es?|ees?|ie?s?|ue?s?)$"
)  # "le prix obtenu", "la bourse reçue"
# "fonds départemental de soutien numérique 2023": the year makes a name of it.
_DATED = re.compile(
    r"(?P<name>(?:[^\W\d_][\w'-]*(?: |(?=[ ]))){1,7})(?<! en )(?<! depuis )(?<! de )(?<!"
    r" pour )(?<! a )(?:19|20)\d\d(?!\w| (?:euros|€))"
)
# "cofinance par PRA-OSIM 2023", "SUBVENTION « TREDAN 2022 »": letters and a year.
_CODED = re.compile(
    r"(?:\b(?:par|par l[ea]|au titre d[eu]|via|sur|avec|dossier|dispositif|enveloppe|aap|ami|appel"
    r"|subventions?|financement|fonds|aides?|credits?|convention|du|le|la)|l')(?: ?[«\"“:] ?| )?$"
)
_CODE = re.compile(r"(?<![\w-])(?:[A-Z]{2,}[A-Z0-9]*(?:[-'][A-Z0-9]{2,})* ){1,3}20\d\d(?!\w)")
# "contrat de ville Plaine Commune, axe 2", "FDVA 2, volet Aveyron": the part makes a name of it.
_PARTED = re.compile(
    rf"(?<![\w-])(?:contrats? de (?:ville|territoire|projet|ruralite|quartier)|cites? educatives?"
    r"|politique de la ville|fdva|fonjep|feder|fse|leader|detr|dsil|quartiers d'ete|mildeca|fipd"
    rf"|pass'? ?asso\w*|{_FUND})(?= |,)[^.!?;:\n,]{{0,50}},? ?[(-]? ?(?:axe|volet|edition|session"
    r"|vague|mesure|phase|tranche|fiche[ -]action|ligne|lot) (?:n[°o] ?|thematique )?"
    r"(?:(?P<mark>\d{1,2}|[ivx]{1,4})(?![\w.,]*\d)(?!\w)|(?=(?P<title>[^\W\d_]{3,})))"
)
_FUNDED = re.compile(
    r"(?:financ|\bsubvention|\b(?:aap|ami)\b|fonds|\baide|credit|convention|enveloppe"
    r"|dossier|\bappel|laureat|retenu|\btitre)"
)
_NOUNS = normalisation.listed("soutien aide appel aides passe relance reprise avance")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Grants that have a name of their own."""
    folded, clean = context.reading.folded, context.reading.clean
    for match in _CODE.finditer(clean):
        before = folded[max(0, match.start() - 60) : match.start()]
        funded = _CODED.search(before) and _FUNDED.search(before)
        if funded and not context.is_kept(match.start(), match.end() - 5):
            yield Mention(match.start(), match.end(), "GRANT", "probable", "named-grant")
    for match in _PARTED.finditer(folded):
        yield from _parted(context, match)
    for match in _GRANT.finditer(context.reading.folded):
        yield from _grant(context, match)


def _parted(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    """A scheme and the part of it that gave, where a number or a name tells which."""
    words = context.reading.words_in(match.start(), match.end())
    end = match.end()
    if match["title"]:
        first = context.reading.word_at(match.start("title"))
        if first is None or not first.capital or first.plain:
            return
        end = context.words[max(first.index + 1, context.run(first.index, 3)) - 1].end
    elif any(lexicon.is_verb(word.fold) for word in words[1:]):
        return  # "le projet finance, tranche 2"
    yield Mention(match.start(), end, "GRANT", "probable", "named-grant")


def _grant(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    words, first = context.words, context.reading.word_at(match.end())
    head = context.reading.word_at(match.start("head"))
    if first is None or head is None or first.begins or len(first.text) == 1:
        return
    folded = context.reading.folded
    if match["head"] == "appel" and not re.compile(
        r"[^.\n]{0,50} (?:19|20)\d\d\b|[^.\n]{0,3}[«\"“]"
    ).match(folded, match.end("head")):
        return
    dated = _DATED.match(folded, match.end())
    if dated and not any(
        lexicon.is_verb(w.fold) and w.fold not in _NOUNS
        for w in context.reading.words_in(match.end(), dated.end("name"))
    ):
        yield Mention(match.start("head"), dated.end(), "GRANT", "probable", "named-grant")
        return
    quoted = match["link"].rstrip()[-1:] in ("«", '"', "“")
    if quoted:
        closing = re.compile(r"[^\"«»“”\n]{2,70}?[\"»”]").match(folded, match.end())
        if closing:
            yield Mention(match.start("head"), closing.end(), "GRANT", "probable", "named-grant")
        return
    linked = match["link"].strip() not in ("", ":")
    capital = first.capital and not first.plain
    if capital:
        titled = head.capital and not head.begins
        short = context.run(first.index, 5) - first.index < 2
        called = lexicon.is_common(first.fold) and first.fold not in _NOT_FUNDED
        called = called and match["head"].startswith(_AWARDS)
        ordinary = match["head"].startswith(_ORDINARY)
        if linked and short and ordinary and not (titled or called):
            return
        if context.is_kept(first.start, first.end) or first.text.isdigit():
            return
        end = _tail_end(context, events.name_end(context, first.index, 6))
        strange = any(not lexicon.is_common(w.fold) for w in words[first.index : end])
        if not strange and not titled and not (linked and called) and end - first.index < 2:
            return
    else:
        if (
            linked
            or match["link"] == " :"
            or first.fold in _NOT_FUNDED
            or context.is_kept(first.start, first.end)
        ):
            return
        if (
            match["head"] not in _STRONG
            or first.text.isdigit()
            or lexicon.is_verb(first.fold)
            or _PARTICIPLE.search(first.fold)
            or re.match(rf"{numerals.IN_WORDS}$", first.fold)
        ):
            return
        end = _plain_grant_end(context, first.index)
        inside = words[first.index : end]
        of_a_year = _YEAR.match(folded, words[end - 1].end) is not None
        if not inside or (
            not of_a_year
            and not any(context.unknown(w) and not lexicon.looks_common(w.fold) for w in inside)
        ):
            return
    stop = words[end - 1].end
    year = _YEAR.match(folded, stop)
    yield Mention(
        match.start("head"), year.end() if year else stop, "GRANT", "probable", "named-grant"
    )


def _tail_end(context: chains.Context, end: int) -> int:
    """The index after the small words that still belong to a name, up to two links on."""
    words, folded = context.words, context.reading.folded
    for _ in range(2):
        link = _TAIL.match(folded, words[end - 1].end)
        word = context.reading.word_at(link.end()) if link else None
        if word is None or word.fold in lexicon.HOLLOW or months.named(word.fold):
            return end
        if word.capital and not word.plain:
            end = max(context.run(word.index, 3), word.index + 1)
        elif _CLOSED.match(folded, word.end) and not (
            words[word.index - 1].fold == "et" and lexicon.is_verb(word.fold)
        ):
            end = word.index + 1
        else:
            return end
    return end


def _plain_grant_end(context: chains.Context, index: int) -> int:
    words = context.words
    end = index
    while (
        end < len(words)
        and end - index < 4
        and words[end].gap in (" ", "-", "'")
        and not (end > index and words[end].begins)
    ):
        word = words[end]
        if (
            word.text.isdigit()
            or word.fold in lexicon.HOLLOW
            or context.is_kept(word.start, word.end)
        ):
            break
        if lexicon.is_verb(word.fold):
            break
        end += 1
    return end
