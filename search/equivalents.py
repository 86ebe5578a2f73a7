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
épuisement | burn-out | burnout | surmenage | exhaustion
passation | transmission de poste | handover | succession planning
relève | successeur | remplaçant | successor | replacement
rendez-vous | appointment
colis alimentaire | panier alimentaire | food parcel
aide alimentaire | banque alimentaire | distribution alimentaire | food bank | food aid
épicerie solidaire | épicerie sociale | community grocery | social grocery
vêtements | habits | vestiaire | clothes | clothing
remercier | dire merci | thank
équipe | team
outils numériques | digital tools
ordinateur | PC | computer | laptop
ordinateur portable | laptop
téléphone portable | smartphone | mobile phone | cell phone
tablette | tablet
application | appli | app
imprimante | printer
photo | photographie | picture | photograph
vidéo | film | video
salle | hall | room
village | bourg
quartier | neighbourhood | neighborhood
ville | town | city
école | school
élève | pupil
enseignant | professeur | instituteur | teacher
parent d'élève | school parent
enfant | gamin | gosse | child | kid
adolescent | ado | teenager | teen
famille | family
femme | women
étudiant | student
malade | patient | sick
hôpital | hospital
handicap | disability | disabled
aveugle | malvoyant | déficient visuel | blind
sourd | malentendant | deaf
réfugié | exilé | migrant | refugee | asylum seeker
sans-abri | sans domicile fixe | SDF | homeless
pauvreté | précarité | poverty
faim | hunger
logement | housing
locataire | tenant
emploi | travail | job | employment
chômeur | demandeur d'emploi | unemployed | job seeker
solitude | isolement | loneliness
voisin | neighbour | neighbor
habitant | riverain | resident
maire | mayor
élu | councillor | elected official
loi | law
avocat | lawyer
impôt | tax
banque | bank
compte bancaire | bank account
facture | invoice | bill
dépense | expense | spending
remboursement | refund | reimbursement
frais kilométriques | indemnité kilométrique | mileage expenses | mileage
abandon de frais | renoncement au remboursement | don de frais | waived expenses
essence | carburant | fuel
conducteur | chauffeur | driver
voiture | auto | car
véhicule | vehicle
minibus | navette
argent | sous | money
espèces | liquide | monnaie | cash
pièce de monnaie | coin
chèque | cheque | check
carte bancaire | CB | carte bleue | bank card | credit card | debit card
paiement échelonné | paiement en plusieurs fois | facilité de paiement | étalement | instalments
    | pay in instalments
