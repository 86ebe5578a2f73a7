"""Words of one family whose stems Snowball leaves apart: verb, act, whoever does it.

A line is a family, written folded; all its stems become that of its first word. Words that only
look alike stay out: "démarchage" would bring all "démarches", "publication" all that is public,
and who gives ("donateur") is not what is given ("don").
"""

FRENCH = """
recruter recrutement recruteur recruteuse
adherer adhesion adherent adherente
benevole benevolat
fideliser fidelisation fidelite fidele
collecter collecte collecteur collectrice
donateur donatrice donneur
financer financement financeur financier financierement finance finances
formation formateur formatrice
inscrire inscription inscrit inscrivent
payer paiement payeur
vendre vente vendeur
acheter achat acheteur
parrain parrainage parrainer
remercier remerciement merci
envoyer envoi envois
imprimer impression imprimeur
gerer gestion gestionnaire
sonder sondage
choisir choix
echouer echec
reussir reussite
migrer migration
stocker stockage
numeriser numerisation
subvention subventionner
sponsor sponsoriser sponsoring
mecene mecenat
leguer legs
signer signature signataire
planifier planification planning
securiser securite
proteger protection
rediger redaction redacteur redactrice
traduire traduction traducteur
transmettre transmission
comptable comptabilite comptabiliser compta
tresorier tresoriere
encaisser encaissement
decouvrir decouverte
reunion reunir
automatiser automatisation automatique
simplifier simplification
volontaire volontariat
heberger hebergement hebergeur
jeune jeunesse
loto loterie
decider decision
anonyme anonymat anonymiser
mail mailing
tract tracter tractage
affiche affichage afficher
billet billetterie
visiter visite visiteur
evaluer evaluation evaluateur
organiser organisation organisateur organisatrice
animer animation animateur animatrice
participer participation participant
utiliser utilisation utilisateur utilisatrice
accompagner accompagnement accompagnateur
installer installation installateur
collaborer collaboration collaboratif
cooperer cooperation cooperatif
federer federation federatif
militer militant militantisme
diffuser diffusion diffuseur
repondre reponse
ouvrir ouverture
cliquer clic clics
fermer fermeture
satisfaire satisfaction satisfait
essayer essai essais
soutenir soutien
maintenir maintien maintenance
suivre suivi
livrer livraison livreur
nettoyer nettoyage
trier tri
saisir saisie
elire election electeur
construire construction
produire production producteur
reduire reduction
lire lecture lecteur
verifier verification
modifier modification
identifier identification
qualifier qualification
telephone telephoner telephonique
bibliotheque bibliothecaire
programmer programmation programme
exposer exposition exposant
coordonner coordination coordinateur coordinatrice
deliberer deliberation
negocier negociation
mediation mediateur mediatrice
consommer consommation consommateur
distribuer distribution distributeur
creer creation createur creatrice
accueillir accueil accueillant
arreter arret
abandonner abandon
annoncer annonce annonceur
annuler annulation
attendre attente
augmenter augmentation
calculer calcul
changer changement
classer classement
comparer comparaison comparatif comparateur
concevoir conception concepteur
consentir consentement
convoquer convocation
debuter debut debutant debutante
decourager decouragement
demarrer demarrage
demissionner demission demissionnaire
depenser depense
deplacer deplacement
deployer deploiement
deposer depot
desabonner desabonnement
desinscrire desinscription
dessiner dessin dessinateur
developper developpement developpeur
doubler doublement
doublon doublons dedoublonner
echanger echange
ecouter ecoute
ecrire ecriture ecrit
emprunter emprunt
engager engagement
enregistrer enregistrement
enseigner enseignement enseignant enseignante
epuiser epuisement
equiper equipement
exclure exclusion
expliquer explication
exporter export exportation
fabriquer fabrication fabricant
frauder fraude fraudeur
fusionner fusion
garantir garantie
informer information
inviter invitation
isoler isolement
louer location
mobiliser mobilisation
mutualiser mutualisation
partir depart
perdre perte
peindre peinture peintre
danser danse danseur danseuse
nager natation nageur nageuse
pirater piratage pirate
prelever prelevement
presenter presentation
promouvoir promotion
proposer proposition
rajeunir rajeunissement
ranger rangement
rappeler rappel
recevoir reception
recommander recommandation
refuser refus
relancer relance
rembourser remboursement
remplacer remplacement remplacant remplacante
renouveler renouvellement
reparer reparation reparateur
repartir repartition
reserver reservation
resilier resiliation
restaurer restauration
sauvegarder sauvegarde
sensibiliser sensibilisation
solliciter sollicitation
sortir sortie
souscrire souscription souscripteur
succeder succession successeur
supprimer suppression
sympathisant sympathie
transferer transfert
transporter transport
unir union
valider validation
valoriser valorisation
vieillir vieillissement vieillissant
voyager voyage voyageur
conduire conducteur conductrice
jouer jeu joueur joueuse
secretaire secretariat
administrer administration administrateur administratrice
presider president presidente presidence
spectateur spectatrice spectacle
mensualiser mensualisation mensuel mensuellement mensualite
annuel annuellement
regulier regulierement regularite
patron patronal patronat patronne
salarie salarial salariat
gratuit gratuite gratuitement
rapide rapidement rapidite
solidaire solidarite
citoyen citoyennete
democratie democratique democratiquement
jumeler jumelage
deleguer delegation delegue deleguee
remunerer remuneration
desengager desengagement
epargner epargne epargnant
expirer expiration
rejeter rejet
contacter contact
defrayer defraiement
deduire deduction deductible
heriter heritage heritier heritiere
abonner abonnement abonne
suspendre suspension
interrompre interruption
nommer nomination
apprendre apprentissage apprenant
adopter adoption adoptant
secourir secours secouriste secourisme
soigner soin soignant soignante
nourrir nourriture
loger logement
commerce commercant commercante
artisan artisanat artisanal
agriculteur agricultrice agriculture agricole
chanter chant chanteur chanteuse
photographier photographe photographie photo
filmer film
cuisiner cuisine cuisinier cuisiniere
courir course coureur coureuse
randonner randonnee randonneur
surveiller surveillance
controler controle controleur
auditer audit auditeur
facturer facture facturation
budget budgetaire
rentable rentabilite rentabiliser
efficace efficacite efficacement
transparent transparence
fiable fiabilite
confidentiel confidentialite
accessible accessibilite
lisible lisibilite
visible visibilite
utile utilite
responsable responsabilite responsabiliser
disponible disponibilite
vulnerable vulnerabilite
fragile fragilite
legal legalite legalement
obligation obliger obligatoire obligatoirement
interdire interdiction interdit
autoriser autorisation
declarer declaration
attester attestation
justifier justificatif justification
facile faciliter facilement
difficile difficulte
urgent urgence
motiver motivation
decevoir deception decu decue
mecontent mecontentement
plaindre plainte
critiquer critique
insulter insulte
harceler harcelement
menacer menace
discriminer discrimination
moderer moderation moderateur
influencer influence influenceur influenceuse
tuteur tutrice tutorat
mentor mentorat
coach coacher coaching
stage stagiaire
embaucher embauche
gouverner gouvernance
diriger dirigeant dirigeante direction directeur directrice
dissoudre dissolution
statut statutaire
convention conventionner conventionnement
quete queter queteur
parier pari
brocante brocanteur
braderie brader
troc troquer
reemployer reemploi
recycler recyclage recyclerie
polluer pollution
jardin jardiner jardinage jardinier jardiniere
planter plantation
compost composter compostage
adapter adaptation
integrer integration
inserer insertion
inclure inclusion inclusif
scolaire scolarite scolariser
eduquer education educatif educateur educatrice
enfant enfance
parent parental parentalite
famille familial
hopital hospitalier hospitaliser hospitalisation
malade maladie
alerter alerte
evacuer evacuation
regrouper regroupement
rapprocher rapprochement
grouper groupement
rassembler rassemblement
renoncer renoncement
recouvrer recouvrement
retarder retard
decaler decalage
promettre promesse
negliger negligence
oublier oubli
vandaliser vandalisme
voler vol voleur
perturber perturbation
desorganiser desorganisation
surcharger surcharge
soulager soulagement
souffrir souffrance
deprimer depression
stress stresser stressant
fatiguer fatigue
lasser lassitude
submerger submersion
decrocher decrochage
dialoguer dialogue
debattre debat
discuter discussion
converser conversation
consulter consultation consultatif
concerter concertation
arbitrer arbitrage arbitre
revendiquer revendication
manifester manifestation manifestant
protester protestation
interpeller interpellation
convaincre conviction convaincant
persuader persuasion
argumenter argument argumentaire
referencer referencement
indexer indexation
cibler ciblage cible
segmenter segmentation
personnaliser personnalisation
scanner scan
connecter connexion
deconnecter deconnexion
configurer configuration
parametrer parametrage parametre
synchroniser synchronisation
telecharger telechargement
archiver archive archivage
crypter cryptage
chiffrer chiffrement
authentifier authentification
transcrire transcription
interpreter interprete interpretariat
enqueter enquete enqueteur
questionner questionnaire questionnement
interroger interrogation
observer observation observateur
mesurer mesure
estimer estimation
ameliorer amelioration
progresser progression progres
baisser baisse
diminuer diminution
stagner stagnation
tripler triple
moderniser modernisation
renover renovation
amenager amenagement
demenager demenagement
sauver sauvetage sauveteur
conserver conservation conservateur
numerique numeriquement
territoire territorial
region regional
europe europeen europeenne
etranger etrangere
rural ruralite
urbain urbanisme
montagne montagnard
"""

ENGLISH = """
subscribe subscription subscriber
organise organize organisation organization organiser organizer
give giving giver gift
sell sale seller
pay payment payer
register registration
train trainer training
member membership
donor donors
recruit recruiter recruitment
evaluate evaluation
choose choice
succeed success successful
fail failure
grow growth
analyse analysis analyze
accounting accountant account accounts
advertise advertising advertisement
apply application applicant
attend attendance attendee
book booking
cancel cancellation
decide decision
deliver delivery
edit editor
entertain entertainment
thank thanks thanking
teach teacher teaching
translate translation translator
vote voter voting
write writer writing written
lead leader leadership
leave left leaving
meet meeting
campaign campaigner campaigning
breach breached
renew renewal
lapse lapsed lapsing
decline declined
retain retention
refuse refusal
approve approval
remind reminder
announce announcement
improve improvement
invest investment
measure measurement
engage engagement
recur recurring recurrent
month monthly
year yearly
week weekly
handwrite handwritten
fundraise fundraiser fundraising
legacy legacies
bequeath bequest
charity charitable
benefit beneficiary
secure security
safe safety
private privacy
access accessible accessibility
migrate migration
pool pooling
house housing
"""
