"""Sports clubs, by their letters or their kind: "fc mas du taureau", "l'Étoile sportive de X"."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, communes, dictionary, gazetteer, lexicon
from commons.anonymisation.words.normalisation import Word

_LETTERS = (
    r"(?:fc|as|us|es|rc|sc|ac|usc|asc|aso|esc|cs|cso|uso|hbc|hb|bc|bbc|vbc|tc|rcf|vc|ecs?|ol|om"
    r"|asptt"
    r"|usm|asm|js|jsa|sco|stade|xv|ro|ca|co|ua|uas|av|so|uc|ucs|ds|fcm|asj|csm|sl|ajs?|usb|cc)"
)
_SPORT = (
    r"(?:football|foot|rugby|hand(?:ball)?|basket|volley|tennis(?: de table)?|ping|judo|karate"
    r"|aikido"
    r"|boxe|escrime|velo|cyclo|cyclisme|vtt|bmx|roller|skate|natation|nautique|aviron|voile|canoe"
    r"|kayak|plongee|petanque|boules?|tir|tir a l'arc|athle(?:tisme)?|gym(?:nastique)?|running"
    r"|trail"
    r"|randonnee|rando|marche nordique|escalade|alpin|ski|surf|echecs|bridge|billard|hippique"
    r"|equestre"
    r"|badminton|squash|golf|twirling|danse|moto|karting|futsal|lutte|palet|pelote)"
)
_SPORTIVE = (
    r"(?:etoile|union|entente|association|avenir|jeunesse|amicale|societe|alliance|espoir|elan"
    r"|foyer"
    r"|cercle|stade|club|olympique|racing|sporting|reveil|vaillante|patriote|gauloise|groupement)"
)
_KINDS = re.compile(
    rf"(?<![\w-])(?:{_SPORTIVE} (?:sporti(?:f|ve)s?|athletique|gymnique|omnisports?|cycliste"
    rf"|nautique"
    rf"|bouliste|olympique|club|laique)|{_SPORT}[ -]club|(?:racing|sporting|athletic|moto|aero|ski)"
    rf"[ -]club|(?:xv|quinze|onze|treize|equipe|club) (?:feminin|masculin)|club (?:de |d'){_SPORT}"
    rf"|club {_SPORT}|{_SPORT}(?= [^\W\d_]+(?:aise|oise|ienne|aine|ais|ois|ien)\b))"
    r"(?P<link>(?: (?:de la |de l'|du |des |de |d'|le |la )?(?:pays |val |vallee |haut |bas )?"
    r"(?:de la |de l'|du |des |de |d')?)|-)(?=[^\W\d_])"
)
# "l'Olympique de Saumur": alone, these need a place and a capital of their own or an article.
_FOUNDED = re.compile(
    r"(?<![\w-])(?:l'|le |la )?(?P<head>olympique|entente|avenir|racing|stade|jeunesse|etoile"
    r"|vaillante"
    r"|sporting|espoir) (?:de la |de l'|du |des |de |d')(?=[^\W\d_])"
)
_LETTERED = re.compile(
    rf"(?<![\w'.-])(?:l'|le |du |au |les |d'|des |la |de |contre |par |avec )(?:l'|le |la )?"
    rf"(?P<letters>{_LETTERS}) (?=[^\W\d_]{{3}})|(?<=club )(?P<more>{_LETTERS}) (?=[^\W\d_]{{3}})"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each club with the place or the people it is named for."""
    folded = context.reading.folded
    for match in _KINDS.finditer(folded):
        word = context.reading.word_at(match.end())
        end = _end(context, word) if word is not None else 0
        if end:
            yield _club(context, match.start(), end)
    for match in _FOUNDED.finditer(folded):
        head, word = (
            context.reading.word_at(match.start("head")),
            context.reading.word_at(match.end()),
        )
        if head is None or word is None or not (head.plain or head.capital):
            continue
        if _is_place(context, word) or (head.capital and word.capital and not word.plain):
            end = _end(context, word)
            if end:
                yield _club(context, head.start, end)
    for match in _LETTERED.finditer(folded):
        start = match.start("letters") if match["letters"] else match.start("more")
        head, word = context.reading.word_at(start), context.reading.word_at(match.end())
        if head is None or word is None or not (head.plain or head.text.isupper()):
            continue
        short = head.plain and len(head.fold) < 3 and head.fold != "fc"
        if short and not match["more"] and not _strange(context, word):
            continue
        end = _end(context, word, letters=True)
        if end:
            yield _club(context, head.start, end)


def _club(context: chains.Context, start: int, end: int) -> Mention:
    stop = context.words[end - 1].end
    return Mention(start, stop, "PARTNER", "probable", "named-kind")


def _end(context: chains.Context, word: Word | None, *, letters: bool = False) -> int:
    """The index after the name that begins at a word, 0 if none does."""
    if word is None or word.begins or context.is_kept(word.start, word.end):
        return 0
    if word.capital and not word.plain:
        return max(context.run(word.index, 5), word.index + 1)
    if not word.plain:
        return word.index + 1 if word.fold in gazetteer.DEMONYMS or _people(word) else 0
    if not (_is_place(context, word) or _strange(context, word) or letters):
        return 0
    if lexicon.is_verb(word.fold) or word.fold in lexicon.HOLLOW:
        return 0
    words, end = context.words, word.index + 1
    # "mas du taureau", "saint jean d'angely"
    while end + 1 < len(words) and end < word.index + 4 and not words[end].begins:
        following = words[end + 1]
        linked = words[end].fold in ("du", "de", "des", "d", "en", "sur", "la")
        if linked and not following.begins and not lexicon.is_verb(following.fold):
            end += 2
        elif words[end].gap == "-" or (words[end - 1].fold in ("saint", "st", "mas", "mont")):
            end += 1
        else:
            break
    return end


def _is_place(context: chains.Context, word: Word) -> bool:
    if word.fold in gazetteer.NAMES or word.fold in gazetteer.DEMONYMS:
        return True
    return not context.is_ordinary(word) and communes.find(word.fold) is not None


def _people(word: Word) -> bool:
    return not dictionary.is_word(word.fold) and communes.is_demonym(word.fold)


def _strange(context: chains.Context, word: Word) -> bool:
    return not context.is_ordinary(word) and not lexicon.looks_common(word.fold)
