"""Regions, départements, large communes and known places, with the adjectives made from them."""

import re

from commons.anonymisation.words import normalisation

_DEPARTMENTS = """
ain|aisne|allier|alpes-de-haute-provence|hautes-alpes|alpes-maritimes|ardeche|ardennes|ariege|aube
aude|aveyron|bouches-du-rhone|calvados|cantal|charente|charente-maritime|cher|correze|corse-du-sud
haute-corse|cote-d'or|cotes-d'armor|creuse|dordogne|doubs|drome|eure|eure-et-loir|finistere|gard
haute-garonne|gers|gironde|herault|ille-et-vilaine|indre|indre-et-loire|isere|jura|landes
loir-et-cher|loire|haute-loire|loire-atlantique|loiret|lot|lot-et-garonne|lozere|maine-et-loire
manche|marne|haute-marne|mayenne|meurthe-et-moselle|meuse|morbihan|moselle|nievre|nord|oise|orne
pas-de-calais|puy-de-dome|pyrenees-atlantiques|hautes-pyrenees|pyrenees-orientales|bas-rhin
haut-rhin|rhone|haute-saone|saone-et-loire|sarthe|savoie|haute-savoie|paris|seine-maritime
seine-et-marne|yvelines|deux-sevres|somme|tarn|tarn-et-garonne|var|vaucluse|vendee|vienne
haute-vienne|vosges|yonne|territoire de belfort|essonne|hauts-de-seine|seine-saint-denis
val-de-marne|val-d'oise|guadeloupe|martinique|guyane|reunion|la reunion|mayotte
"""

