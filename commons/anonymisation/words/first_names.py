"""First names met in France, overseas and in families come from elsewhere, folded."""

from commons.anonymisation.words import normalisation

# Sorted by nothing but habit: a name is added where one thinks of it.
FIRST_NAMES = normalisation.listed(
    """
aaron abdallah abdel abdelaziz abdelkader abdellah abdelmalek abdoul abdoulaye abel abigail
achille achraf adam adama adel adele adelaide adeline adem adil adolphe adrian adrien adrienne
agathe agnes ahmed aicha aida aime aimee aissa aissata aissatou akim alain alan alassane alban
alba albane albert alberte albertine alberto aldo alejandro alessandro alex alexandra alexandre
alexandrine alexia alexis alfred ali alice alicia aliette alima aline alioune alison alix aliya
alizee allan alma alois aloise alphonse alphonsine alvaro alyssa amadou amal amandine amar amaury
amaya ambre ambroise amel amelia amelie amina aminata amine amir amira amos ana anael anaelle
anais anas anastasia anatole andre andrea andree andres andy ange angel angela angele angelina
angeline angelique angelo anh anis anissa anita anna annabelle anne anneliese annette annick annie
anouar anouchka anouck anouk anselme anthony antoine antoinette anton antonin antonio antony
apolline ariane arielle aristide arlette armand armande armandine armel armelle arnaud arsene
arthur arwen asma assane assia astrid athena aubane aubin aude audrey auguste augustin augustine
aurelia aurelie aurelien aurore austin awa axel axelle aya ayman aymeric ayoub aziz azzedine
babacar bachir badis bakary baptiste baptistine barbara barnabe barthelemy basile bastien
bastienne beatrice beatrix belkacem benedicte benjamin benoit benoite berangere berenice
bernadette bernard bernardin berthe bertille bertrand betty bettina bilal bilel binta blaise
blanche blandine bogdan boris boubacar brahim brandon brayan brenda brendan brice brieuc brigitte
brunehilde bruno bryan calixte camelia cameron camila camille candice candide capucine carine carl
carla carlo carlos carmen carole carolina caroline cassandra cassandre catalina catherine cathy
cecile cecilia cedric celeste celestin celestine celia celian celine cendrine cesar chadia
chahinez chaima chantal charlene charles charley charlie charline charlize charlotte cheikh cherif
cherifa chiara chloe chris christel christelle christian christiane christina christine
christopher christophe chrystelle cindy claire clara clarisse claude claudette claudia claudie
claudine clea clelia clemence clement clementine cleo cloe clotilde clovis coline colette colin
colombe conrad constance constant constantin cora coralie corentin corinne cornelia cosette cosme
coumba cynthia cyprien cyriaque cyril cyrille daisy dalila damien dan dana dani daniel daniele
danielle danny daouda daphne david deborah delia delphine demba denis denise denys desire desiree
diane diana diarra didier diego dimitri dina djamel djamila djibril dolores dominique donatien
donatienne donovan dora doriane dorine doris dorothee dounia driss dylan eddy edgar edgard edith
edmond edmonde edouard edwige eileen elena eleonore elia elian eliane elias elie eliette eline
elio eliott eliot elisa elisabeth elise elisee ella ellie elliot elodie eloi eloise elouan elsa
elvire elyes elyse emanuel emanuelle emeline emeric emerick emile emilie emilien emilienne emilio
emma emmanuel emmanuelle emmy enora enzo eric erica erik erika ernest ernestine erwan erwann
esmeralda estelle esteban esther etienne etiennette eugene eugenie euphrasie eva evan evariste eve
evelina eveline evelyne ewen fabien fabienne fabio fabrice fadila fahima faiza fanny fanta farah
fares farid farida fathia fatiha fatim fatima fatimata fatimatou fatma fatou fatoumata faustin
faustine federico felicia felicie felicien felicite felix ferdinand fernand fernande fernando
fidele fiona firmin flavie flavien fleur flora flore florence florent florentin florentine
florestan floriane florian florine fode fouad foucauld franca franceline francesca francesco
francine francis francisca francisco francisque franck francky francois francoise franz frank fred
freddy frederic frederick frederique frida gabin gabriel gabriela gabriella gabrielle gael gaelle
gaetan gaetane garance gaspard gaston gautier gauthier genevieve geoffrey geoffroy george georges
georgette georgina georgine gerald geraldine gerard geraud germain germaine ghislain ghislaine
ghita giacomo gilbert gilberte gildas gilles gillian gina ginette gino giorgio giovanni giovanna
gisele giselle gladys gloria goran goulven gonzague grace gracieuse graziella gregoire gregory
guenael guenaelle guenole guilhem guillaume guillemette gurvan gustave guy guylaine guylene
gwenael gwenaelle gwendal gwendoline gwenn gwennaelle gwenola habib habiba hadrien hafid hafida
hakim halim halima hamed hamid hamida hamza hana hanane hania hannah hans harold haroun harouna
harry hasna hassan hassane hassiba hatem hawa hayat hector hedi heimana heimata heitor helena
helene helga heloise henri henriette henry herve hicham hichem hilaire hilda hippolyte hiro hoang
honore honorine horace hortense houda houria hubert hugo hugues huguette humbert hyacinthe iban
ibrahim ibrahima ibtissam ida idir idriss idrissa ignace igor ihsane ikram ilan ilana ilane ilham
ilhan ilian iliana ilias ilona ilyas ilyes iman imane imen imran ina inaki inaya ines ingrid ioana
irene irenee iris irina irma isaac isabel isabella isabelle isaie isaline isaure isidore isis
ismael ismail ismahane isolde issa issam italo ivan ivana ivanne jack jackie jacky jacob
jacqueline jacques jade jalil jalila jamal james jamel jamila jan jana jane janet janick janine
jany jasmine jason javier jawad jean jeanine jeanne jeannette jeannine jeannot jeff jefferson
jenna jennifer jenny jeremie jeremy jerome jerry jessica jessy jessie jihane jihad jimmy joachim
joan joana joanna joannie jocelyn jocelyne jodie joel joelle joey johan johann johanna johanne
john johnny jonas jonathan jordan jordane jordi jorge jose joseph josephine josette joshua josiane
josselin josue joy joyce juan juana judicael judith jules julia julian juliana julie julien
julienne juliette juliane justin justine kader kadiatou kadidia kaelig kaina kais kalvin kamal
kamel kamila kanelle karen karim karima karin karine karl karolina kassandra katarina katell
kateryna katharina katia katie katy kathleen kathy kelia kelly kelyan ken kenny kenza kevin
khadidja khadija khaled khalid khalil khadra khedidja kheira kilian killian kim kimberley kleber
koffi kofi kossi kouame ksenia kylian kyllian ladislas laetitia lahcen laila lakhdar lamia lamine
lana lancelot lara larbi larissa latifa laura laure laureen laureline laurence laurene laurent
laurentine laurette laurie laurine lazare lea leana leandre leane leila lena lenaic lenaick lenny
leo leocadie leon leonard leonardo leone leonie leonore leontine leopold leopoldine leslie leticia
lia liam liana liane lidia lila lilas lili lilia lilian liliane lilou lily lina linda line lino
lionel lisa lisbeth lise liselotte lisette lisiane lison liv livia loan loane loeiza loic loick
lola lolita lorena lorenzo loris lothaire lotfi lou louane louann louis louisa louise louisette
louison louka louna lounes lourdes loup luc luca lucas lucette lucia lucian luciana lucie lucien
lucienne lucile lucilia lucille lucinda luciole lucrece ludivine ludmila ludmilla ludovic ludwig
luigi luis luisa lukas luna lya lyam lydia lydie lyes lyna lyse mabrouk macha maceo madeleine
madeline madiha madjid mae mael maelane maelia maeline maelis maelle maelys maeva magali magalie
magaly maggy magda magdalena maha mahamadou mahault mahmoud mahe maia maialen maida mailys
maimouna maina mair maite maiwenn malak malek malia malick malik malika malo malory malvina
mamadou manel manon manoah mansour manu manuel manuela manuella marc marceau marcel marceline
marcelin marcelle marcello marco marcos marcus margaret margaux margerie margot margo marguerite
maria mariam mariama mariame marian mariana marianna marianne marie mariel marielle mariella
marien mariette marilou marilyn marilyne marin marina marine marinette mario marion maris marisa
marise marius marjolaine marjorie marlene marley marta marthe martial martin martina martine
marvin marwa marwan mary maryam marylene maryline maryse maryvonne massimo mateo mathieu mathias
mathilda mathilde mathis mathurin mathys matteo matthew matthias matthieu matthis maud maureen
maurice mauricette max maxence maxim maxime maximilien maxine maya mayeul mayline maylis mayssa
mbaye medhi mederic mehdi mehmet meissa melaine melanie melchior melina melinda meline melisande
melissa melodie melody melvin melvyn mercedes meriem merlin meryem messaoud mia michael michaela
michel michele micheline michelle mickael miguel mihai mika mike mikael mila milan milena milo
mina mireille miriam modeste mohamed mohammed mohand moise moira mokhtar mona moncef monia monika
monique morgan morgane mouhamed mouloud mounia mounir mourad mouna moussa moustapha muriel
murielle mustapha mustafa mylene myriam myrtille nabil nabila nacer nacera nacira nada nadege
nadia nadim nadine nadir nadira nael naila naim naima naissa najat najib najim najwa nancy naomi
narcisse narjis nasser nasrine nassim nassima natacha natalia nathalie nathan nathanael nawal
nawel nazaire nazim nejma nell nelly nelson nemo nestor neves neyla nicolas nicolaz nicole
nicoletta nikita nikola nil nils nina ninon nino nisrine noa noah noam noe noel noele noelie
noeline noella noelle noemi noemie nohan nohe nolan nolann nolwenn nora norah norbert nordine
norma nouha nour noura nouredine nourdine noureddine nyls oceane octave octavie odette odile
odilon odon olga oliver olive olivia olivier olivette olympe omar omer ondine ophelie oren orlane
orlando ornella orphee oscar osman othman oumar oumou oumy ousmane oussama ouassila owen pablo
paco pacome paloma pamela paola paolo papa paquita pascal pascale pascaline patrice patricia
patrick paul paula paulette paulin pauline paulo pedro peggy penelope perrine peter petronille
petra philibert philippa philippe philippine philomene pierre pierrette pierrick pierrot
pierre-yves pietro placide polly prisca priscilla prosper prudence prune quentin quitterie rabah
rabia rachel rachelle rachid rachida radia rafael raimana rainier ralph rama ramata ramon ramona
ramzi rania raoul raphael raphaela raphaelle raquel raul ravi raymond raymonde raymund rayan
rayane rebecca redouane regine regis reine rejane remi remy renald renan renata renaud rene renee
rosalinde reynald reza rhita riad ricardo riccardo richard rim rita robert roberta roberte roberto
robin rodolphe rodrigo rodrigue rodolfo roger rojda rokia roland rolande romain romaine roman
romane romaric romeo romuald ronald ronan rosa rosalie rosaline rosanna rosario rose roselyne
roseline rosemarie rosemonde rosette rosie rosine roxane roxanne ruben rudy ruth ryan ryad saad
saadia sabah saber sabine sabri sabrina sacha safia said saida salah salem salif salim salima
sally salma salome saloua salvador salvatore samantha samba sami samia samir samira sammy samson
samuel samy sana sandra sandrine sandro sandy santiago santino sara sarah sasha saskia sauveur
savannah savinien scott sean sebastien segolene sekou selim selena selma seraphin seraphine serena
serge sergei sergio servane severin severine seynabou seydou shaima shana shanon shannon sharon
sheila shirley siaka sibylle sidonie sidi sidy siegfried sigrid siham silvain silvana silvia
silvio simeon simon simone sirine slimane smail sofia sofian sofiane sohan soizic solange solal
solene solenn solenne soline sonia sonny sophia sophie soraya souad soufiane souhila souleymane
soukaina souleyman soumaya stan stanislas stacy stefan stefania stella stephan stephane stephanie
steeve steve steven stevens suzanne suzel suzette suzie suzon svetlana swann sybille sylvaine
sylvain sylvestre sylvette sylviane sylvie sylvio tahar talia tamara tania tanguy tanya tara tarek
tarik tatiana tayeb teddy teiki teo tess tessa teva thais thalia thea thelma theo theodora
theodore theophile theotime theresa therese thi thibaud thibault thibaut thiefaine thierno thierry
thomas tiago tifenn tilda tim timea timeo timothe timothee tina tino tiphaine titouan tobias
toinon tom toma tomas tommy toni tony toussaint toumani tristan tuan typhaine tyler ugo ulysse
urbain ursula ursule vadim vaea vahine vaiana vaihere vaimiti vaitea valentin valentine valere
valeria valerian valerie valery vanessa vanina vassili venceslas vera veronica veronique vianney
vicente vicky victoire victor victoria victorien victorine vincent vincente vincenzo viola
violaine violette violeta virgile virginia virginie vito viviane vivien vivienne vladimir wael
wafa wahiba wahid walid walter wanda warren wassila wassim wendy werner wiam wilfrid wilfried
willem william willy wilson wissam xavier xaviere yacine yael yaelle yahya yamina yan yanis yann
yanne yannick yannis yasmin yasmina yasmine yassine yassin yazid ylan yoan yoann yohan yohann
yolaine yolande yoland yolene youcef youenn youness youri youssef youssouf youssoufa yuna yuri
yusuf yvan yves yvette yvon yvonne zachary zacharie zahia zahra zaher zaina zakaria zakia zeina
zelie zeliha zeineb zelda zeynep ziad zina zineb zinedine zoe zohra zohir zora zoubida zoubir
zoulikha zuzanna anthelme batiste begonia eneko xabi peio ramuntxo amaia nekane itziar garazi
ainhoa xan beñat maina petru antone ghjuvan paulu lisandru orsu saveria letizia santu vannina
doumè battistu jorj herveline maiwen riwan yvonig soazig azenor nominoe annaig gaud rozenn bleuenn
aziliz glenn kristen malou loulou nono titi mimi jojo riri lulu dede gege nanou manou domi jeanno
jacquot pierrick fifi lolo nico seb steph fab ludo gigi mado zaza coco juju anthonin arnold aurel
barry bernie billy bob brian carol charlotta chuck daniella debbie dennis diana donald dorothy
doug edward elizabeth emily eugenia evelyn frances frankie gary geoff gordon graham hannah harriet
hazel heather helen howard ian jennifer jeremiah jill joanne joe josie judy julianne karen kate
keith kenneth larry laurel leonora lewis linda lloyd lorna lucy margery marjory mark martha megan
michelle mildred molly neil nicholas nigel olive patty paula phil philip phoebe polly ray rebecca
rhys roisin ronnie rosalind rosemary roy rupert russell ruth sam sally sandy saoirse sheila simon
stella stephen stewart stuart susan sue suzy ted teresa terry tim timothy toby tracey trevor
ursula vera vicki wayne wesley winston yvonne zachary anjali arjun deepak indira kavita lakshmi
priya rajesh sanjay shanti sunil vijay kwame adjoa akosua chinedu ngozi obinna tunde kenji yuki
haruto mei ling xiao wei hui jing minh linh thanh huong lan mai duc phuong quang tien trang tuyet
vinh anh olena oksana iryna oleksandr mykola andriy bohdan yulia nataliya dmytro katarzyna
agnieszka malgorzata pawel piotr tomasz jakub wojciech zbigniew krzysztof jerzy darius mircea
gheorghe elif emre fatih hatice murat selin yusuf ayse burak cem deniz roza narin avin leyla
shirin mina parisa farhad dariush soleyman hakima mahdi zainab hussein hassan rami omaima rouba
samer tarek bassel ghassan maimiti hinano moana manutea tamatoa tehani poema herenui hereata
matahi raihau tevai wenceslas siméa kanto haja hery lanto miora rado tiana fanja voahangy soa rivo
attoumani saindou toihir anli moinaecha echata faouzia zaidou
abby abena ada agatha aidan aileen ailsa alastair alec alfie alisdair alistair amanda amy andrew
anil ann annabel arabella arlene ashley balwinder becky bert bessie beth bethan bev beverley
beverly bridget bronagh bronwen bruce bryn callum calum carolyn catriona cecil cecily ceri cheryl
chidi cian ciara clare clifford clyde connor cordelia craig crispin darren declan deirdre derek
dermot desmond dilys dominic doreen douglas duncan eddie edmund edna edwin eilidh elaine eleanor
elinor ellen elsie emeka emrys enid erin esme ethel eunice ewan femi fergus finlay finn folake
fraser freda freddie gail gareth gavin gemma gertrude gethin giles glenda glenys greta gurpreet
gwen gwyn gwyneth hamish harpreet harvey hattie heidi henrietta hetty hilary hugh huw hywel idris
iestyn imogen iona isla isobel ivor jamie janice jaswinder jeanette jeffrey jemima jim jon jonny
juliet katherine kathryn kay keeley kerry kieran kirsten kirsty kyle lachlan lauren leah len lesley
libby lindsay lindsey liz lizzie lorcan luke lynda lynn lynne mabel madge maeve maggie mairead
malcolm mandy manjit marcia martyn matilda matt mavis meera meg meryl mhairi mick millie milly
minnie monica morag murray myfanwy myra nasreen natalie natasha nellie nerys neville niall niamh
nicola norman nuala olu oonagh orla oswald paige parveen percy phillip phyllis priti prue rafferty
rajiv rakesh ramsay reginald rhian rhiannon rhona ricky roderick rodney rona rory rosamund rowena
seamus selina shane shaun shelagh shelley shona sian sid sidney sinead siobhan stanley sunita
sunniva susanna susie sybil sylvia tabitha tamsin terence todd tracy trish trudy vaughan vernon
vikram vivian wilf wilfred wilhelmina winifred winnie yetunde zach zara zena
dave faye shaz gaz baz jez kev bri trev deb debs shirl kath
"""
)

