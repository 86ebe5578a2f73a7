"""Ordinary words, in French and English, folded: what has a capital without being a name."""

import functools
import re

from commons.anonymisation.words import colloquial, normalisation

# Words that carry nothing: what is left of a mention when only these remain is no mention.
HOLLOW = normalisation.listed(
    """
a au aux avec c ce ces cet cette chez d dans de des du elle en est et eux il ils j je l la le les
leur leurs lui m ma mais me mes mon n ne ni nos notre nous on ou par pas pour qu que qui s sa sans
se ses si son sous sur t ta te tes toi ton tu un une vers vos votre vous y the of in on at by for
and or to from with an our we is
"""
)

ARTICLES = normalisation.listed(
    """
le la les l un une des du de d au aux the a an of
"""
)

# Verbs in -er: their other forms are derived.
_VERBS = normalisation.listed(
    """
abandonner abonner accepter accompagner accorder acheter activer adapter adhérer adopter adorer
afficher aider aimer ajouter aller améliorer amener analyser animer annoncer annuler appeler
appliquer apporter apprécier approcher archiver arrêter arriver associer assister assurer attirer
augmenter avancer avouer baisser basculer bloquer bouger bricoler cacher calculer caler casser
céder centraliser cesser changer charger chercher choisir circuler classer cliquer coller
collecter colorer combiner commander commencer communiquer comparer compléter compter concerner
conseiller conserver constater consulter contacter conter continuer contrôler convaincre copier
corriger coûter couper créer croiser cumuler débloquer débuter décaler décider déclarer découper
décrocher dédier démarcher demander démarrer déménager dépasser dépenser déplacer déposer déranger
désigner dessiner détester développer deviner dialoguer diffuser diminuer discuter disposer
distribuer diviser donner doubler dresser durer échanger échouer éclairer écouter éditer effectuer
élaborer embaucher emmener employer emporter encadrer encaisser encourager engager enregistrer
enseigner entrer envisager envoyer éplucher espérer essayer estimer étaler étonner étudier évaluer
éviter évoluer évoquer examiner exiger exister expérimenter expliquer exporter exposer fabriquer
faciliter facturer favoriser fermer fidéliser figurer filmer financer fixer fonctionner fonder
former formuler fréquenter gagner garder gérer gêner habiter hésiter héberger identifier ignorer
imaginer impliquer importer imposer imprimer inciter indiquer informer insister installer intégrer
intéresser inviter jouer juger laisser lancer lever limiter lister livrer louer manger manquer
marcher marquer mélanger mener mentionner mériter mesurer mettre migrer mixer mobiliser modifier
montrer monter motiver multiplier négliger négocier nettoyer nommer noter numériser obliger
observer occuper oublier ouvrir organiser oser paramétrer parler participer partager passer
patienter payer penser percer perturber peser piloter placer planifier porter poser postuler
poster pousser pratiquer préciser préférer préparer présenter préserver prêter prier programmer
projeter prolonger proposer prospecter protéger prouver provoquer publier questionner quitter
raconter ramasser ramener ranger rapporter rappeler rassembler rassurer rater réaliser rechercher
recommander recommencer récolter récompenser recruter récupérer rédiger refuser regarder regretter
rejeter relancer relever relier remarquer remercier remonter remplacer rencontrer rentrer renoncer
renouveler renseigner réparer répéter reporter représenter réserver respecter résumer rester
retirer retourner retrouver réviser rigoler risquer saisir sauter sauver segmenter sembler
sensibiliser séparer signaler signer simplifier solliciter songer souhaiter soulager stocker
suggérer susciter supprimer surveiller tarder téléphoner témoigner tenter terminer tester tirer
tomber toucher tourner traiter transformer transmettre travailler traverser tripler tromper
trouver utiliser valider valoriser varier vérifier verser veiller viser visiter voler voter
"""
)

