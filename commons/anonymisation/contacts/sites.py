"""Sites that everybody knows: their bare names are those of tools or of public services."""

import re

from commons.anonymisation.words import normalisation

# Names of hosts without "www" and without ending, by what one does there.
_NATIONAL = normalisation.listed(
    """
impots service-public legifrance data entreprendre education associations lecompteasso
demarches-simplifiees journal-officiel annuaire-entreprises pole-emploi francetravail urssaf
cnil insee ameli caf ademe monparcourshandicap service-civique mon-service-civique
jeveuxaider recherche-entreprises franceconnect chorus-pro economie
interieur sports culture agriculture solidarites sante travail
"""
)
_GIVING = normalisation.listed(
    """
donnons geev recupe donneriez-vous dons-solidaires donnerenligne mesopinions change wesign avaaz
wemove causes lilo ecosia goodeed facile2soutenir initiatives ulule kisskissbankbank leetchi
lepotcommun gofundme tipeee patreon okpal zeste miimosa cotizup onparticipe papayoux helloasso
assoconnect yapla alvarum justgiving easyfundraising givexpert micro-don larrondi collecticity
goteo commeon dartagnans proarti tudigo zeffy donorbox betterplace globalgiving cagnotte
"""
)
_HELPING = normalisation.listed(
    """
francebenevolat tousbenevoles benenova benevolt espacebenevolat diffuz solidatech makesense
associatheque associationmodeemploi assistant-juridique loi1901 net1901 assodesk
recherches-solidarites injep associations-gouv bonnes-nouvelles carenews assolib assodirectory
"""
)
_WORKING = normalisation.listed(
    """
wikipedia wikimedia wiktionary openstreetmap framasoft framadate framapad framaforms framacalc
framateam framavox framalistes framagenda doodle google gmail youtube facebook instagram linkedin
twitter tiktok pinterest canva trello notion airtable zoom meet jitsi wetransfer swisstransfer
dropbox leboncoin vinted ebay amazon blablacar airbnb booking billetweb weezevent eventbrite
cagette opengo wordpress wix jimdo gandi ovh infomaniak mailchimp brevo sendinblue mailjet
sumup stripe paypal lydia-app pretix openagenda mobilizon sporteasy kalisport chatons
linktree linktr bitly outlook laposte orange free sfr wanadoo yahoo hotmail pix moodle
"""
)
_ENDING = r"\.(?:com|org|net|fr|eu|io|app|coop|gouv\.fr|asso\.fr|co|be|ch|info|me|us|uk|co\.uk)"
_NAMES = "|".join(sorted(map(re.escape, _NATIONAL | _GIVING | _HELPING | _WORKING), key=len)[::-1])
# No account, no page and no mailbox: what follows the host would tell whose it is.
WELL_KNOWN = re.compile(rf"(?<![\w@.-])(?:www\.)?(?:{_NAMES}){_ENDING}(?![\w@/-]|\.\w)")
_TAIL = re.compile(rf"{_ENDING}(?![\w@/-]|\.\w)")


def host_end(folded: str, end: int) -> int:
    """Where the host ends that the name of a tool ending there begins: "framadate.org"."""
    tail = _TAIL.match(folded, end)
    return tail.end() if tail else end