prix libre | participation libre | pay what you want
frais | commission | fee
emprunt | prêt | crédit | loan
dette | debt
bénéfice | profit | recette | proceeds | takings
perte | loss
cadeau | présent | gift
récompense | contrepartie | reward
lot | prix | prize
fête des voisins | street party
fête de l'école | kermesse | school fair | fair
marché de noël | christmas market
repas | dîner | déjeuner | banquet | meal | dinner | lunch
gâteau | pâtisserie | cake
bar | buvette | snack
café | coffee
bal | dance party | ball
danse | dance
théâtre | theatre | theater | drama
chorale | chœur | choir
musique | music
orchestre | harmonie | fanfare | orchestra | band
exposition | expo | exhibition
musée | museum
patrimoine | heritage
bibliothèque | library
livre | bouquin | book
cinéma | ciné-club | cinema | film club
jeu vidéo | video game
équipe sportive | sports team
entraîneur | coach
match | rencontre sportive | game
tournoi | tournament
licence sportive | licence | sports licence
maillot | tenue | jersey | kit
piscine | swimming pool
randonnée | marche | rando | hike | hiking | walk
vélo | bicyclette | bike | bicycle
course à pied | running race | run
jardin | garden
animal | animaux
chien | dog
chat | cat
rivière | river
déchet | ordure | waste | rubbish
recyclage | recyclerie | ressourcerie | recycling
réparation | repair
climat | climate
énergie | energy
catastrophe | désastre | disaster
urgence | emergency
incendie | feu | fire
inondation | crue | flood
plainte | réclamation | complaint
conflit | dispute | conflict
confiance | trust
peur | crainte | fear
colère | anger
fatigue | lassitude | tiredness
erreur | faute | mistake | error
problème | souci | difficulté | trouble | problem | issue
panne | bug | dysfonctionnement | outage | breakdown
lent | lenteur | slow
rapide | vite | fast | quick
facile | simple | easy
difficile | compliqué | complexe | difficult | hard | complicated
cher | coûteux | onéreux | trop cher | expensive
bon marché | pas cher | abordable | cheap | affordable
petit | small | little
grand | big | large
nouveau | new
vieux | ancien | old
jeune | young
seul | alone
ensemble | together
commun | partagé | shared
public | audience | spectateurs
participant | attendee
inscription | enrolment | registration | sign-up
liste d'attente | waiting list
file d'attente | queue | cohue | bousculade | waiting line
rendez-vous manqué | absence | lapin | no-show
annulation | déprogrammation | cancellation
report | postponement
rappel | reminder
absence | absent | absenteeism
présence | attendance
convocation | invitation à l'assemblée | notice of meeting
procuration | pouvoir | mandat de vote | proxy
élection | scrutin | election | ballot
président | présidente | présidence | chair | chairperson | president
secrétaire | secretary
bureau de l'association | dirigeants | comité directeur | committee | board
démission | départ | resignation
statuts | bylaws | articles of association
fusion | rapprochement | merger
dissolution | fermeture | closing down
ouverture | opening
déménagement | moving
local associatif | local | siège | premises
clé | trousseau | key
assurance | insurance
alarme | alarm
piratage | hacking | hacked
pirate informatique | hacker
hameçonnage | phishing
rançongiciel | ransomware
virus | malware
sauvegarde | backup
cyberattaque | attaque informatique | cyberattack
mot de passe partagé | shared password
gestionnaire de mots de passe | coffre-fort à mots de passe | trousseau de mots de passe
    | password manager
double authentification | double facteur | two-factor authentication
consentement | consent
droit à l'image | image rights
fichier des adhérents | liste des membres | membership list | member file
tableur | Excel | feuille de calcul | spreadsheet
tableau de bord | dashboard
agenda partagé | calendrier partagé | shared calendar
dossier partagé | espace partagé | shared folder | shared drive
compte rendu | procès-verbal | PV | minutes
ordre du jour | agenda
ligne | internet | web | online
visio | appel vidéo | video call
à distance | distanciel | remote
hybride | mixte | hybrid
sous-titre | sous-titrage | subtitle | caption
traduction | translation
interprète | interpreter
podcast | baladodiffusion
télévision | télé | television | TV
journaliste | correspondant de presse | reporter | journalist
communiqué de presse | press release
dépliant | brochure | plaquette
banderole | banner
abonné | follower | subscriber
publication | post
publicité | pub | réclame | advertising | advert
groupe de discussion | conversation de groupe | boucle | messagerie de groupe | group chat
messagerie instantanée | tchat | instant messaging
notification | alerte | alert
désinscription | désabonnement | unsubscribe
courrier indésirable | indésirables | spam | junk mail
taux d'ouverture | open rate
lettre manuscrite | écrit à la main | handwritten letter | handwritten
carte de vœux | greeting card
coup de main | aide ponctuelle | helping hand
parrain | tuteur | mentor | binôme | buddy
nouveau venu | nouveaux arrivants | nouvel arrivant | newcomer
fiche de poste | fiche de mission | job description | role description
service civique | volontaire en service civique | civic service
stagiaire | stage | intern | internship
apprenti | alternant | apprentice
recherche de bénévoles | looking for volunteers
robot | machine | bot
résumé | synthèse | summary
rédaction | writing
mécénat en nature | don en nature | in-kind giving | in-kind donation
don anonyme | anonymous gift
don de la main à la main | cash gift
défi | challenge
anniversaire solidaire | collecte d'anniversaire | birthday fundraiser
page de collecte | collecte entre amis | collecte pair à pair | fundraising page | peer-to-peer
course parrainée | sponsored run
dons mensuels | monthly donations
réduction d'impôt | déduction fiscale | avantage fiscal | tax deduction | tax relief
fonds bloqués | argent bloqué | frozen funds
vérification d'identité | pièces d'identité | identity check
fondation | foundation
appel d'offres | tender
rapport d'activité | annual report
étude d'impact | impact study
groupe témoin | control group
entretien | interview
retour d'expérience | leçon | lessons learned
impayé | non réglé | non payé | retard de paiement | en retard de règlement | arriéré | unpaid
    | overdue | arrears