_WORDS = normalisation.listed(
    """
abandon abonnement abonné aboutir abord absence absolument abus accéder accès accident
accompagnement accord accroche accueil accueillir achat acteur actif action activité actualité
adhérent adhésion administrateur administration administratif adolescent ado adresse adulte
affaire affichage affiche affirmer afin agence agenda agent agréable agriculteur ah ai aide aidant
aîné ailleurs ainsi air aisé album alerte alors amateur ambiance âme ami amitié amont ampleur an
ancien ancienneté anglais animal animateur animation année anniversaire annonce annuel annuaire
anonyme anonymat antenne appareil appel appli application apport apprenti apprendre appris après
aprèsmidi argent art article artisan artiste aspect assemblée assez association asso associatif
atelier atout atteindre atteint attendre attente attention attestation aucun audience audit audio
augmentation aujourd aujourdhui auparavant auprès aussi aussitôt autant auteur autonome autonomie
autorisation autour autre autrefois autrement avance avant avantage avenir avis avoir avons avez
avait avaient ayant aura auront aurait aurions avril août automne axe bail bal balance balade
bande banque banquier banal bar barrière barème bas base basique basket bâtiment batterie bateau
beau beaucoup belle bénéfice bénéficiaire bénévolat bénévole besoin bibliothécaire bibliothèque
bien bientôt bilan billet billetterie bijou blog blocage boire bois boîte bon bonjour bonne bonus
bord bouche boucle boulangerie boulanger boulot bourse bout bouteille boutique bouton bref
bricolage brocante brochure brouillon bruit brut budget bulletin bureau bureautique bus but café
cadeau cadre cafétéria caisse calcul calendrier camion campagne canal candidat candidature cantine
cap capable capital car caractère carnet carte carton cas catégorie cause ce ceci cela celle
celles celui centaine central centre cependant cercle cérémonie certain certains certes ceux
chacun chacune chaîne chaise chaleur chambre champ chance changement chant chanson chanteur chaque
charge chargé chat chatbot chaud chef chemin chèque cher chez chien chiffre choc choix choisi
chorale chose cible cinéma cinq cinquante circuit citoyen clair clairement classe classement clé
client clientèle clic cliché clin clôture club coanimation code coeur cohérence coin collectage
collecte collectif collectivité collège collègue colis colloque coloc combien comédien comité
commande comme commentaire commerçant commerce commercial commission commun communauté commune
communication communiqué compagnie comparaison compétence complément complet complètement
compliqué comportement composition comprendre compris comptable comptabilité compte comptoir
concert conclusion concret concrètement concours condition conférence confiance confidentiel
confier confirmation confinement conflit congé connaissance connaître connaît connu connexion
conseil conseiller conséquence constat construction construire contact contacts contenu content
contexte continu contrainte contraire contrat contre contrepartie contribution convention
conversation conviction convivial convivialité coopérative coordinateur coordinatrice coordination
coordonnées copie copieur copain cordialement corps correct correspondant correspondance côté
coton cotisation coup cour courage couramment courant courrier courriel cours course court cousin
coût couture couverture covid covoiturage crainte création crédit creux crise critère critique
croire cuisine culture culturel curieux curé danger dans danse danseur date début débat décembre
décision déclaration décliner découverte découvrir décret dedans dedans défaut défi définir
définition dehors déjà délai délicat délégué demain demande démarche démarrage demi démonstration
dépannage départ département dépense déplacement dépliant dépôt depuis dernier dernière dès
désaccord désormais dessin dessous dessus destinataire détail dette deux deuxième devant devenir
devis devoir devons dialogue diagnostic dicter différence différent difficile difficulté digital
dilemme dimanche dimension dîner dire directeur direction directrice direct directement dirigeant
discours discret discrétion discussion disponible disponibilité dispositif distance distribution
divers dix dixième document documentation domaine dommage don donateur donatrice donation donc
donne donnée donneur dont dossier douche doute doux douze dossard drive droit droits drôle duo
durable durant dur dure durée dynamique eau écart échange échec échéance école écologie écologique
économie économique écran écrire écrit écriture éducateur éducation effectif efficace effet effort
égalité égal également eh élève élection électricité élément élu élue email embûche émission
emploi employé employeur emprunt encore endroit énergie énergivore enfance enfant enfin ennui
énorme énormément enquête enseignant enseigne ensemble ensuite entendre entièrement entier
entourage entraide entraînement entraîneur entre entrée entreprise entretien enveloppe envers
envie environ environnement envoi épicerie époque épreuve équilibre équipe équipement équivalent
erreur escalier espace espagnol espèce espèces essai essentiel est estce étape état été étaient
étions était étant étranger être étude étudiant euro euros événement éventuel éventuellement
évidemment évidence évolution exact exactement excel excellent excellente exception exemple
exercice expérience expert explication export exposition expression extérieur externe extra
extrait extrêmement fabrication façade face facile facilement facilité façon facteur facture
faible faim faire fait fais faisait faisons faut falloir fameux familial famille fatigue fatigué
faute faux favorable fédération féminin femme fenêtre fermeture fête feu feuille février fiable
fiche fichier fidèle fidélité fidélisation fier figure fil file filière fille film filtre fils fin
final finale finalement financement financeur finances financier finir fini flux flyer foi fois
folle fonction fonctionnalité fonctionnement fondateur fondation fonds fondatrice football foot
force formalité format formation formateur forme formidable formulaire formule fort forte
fortement forum fou foule fournisseur foyer fragile frais français franchement frein fréquence
fréquentation frère frigo froid fruit futur gagnant gala galère gamin garage garant garantie
garçon garde gardien gare gâteau gauche gazette général générale généralement génération généreux
générosité genre gens gentil gentillesse geste gestion gestionnaire gilet global globalement
goûter gouvernance grâce graphique graphiste gratitude gratuit gratuite gratuitement grave grève
grille gros grosse groupe guerre guichet guide gymnase gymnastique habitant habitude habitué halle
hall handicap handicapé hasard haut hauteur haute hébergement hélas hésitation heure heureux
heureuse heureusement hier histoire hiver hommage homme honnête honnêtement honneur honte hôpital
horaire hors hôte hôtel huit humain humeur humour hybride ici idéal idée identité ignorance il
illustration image immeuble impact imparfait imposs impossible important importante impression
imprimante imprimeur imprimerie impôt incendie incident inclusif inclusion incompris inconnu
inconvénient incroyable indépendant index indicateur individu individuel infirmière influence info
information informatique informaticien infos initiative injuste innovation inquiet inquiétude
inscription inscrit inscrire insertion insta installation instant institut institution instituteur
instrument insuffisant intégralité intelligence intention interdit intéressant intérêt intérieur
intérim intermédiaire interne internet internaute intervenant intervention interview inutile
invitation invité irréprochable ivre jadis jamais janvier jardin jardinage jaune jeu jeudi jeune
jeunes jeunesse job joie joli jolie joueur joueuse jour journal journaliste journée judo juge
juillet juin juriste jury jus jusqu juste justement justice justificatif kermesse kit laïque
laïcité lait lancement langage langue large lecteur lecture leçon légal léger légende législation
legs lendemain lent lenteur lequel laquelle lettre levée liaison liberté librairie libraire libre
licence licencié lien lieu ligne limite linge lire liste litige livraison livre livret local
locale localement location locaux logement logiciel logique logo loi loin loisir long longtemps
longue longueur lors lorsque lot loterie loto loyer ludique lumière lundi lune lutte luxe lycée
lycéen machine madame magasin magazine mai mail mailing main maintenant maintenance maintien maire
mairie mais maison maître maîtresse maîtrise majeur majorité mal malade maladie maladroit malaise
malentendu malgré malheureusement maman manière manifestation manque manuel maraîcher maraude
marathon marchand marche marché mardi marge mari mariage marin marketing marraine mars masse
matériel maternelle matière matin matinée mauvais mauvaise maximum mécanique mécénat mécène mec
médecin média médiateur médiatrice médiation médicament médiathèque meilleur meilleure mél membre
même mémoire menace ménage mensuel mensualité menu mer merci mercredi mère message messagerie
messe mesure météo méthode métier métro meuble micro microdon mieux milieu militaire militant
mille milliard millier million mince mini minimum ministère ministre minorité minute mise mission
mobile mobilisation mode modèle modération modeste moi moindre moins mois moitié moment monde
monnaie monsieur montagne montant moral morale mot motif motivation mouvement moyen moyenne moyens
mur musée musicien musique mutuelle mutualisation mystère nageur naissance natation nature naturel
naturellement nécessaire nécessité négatif neige net nettement nettoyage neuf neutre niveau
nocturne noël noir nom nombre nombreux nombreuse non nord normal normalement notaire note notice
notification notion nourriture nouveau nouveauté nouvel nouvelle novembre nuage nuit nul nullement
numérique numéro objectif objection objet obligation obligatoire observation obstacle occasion
octobre oeil oeuf oeuvre office offert officiel officiellement offre offrir oiseau on onze
opération opinion opportunité opposition or oral orange orchestre ordinateur ordre organisateur
organisation organisme orientation original origine orthographe os oui outil outillage outils
ouvert ouverture ouvrier ouvrage ordi page paiement pain paire panier panneau panne papa papi
papier parc parce pardon pareil parent parfait parfaite parfois parking parmi parole paroisse
parrain parrainage part partager partage partenaire partenariat participant participation
particulier particulièrement partie partir partout parution pas passage passion passionné patient
patience patrimoine patron pause pauvre pauvreté pays paysan peau pédagogie pédagogique pédiatrie
peine peinture pendant pénible pensée pension perception perdre perdu père période perle
permanence permanent permettre permis personnalisation personnalisé personne personnel
personnellement perspective perte petit petite petits pétition peu peuple peur peut peuton peuvent
peux pharmacie phase philosophie photo photocopie photographe phrase physique pièce pied piège
pique piscine piste place plage plaine plaint plaisir plan planche plante planning plat plateau
plateforme plein pleine plupart plus plusieurs plutôt poche poésie poids poignée point pointe
poisson pôle police politique pollution pompier ponctuel pont population porte portefeuille
porteur portail portable poste portrait positif position possible possibilité post postal postulat
pot potager potentiel poubelle pour pourboire pourcentage pourquoi pourtant pourriel pouvoir
pouvons prairie praticien pratique précaire précaution précarité précédent précédente précieux
précis précision prélèvement premier première premièrement prendre prenons prénom préparation près
présence présent présentation présente présentiel président présidente présidence presque presse
prestataire prestation prêt prétexte preuve prévention prévenir prévision prévoir prévu prière
primaire principal principe principalement printemps priorité prise prison privé prix problème
procédure processus prochain prochaine proche proches production produire produit prof professeur
professionnel profil profit programme progrès progressif projecteur projet promenade promesse
promotion propice propos proposition propre proprement propriétaire protection protocole proviseur
prospection prospectus province proximité prudence prudent public publication publicité
publipostage pub publics puis puisque puissant qualité quand quant quantité quarante quart
quartier quasi quasiment quatorze quatre quatrième quel quelle quels quelque quelques quelquun
question questionnaire quête queue quinze quitte quoi quoique quotidien rabais raccourci radio
raison rallye ramassage randonnée rang rapide rapidement rapport rapprochement rare rarement ras
rattrapage rayon réaction réalisation réalité réassurance récent récemment réception recette
recevoir reçu reçus récit réclamation reconnaissance reconnu recommandation recours recrutement
recul recyclage recyclerie rédaction réduction réduire réduit réel réellement refuge référence
référent référente refus réfugié regard région régional règle règlement régulier régulièrement
réglage regret relais relance relation relecture religieux remboursement remerciement remise
remords rencontre rendre rendez rendezvous renfort rentable rentrée renouvellement réouverture
repas repère répertoire répétition répondre répondu réponse report reportage repos reprendre
reprise représentant reprographie république réseau réseaux réservation résidence résidents
résidentiel résistance résolution responsable responsabilité ressource ressources ressourcerie
restaurant restaurateur reste restitution résultat résultats retard retenir retour retours
retraite retraité réticence réunion réunir réussi réussir réussite revanche réveil revenir revient
revenu rêve révision revue rez riche richesse ridicule rien rigueur rire risque rivière rôle rond
rose route routine rouge rue rugby rupture rural ruralité rythme sac sain saint saison salaire
salariat salarié salariale salle salon salut samedi sans santé satisfaction satisfait satisfaisant
sauf sauvegarde savoir savons scène scolaire scolarité séance sec second seconde secours secret
secrétaire secrétariat secteur sécurité séduction sein seize séjour selon semaine semblable senior
sens sensibilité sensible sensibilisation sentiment sept septembre série sérieux sérieuse sérénité
serrure serveur service servir session seuil seul seule seulement sévère sexe si siècle siège sien
signal signataire signature signe silence similaire simple simplement simplicité sinon site
situation six sixième smartphone sms sobriété social sociétaire société soeur soin soir soirée
soixante sol soldat solde soleil solidaire solidarité solide solitude solution somme sommaire
sommet sommes son sondage sonnerie sortie sortir sou souci soudain souffrance souhait soupçon
soupe source sourire sous souscription soutien soutenir souvenir souvent souveraineté spécial
spécialement spécialiste spécifique spectacle spectateur spontané spontanément sport sportif
stable stade stage stagiaire stand standard star station statistique stats statut statuts stock
strict structure studio style stylo subir subvention succès sud sueur suffire suffit suffisant
suite suivant suivante suivi suivre sujet super supérieur supermarché support supporter sur sûr
sûreté surface surcoût surprise surprenant surtout suspendu sympa sympathie sympathisant syndicat
système table tableau tableur tablette tâche taille talent tant tante tard tarif tas taux taxe
taxi technicien technique technologie tel telle téléphone téléphonie télé télévision tellement
témoignage témoin temporaire temps tendance tenir tennis tension tenue terme terminal termes
terrain terre territoire test testament tests tête texte textile textos théâtre théorie thème
tiers ticket timide tirage tirelire tissu titre titulaire toi toit toilettes tombola ton tort tôt
total totalement totalité touche toujours tour tournée tournoi tous tout toute toutes toutefois
trace trac tract tradition traduction traducteur train traitement trajet tranche tranquille
tranquillité transition transmission transparence transparent transport travail travaux treize
trente très trésor trésorerie trésorier trésorière trésorières tri trimestre triste trois
troisième trop troupe trouvaille truc tutelle tuto tutoriel tuteur type unanime union unique
uniquement unité univers université urgence urgent usage usager usine usure utile utilité
utilisateur utilisatrice utilisation vacances vacance vague valeur valable valise vallée
vandalisme variable véhicule veille vélo vendeur vendre vendredi vendu venir vent vente verbe
verger vérification véritable vérité verre verres version vert verts vestiaire vêtement veuve
viande vice victime victoire vide vidéo vie vieillesse vieux vieil vieille vigilance village ville
vin vingt vingtaine virement virtuel virus vis visage visibilité visio visioconférence vision
visite visiteur visuel vitalité vite vitesse vitrine vivant vivement vivre voici voie voilà voile
voir voire voisin voisinage voiture voix volaille volontaire volontariat volonté volontiers volume
vote vouloir voulu voyage vrai vraie vraiment vu vue web webinaire weekend wifi yoga zéro zone
ateliers audiolecteur animations lectures cagnotte crowdfunding newsletter infolettre hashtag
hackathon tuto followers likes abonnés replay live lives podcast slogan teaser story stories reel
reels buzz bug bugs crm erp wiki cloud spam tpe pmr qr code codes iban pdf csv suis es sommes êtes
sont serai sera serons seront sois soit soient fut furent serait seraient étais as a eu eue eus
eut fus fallu pu su dû vus mis mise mises pris prise prises dit dits dite disait disent disons
dites fera feront ferait ferions font faisaient fasse fassent faite faites peuxtu voit voient
voyait verra verrait vient viennent venait venu venue viendra veut veulent voulait voulons
voudrait doit doivent devait devra devrait dus due sait savent savait saura sort sortent part
partent parti partis partait met mettent mettait mettons mettra tient tiennent tenait tenu tenus
rend rendent rendu rendus rendait prend prennent prenait prendra apprend apprenait perdent perd
vend vendent vendait reçoit reçoivent recevait recevons reçue écrivent écrivait écrivons écrits
écrites lit lisent lisait lu lus connaissent connaissait croit croient croyait crois répond
répondent répondait attend attendent attendait finit finissent finissait choisit choisissent
choisis réussissent réussit sert servent servait suivait suivent suivis offerts offraient offrent
ouvre ouvrent ouverts ouvrait permet permettait permettent permis promet promis vit vivent vivait
meurt mort morte morts né née nés naît court courent courait tombe rit dort sens sent sentent
sentait senti aucune quelconque maint telles tels autres certaines divers diverses nul nulle
quiconque chacune lesquels lesquelles auquel duquel dont où quoi lorsqu puisqu quoiqu jusque avant
après pendant depuis contre vers envers sauf hormis malgré entre parmi selon outre durant devant
derrière dessous dessus hors via afin donc or ni car comme lors tandis parce puis ensuite alors
enfin aussi ainsi cependant toutefois néanmoins pourtant sinon voire hier demain aujourd
maintenant tôt tard souvent parfois jamais toujours encore déjà bientôt ici là ailleurs partout
loin près dehors dedans bien mal mieux pire pis plus moins très trop assez peu beaucoup tant
autant tellement si comment pourquoi combien quand oui non peut-être certes vraiment surtout
notamment environ presque quasiment seulement uniquement exactement plutôt ensemble exprès
volontiers elles eux moi toi soi mien tien sien nôtre vôtre celuici ci ça cela rien tout personne
quelque lundis mardis mercredis jeudis vendredis samedis dimanches un deux trois quatre cinq six
sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante
soixante cent cents mille dizaine douzaine quinzaine vingtaine trentaine quarantaine cinquantaine
soixantaine centaine centaines petites grande grand grands grandes gros longs courts nouveaux
nouvelles vieilles beaux belles bonnes bons chers chères social sociaux sociale sociales locaux
locales nationaux national nationale régionaux régionale départemental départementale municipal
municipale communal communale intercommunal public publique publiques privée privés mondial
mondiale international internationale principaux principale généraux généreuse sérieuses curieuse
précieuse heureuses
"""
)

