"""Words that dictionaries miss: recent, colloquial, shortened, borrowed, invariable."""

from commons.anonymisation.words import normalisation

WORDS = normalisation.listed(
    """
capitainerie capitaineries prévente préventes dsl min mn radiothon radiothons dzl mif fédé rédac
falafel falafels houmous kebab kebabs sushi sushis maki makis nem nems tajine tajines mezze mezzes
baklava baklavas loukoum loukoums paella paellas chorizo empanada empanadas tacos burrito burritos
nachos gyoza gyozas ramen curry biryani pakora pakoras bretzel bretzels bredele bredeles bredle
knack knacks churros gaufres donut donuts muffin muffins cookie cookies brownie brownies cupcake
cupcakes crumble smoothie smoothies burger burgers fajitas guacamole tapas pintxos panini paninis
kebbé kefta keftas msemen baghrir chorba harira zlabia makrout tiep pastels alloko accra accras
bouchons sarcives gâteau-patate mèci mèsi mési bonjou bonswa bonzour bonjorn bonser adishatz demat
trugarez kenavo kaixo agur milesker salute bonghjornu marahaba oté mersi mauruuru
affûtage agglo clubhouse coop coops coopé agri anchois antibio atlas babyfoot bagad barnum bib
brebis buis cabas cactus cadenas
capoeira catamaran chamois chimio chips clafoutis clap couscous cyprès déco djembé engrais
freelance funk futsal gospel gwoka haka hélico hiphop humus iris ketchup lilas marais matelas
matos merguez minibus molkky multiprise noix nounours nurserie oud paddle parka pastis peson
pilate ping pong placo pois popcorn potimarron puits quinoa quiz radis riz rougail samoussa savon
scrabble semis ska slam steel tag talus tamis texto tiramisu tournevis toux velours volley webcam
webradio youpi zumba allo bah bof beh hein heu euh hum ouais ouaip lol mdr ptdr cool gars môman
prélèv imprim assos com comm dispo doc docs intro kiné mob mobs newsletters ordis perf photocop
pil prog prez récap répèt rando stat tutos visios webinaires zik jsp mtn tkt stp svp cad bjr bsr
slt bcp qqs qqun qqch pbs tjs tjrs pdt rdv rdvs nbre idem etc env hyper coconstruction cofinanceur
coworking crowdlending mailings emailing emailings hashtags smartphones spams buzzer posts
follower feed benchmark reporting dashboard template templates login tree flyers podcasts
influenceur influenceuse youtubeur streamer stream streaming viralité webdesigner webmaster
webmestre blogueur tchat captcha newsgroup scan scans plugin plugins widget workflow deadline
burnout pitch pitchs merch goodies goodie tote totebag mug mugs teeshirt shirt sweat sweats
désinscrire désinscription désinscriptions réinscription réadhésion réadhérer préinscription
préinscrit autoentrepreneur microdons équithérapie zoothérapie ludothèque grainothèque bricothèque
outilthèque bibliobus médiabus accorderie repair écocup écocups lombricomposteur agroécologie
permaculture amap locavore vegan halal casher kascher intergénérationnel intergénérationnelle
handisport parasport trisomie dyslexique polyhandicap primo illectronisme fablab makerspace bye
vla ben bin ouin wesh oki okay kdo kdos kado cado potos poto frero gus ricard relou chelou ouf
kiffe kiffer assoc assocs bénévolo tréso prési cafet boutik mms ppt zip url html usb gps rib nfc
tva ttc pmi caf msa cpam ccas mdph ehpad ime itep esat sessad savs cada cmp camsp asv aesh atsem
bafa bafd bep bts iut mjc gem ulis segpa rased upi cdd cdi cae cui rsa apl aah smic ess rse drh
rgpd cnil rna siret siren naf insee urssaf dgfip covids télétravail foodtruck foodtrucks runs
trail trails semi duathlon triathlon aquathlon swimrun color runner runners finisher fairplay
coachings coaching boss manageur selfie selfies bibli biblis festoche chouia mektoub inch
inchallah inshallah aïd iftar shabbat yep nope nan nannn naan oups hop hopla zou pfff pff grr wow
waouh ouah bjour cdlt bav amicalement biz bizz septante huitante nonante retex rex odj fwd ref
aligot garbure tartiflette raclette kouign amann flammekueche kougelhopf maroilles welsh
canistrelli brocciu figatelli calçots calçot aïoli pissaladière socca colombo acras bokit bokits
carry achards samoussas pastilla thieb thiéboudiène mafé yassa attiéké alloco foutou dolma börek
pho bobun bun mochi maloya séga zouk biguine kompa reggaeton gnawa chaâbi salsa bachata kizomba
fado forro batucada bagadou fest noz txistu végane crowdfunder cesu camtar
smiley smileys émoji émojis
re tr fw fwd salam aloha hola
arobase arobases slash antislash underscore tiret www linktree checkbox onglet onglets dixit abc
mme mmes mlle mlles bras corn gif gifs franquette cheffe cheffes davantage campus scanneur alo nou
lé mé chou kess kwa pck paske cki ya jai cest nest quon dun jsuis chuis i hiya hmm sir sirs madam
kan kand kwan qand direk direkt bsoin bzoin jfé jfait jfais jme jle jla jvous jten jtai jvai jvais
jpeux jveux jsui jsai jsais jcroi jcrois jtrouve jpense jdis jdois tte tt tts ttes foto fotos
pharma pharmas subs subv hic quelqu quelquun kelkun kelke qlq qlqs qlqn qlqun qqn qche chak chaq
chq ts ds dc dcp dck donk alr pr prq pcq pke psk parsk parske bcoup bocou boku bokou tjr toujour
tjour tro tres tré ossi oci aussii koi kels keske kesk ki kon kom kome kommen komment komen avk aek
ms jms jamé jamai mtnt mnt maintnan mtenant auj ajd ojd aujd ojourdui oj demin jspr jesper svt
souvan ptet ptetre pê peutetre pitetr vrmt vrmen vraimen vréman mm ns vs vou ct cété cetait cetai
sava savé avé avai fo fau falé falait falai fé fesait fesai fezait pa peyé prendr prandr mettr vni
veni vnir vwar voar alé aler alor dpuis dpui depui dpi pdnt pendan avan avt ojourd jst jsute just
kdeau gro bonjr bnsr bone bonn gd gde gds gdes gran grde ptit ptite ptits ptites pti ptis tp tps
tmps tou bénév bénévs bénévol adh adhs adhér cotiz asb asso cb cbn cmb cmbien nb nbx nbs pbm pblm
pbl pb prob probs problm reu réus répèts orga orgas anim anims réso rézo rézos rzo numro nums msg
msgs mess mesg mél phot vid vids colèg collèg écol skol reuf reufs flouze pépètes apm wk weeks wkd
wkend vacs anniv annivs ordi impr chéq chek cheks chekk virem prelv espes biff cash cartbleu
boulang boulange supermar superm véto vétos pédia ostéo ostéos psycho infirm clinik municip préf
mairi meri collec collect inscri inscrip partoche partoches rép distri distrib distribs démo démos
secr trez presid vp resp resps respo respos coord coords réfs stag stags stagiair volont assistt
chgt chgts loul xd delà concour parcour secour recour discour plusieur ailleur xptdr mdrr
haha hahaha hihi hehe hoho ahah ahaha ptn zut bz cc salu slut yo wsh wech yop nikel impec topissime
cho nulos galer sub
huh umm uhm yeah yay yup nah gonna wanna kinda cos thx ta pls plz btw fyi asap aob rsvp diy tba
tbc eta iou pta cic ngo hq faq catholic catholics muslim muslims quaker quakers jewish hindu
hindus sikh sikhs buddhist buddhists protestant protestants anglican anglicans methodist
methodists baptist baptists welsh scottish irish british european trustee trustees treasurer
treasurers board chair chairs chairwoman vicar councillor councillors
"""
)