_PLACES = """
paris|marseille|lyon|toulouse|nice|nantes|montpellier|strasbourg|bordeaux|lille|rennes|reims
toulon|saint-etienne|le havre|grenoble|dijon|angers|villeurbanne|nimes|aix-en-provence
clermont-ferrand|le mans|brest|tours|amiens|annecy|limoges|metz|boulogne-billancourt|perpignan
besancon|orleans|rouen|montreuil|saint-denis|argenteuil|mulhouse|caen|nancy|tourcoing|roubaix
nanterre|vitry-sur-seine|creteil|avignon|poitiers|aubervilliers|dunkerque|asnieres-sur-seine
colombes|aulnay-sous-bois|versailles|courbevoie|rueil-malmaison|beziers|la rochelle|pau|cherbourg
merignac|antibes|ajaccio|cannes|saint-nazaire|drancy|noisy-le-grand|colmar|issy-les-moulineaux
calais|venissieux|cergy|levallois-perret|valence|pessac|ivry-sur-seine|bourges|quimper|clichy
antony|troyes|villeneuve-d'ascq|la seyne-sur-mer|montauban|pantin|chambery|niort|neuilly-sur-seine
sarcelles|lorient|le blanc-mesnil|maisons-alfort|meaux|frejus|beauvais|hyeres|narbonne
epinay-sur-seine|bobigny|la roche-sur-yon|vannes|cholet|saint-ouen|saint-quentin|bayonne|arles
corbeil-essonnes|chelles|grasse|bondy|vincennes|saint-malo|albi|evry|fontenay-sous-bois
chalon-sur-saone|martigues|bastia|sete|belfort|clamart|charleville-mezieres|blois
salon-de-provence|sartrouville|saint-brieuc|mantes-la-jolie|tarbes|ales|istres|brive-la-gaillarde
brive|chateauroux|valenciennes|cagnes-sur-mer|rosny-sous-bois|bron|arras|thionville|massy|gap
saint-herblain|carcassonne|meudon|angouleme|vaulx-en-velin|laval|douai|gennevilliers
bourg-en-bresse|puteaux|compiegne|melun|saint-priest|talence|boulogne-sur-mer|caluire|montelimar
savigny-sur-orge|garges-les-gonesse|sevran|annemasse|livry-gargan|castres|saint-germain-en-laye
wattrelos|evreux|stains|agen|thonon-les-bains|echirolles|romans-sur-isere|roanne|saint-chamond
villepinte|alfortville|bagneux|conflans-sainte-honorine|vienne|meylan|villejuif
chalons-en-champagne|chalons|cambrai|lens|haguenau|nevers|sainte-genevieve-des-bois|macon|auxerre
epinal|draguignan|vertou|aubagne|dieppe|saint-raphael|perigueux|mont-de-marsan|dax|libourne
bergerac|biarritz|anglet|hendaye|saint-jean-de-luz|oloron-sainte-marie|lourdes|auch|foix|pamiers
rodez|millau|cahors|figeac|mende|aurillac|saint-flour|tulle|ussel|gueret|aubusson|le puy-en-velay
issoire|thiers|riom|vichy|moulins|montlucon|digne-les-bains|digne|manosque|sisteron|barcelonnette
briancon|embrun|privas|aubenas|annonay|tournon|die|crest|pierrelatte|orange|carpentras|cavaillon
apt|pertuis|bandol|la ciotat|vitrolles|marignane|menton|vence|calvi|corte|porto-vecchio|sartene
propriano|ile-rousse|bonifacio|uzes|bagnols-sur-ceze|lunel|agde|pezenas|lodeve|clermont-l'herault
limoux|castelnaudary|prades|ceret|argeles-sur-mer|muret|blagnac|colomiers|saint-gaudens|gaillac
mazamet|moissac|villeneuve-sur-lot|marmande|sarlat|cognac|saintes|royan|rochefort|jonzac|parthenay
bressuire|thouars|chatellerault|loudun|montmorillon|fontenay-le-comte|les sables-d'olonne|challans
luçon|saumur|ancenis|chateaubriant|rezé|pornic|guérande|la baule|redon|fougeres|vitre|dinan|dinard
guingamp|lannion|paimpol|loudeac|pontivy|ploermel|auray|hennebont|quimperle|concarneau|douarnenez
carhaix|morlaix|landerneau|roscoff|chateaulin|avranches|granville|saint-lo|coutances|vire|bayeux
lisieux|deauville|honfleur|falaise|argentan|alencon|flers|mortagne-au-perche|fecamp|yvetot|elbeuf
louviers|vernon|bernay|pont-audemer|abbeville|peronne|albert|saint-omer|bethune|lievin
henin-beaumont|berck|montreuil-sur-mer|hazebrouck|armentieres|bailleul|denain|maubeuge
avesnes-sur-helpe|hirson|vervins|laon|soissons|chateau-thierry|creil|senlis|chantilly|noyon|sedan
rethel|vouziers|epernay|vitry-le-francois|saint-dizier|chaumont|langres|bar-le-duc|verdun|commercy
toul|luneville|longwy|briey|forbach|sarreguemines|sarrebourg|saverne|selestat|obernai|guebwiller
altkirch|saint-die-des-vosges|saint-die|gerardmer|remiremont|vesoul|lure|hericourt|luxeuil
montbeliard|audincourt|pontarlier|morteau|dole|lons-le-saunier|champagnole|saint-claude|oyonnax
beaune|montbard|autun|le creusot|montceau-les-mines|louhans|cluny|avallon|sens|joigny|tonnerre
chateau-chinon|cosne-cours-sur-loire|clamecy|vierzon|saint-amand-montrond|issoudun|la chatre
le blanc|loches|chinon|amboise|vendome|romorantin|chartres|dreux|nogent-le-rotrou|chateaudun
montargis|pithiviers|gien|nemours|fontainebleau|provins|coulommiers|rambouillet|mantes|poissy
etampes|dourdan|palaiseau|orsay|grigny|viry-chatillon|les ulis|trappes|pontoise|bezons|ermont
franconville|la courneuve|bagnolet|les lilas|clichy-sous-bois|montfermeil|tremblay
villeneuve-saint-georges|champigny|nogent-sur-marne|choisy-le-roi|thiais|vanves|malakoff|montrouge
suresnes|sevres|chaville|voiron|bourgoin-jallieu|saint-marcellin|la mure|villard-de-lans
albertville|aix-les-bains|moutiers|saint-jean-de-maurienne|bourg-saint-maurice|chamonix|sallanches
cluses|bonneville|thones|rumilly|bellegarde|gex|belley|amberieu|tarare|givors|oullins|decines
meyzieu|feurs|montbrison|firminy|rive-de-gier|langeac|brioude|yssingeaux|noirétable
saint-pierre-et-miquelon|pointe-a-pitre|basse-terre|les abymes|baie-mahault|le gosier|sainte-anne
capesterre|marie-galante|les saintes|la desirade|fort-de-france|le lamentin|schoelcher|la trinite
le robert|le francois|sainte-luce|ducos|cayenne|kourou|saint-laurent-du-maroni|matoury
remire-montjoly|maripasoula|sinnamary|mana|saint-pierre|saint-paul|le tampon|saint-louis
saint-andre|saint-benoit|saint-joseph|saint-leu|cilaos|salazie|mafate|le port|la possession
mamoudzou|dzaoudzi|koungou|petite-terre|grande-terre|noumea|poindimie|kone|lifou|mare|ouvea
papeete|faaa|punaauia|moorea|bora-bora|raiatea|tahiti|huahine|marquises|tuamotu|wallis|futuna
saint-martin|saint-barthelemy|boen|boe|angoulême|chatillon|riviere-pilote|le lorrain|sainte-marie
le francois|belle-ile|groix|houat|hoedic|ouessant|molene|ile de sein|ile de batz|brehat|ile d'yeu
noirmoutier|ile de re|oleron|ile d'aix|porquerolles|port-cros|embiez|chausey|tatihou|arz
ile aux moines|vercors|chartreuse|belledonne|bauges|beaufortain|tarentaise|maurienne|queyras|ubaye
mercantour|luberon|ventoux|cevennes|causses|larzac|aubrac|margeride|millevaches|morvan|perche
bocage|cotentin|beauce|brie|sologne|berry|bourbonnais|forez|haut-forez|livradois|velay|vivarais
diois|baronnies|tricastin|camargue|crau|corbieres|minervois|cerdagne|capcir|vallespir|conflent
couserans|comminges|bigorre|bearn|pays basque|soule|labourd|chalosse|marensin|medoc
entre-deux-mers|perigord|quercy|rouergue|gevaudan|agenais|armagnac|lomagne|lauragais|albigeois
saintonge|aunis|poitou|anjou|maine|touraine|vendomois|gatinais|puisaye|nivernais|auxois|bresse
dombes|bugey|revermont|beaujolais|maconnais|charolais|haut-doubs|sundgau|ajoie|vosges|argonne
woevre|saulnois|bitche|hunsruck|thierache|santerre|vimeu|ponthieu|boulonnais|audomarois|flandre
flandres|hainaut|avesnois|artois|pevele|caux|bray|vexin|auge|bessin|tregor|leon|cornouaille
penthievre|poher|vannetais|brocéliande|armorique|camors|crozon|quiberon|balagne|castagniccia
cap corse|nebbio|alta rocca|gascogne|savoie|dauphine|trieves|oisans|valgaudemar|champsaur|devoluy
ardennes|pyrenees|alpes|jura|massif central|cantal|mezenc|gerbier|mont-blanc|mont blanc
monts d'arree|garonne|borny|mirail|minguettes|la duchere|les izards|bellefontaine|bacalan
la bastide|malakoff|bellevue|vallee de la loire|vallee du rhone|vallee de la bruche
monts du lyonnais|oise|aisne|cucq|le touquet|etaples|noeux-les-mines|bruay-la-buissiere|carvin
liffre|bruz|cesson-sevigne|carquefou|orvault|couëron|clisson|vallet|machecoul|savenay|blain
nort-sur-erdre|mauron|gourin|merdrignac|rostrenen|callac|laroquebrou|vic-sur-cere|murat|mauriac
salers|decazeville|espalion|grande-synthe|petite-synthe|hasparren|cambo-les-bains
saint-jean-pied-de-port|villefranche-de-rouergue
"""