_ENGLISH = normalisation.listed(
    """
about above account across action active activity actually add advice after again against age ago
all almost alone along already also although always among amount announce annual another answer
any anyone anything app appeal application april are area around article as ask asked association
attend audience august autumn available average away back bad band bank based basic be because
become been before began begin behind being believe best better between big bill biggest board
book both bottom bought box brief bring brought budget build built business but buy call called
came campaign can cannot card care case cash cause centre chair challenge chance change charity
charities cheap check chief child children choice choose church city clear clearly click close
club coffee collection come comes comment committee common communication community company
complete computer conclusion contact cost costs could council country course covid create
crowdfunding current data database date day days december decided deposit desk details did
different difficult digital direct director display do does donation donations donor donors done
door down drive due during each earlier early easier easily easy effort eight either eleven
elderly else email emails end enough entry especially even evening event events ever every
everybody everyone everything exactly example excellent except experience extra face fact failed
failure fair fall families family far fast february federation feedback feel few field figure
figures file film final finally find fine first five follow following food foot for form forms
former found foundation four free french friday friend friends full fund fundraising fundraiser
funding further future gave general get getting gift gifts give given giving go goal goes going
good got grant great group groups grow had half hall hand happened happy hard has have he head
health hear heard held hello help helped her here herself high him his history hold home honest
honestly hope hospital hour hours house how however human hundred idea if important impact improve
income increase indeed information inside instead interest into internet it its itself january job
join joined july june just keep kept key kind knew know known large last late later launch
launched lead learn learned learning least leave left legal less lesson lessons let letter letters
level library life like limited line link list listen little live local long look looked lost lot
low lunch made mail main make making man manager many march market match may maybe me mean means
measured media meet meeting member members membership men message method might million mind mine
minutes mistake mobile monday money month monthly months more morning most mostly mother move much
museum music must my myself name near nearly need needed neither network never new news newsletter
next nice night nine no nobody none nor not note nothing november now number numbers october off
offer office often oh ok old older once one online only open option order organisation
organisations organised other others otherwise our ours ourselves out outcome outside over overall
own page paid paper parent parents part partner partners party past pay payment people per perhaps
person personal phone picture place plan platform play please point poor post poster posters
practice prefer prepare present president press price print printed problem process project
promise provide public put quality quarter question questions quick quickly quiet quite radio
raise raised ran rate rather reached read ready real really reason received recently regular
remember replace reply report request rest result results return review right risk room round rule
run running said sale same saturday save saw say school season seat second secretary section see
seem seen sell send senior sent september service session set seven several share she shop short
should show side sign simple simply since single site six size skills small so social software
sold some somebody someone something sometimes soon sorry spend spent spring staff stand start
started station stay still stop stopped story street strong student students subscription success
such suddenly summer sunday supper supply support supporters sure survey system table take taken
talk target tax team tell ten test tested text than thank thanks that the their them themselves
then there these they thing things think third this those though thought thousand three through
thursday time times tip title to today together told tomorrow too took tool tools top total touch
towards town tried trouble true trust try tuesday turn twelve twice two under understand
unfortunately unless until up update upon us use used useful user users usual usually value very
via video village visit visitors voice volunteer volunteers vote wait walk want wanted warm was
watch way we wednesday week weekend weekly weeks welcome well went were what whatever when where
whether which while who whole whom whose why will winter wish with within without woman women word
words work worked workers working workshop workshops world worse worst worth would write wrong
year years yes yesterday yet you young your yours youth mr mrs ms
"""
)