# Ordinary words, titles or adjectives too: alone and without a capital they name nobody.
ORDINARY = normalisation.listed(
    """
aime aimee alma ange angel aube aubin aurore austin avin ambre barry bob basile blanche blaise
candide capucine celeste chaima charles claire clement clementine colombe constance constant coco
cosme dan dana desire desiree dora elan eve fleur flore franc france gloria grace garance haja
honore hiver iris jade jasmine jean joy july juste laurence laure lan lia lilas lima line lino
lion lise lola loup lou luc lumiere mae mai mail mair malik marc margot marguerite marie marin
marina marine marjolaine martial mark maxime melodie merlin merveille mina mars modeste moise
moana myrtille narcisse noel noelle neil nil olive olympe oren papa pascal paul pierre pierrot
placide prosper prudence prune ray rado reine rene robin rim roman romane romain rosa rose rosette
ruben sana santiago sauveur sacha sam sandy serge sidi silvain simple soa ted thi tim tina tino
titi toussaint tom toni urbain valentin valentine victoire violette vivien vera viola way wei mei
ling xiao hui solange solene pierre fidele felicite florence lorraine nancy sally guy mimi loulou
lulu dede fab nono jojo riri coco juju lolo gaud cora ina luna isis lara nina rita rama ken kim
mika tess cem ana ali eva ray roy gary ian joe kate keith sue lan anh jing linda lys ondine orphee
ursule hector nestor maris parisa petra philippine daisy hazel heather laurel rosemary savannah
marley italo romeo adonis trang rouba elif deniz poema tiana hery kanto donald papa rabia wafa
hayat amal imane iman salem roger lourdes ravi rami samba batiste begonia camelia gracieuse jan
lamine liane luciole macha octave olivette radia sylvestre tara vahine francisque hyacinthe milan
romaine florentine
"""
)

# First names that are ordinary words where English is written.
ENGLISH_WORDS = normalisation.listed(
    """
    amber angel april art august autumn avril basil bear beryl bill blossom bob brook brooke bud
    buster buzz cat chance charity chase chip christian chuck clay cliff coral crystal daisy dale
    dawn dean destiny dick dolly don drew duke earl ebony eden ernest eve faith fay fern flint flora
    forest frank gale gay gene ginger glen grace grant gray guy hank happy harmony harry haven
    hazel heath heather herb holly honey honor honour hope hunter iris isle ivy jack jasmine jay
    jet jimmy jo job joy june kit lance laurel lee lily lottie luck lucky major marigold mark
    mason matt max may melody mercy merry mike miles mo nick noble norm olive opal paddy page pansy
    pat patience pearl peg penny pepper pet peter petal pierce pip piper poppy prince prudence
    queenie rain ray read reed rich river rob robin rocky rod roman rose rosemary rowan royal ruby
    rusty sage sandy scarlet sky skip sonny star sterling stone storm sue summer sunny tad ted
    temperance tilly tom trinity true unity van verity victor viola violet wade ward warren wendy
    will winter wren zest said loan fares saber aline amine axel octave samba batiste begonia
    manel lea maxim teddy
    """
)