# Names that are ordinary words too: without a capital they need a preposition of place.
ORDINARY = normalisation.listed(
    """
nice tours lens sens orange vienne die dole gap vitre vire falaise maine brie bray perche albert
mana mare aube ain cher eure indre lot manche marne nord orne somme var landes vosges oise loire
grasse tonnerre tarare pau creuse jura savoie ardennes saintes moulins auge crau mende centre
corse bocage tulle menton provence valence vannes orsay toul dax blois massy saint-martin
saint-paul saint-pierre bellevue reunion reunion lorraine champagne chartreuse cognac roman
saint-louis saint-joseph saint-andre saint-benoit sainte-anne sainte-marie port possession blanc
robert francois trinite lorrain bastide flandre bourgogne calvados armagnac cantal medoc anjou
macon alpes bordeaux beaujolais limousin sauternes munster brie maroilles camargue cambrai fougeres
kone fontaine houilles sarcelles valenciennes cluses muret avion laval
"""
)

# Of these, what "à" brings in an ordinary phrase: "à sens unique".
PHRASES = normalisation.listed(
    """
lot cher manche orange vitre centre gap sens
"""
)

DEMONYMS = normalisation.listed(
    """
breton bretonne bretons bretonnes alsacien alsacienne alsaciens alsaciennes normand normande
normands normandes corse corses basque basques catalan catalane catalans catalanes provencal
provencale provencaux provencales auvergnat auvergnate auvergnats savoyard savoyarde savoyards
vendeen vendeenne vendeens bourguignon bourguignonne bourguignons picard picarde picards lorrain
lorraine lorrains franc-comtois comtois limousin limousine limousins gascon gasconne gascons
landais landaise landaises girondin girondine girondins bordelais bordelaise lyonnais lyonnaise
marseillais marseillaise toulousain toulousaine toulousains nantais nantaise rennais rennaise
lillois lilloise strasbourgeois strasbourgeoise parisien parisienne parisiens parisiennes
francilien francilienne franciliens franciliennes nicois nicoise grenoblois grenobloise
montpellierain montpellieraine stephanois stephanoise rouennais rouennaise havrais havraise
brestois brestoise quimperois quimperoise dijonnais dijonnaise tourangeau tourangelle tourangeaux
angevin angevine angevins manceau mancelle nimois nimoise messin messine messins nanceien
nanceienne remois remoise troyen troyenne amienois amienoise limougeaud perigourdin perigourdine
perigourdins ardechois ardechoise dromois dromoise iserois iseroise cevenol cevenole cevenols
berrichon berrichonne berrichons morvandiau solognot solognote percheron beauceron briard briarde
champenois champenoise ardennais ardennaise vosgien vosgienne vosgiens jurassien jurassienne
jurassiens ariegeois ariegeoise aveyronnais aveyronnaise lozerien lozerienne cantalien cantalienne
correzien correzienne creusois creusoise audois audoise heraultais gersois gersoise tarnais
tarnaise varois varoise azureen azureenne bearnais bearnaise bigourdan bigourdane finisterien
finisterienne morbihannais morbihannaise costarmoricain costarmoricaine sarthois sarthoise
mayennais mayennaise angoumoisin charentais charentaise rochelais rochelaise poitevin poitevine
poitevins antillais antillaise antillaises guadeloupeen guadeloupeenne guadeloupeens martiniquais
martiniquaise guyanais guyanaise reunionnais reunionnaise reunionnaises mahorais mahoraise kanak
kanaks caledonien caledonienne caledoniens polynesien polynesienne polynesiens tahitien tahitienne
marquisien marquisienne wallisien wallisienne ultramarin ultramarine ultramarins ultramarines
occitan occitane occitans flamand flamande flamands ch'ti chti chtis ch'tis meridional meridionale
meridionaux insulaire insulaires iliens ilien ilienne iliennes vendômois chambérien annecien
annecienne annéciens sambrien dunkerquois dunkerquoise calaisien calaisienne dieppois malouin
malouine malouins vannetais lorientais lorientaise briochin briochine bayonnais bayonnaise palois
paloise tarbais montalbanais cadurcien ruthenois albigeois castrais biterrois sétois perpignanais
perpignanaise avignonnais arlésien arlésienne aixois aixoise toulonnais toulonnaise valentinois
chamberien roannais mâconnais chalonnais bisontin bisontine bisontins belfortain mulhousien
mulhousienne colmarien spinalien agenais agenaise bergeracois briviste brivistes libournais
"""
)