# Generic bodies, titles and acronyms that anybody may name: kept wherever they stand.
GENERIC = re.compile(
    r"\b(?:"
    r"caf|msa|urssaf|cpam|ccas|cias|drac|dreets|direccte|ddcs|drajes|sdjes|dila|insee"
    r"|cnil|ars|apa|aah|rsa|rna"
    r"|conseils? (?:departementa(?:l|ux)|regiona(?:l|ux)|municipa(?:l|ux)|general"
    r"|generaux|d'administration|economique"
    r"|communautaire|constitutionnel|d'etat|de quartier|des jeunes|syndical|scientifique|citoyen)"
    r"|prefectures?|sous-prefectures?|prefet|prefete|tresor public|finances publiques"
    r"|administration fiscale|fisc"
    r"|pole emploi|france travail|missions? locales?|maison de l'emploi|education"
    r" nationale|rectorat|academie"
    r"|assemblees? generales?|ag|age|ago|ca|codir|copil|cse|ce|rse|rgpd|gdpr|ess|cerfa"
    r"|siren|siret|iban|rib|bic|ape|naf"
    r"|banque de france|banque postale|la poste|caisse des depots|banque des territoires|bpifrance"
    r"|services? civiques?|politique de la ville|quartiers? prioritaires?|qpv|fdva"
    r"|fonjep|cpo|esat|ehpad|ime|itep|ulis"
    r"|crous|bafa|bafd|dla|gip|gie|scic|scop|rup|arup|loi 1901|code (?:general des"
    r" impots|du travail)|cgi|tva|smic|cdi|cdd|cui|pec"
    r"|journal officiel|joafe|etat|republique|ministere(?: de l[a']? ?\w+)?|senat"
    r"|parlement|assemblee nationale"
    r"|europe|union europeenne|ue|feder|fse|leader|erasmus\+?|onu|unesco|unicef"
    r"|sms|mms|qr codes?|qr|wi-?fi|usb|gps|pdf|csv|html|http|https|url|seo|sea|crm|erp"
    r"|saas|faq|ia|ai|cv|tv|dvd|cd|pc|mac|ok"
    r"|kpi|roi|vpn|dns|rss|api|gsm|sim|nfc|tpe|mdl|bde|bd|ado|rh|daf|drh|dsi|dg|free"
    r"|sfr|bouygues|dgs|com|pao|ht|ttc|hp|pj|nb|ps|cc|cci|fpi|rv|rdv|rex|zoom"
    r"|covid(?:-?19)?|sida|vih|pmr|lsf|falc|ttt|fle|vae|cap|bac|bts|cm1|cm2|ce1|ce2|cp|ado|gs"
    r"|internet|web|giving ?tuesday|black friday|noel|paques|toussaint|saint-valentin"
    r"|pentecote|ascension|nouvel an|ramadan|halloween"
    r"|fete de la musique|journees? du patrimoine|telethon|octobre rose|movember|jeux"
    r" olympiques|jo|coupe du monde"
    r"|recherches? google|play store|app store|blablacar|le bon coin|leboncoin"
    r"|hmrc|gift aid|ngo|uk|usa|us|eu|nhs|vat|ceo|agm|pr|q&a|faqs|christmas|easter"
    r"|english|french|france"
    r"|(?:mother|father|valentine|new year)'?s'? day|boxing day|bonfire night|new year's eve"
    r"|pancake day|shrove tuesday|remembrance (?:sunday|day)|bank holidays?|thanksgiving|diwali"
    r"|rotary|lions)\b"
)


