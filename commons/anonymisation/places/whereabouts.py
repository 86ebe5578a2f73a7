"""What gives a place away by its numbers or its lie: a frequency, so many communes, a bay."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, lexicon, numerals

_NUMBER = rf"(?:\d{{1,3}}(?:[ .]\d{{3}})?|\d{{1,5}}|{numerals.IN_WORDS})"
_FREQUENCY = re.compile(r"(?<![\w.,])(?:\d{2,3}[.,]\d{1,2} ?(?:mhz|fm)|\d{3,4} ?khz)(?!\w)")
_BAY = re.compile(
    r"(?<![\w'-])(?:sur |dans |de |au fond de |au bord de )?(?P<bay>(?:la |l')(?:baie|anse|crique"
    r"|calanque|ravine|cascade|presqu'ile) (?:des |du |de la |aux? |de l')"
    r"(?P<name>[^\W\d_][\w-]{3,}))"
)
_NO_BAY = frozenset(
    ("chiffres", "club", "projet", "spectacle", "saison", "technologie", "modernite", "progres")
)
_HEIGHT = (
    r"(?:mont|colline|butte|falaise|phare|beffroi|clocher|remparts|donjon|terril|col|volcan|dune"
    r"|rocher|cap|viaduc|citadelle|chateau|coteau|montagne|plateau|tour|pic|piton|morne)"
)
_HIGH = re.compile(
    rf"(?<![\w-])(?:du|au|en) (?:haut|sommet|bas) (?:du |de la |de l'|des ){_HEIGHT}(?![\w-])"
    r"(?:,? (?:et )?(?:a cote|pres|en face|au pied) (?:du |de la |de l'|des )[\w-]+)?"
)
_PENINSULA = re.compile(
    r"(?<![\w-])(?:sur |dans |de )?(?P<lie>(?:la |notre |cette )presqu['’ ]?ile)(?![\w-])"
)
_SOULS = re.compile(
    rf"(?:[,:(.;–-] ?|\b(?:ici|bourg|village|commune|avec|compte|a peine)[,:]? )"
    rf"(?P<souls>{_NUMBER} habitante?s?)(?= ?[.,;:)!?\n]|$| et (?:un|une|deux|trois|pas)\b)"
)
_SETTLED = r"(?:commune|village|ile|hameau|bourg|presqu'ile|vallee|ilot|ilet|tribu|canton|lieu-dit)"
_HERE = re.compile(
    rf"(?<![\w-])(?:on (?:n')?est|nous (?:ne )?sommes|on (?:n')?etait)(?: que| a peine| environ)? "
    rf"(?P<here>{_NUMBER} (?:sur |dans |au |a )(?:la |le |l'|notre |tout l[ea] )?{_SETTLED})(?!\w)"
)
_COMMUNES = re.compile(
    rf"(?<![\w.,-])(?P<many>(?P<count>\d{{1,3}}|{numerals.IN_WORDS}) (?:petites? "
    rf"|autres )?(?:communes"
    rf"|villages|hameaux|cantons|tribus|ilots))(?![\w-])(?! (?:ont|nous ont|(?:de )?vacances)\b)"
)
_PIT = re.compile(
    r"(?<![\w-])(?:la |le |de la |du )?(?P<pit>(?:fosse|puits) (?:n ?° ?|no |numero )?"
    r"\d{1,2}(?:/\d{1,2}| ?bis)?)(?![\w,.]\d|\w)"
)
# The only one of its kind anywhere near: "dîner dans l'abbaye".
_ONLY_ONE = re.compile(
    r"(?<![\w-])(?:dans |a |sous |devant |derriere |vers |au pied de |visite de )(?P<one>l'abbaye"
    r"|l'abbatiale|la collegiale|la citadelle|la basilique|le beffroi|les remparts|les arenes"
    r"|la cathedrale|le donjon|le cloitre)(?![\w-])"
    r"|(?<![\w-])(?:sur |le long |au bord |bords |rives )(?:le |du )(?P<river>fleuve)(?![\w-])"
)
# Languages of one land that no list of demonyms holds.
_TONGUE = re.compile(
    r"(?<![\w-])(?:en |le |du |parl\w+ )(?P<tongue>paici|drehu|nengone|ajie|xaracuu|iaai|wallisien"
    r"|futunien|marquisien|reo tahiti|reo maohi|shimaore|kibushi|shibushi|saramaka|saamaka|aluku"
    r"|ndyuka|pamaka|wayana|wayapi|palikur|kali'?na|lokono|gallo|platt|francique|ch'?ti|ch'?timi"
    r"|saintongeais|poitevin|nissart|arpitan|patois)(?![\w-])"
)
_CURRENCY = re.compile(
    r"(?<![\d\w] )(?<![\d\w])\b(?:(?:en|des|les|de|aux|pas) )(?P<money>(?:francs? (?:cfp|pacifique"
    r"|comoriens?)|xpf))(?!\w)"
)
# Money of one town or one valley; the names that are words need "en" or "payer" before.
_LOCAL_MONEY = re.compile(
    r"(?<![\w-])(?:l'|l |le |la |les |des |en |du )?(?P<token>euskos?|eusko numerique|gonettes?"
    r"|sols?[- ]violettes?|sol violette|stuecks?|stucks?|gallecos?|heols?|bou'?sols?|bousol|buzuks?"
    r"|monekos?|retz'?l|florains?|rollons?|soudicys?|gabares?|ostreas?|cigalondes?|agnels?|lemanex"
    r"|elefs?|doumes?|krocos?|lou pelous?|ceous?|vendeos?|soleux|sonantes"
    r"|maillettes?|eurolpes?|radis d'alsace|cairns? alpin|cairns?(?= numeriques?)|nissarts d'or"
    r"|gemmes?(?= locales?)|bogues?(?= locales?)|feelings?(?= locaux)"
    r"|liards?(?= locaux)|deodatienne|griseline"
    r"|(?:monnaie|billets?) (?:locale? )(?:complementaire )?(?:l'|la |le )[\w-]+)(?!\w)"
    r"|(?<![\w-])(?:payer?|paye|regler|regle|payes|encaisse|accepte\w*|prend|prends|prenons) "
    r"(?:aussi )?(?:en |la |le |les |des |l')(?P<word>abeilles?|peches?(?= locales?)"
    r"|lucioles?|lignieres?"
    r"|gentianes?|roues?|miels?|doumes?|touraines?|muses?|mais(?= local)|tulipes?|trefles?|fleurs?"
    r" du pays|souriants?|abers?|beunezes?)(?!\w)"
)
_GROUPS = (
    "token", "word", "bay", "lie", "souls", "here", "many", "pit", "one", "river", "tongue",
    "money",
)  # fmt: skip
_PATTERNS = (
    _FREQUENCY, _BAY, _HIGH, _PENINSULA, _SOULS, _HERE, _COMMUNES, _PIT, _ONLY_ONE, _TONGUE,
    _CURRENCY, _LOCAL_MONEY,
)  # fmt: skip
_SOME = 3  # "deux communes" tells nothing
_TOWN = 30_000  # a town of more people is one of many


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every such fact."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(context.reading.folded):
            group = next((g for g in _GROUPS if match.groupdict().get(g)), None)
            if _tells(match, group):
                start, end = match.span(group) if group else match.span()
                yield Mention(start, end, "CLUE", "possible", "clue")


def _tells(match: re.Match[str], group: str | None) -> bool:
    if group == "bay":
        return match["name"] not in _NO_BAY and not lexicon.is_verb(match["name"])
    if group == "many":
        value = numerals.value(match["count"])
        return value is not None and _SOME <= value <= 300
    if group == "souls":
        value = numerals.value(match["souls"].rsplit(" ", 1)[0])
        return value is not None and 3 <= value <= _TOWN
    return True