# Countries that tell nothing of where in France an association works.
FAR = normalisation.listed(
    """
france europe etats-unis allemagne italie espagne belgique suisse royaume-uni angleterre canada
quebec chine japon afrique amerique asie irlande portugal luxembourg pays-bas
"""
)


def _names(*lists: str) -> frozenset[str]:
    folded = normalisation.fold("|".join(lists)).replace("\n", "|")
    return frozenset(name.strip() for name in folded.split("|")) - {""}


def pattern(name: str) -> str:
    """A folded name as a regular expression: hyphens or spaces, "st" for "saint"."""
    parts = []
    for part in re.split(r"[ -]", name):
        if part in ("saint", "sainte"):
            parts.append("s(?:ain)?te?" if part == "sainte" else r"s(?:ain)?t\.?")
        else:
            parts.append(re.escape(part))
    return r"[ -]{1,2}".join(parts)


_REGIONS = (
    "auvergne-rhone-alpes|auvergne|rhone-alpes|bourgogne-franche-comte|bourgogne|franche-comte"
    "|bretagne|centre-val de loire|corse|grand est|alsace|lorraine|champagne-ardenne"
    "|hauts-de-france|nord-pas-de-calais|picardie|ile-de-france|normandie|haute-normandie"
    "|basse-normandie|nouvelle-aquitaine|aquitaine|limousin|poitou-charentes|occitanie"
    "|languedoc-roussillon|languedoc|roussillon|midi-pyrenees|pays de la loire"
    "|provence-alpes-cote d'azur|provence|paca|cote d'azur|nouvelle-caledonie|polynesie francaise"
    "|polynesie|antilles|outre-mer|outre mer|bretagne sud|sud-bretagne"
)
NAMES = _names(_REGIONS, _DEPARTMENTS, _PLACES)
MULTIPLE = frozenset(name for name in NAMES if not name.isalpha())
SINGLE = NAMES - MULTIPLE
DEPARTMENTS = _names(_DEPARTMENTS)
REGIONS = _names(_REGIONS)
