"""Bodies, schemes, feasts and goods of the whole country: named alone they place nobody.

Bodies that only some regions have (DRIHL, DAAF, CTG) are not among them, nor are charities: a
partner is hidden whoever it is.
"""

import re
from collections.abc import Iterator

from commons.anonymisation.words import lexicon, normalisation
from commons.anonymisation.words.normalisation import Reading, Word

# Letters that are no word, first name or place, told in any case.
_LETTERS = normalisation.listed(
    """
ademe adie afnor afpa agefice agefiph agefos agessa agirc anact anah anct ancv anesm anpe anru
anses anssi apec arcep arcom arrco assedic bafa bafd bnf bpjeps caarud caces camsp capeb
carsat ccmsa cdajep cedh cerema cerfa cfdt cftc cgpme cgt cjue cmpp cnaf cnajep cnam cnap cnc cnds
cnfpt cnil cnl cnosf cnracl cnrs cnsa codep cpam cpme cpom creps crij crous ddass ddcs
ddcspp ddets ddetspp ddfip ddpp ddtm dejeps desjeps dgccrf dgcs dgfip dgesco direccte drac
draaf drajes dreal dreets drfip drjscs dsden ehpad epide esat faj fasild feader
feamp feder fehap fnars fndva fonjep fongep fdva fsl fsu gevasco greta hatvp hcr igas inao injep
inpi inrae inrap insee insep inserm interreg ircantec itep ircem marpa mdph medef mildeca miviludes
ocde onac onacvg onf opca opco oqtf paje pedt plie pmi pnud psc1 qpv
rncp rsa sacd sacem samsah samu savs scam sdis sdjes segpa sessad siao siren siret sncf spedidam
spip ssiad uda udaf unaf unedic unesco unhcr unicef uniopss unsa upe2a urssaf uriopss vae
vsc vsi zfu zrr zus adami afdas uniformation
"""
)
# Letters that may be words or parts of names, told in capitals, or where case says nothing after
# an article.
_CASED = normalisation.listed(
    """
aah acse aesh afd afp ag amf anlci aph api apl ars ase asp asv atsem bac bei bep bp bpi bts cada
cae cap cat cca ccf cci cdd cddi cdi cesc cfa cfe cgc cg chrs chu cidj cio clic clsh cm1
cm2 cma cme cmj cmp cmu cnar cne cni cp cpe cpf cpi cpo cpts crib cse cta cte cui cv cvec dac dal
dap dde ddt dga dgs dila dla dnb dpe drh dsi dst dtn dut eaje ema ens epci eps esc ess etp
fam fei fen ffsa fle fo fse gap gip gir hcr hlm iae ieg ien ime inc ina ird irp isf jap lea lep
lsf maia mae mam mas mecs mna msa msp naf ofb ofii ofpra oms ong onu opj osce pac pai
pap pass pch pjj plu pps psc pse ps pv ram rep rgpd rib rmi rsi rup saj sapa sas
sav scic scop ses sig sip smic snu spa spre ssr tap tgi tig tpg tva uc ue ulis usld vad vsl
"""
)
# Of those, what people write small as a word.
_SMALL = normalisation.listed(
    "bac cap fam fen gap gir lea maia mas pac pap pass ram rep sas sav tap fo"
)
# Feasts and seasons of the churches, goods that everybody calls by their maker's name.
_EVERYWHERE = normalisation.listed(
    """
avent careme epiphanie chandeleur hanoucca kippour pessah kangoo berlingo ducato twingo jumpy vivaro
rubalise vitabri algeco velleda sopalin kleenex tupperware tupperwares velcro plexiglas postit
digicode nutella orangina playmobil monopoly bescherelle pepito mobylette solex
"""
)
_NAMES = re.compile(
    r"\b(?:agence nationale de la cohesion des territoires|agence du service civique"
    r"|agence francaise de developpement|agence bio|allocations familiales|assurance[- ]maladie"
    r"|assurance retraite|securite sociale|la secu|cheques?[- ]vacances|banque publique"
    r" d'investissement|centre national (?:de la fonction publique territoriale|du livre|du cinema"
    r"|de la musique)|cour des comptes|defenseure? des droits|france (?:volontaires|competences"
    r"|services?|travail|relance)|haut[- ]commissariat|inspection du travail|medecine du travail"
    r"|office national des (?:forets|anciens combattants)|service national universel"
    r"|pass[' -]?(?:sport|culture)|(?:le )?compte asso|plan (?:mercredi|vigipirate)|vigipirate"
    r"|legifrance|journal officiel|education nationale|jeunesse et sports?)\b"
)
_ANY_CASE = _LETTERS | _EVERYWHERE
_DETERMINERS = normalisation.listed(
    "la le les l du des de d a au aux un une notre cette par via avec en et ou"
)


def find(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a body of the whole country is named by its letters or its words."""
    for match in _NAMES.finditer(reading.folded):
        yield match.span()
    for word in reading.words:
        known = word.fold in _ANY_CASE or (word.fold in _CASED and _is_acronym(reading, word))
        if known and not _is_part(reading, word):
            yield word.start, word.end


def _is_acronym(reading: Reading, word: Word) -> bool:
    if len(word.text) > 1 and word.text.isupper() and not word.plain:
        return True
    before = reading.words[word.index - 1].fold if word.index else ""
    return word.plain and word.fold not in _SMALL and before in _DETERMINERS


def _is_part(reading: Reading, word: Word) -> bool:
    """Whether letters belong to a longer name: "CRA-Tonkin", "SPA Les Amis du Puits"."""
    if word.gap == "-" and word.index and reading.words[word.index - 1].capital:
        return True
    following = reading.words[word.index + 1 : word.index + 2]
    if not following or following[0].begins or following[0].plain or not following[0].capital:
        return False
    return following[0].gap == "-" or (
        following[0].gap in (" ", " & ") and not lexicon.is_common(following[0].fold)
    )
