"""What is said in several ways, in French and in English, whatever practices carry as codes.

Each line is one meaning; whoever types one of its sayings also finds texts that hold another. The
synonyms of the vocabulary are wider: they find what carries a code, and are not looked for in
texts.
"""

GROUPS = """
bénévole | volontaire | volunteer
bénévolat | volontariat | volunteering
don | donation | gift | contribution
donateur | donatrice | donor | giver
collecte de fonds | levée de fonds | fundraising
cagnotte | cagnotte en ligne | financement participatif | crowdfunding | money pot
courriel | e-mail | email | mail | mél | courrier électronique
newsletter | infolettre | lettre d'information | lettre d'info | bulletin électronique
texto | sms | text message
courrier postal | lettre papier | direct mail | postal mail
adhérent | sociétaire | membre | cotisant | member
adhésion | membership
cotisation | membership fee | dues
bulletin d'adhésion | formulaire d'adhésion | membership form
assemblée générale | AG | general meeting | AGM
conseil d'administration | board | trustees
mécène | sponsor | patron
mécénat | sponsoring | sponsorship
entreprise | company | business
subvention | grant
appel à projets | call for projects
prélèvement automatique | prélèvement | direct debit
virement permanent | virement automatique | standing order
don mensuel | don régulier | don récurrent | monthly gift | regular giving
legs | donation | legacy | bequest
testament | will and testament | last will
tombola | loterie | raffle
loto | bingo
vide-grenier | brocante | braderie | flea market | jumble sale | car boot sale
troc | swap
buvette | refreshment stall
billetterie | vente de billets | ticketing
boutique | magasin | shop
maraude | street outreach
site internet | site web | website
réseaux sociaux | médias sociaux | social media | social networks
visioconférence | visio | video meeting | video call | videoconference
réunion | meeting
logiciel libre | open source | free software
logiciel | software
outil | tool
formation | training
atelier | workshop
reçu fiscal | tax receipt
comptabilité | compta | accounting | bookkeeping
trésorier | treasurer
trésorerie | treasury
base de données | fichier | database | contact list
CRM | base de contacts | contact base
données personnelles | personal data
RGPD | GDPR
mot de passe | password
sondage | enquête | questionnaire | survey | poll
vote en ligne | vote électronique | online voting | e-voting
pétition | petition
plaidoyer | advocacy
affiche | poster
tract | flyer | prospectus | leaflet
presse | journal | press | newspaper
téléphone | phone | telephone
coup de fil | appel téléphonique | phone call
porte-à-porte | door-to-door | canvassing
course solidaire | charity run | charity race
soirée | gala | evening
fête | kermesse | fete
concert | spectacle | show
quête | tirelire | collection box | money box
sans contact | contactless
terminal de paiement | TPE | card reader
paiement en ligne | online payment
paiement | règlement | payment
remerciement | merci | thank you
relance | rappel | reminder
fidélisation | retention | loyalty
lien humain | human link | human touch
jeune | young people | youth
personnes âgées | seniors | aînés | retraités | elderly | older people
bénéficiaire | usager | beneficiary
salarié | employé | employee | staff
mairie | commune | town hall | council
association | asso | charity | nonprofit
petite association | petite asso | small charity | small association
fédération | réseau d'associations | federation
fracture numérique | exclusion numérique | illectronisme | digital divide
numérique | digital
intelligence artificielle | IA | artificial intelligence | AI
arrondi | round-up
mécénat de compétences | bénévolat de compétences | pro bono | skills-based volunteering
échec | failure
réussite | succès | success
abandon | arrêt | giving up
coût | prix | tarif | cost | price
gratuit | free of charge
temps | durée | time
planning | calendrier | rota | schedule
covoiturage | carpooling
accueil | welcome | onboarding
mutualisation | mise en commun | pooling
"""
