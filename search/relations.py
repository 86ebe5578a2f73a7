"""What is not the same but belongs together: whoever types one of these may mean another.

Each line, with what is indented below it, is a circle of everyday words, words of the trade and
English ones. What is found by a relation is worth less than what says the word or its equivalent;
and where one of the circle names a code, the others hint at it.
"""

GROUPS = """
cyberattaque | piratage | pirate | pirater | hacker | hacking | intrusion | virus | rançongiciel
    | hameçonnage | phishing | ransomware | cyberattack | cyber attack
vol de données | fuite de données | données volées | piratage | data breach | data leak
sécurité informatique | cybersécurité | piratage | mot de passe | antivirus | sauvegarde
    | double authentification | cybersecurity
arnaque | escroquerie | fraude | faux courriel | usurpation | scam | fraud
identifiant | mot de passe | code d'accès | coffre-fort | login | password
sauvegarde | copie de sécurité | archive | perte de données | backup
vie privée | confidentialité | discrétion | secret | données personnelles | données sensibles
    | RGPD | privacy | confidentiality
consentement | autorisation | accord | droit à l'image | consent | permission
photo | image | visuel | droit à l'image | illustration | picture | photograph
intelligence artificielle | IA | robot | machine | algorithme | chatbot | assistant | ChatGPT
    | générateur | GPT | automatique
rédiger | écrire | texte | rédaction | écriture | writing | write
traduction | traduire | interprète | langue étrangère | multilingue | translation | translate
transcription | sous-titres | sous-titrage | compte rendu | captions | transcript
sourd | malentendant | sous-titres | handicap | accessibilité | langue des signes | deaf
    | hard of hearing
aveugle | malvoyant | handicap | accessibilité | blind | visually impaired
handicap | accessibilité | accessible | situation de handicap | disability | accessibility
webconférence | visioconférence | visio | réunion en ligne | appel vidéo | écran | à distance
    | Zoom | Jitsi | webinar | video call | remote
webinaire | conférence en ligne | visioconférence | direct vidéo | webinar
hybride | mixte | à distance | présentiel et distanciel | hybrid
distanciel | à distance | en ligne | visio | remote | online
présentiel | en salle | face à face | sur place | in person | face to face
télétravail | travail à distance | nomade | chez soi | remote work | working from home
direct | diffusion en direct | streaming | live | retransmission | livestream
vidéo | film | tournage | clip | captation | YouTube | video
podcast | radio | audio | son | émission | baladodiffusion
jeunes | jeunesse | étudiants | adolescents | ados | nouvelle génération | rajeunir
    | moins de 35 ans | young | youth | students
vieillissant | vieillissement | relève | renouvellement | rajeunir | âgé | ageing
relève | succession | passation | transmission | renouvellement | remplaçant | handover
personnes âgées | aînés | seniors | anciens | retraités | vieux | grand âge | EHPAD
    | maison de retraite | older people | elderly
isolement | solitude | seul | isolé | lien social | rupture | loneliness | isolation
enfant | scolaire | école | élève | collégien | aide aux devoirs | children | school | pupils
parent | famille | parents d'élèves | parents | families
malade | patient | hôpital | soin | maladie | santé | patients | hospital
aidant | proche | auxiliaire de vie | aide à domicile | carer
précarité | pauvreté | sans-abri | sans domicile | démuni | bénéficiaire | personnes accueillies
    | homeless | poverty
réfugié | migrant | exilé | demandeur d'asile | refugee | asylum seeker
demandeur d'emploi | chômeur | recherche d'emploi | insertion | chercher du travail | job seeker
    | unemployed
détenu | prison | incarcéré | prisoner
habitant | voisin | riverain | citoyen | quartier | résident | neighbour | resident
locataire | logement | bailleur | loyer | propriétaire | tenant | landlord | housing
rural | campagne | village | zone blanche | montagne | countryside
couverture réseau | zone blanche | sans internet | mauvaise connexion | débit | wi-fi
    | connexion | 3G | 4G | connection
refuge | animal | animaux | chien | chat | adoption | animal shelter | dog | cat
parrainer | parrainage | parrain | marraine | filleul | sponsor a child | sponsorship
don mensuel | prélèvement | chaque mois | tous les mois | mensuel | mensualité | régulier
    | abonnement | automatique | monthly | every month
prélèvement | RIB | IBAN | mandat | rejet | coordonnées bancaires | SEPA | direct debit
don ponctuel | premier don | don en ligne | don unique | one-off gift
mensualiser | étaler | plusieurs fois | échéance | mensualité | instalments
donateur | bienfaiteur | soutien | contributeur | mécène | supporter | sympathisant | donor
    | backer
gratitude | remercier | merci | remerciement | reconnaissance | carte de vœux | thank | thanks
attrition | perte | départ | désabonnement | fidélisation | rétention | donateurs perdus
    | non-renouvellement | churn | lapsed
fidéliser | garder | retenir | conserver | fidélité | retain | keep
réactiver | relancer | relance | inactif | reconquérir | anciens donateurs | reactivate
    | win back
lassitude | fatigue | saturation | trop de messages | trop souvent | désabonnement
    | sollicitation | unsubscribe
fréquence | rythme | combien de fois | souvent | périodicité | frequency | how often
sollicitation | appel aux dons | demande de don | mailing | relance | appeal
préférence | choix | questionnaire | attentes | case à cocher | preferences
plainte | réclamation | mécontent | mécontentement | colère | reproche | complaint
résiliation | annulation | désabonnement | rétractation | arrêter | désistement | cancellation
rentable | rentabilité | retour sur investissement | amorti | coût de collecte | rapporter
    | bénéfice | profitable | return on investment | payback
coût | cher | prix | tarif | dépense | budget | frais | facture | onéreux | coûteux | cost
    | expensive
gratuit | sans frais | libre | bénévole | pas cher | zéro euro | free
abonnement | licence | forfait | formule | tarif | subscription
augmentation | hausse | explosion | doubler | tripler | flambée | increase
commission | frais | pourcentage | pourboire | frais bancaires | fee | tip
caution | dépôt | chèque de caution | deposit
dépendance | captif | prisonnier | verrouillage | sortie | export | récupérer ses données
    | lock-in
changer de logiciel | migration | migrer | bascule | transférer | reprise des données | quitter
    | export | import | switch | migrate
logiciel | application | appli | outil | plateforme | programme | solution | app | software
    | tool
tableur | Excel | fichier | feuille de calcul | LibreOffice | Google Sheets | tableau
    | spreadsheet
doublon | fichier sale | nettoyer | mise à jour | adresses périmées | base de contacts
    | dédoublonner | duplicates | cleaning data
carnet d'adresses | fichier | contacts | base de données | annuaire | CRM | répertoire | liste
    | address book
CRM | base de donateurs | base de contacts | gestion de la relation | Salesforce | CiviCRM
    | fichier donateurs | donor database
déploiement | mise en place | installation | démarrage | lancement | mettre en place | rollout
    | implementation
prise en main | apprentissage | formation | mode d'emploi | tutoriel | notice | guide
    | pas à pas | how-to
informaticien | développeur | technicien | geek | personne ressource | administrateur
    | IT person | developer
personne clé | dépendre d'une seule personne | départ | seul à savoir | démission | transmission
    | indispensable
démission | départ | quitter | partir | lâcher | resign | leaving
GAFAM | Google | Microsoft | Facebook | géants du numérique | multinationales | souveraineté
    | logiciel libre | big tech
logiciel libre | open source | Framasoft | Linux | libre | Nextcloud | free software
hébergement | serveur | nuage | cloud | hébergeur | stockage | hosting
écologie | sobriété | empreinte | carbone | numérique responsable | énergie | reconditionné
    | durable | green | carbon footprint
ordinateur | PC | poste | portable | matériel informatique | reconditionné | tablette | computer
    | laptop
téléphone | smartphone | portable | mobile | appareil | téléphone portable | mobile phone
fichiers partagés | ranger | dossier | documents | partage | classement | arborescence
    | archives | drive | nuage | espace partagé | shared folder
agenda | calendrier | date | créneau | planning | rendez-vous | disponibilités
    | sondage de dates | calendar | scheduling
permanence | roulement | créneau | planning | astreinte | rota | shift
répartition des tâches | qui fait quoi | tableau de tâches | s'organiser | coordination | tasks
    | task board
groupe de discussion | messagerie | WhatsApp | Signal | fil de discussion | chat | tchat | canal
    | group chat | messaging
alerte | urgence | prévenir | avertir | danger | dernière minute | annulation | notification
    | alert | warning
informer | prévenir | annoncer | avertir | faire savoir | diffuser | inform | notify
e-mailing | courriel | mailing | newsletter | campagne | envoi groupé | taux d'ouverture
    | email campaign
spam | indésirables | courrier indésirable | pourriel | délivrabilité | junk mail
lettre manuscrite | écrit à la main | carte | plume | stylo | courrier | enveloppe | timbre
    | handwritten | hand-written
courrier | lettre | enveloppe | publipostage | poste | postal | papier | timbre | letter | mail
papier | imprimé | impression | dépliant | brochure | tract | print | printed
affiche | affichage | tract | flyer | prospectus | boîtes aux lettres | poster
journal | presse | média | article | journaliste | radio locale | télévision | reportage | press
    | journalist | TV
réseaux sociaux | Facebook | Instagram | TikTok | publication | poster | abonnés | followers
    | community manager | page | social media
publicité | annonce | réclame | sponsorisé | Google Ads | pub | ads | advertising
notoriété | visibilité | se faire connaître | image | faire parler | awareness
site | page | référencement | blog | internet | web | vitrine | website
référencement | Google | moteur de recherche | visibilité | SEO | search engine
statistiques | chiffres | mesure | indicateur | audience | vues | fréquentation
    | tableau de bord | analytics | statistics
impact | effet | résultat | utilité | évaluation | mesurer
test | comparer | comparaison | essai | moitié moitié | au hasard | groupe témoin | test A/B
    | expérimentation | tirage au sort | trial | control group | randomised
enquête | sondage | questionnaire | entretien | consultation | avis | réponse | survey
    | interview
satisfaction | contents | avis | note | retours
démarchage | porte-à-porte | sonner | à domicile | prospection | colportage | rue | canvassing
    | door knocking
collecte de rue | dans la rue | face à face | street marketing | recruteurs de rue | agence
    | prestataire | street fundraising
phoning | appel téléphonique | télémarketing | téléphone | standard | centre d'appels
    | coup de fil | télécollecte | telemarketing | calling
visite | rendez-vous | rencontre | entretien | en personne | tête-à-tête | visit | one-to-one
convaincre | persuader | argumenter | décider | argument | convince
entreprise | patron | commerçant | artisan | PME | société | employeur | chef d'entreprise
    | magasin | commerce local | club d'entrepreneurs | business | shopkeeper | employer
mécénat | parrainage | partenariat | soutien d'entreprise | sponsor | convention
    | défiscalisation | corporate giving
salarié | employé | collègue | équipe | personnel | professionnel | ressources humaines | staff
    | employees
fiche de paie | salaire | bulletin de salaire | arrondi sur salaire | paie | payroll | payslip
abondement | doubler | doublement | multiplier | employeur | matching | match
mécénat de compétences | mis à disposition | détaché | prêt de personnel | salarié prêté
    | fin de carrière | cadre | secondment
congé | RTT | jours offerts | congé solidaire | leave
expert | compétence | spécialiste | conseil | savoir-faire | avocat | comptable | graphiste
    | skills | expertise
avocat | juriste | droit | justice | juridique | permanence juridique | lawyer | legal
loi | réglementation | juridique | droit | légal | obligation | règle | law | legal
déclaration | préfecture | autorisation | démarche | formalité | permit
démarches administratives | formulaire | impôts | CAF | papiers | dossier | aide aux démarches
    | paperwork | forms
illettrisme | lire | lecture | écrire | analphabète | illectronisme | peu à l'aise | literacy
illectronisme | pas à l'aise avec l'ordinateur | exclusion numérique | débutant
    | ne sait pas se servir | fracture numérique | cours d'informatique | initiation
    | digital divide
cours | leçon | atelier | initiation | formation | stage | séance | apprendre | class | lesson
    | course
médiateur | accompagnateur | conseiller numérique | aidant numérique | tuteur | mentor
tutorat | mentorat | parrainage | accompagnement | binôme | mentoring | buddy
reçu fiscal | attestation | impôts | réduction d'impôt | déduction | défiscalisation | Cerfa
    | rescrit | intérêt général | justificatif fiscal | tax relief | tax receipt
justificatif | pièce | facture | preuve | ticket | reçu | attestation | document | receipt
    | evidence
contrôle | audit | vérification | commissaire aux comptes | inspection
rendre l'argent | rembourser | remboursement | restituer | trop-perçu | refund | pay back
financeur | bailleur de fonds | État | région | département | collectivité | Europe
    | fonds européens | financeur public | funder
subvention | aide publique | dossier | appel à projets | financement public | convention
    | cofinancement | grant
fondation | mécène | dotation | fondation abritée | foundation
dossier | formulaire | candidature | demande | application
bilan | compte rendu | rapport | rapport d'activité | rapport moral | report
compte rendu | procès-verbal | PV | notes | prise de notes | relevé de décisions | minutes
écrire à plusieurs | document partagé | pad | Framapad | co-rédaction | coécrire
    | à plusieurs mains | collaborative writing
comptabilité | compta | trésorerie | écritures | comptes | plan comptable | expert-comptable
    | bilan comptable | rapprochement bancaire | books
compte bancaire | banque | compte personnel | bancaire | bank account
particulier | personnel | perso | à son nom | privé | propre compte | personal
cagnotte | collecte en ligne | crowdfunding | financement participatif | page de collecte
    | Leetchi | Ulule | HelloAsso | KissKissBankBank | contreparties | paliers
    | campagne en ligne
contrepartie | cadeau | récompense | goodies | lot | contreparties | reward | perk
cadeau | offrir | bon cadeau | carte cadeau | gift card | present
matériel | équipement | achat | véhicule | minibus | camion | instrument | machine | equipment
véhicule | voiture | minibus | camionnette | camion | utilitaire | transport | vehicle | van
partager | commun | mutualiser | prêt | emprunter | à plusieurs | collectif | ensemble | share
    | shared
local | salle | bâtiment | lieu | siège | locaux | premises | venue
travaux | chantier | restauration | rénovation | toiture | réparation | renovation | repair
paiement mobile | payer par téléphone | QR code | Lydia | Paylib | Wero | flasher | scanner
    | mobile payment
sans espèces | sans monnaie | carte bancaire | sans contact | terminal | TPE
    | paiement par carte | cashless | card payment
espèces | monnaie | pièces | liquide | caisse | cash | coins
quêter | quête | tronc | tirelire | corbeille | offrande | urne | chapeau | collection box
    | collecting
arrondi | petite monnaie | caisse | microdon | centimes | supermarché | arrondir | round up
produit-partage | pourcentage des ventes | produit partagé | étiquette | centimes par produit
    | cause marketing
legs | testament | héritage | succession | notaire | assurance-vie | dernières volontés | décès
    | léguer | bequest
deuil | décès | obsèques | mémoire | in memoriam | memorial
épargne | livret | placement | intérêts | banque | savings
course | marathon | marche | défi sportif | randonnée | dossard | trail | challenge | run | race
défi | pari | challenge | anniversaire | page de collecte | pair à pair | ambassadeur
    | peer-to-peer
repas | dîner | banquet | soirée | loto | bal | repas dansant | buffet | meal | dinner
vente | vendre | acheteur | stand | marché | chocolats | gâteaux | crêpes | sapins | sale
    | selling
boutique | magasin | e-commerce | vente en ligne | commandes | panier | catalogue | goodies
    | online shop
vide-grenier | brocante | braderie | puces | bourse | occasion | seconde main | ressourcerie
    | second-hand
tombola | loterie | loto | lots | billets | tirage au sort | raffle
billet | billetterie | place | entrée | réservation | inscription | ticket | ticketing | booking
file d'attente | queue | attente | contrôle d'entrée | waiting line
prix libre | prix conscient | au choix | libre participation | pay what you want
festival | fête | événement | manifestation | spectacle | concert | exposition | soirée | event
annulation | reporté | pluie | annulé | report | cancelled
inscription | bulletin | formulaire | dossard | enregistrement | s'inscrire | sign-up
    | registration
adhésion | cotisation | adhérent | renouvellement | bulletin | inscription | licence
    | membership
espace adhérent | compte adhérent | extranet | espace membre | portail | member area
    | member space
vote | voter | élection | scrutin | élire | suffrage | bulletin secret | vote électronique
    | quorum | ballot | election
décision | décider | consensus | délibération | choix collectif | consultation | Loomio
    | decision
conseil d'administration | bureau | CA | administrateurs | dirigeants | instances | gouvernance
    | board
réunion | rencontre | séance | assemblée | comité | meeting
participation | présence | participer | mobilisation | absentéisme | turnout | attendance
pétition | signatures | signataires | interpellation | mobilisation | élus | campagne citoyenne
    | petition
élu | maire | député | mairie | politique | municipalité | interpellation | councillor | mayor
manifestation | rassemblement | protestation | action | demonstration
bénévole | volontaire | coup de main | donner de son temps | équipe | engagement | recruter
    | missions | volunteer | helper
recruter | trouver | chercher | recherche | mobiliser | attirer | recrutement | annonce
    | recruit | find
annonce | offre de mission | fiche de poste | JeVeuxAider | plateforme de bénévolat
    | petite annonce | listing
visiteur | visite | accompagnant | patients | malades | visitor
accueil | intégration | nouveaux | arrivée | bienvenue | livret d'accueil | onboarding | welcome
épuisement | surcharge | fatigue | trop de travail | débordé | burn-out | burnout | overload
gagner du temps | gain de temps | automatiser | alléger | simplifier | saving time | time-saving
ressaisie | saisir deux fois | double saisie | recopier | copier-coller | data entry
conflit | tension | dispute | désaccord | fâcher | mésentente | polémique | conflict
confiance | transparence | crédibilité | méfiance | doute | trust
éthique | valeurs | déontologie | sens | choix politique | ethics
échec | raté | n'a pas marché | abandon | déception | erreur | flop | regret | failure | mistake
abandon | arrêt | renoncer | jeter l'éponge | renoncement | stopper | stopped | gave up
succès | réussite | fonctionne | a marché | bon résultat | success | worked
résistance | réticence | refus | freins | réfractaire | habitudes | reluctance | resistance
adoption | appropriation | usage | prendre l'habitude | utiliser | uptake
lenteur | lent | panne | bug | plantage | problème technique | blocage | bloqué | crash
fonds bloqués | argent bloqué | versement | délai de versement | virement retardé
    | pièces d'identité | payout
virement | versement | transfert | encaissement | transfer
retard | délai | attente | tardif | delay
don en nature | collecte d'objets | denrées | vêtements | banque alimentaire | in-kind
collecte | quête | levée | campagne | appel | récolter | collect
urgence | catastrophe | tempête | inondation | incendie | solidarité | emergency | disaster
international | étranger | humanitaire | pays | ONG | overseas
diaspora | expatriés | étranger | cousins | émigrés
touriste | visiteur | passage | passant | vacancier | voyageur | tourist | visitor | passer-by
musée | patrimoine | château | monument | train touristique | conservation | museum | heritage
église | paroisse | culte | chapelle | tronc | offrande | parish | church
sport | club | licence | licencié | entraîneur | tournoi | match | sports club
théâtre | compagnie | troupe | spectacle vivant | scène | theatre
chorale | chœur | orchestre | musique | musicien | harmonie | fanfare | choir | music
lecture | livres | bibliothèque | conte | lire | books | library
jardin | jardinage | potager | compost | nature | arbre | haie | biodiversité | garden
repair café | réparation | bricolage | atelier de réparation | fablab
radio | émission | ondes | antenne | radioamateur | broadcast
jeu | jeux | jeux vidéo | ludique | scrabble | gaming | game
influenceur | personnalité | célébrité | ambassadeur | parrain | créateur de contenu
    | influencer
lien humain | chaleur | contact | relation | proximité | convivialité | présence | human
chef | président | présidente | responsable | dirigeant | directeur | patron | leader | boss
succéder | reprendre | remplacer | prendre la suite | relève | passation | poste vacant
plusieurs fois | échelonné | étalement | mensualités | facilités de paiement
porte-monnaie | monnaie | pièces | liquide | espèces | portefeuille | sans contact
    | carte bancaire
aïeux | anciens | aînés | seniors | personnes âgées
dépassé | débutant | pas à l'aise | exclusion numérique
digital | numérique | informatique | internet | ordinateur
partis | anciens adhérents | non-renouvellement | départs | désistement
interroger | sonder | questionner | enquête | questionnaire | sondage
saison | année sportive | rentrée | reprise
joueur | licencié | équipe | entraînement | match | sportif
supporter | public | spectateur | fan
commerce | boutique | épicerie | magasin | café du village
sauver | défendre | maintenir | fermeture | menacé
scolarité | secrétariat | inscriptions | rentrée | dossiers
cohue | foule | bousculade | file d'attente | queue | rendez-vous | créneau
attente | file | queue | patienter | délai
rendez-vous manqué | oubli | absence | rappel | SMS de rappel | confirmation
reçu fiscal | attestation | frais kilométriques | abandon de frais
conducteur | chauffeur | kilomètres | essence | trajet | covoiturage | frais kilométriques
trajet | déplacement | covoiturage | transport | navette
nourriture | repas | denrées | épicerie | colis | distribution
habits | vêtements | vestiaire | friperie | dons d'objets
bal | fête | soirée | guinguette | concert | kermesse
kermesse | fête de l'école | stand | tickets | jetons | buvette
buvette | bar | boissons | caisse | consommations | snack
calendrier | almanach | porte-à-porte | pompiers | étrennes
maillot | équipement | tenue | logo | sponsor
panneau | affichage | signalétique | banderole
bulletin municipal | journal local | gazette | presse locale | panneau d'affichage
habitants | villageois | commune | mairie | application municipale
médical | santé | maladie | certificat médical | questionnaire de santé | données sensibles
cotisation | licence | tarif | adhésion | paiement
remise | réduction | tarif réduit | gratuité | quotient familial | discount
fusion | regroupement | rapprochement | mutualisation
scission | désaccord | conflit | départ
accès | droits | codes | identifiants | administrateur | mot de passe
perdre | disparaître | oublier | introuvable | égarer
page | compte | profil | Facebook | administrateur de la page
modération | commentaires | insultes | propos haineux | moderation
concert annulé | report | remboursement | avoir | billets remboursés
remboursement | avoir | don du billet | annulation
aide | soutien | secours | appui | support | help
former | apprendre | expliquer | montrer | accompagner | atelier
peur | crainte | inquiétude | méfiance | réticence | frein
attirer | séduire | donner envie | intéresser | recruter
retraités | seniors | âge | vieillissant
annoncer | faire connaître | prévenir | informer | affiche | publier
répondre | réponse | participation | taux de réponse | retour
ouvrir | local | permanence | clés | accueil
clés | trousseau | serrure | cadenas | boîte à clés
stock | inventaire | matériel | prêt de matériel | rangement | inventory
réservation | planning des salles | créneau | salle | booking
livraison | retrait | commande | colis | delivery
commande groupée | achat groupé | AMAP | panier | producteurs
bourse | aide financière | solidarité | tarif social
deuil | famille endeuillée | décès | maladresse | tact
erreur d'envoi | mauvais destinataire | copie cachée | données personnelles | courriel
message automatique | relance automatique | automatisation | robot
langue | traduction | allophone | étranger | multilingue | français langue étrangère
conversation | discussion | échange | parole | débat
ambiance | convivialité | plaisir | bonne humeur | rencontre
reconnaissance | valorisation | remerciement | certificat | passeport bénévole | diplôme
heures | temps donné | valorisation | comptabiliser les heures | volunteer hours
surcharge | trop de messages | notifications | bruit | déconnexion | overload
engagement | s'engager | motivation | envie | implication | commitment
ponctuel | à la carte | micro-bénévolat | coup de main | occasional
dernière minute | imprévu | urgence | trou | remplacement | last minute
sécurité civile | secours | pompiers | alerte | crue
prévention | santé publique | sensibilisation | campagne
collégial | coprésidence | collectif | gouvernance partagée | sans président
tâche | mission | rôle | responsabilité | poste | répartition
assemblée | réunion annuelle | AG | assemblée générale | rapport moral
se déplacer | à distance | loin | mobilité | transport
banque | compte | prélèvement | frais bancaires | crédit | virement
paie | salaire | bulletin de paie | employeur | Urssaf | chèque emploi associatif
emploi | poste | salarié | embauche | recruter | contrat
vacances | séjour | colonie | classe de mer | voyage scolaire
laptop | ordinateur | reconditionné | réemploi | seconde vie | don d'ordinateurs
exilés | réfugiés | migrants | sans-papiers | asile
messagerie chiffrée | Signal | confidentialité | chiffrement | sécurité
carte | plan | cartographie | itinéraire | map
archives | histoire | mémoire | numérisation | patrimoine
revue | magazine | journal | bulletin | mise en page | publication
graphisme | affiche | logo | Canva | visuel | mise en page | design
partenaire | allié | réseau | collectif | coopération | partner
expérience | retour d'expérience | témoignage | leçon | enseignement | experience | lesson
mensualisation | don mensuel | prélèvement | soutien régulier | tous les mois | chaque mois
    | promesse de don | virement permanent | régulier | monthly giving
héritage | legs | notaire | testament | léguer | sans héritier | bien immobilier
bénévoles spontanés | afflux | catastrophe | urgence | spontaneous volunteers
seniors | personnes âgées | aînés | retraités | numérique | tablette | ordinateur | isolement
    | lien intergénérationnel
cyclone | séisme | tremblement de terre | ouragan | crue | catastrophe | urgence | appel d'urgence
    | earthquake | hurricane
logiciel comptable | comptabilité | Paheko | Dolibarr | Pennylane | Odoo | AssoConnect
base de donateurs | CRM | CiviCRM | Salesforce | Odoo | fichier | contacts
visioconférence | Zoom | Jitsi | BigBlueButton | Google Meet | Teams
vote en ligne | Balotilo | Belenios | Loomio | scrutin | dépouillement
billetterie en ligne | Billetweb | Weezevent | Eventbrite | HelloAsso | réservation
e-mailing | Brevo | Mailchimp | Mailjet | lettre d'information
gestion des adhérents | AssoConnect | Yapla | Galette | HelloAsso | Paheko
messagerie d'équipe | Slack | Mattermost | Discord | Signal | WhatsApp | Telegram
formulaire en ligne | Framaforms | Google Forms | Typeform | LimeSurvey | questionnaire
sondage de dates | Framadate | Doodle | disponibilités
documents partagés | Nextcloud | Google Drive | Framapad | CryptPad | OnlyOffice | SharePoint
gestion de tâches | Trello | Notion | kanban | tableau de tâches
création de site | WordPress | Wix | SPIP | hébergement | nom de domaine
création d'affiches | Canva | graphisme | visuel
pétition en ligne | Change.org | MesOpinions | signatures
diffusion en direct | Twitch | YouTube | OBS | streaming | marathon de jeux
terminal de paiement | SumUp | lecteur de carte | TPE | sans contact | quête par carte
paiement en ligne | Stripe | PayPal | HelloAsso | carte bancaire
pages de collecte | collecte entre amis | anniversaire | défi sportif | Donorbox | GoFundMe
don par sms | numéro court | don sur facture mobile | facture du portable | opérateur | texto
    | text giving
don embarqué | arrondi en caisse | microdon | supermarché | petite monnaie
    | moteur de recherche solidaire
bénévolat en ligne | JeVeuxAider | Tous Bénévoles | plateforme de bénévolat | annonce
carte interactive | uMap | cartographie | signalement
statistiques de visite | Matomo | Google Analytics | fréquentation du site
mots de passe | Bitwarden | coffre-fort | partage d'identifiants
intelligence artificielle | ChatGPT | Le Chat | assistant | générer | hallucination
trop de mails | trop de courriels | trop d'e-mails | boîte pleine | trop de messages | désabonnement
    | fréquence des envois | sollicitation
legacy | bequest | legs | will | notaire | estate
stewardship | thank-you | remerciement | fidélisation | relation donateur | donor care
renewal | lapsed | relance | réadhésion | cotisation | reminder
breach | leak | fuite | incident | CNIL | violation de données
employee volunteering | salariés | journée solidaire | team building | entreprise
accessibility | easy to read | facile à lire | langage clair | handicap | site accessible
"""