adhérent en retard | retard de cotisation | cotisation impayée | lapsed member
ancien adhérent | adhérent perdu | former member | lapsed member
ancien donateur | donateur inactif | donateur perdu | lapsed donor
reconquête | reconquérir | win back
mensualisation | passage au mensuel | don mensuel | monthly giving
augmentation du don | hausse du don | montée en gamme | upgrade
télémarketing | phoning | campagne téléphonique | télécollecte | telemarketing
dématérialisé | électronique | par courriel | sans papier | paperless
échec de prélèvement | rejet de prélèvement | prélèvement rejeté | failed payment
carte expirée | carte périmée | expired card
fuite de données | vol de données | données volées | données exposées | violation de données
    | data breach | data leak
face à face | collecte de rue | rue | street fundraising | face to face
adopter | adoption | rehoming
vétérinaire | soins vétérinaires | vet
famille d'accueil | foyer d'accueil | foster home | foster family
tirage au sort | tirer au sort | sortition | random draw
consensus | consentement | sans vote | consent decision
fonds européens | subvention européenne | programme européen | aide européenne | European funding
géants du numérique | GAFAM | big tech
embauche | embaucher | recrutement d'un salarié | hiring
groupement d'employeurs | salarié partagé | poste partagé | shared staff
syndicat patronal | organisation patronale | syndicat d'employeurs | chambre professionnelle
    | trade body | employers' organisation
journée solidaire | journée d'entreprise | bénévolat d'entreprise | volontariat d'entreprise
    | employee volunteering | corporate volunteering day
produit-partage | produit partagé | vente solidaire | cause-related marketing
facile à lire | FALC | langage clair | langage simple | easy to read | plain language
réunion statutaire | assemblée générale | annual meeting
vote par correspondance | vote postal | postal vote
jeux vidéo | gaming | diffusion de jeux | gamers
héritage | succession | libéralité | inheritance
aide informatique | cours d'informatique | initiation à l'ordinateur | computer lessons
suppression | effacement | effacer | supprimer | deletion
sous-traitant de données | hébergeur | data processor
écoute | écoutant | ligne d'écoute | helpline
soutien moral | soutien psychologique | groupe de parole | analyse de pratiques | supervision
    | support group
maltraitance | violence | abuse
deuil | endeuillé | bereavement
dossard | engagement sportif | race number
carte de membre | carte d'adhérent | membership card
cotisation libre | adhésion à prix libre | pay-what-you-can membership
réduction | remise | rabais | discount
cadeau de bienvenue | kit de bienvenue | pack d'accueil | welcome pack
témoignage | histoire vécue | récit | testimonial | story
dossier de presse | press kit
affiche sonore | spot radio | radio spot
courte vidéo | réel | story | short video | reel
audience | portée | reach
hashtag | mot-dièse
en direct | direct vidéo | live | livestream
plateforme | platform
formulaire | form
code à scanner | QR code | code-barres
lien de paiement | payment link
don déclenché | don dédié | earmarked gift
don d'actions | titres | shares donation
temps de travail | heure supplémentaire | working time
frais de gestion | frais de fonctionnement | overheads
frais de bouche | note de frais | expense claim
bilan carbone | empreinte carbone | carbon footprint
jardin partagé | potager collectif | community garden
chantier | chantier participatif | chantier nature | work party
nettoyage | ramassage de déchets | clean-up
secouriste | premiers secours | first aid
don du sang | collecte de sang | blood drive
dépistage | prévention | screening
maladie rare | patient | rare disease
visite guidée | guide | guided tour
journées du patrimoine | heritage days
fouille | archéologie | dig
"""