def _bare(words: frozenset[str]) -> frozenset[str]:
    table = str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")
    return frozenset(word.translate(table) for word in words)


COMMON = _bare(_WORDS | _VERBS) | colloquial.WORDS | _ENGLISH | HOLLOW
_STEMS = frozenset(verb[:-2] for verb in _bare(_VERBS) if verb.endswith("er"))
_ENDINGS = (
    "eraient",
    "assent",
    "issons",
    "erions",
    "eront",
    "erait",
    "aient",
    "erons",
    "erez",
    "ions",
    "ees",
    "ons",
    "ent",
    "ait",
    "ais",
    "ant",
    "era",
    "ez",
    "ee",
    "es",
    "e",
    "a",
)
_AUXILIARIES = normalisation.listed(
    """
est sont etait etaient sera seront serait fut ont avait avaient aura auront aurait fait font
faisait fera peut peuvent pouvait veut voulait doit doivent devait va vont allait vient viennent
prend prennent met mettent dit offre ouvre soutient recoit repond permet reste
"""
)
_SUFFIXES = re.compile(
    r"\w{3,}(?:tions?|ments|isations?|ites?|ismes?|iques?|ables?|ibles?|ances|ences"
    r"|eraient|aient|issons|erions"
    r"|istes?|elles?|eurs|euses?|ifs?|ives?|aires?|iels?|ielles?|ages?|ement|ings?"
    r"|ness|fully|ships?)"
)
_NUMBER = re.compile(r"\d+\w{0,3}")


@functools.lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a folded word is an ordinary one, inflections included."""
    if word in COMMON or _NUMBER.fullmatch(word):
        return True
    if word[-1:] in "sx" and (word[:-1] in COMMON or word[:-2] in COMMON):
        return True
    if word.endswith("e") and word[:-1] in COMMON:
        return True
    return any(word.endswith(ending) and word[: -len(ending)] in _STEMS for ending in _ENDINGS)


def is_verb(word: str) -> bool:
    """Whether a folded word is a form of a known verb, or an auxiliary."""
    return word in _AUXILIARIES or any(
        word.endswith(ending) and word[: -len(ending)] in _STEMS for ending in _ENDINGS
    )


@functools.lru_cache(maxsize=20_000)
def looks_common(word: str) -> bool:
    """The same with less certainty: its ending is that of an ordinary word."""
    return is_common(word) or (len(word) > 6 and _SUFFIXES.fullmatch(word) is not None)
