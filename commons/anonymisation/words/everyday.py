"""Everyday nouns and forms of verbs: nobody is known by them, however seldom they are said."""

from commons.anonymisation.words import normalisation


def holds(fold: str) -> bool:
    """Whether a folded word is an everyday one, in French or English, plurals included."""
    return fold in _WORDS or (fold[-1:] in ("s", "x") and fold[:-1] in _WORDS)


_FRENCH = normalisation.listed(
    """
abattu abonne absent accent accident accru achat acheteur acier acompte acquis acteur action adieu
adjoint admis adoption adresse affiche agent agneau agrafe aide aiguille aile aine air alcool
aliment alliance allumette alphabet amande amateur ambiance ambulance amende ami amitie amour
amoureux ampoule an ananas ancien ancienne ange animal anneau annonce antenne apercu appareil apparu
appel appelle appetit apprendre apprenti appris approche appui arbitre arbre archive argile argument
armoire arnaque arret arrivee arrosoir article artiste ascenseur aspirateur assiette assis assureur
atelier attache atteint attendre attente aube auditeur augmentation auteur auto autocar automne
avance avenir averse avis avocat avocate bac bache bagage bague baguette baie bain baiser baisse bal
balade balai balance balcon baleine balle ballon banane banc bande banderole banque banquet bapteme
barbe barque barre barreau barriere bas baskets bassin bateau baton batterie battu bavard bebe
becher beignet belier berceau berger betail bete betise beurre biberon bic bicyclette bidon bidule
biere bijou bijoux billard bille biscuit bise bisou blague ble blessure bloc blouse bobine bocal
boeuf boire boisson boite bol bonbon bonheur bonnet bord borne bosse botte bouche boucher bouchon
boucle bougie boulanger boule boulot bouquet bouteille boutique bouton branche bras brebis bricolage
brique brise brochure broderie brosse brouette brouillard brouillon bruit bruleur brume bu buffet
bulle bulletin bus but buvette cabane cabine cable cache cadeau cadenas cadre cafetiere cagette
cahier caissier caissiere calcul caleche calendrier camarade camera camion camionnette campagne
camping canape canard canot canton caoutchouc capitaine caravane cardigan caresse carnaval carnet
carotte carre carreau cartable carton cartouche casque casquette casserole catalogue causse cave
ceinture centime centimetre cerceau cercle cereale cerise certificat chaine chaise chalet chaleur
chambre champ champignon chance chandail chandelle changement chanson chant chanteur chantier
chapeau chapitre chardon charge chariot charpente charrette charte chasse chat chaud chauffage
chauffeur chaussette chaussure chef chemise cheque cheval cheveu chevre chien chiffon chiffre
chocolat choeur choisi choisir choix chomage chorale chose chou ciel cigarette cirage cire ciseau
ciseaux citation citron clair classeur cle clef client climat cloche clou clown cocher cochon coeur
coffre coiffeur coin col colere colis collant collier colonie colonne combat comedie comete comique
commande commerce communaute compagne compagnon compas compliment comportement compote comprendre
comprennent compris comptable compteur comptoir concierge conclu conclure concombre concu conduire
conduit conduite confiance confiture conge connaissance connexion connu conscience consenti
construction construire construit construite conte content conteur continent contributeur convaincu
convenu convive coq coquillage corde cordon corne corps correspondant cortege costume cote cotisant
coton cou couche couchette coude coudre couleur couloir coup coupable coupe coupon coupure cour
courage courant courbe coureur courgette courir couronne courrier cours course courses court couru
cousin cousine coussin couteau coutume couture couvercle couvert couverture couvrir crabe craie
craindre craint crainte crayon creche credit creme crepe crepuscule creuset creux cri crise crochet
croire croissant croix croute cru cruche cueilli cueillir cuillere cuir cuisinier cuisiniere cuisse
culotte cure curieux cuvette cycliste cyclone cygne dame danger danse danseur danseuse date debat
dechet decision decor decoration decrire decrit defaut defendre defi degat degre deguisement delai
demarche dent dentelle depart depense deplacement depot descendre descendu dessert dessin
dessinateur dessous detruire detruit dette devenir deviation devis devoir diapositive dictee
dictionnaire dimanche diner diplome dire direction discours disparu dispute disque distance dockers
docteur doigt dollar domaine domicile dommage dormir dos dossard dossier doubles douche douleur
doute doyen doyenne drap drapeau droit du duree ecaille ecart echange echarpe echec echelle eclair
eclairage eclaircie ecouteur ecran ecrire ecrivain ecurie effet effort egout elan elastique
electricien electricite eleveur elu emballage embauche emis emission emploi emprunt emu encadrant
enchere enclos encre endormi endroit energie enfance ennemi ennui enseigne entendre entendu entracte
entree entrepot entretien envahi enveloppe enverra envie epaule epice epicier epine epingle eponge
epoque epouse epoux equipage ere erreur escabeau escalier escargot espace espece espoir esprit essai
essence essuie est estomac etable etabli etage etagere etape etat ete etendre etendu eternuement
etiquette etoffe etoile etranger etudiant euro evier examen exces exclu exclure excuse exemple exil
explication exploit exposant facade face facon facture faiblesse failli faim familier fanfare farine
fatigue fauteuil fauve femme fenetre fer fera fermeture fermier ferry fete feu feuille fiance fibre
ficelle fil filet fille film fils fin finance fini finir fleche fleur fleuriste fleuve flocon foin
foire fois folie fonctionnaire fond fondu forain force format formulaire fosse fou foudre fouet
foulard foule four fourchette fourgon fourmi fourmis fourneau fourni fournir fourniture foyer fraise
framboise franc franchi franchir fraude frein frere fret frigo frite froid fromage front frontiere
fruit fui fuir fumee fusee galere galerie galet galette gamelle gamin gant garanti garantir garcon
garde gardien gateau gauche gaz gazon geant gendarme gendarmerie gendre genou genre gens gentiane
gerant geste gilet girafe glace glacon goal gomme gorge gouter goutte gouvernement graine graisse
grandi grandir grange graphique grele grenier grenouille grille grippe grossesse groupe guepe gueri
guerir guerre gueule guichet guide guidon guirlande guitare habit habitude haie hamac hangar haricot
harmonie hasard hausse hauteur herbe herisson heritage heros heure hibou hier hirondelle histoire
hiver homme honneur honte hopital horaire horizon horloge hospice hotel housse huile huitre humeur
humidite humour idole imitation immeuble impot impression imprimante imprimerie imprimeur incendie
inclure inclus inconnu indesirable indice infirmier infirmiere informaticien ingenieur inquietude
inscrire inscrit insecte instant institut institutrice instrument interdire interdit interface
interprete intime intrus invendu invite ira jambe jambon janvier jardinier jaune jean jeton jeudi
jeunesse jingle joie joue jouet jouets joueur journaliste joyau juge jumeau jument jupe jus justice
kermesse kilo kilometre klaxon labo lacet laine lait laitier lame lampe lampion lancement langage
langue lanterne lapin larme lavage lavande leader lecon lecteur lectrice legende legume lessive
levre libraire librairie licence lien lieu ligue limite limonade linge lion liquide lire lisiere lit
litre livraison livret locataire logement logo loi loisir loterie loto louche loup loupe lu luge
lumiere lunaire lundi lune lunette lunettes luxe lyceen lyceenne machine macon magasin magazine
magicien magie magnetophone maillot main maintenir maintenu maire maitre maitresse majorite malade
maladie malentendu malheur malle maman mamie manche manege manette maniere mannequin manque manteau
maquette maquillage maraicher marathon marbre marchand marche mardi maree mari mariage mariee marin
marmite marque marqueur marraine marron marteau mascotte masque massage mat matelas materiel matiere
matin matinee mauvais mecanicien mechant medaille medecin media medicament melange melon membre memo
memoire menace menage menagere mensonge menu menuisier mer merci mercredi mere merle message mesure
metal meteo metier metre metro mettra meuble micro microscope midi miel miette mime minibus minuit
minute miroir mis missive mobilier mode modele module moine moineau moisson moitie moment monde
moniteur monnaie monstre montage monteur montre morceau mordre mordu mort mot moteur moto mouche
mouchoir moule moulu mousse moustache moustique moutarde mouton moyen muguet mulet muni mur murmure
muscle muse musee musicien musicienne nage nageur naissance nappe natation nature naufrage navette
navire neige nerf nettoyage neveu nez niche nid niece niveau noce noel noeud noir noisette noix
nombre nord notaire note notice nouille nourri nourrice nourrir nourriture nouveaute noyau nuage
nuit numero objet obstacle obtenir obtenu occasion ocean odeur oeil oeuf oeuvre offert offrande
offrir oignon oiseau olive ombre oncle ongle ont opera operateur opinion or orage orange orchestre
ordinateur ordonnance ordre ordure oreille oreiller organe orgue orgueil orphelin orthographe os
ouest ours outil ouvert ouverture ouvrier ouvrir ovale page paille pain paire paix palais palette
palier palme pancarte panier panne panneau pansement pantalon papa papeterie papi papier papillon
paquet parachute paraitre parapluie parasol parc parcelle pardon parent parfum pari parking parole
parquet parrain part partenaire parti partie partir paru parvenu pas passage passager passant passe
passion pasteur pastille patate pate patience patient patin patins patisserie patissier patron patte
pause pauvre pave pavillon pays paysage paysan peau peche pecheur peindre peint peintre peinture
pelle pellicule peluche pendule pensee pensionnaire pente pepin perdre perdu pere perle permettre
permis perruque personnage perte peste petale petition peur phare pharmacien phoque photo
photographe photographie phrase pianiste piano piece pied piege pierre pieton pigeon pile pilote
pince pinceau pinte pipe pirate pirogue piscine piste pizza placard plafond plaie plaine plaint
plainte plaire plaisancier plaisir plan planche planete plante plaque plastique plat platre plombier
plu pluie plume plus pneu poche poele poeme poesie poete poids poignee poignet poil poing point
poire poireau poirier pois poison poisson poitrine poivre poivron police policier politesse pomme
pommier pompe pompier pondu poney ponton pop porc porte portefeuille porteur portrait pot potage
potager poteau poterie potier poubelle pouce poudre poule poulet poulie poumon poupee pourboire
pourra poursuite poursuivi poursuivre pourvu poussette poussiere poussin pouvu prairie pratique
precaution predicateur predit prefet prendra prendre prennent presentoir presse pretre preuve
prevenir prevenu prevoir prevu priere prince princesse printemps prise prisonnier prix probleme
proces producteur produire produit professeur profil profit programme progres proie promenade
promesse promettre promis propos proprietaire prune public publicite puce pull puni punition pupitre
puree puzzle pyjama quai qualite quantite quart quartier question queue quincaillerie quiproquo
quittance quiz quotidien rabais race racine radiateur radio radis rage ragout raie rail raisin
raison ralenti rallonge ramasseur rame rameur rampe rang rangee rapport raquette rat rateau rayon
rebord recette recevoir recherche recit recolte recompense reconnaitre record recouvert recreation
recu recueil redacteur redira redire reduction reduire reduit refaire reflet refrain refuge regard
regime region registre regle regret rein reine relais relation remblai remede remettre remis remords
remorque rempli remplir renard rendre rendu renfort renovation rentree repas repeint repere repondre
repondu reponse repos repris reproche requin requis reseau reservoir residu resolu resoudre respect
ressenti ressort restaurant reste resultat retard retour retraite retreci retroprojecteur reuni
reunion reunir reussi reussir reve reveil revenant revenir revenu revoir revu revue rhume ri riche
rideau rire rive riz robe robinet robot roi role roman ronde rondelle rose roseau roue rouge rouleau
roulotte route royaume ruban ruche rucher ruelle rugby rumeur rythme sable sabot sac sacoche
sacrifice sacristie sage saisi saisir saison salade saladier salaire salon salut samedi sandale
sandwich sang sanglier sapin sardine saucisse saut sauvage sauveteur savoir savon scene scie science
sciure score seau secheresse seconde secours secret secretaire secretariat seigle sel selle semaine
semelle semis semoule senti sentier sentiment sentir sera serie seringue serpent serpilliere serre
serrure serveur servi serviette seuil siege sieste sifflet signature signe silence silo singe sirop
sketch ski skieur slogan societe soeur soif soigneur soin soir soiree sol soldat solde soleil
solfege solution sommeil son sonde sonnette sono sorciere sort sorti sortie sortir sou souche souci
soucoupe souffert souffle souffrir soulagement soulier soumis soupe souper source souri sourire
souris sourit soutenir souvenir spatule spectateur spectatrice sphere sponsor sport sportif square
stade stagiaire stand statuette stock store studio style stylo subi succes sucre sud sueur suffrage
suite suivi suivre sujet surface surgi surprendre surpris surprise survie syllabe symbole symptome
syndicat table tableau tablette tablier tabouret tache taille tailleur talent talon tambour tante
tapenade tapis tarif tartine tas tasse taureau taux taxi technicien teinture teinturier tele
telecommande telephone television temoignage tempete temps tendresse tenir tennis tente tenu terme
terrain terrasse terre testament tete texte the theatre theme thermometre thermos ticket tiendra
tiennent tige tigre timbre tir tirage tiroir tissu titre toile toilette toit toiture tomate tombe
tombola ton tonneau tonnerre torche torchon tordre tordu tortue touche tourisme touriste tournage
tournevis toux trace tracteur traducteur traduction traduire traduit traduite trafic train trait
trajet tram tramway tranche transfert transmettre transmis transport transporteur travail traversee
tremblement tresor tresorier tresoriere treteau triangle tribunal tricot tricycle trimestre
triporteur trombone trompette tronc trottoir trou troupe troupeau trousse truc truelle truffe truite
tube tuile tuilerie turban tuteur tuyau tympan uni unir univers urgence urne usage usager vacances
vacancier vache vague vaisseau vaisselle valeur valise vallee vapeur vase veau vecu vehicule veille
veillee veilleur velo vendeur vendeuse vendre vendredi vendu venir vent vente ventilateur ventre
venu ver verger verite vernis verra verre verrou versement version veste vestiaire vetement
veterinaire vetu veuf veuve viande victoire vie vieillard vieillesse vieillissement viendra viennent
vigne vigneron vin vinaigre violence violon virage virement vis visage visite visiteur vitesse
vitrail vitre vitrine vivre voeu voie voile voilier voir voisin voisinage voiture voix vol volant
volet voleur volontaire volonte vote voudra vouloir voulu voyage voyageur vue wagon yaourt zebre
zone
"""
)
_ENGLISH = normalisation.listed(
    """
apple attachment audience aunt baby bag baker ball balloon banner basket bath beach bed bee beer
bell bench bicycle bike bilingual bill bird biscuit blanket boat book boot bottle bowl box boy
branch bread breakfast brick brother brush bucket builder bus butcher butter button cake candle car
carpet cart cat chair cheese chef cherry chess chicken child choir church cinema circle class
cleaner clock cloth cloud clown coach coat coin cook corner cousin cow cream cup curtain customer
dance dancer daughter dentist desk dinner doctor dog donkey door dress drink driver drum duck dust
ear egg engine envelope evening eye face farm farmer father fence ferry field film fire firm fish
flag floor flower football fork friend fruit game garden gate gentleman ghost girl glass glove goat
grandfather grandmother grandparent grandson granny grass grocer guest guitar hair hall hammer hand
hat head heart hedge hen hill hobby holiday honey horse hospital host hour house husband ice ink
jacket jam jar joke journey juice key king kitchen knee knife ladder lady lake lamb lamp lane
language laptop leaf leg lemon lesson library lid light line lion list lock lorry luck lunch machine
manager map market mask mat meal meat menu milk minute mirror money moon morning mother mountain
mouse mouth mud music nail neighbour nephew nest net newspaper niece night noise nose nurse nursery
office oil onion optional orange oven owner page paint painter pair paper parcel parent path pen
pencil people pet phone photo piano picture pie pig pile pillow pipe plane plate player pocket poem
pond pony poster pot potato present printer prize pub pump puppet puzzle queen rabbit rain recipe
ribbon rice ring road roof room root rope rose rota row rug sale salt sand sandwich sauce scarf
school scissors screen sea seat seed shed sheep sheet shelf ship shirt shoe shop shoulder sign
singer sink sister skirt sky slate sledge smile snow soap sock sofa son song soup spoon spring stage
stairs stall stamp star stone storm story street string sugar suit summer sun supper sweet swimmer
table tail tailor tap tea teacher tent term theatre thief ticket tie tile till tin toast tool tooth
towel town toy tractor train transfer tray tree trick trip trolley trousers truck tune umbrella
uncle uniform van vegetable vet village violin visitor voice wall watch water weather week wheel
wife wind window wine winter wire woman wood wool worker yard year
"""
)
_WORDS = _FRENCH | _ENGLISH
