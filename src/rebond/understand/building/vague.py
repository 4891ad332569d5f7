"""Words that tell no subject by themselves, in French and English, folded.

They may stand inside the name of a subject ("prise en charge"), never be one.
"""

from __future__ import annotations

from rebond.understand.stopwords import GENERAL, STOP_WORDS
from rebond.understand.wordlists import word_set
from rebond.understand.words import stem

# Verbs in their usual forms; their nouns stay ("demander" is vague, "demande" is not).
_VERBS = word_set(
    """
    dire dit dis disent dites disait voir vois voit voient vus vue prendre prend prends prenez
    prenne prennent prise prises mettre met mets mise mises donner donne donnent donnez donnee
    donnees trouver trouve trouvent trouvez trouvee penser pense pensent pensez pensait croire
    croit crois cru vouloir voulait voulu voulais veuillez devait devaient dois devrait
    devraient pouvait pourrait pourraient pourra pourrais puisse pouvez peuvent saurait aller
    allez alle allee aille venir viens venu venue venus arriver arrive arrivent arrivee passer
    passent passee passes rester restent restee sembler semble semblent semblait utiliser
    utilise utilises permettre permet permettent tenir tient tiens tenu tenue rendre rend rends
    rendu rendue sentir sens senti sentie continuer continue continuez commencer commence
    essayer essaye essaie essayent obtenir obtient obtenu parler parle parlent laisser laisse
    laissent laissez chercher cherche cherchent tomber tombe tombee suivre suit suivi suivant
    suivante devenir devient devenu connaitre connait connais connu reconnaitre comprendre
    comprends comprend compris compter compte comptes comptez montrer montre jouer jouent garder
    garde gardent porter porte portent sortir sort entrer entre entree monter tourner tourne
    ecrire ecrit lire lis lu ouvrir demander demande demandent demandez demandant vivre vit
    vivent regarder regarde revenir revient retrouver retrouve presenter presente avancer avance
    lancer lance tirer tire poser pose posent realiser realise effectuer effectue effectues
    savoir souhaiter souhaite souhaitent esperer espere esperant aimer aime aiment aimerait
    aimerais preferer prefere decider decide choisir choisi choisis finir finit fini falloir
    faut faudrait fallait fallu faudra valoir vaut exister existe existent concerner concerne
    concernant concernent apporter apporte apportent creer cree appartenir correspondre
    correspond represente representer constituer constitue imposer impose favoriser favorise
    developper developpe ajouter ajoute remettre remis reprendre repris considerer considere
    constater constate rencontrer rencontre rencontres arreter arrete reste vient viennent fera
    ferai ferait font faisait faisant serais serait soient fus furent aurais auraient auriez
    soyez avoue dirais felicite remercie remercions souligner signaler preciser precise tienne
    ajoutee subir subi suivent suivis allais vecu connaissance see seen saw find found feel
    feels felt think thought seem seems look looks looked looking tell tells told ask asks asked
    asking come comes coming turn turned leave left put puts become became show shows showed
    shown start started begin began bring brought talk talking talked speak spoke spoken expect
    expected happen happened mean means meant allow allowed lets love loved loves like liked
    enjoy enjoyed hope hoping wish hate appreciate appreciated thank improve improved work works
    worked working need needs needed helped helping offer offers offered provide provided
    provides receive received stay stayed walk walked sit sat sitting stand run ran send sent
    write hear heard buy bought move moved live lived suggest read set meet add added follow
    followed include included end ended visit visited makes making having being went gone goes
    done doing got getting given giving taking taken tried trying knew known seeing treat
    treated
    """
)
_JUDGING = word_set(
    """
    satisfait satisfaite satisfaits satisfaites satisfaction insatisfait insatisfaction content
    contente contents decu decue decus decevant decevante deception excellent excellente
    excellents excellentes excellence parfait parfaite parfaits parfaites super top genial
    geniale geniaux nul nulle nuls nulles nickel impeccable formidable merveilleux merveilleuse
    exceptionnel exceptionnelle remarquable extraordinaire catastrophe catastrophique lamentable
    minable honteux honteuse honte scandaleux scandaleuse scandale horrible affreux affreuse
    execrable mediocre mauvais mauvaise mauvaises moyen moyenne moyens meilleur meilleure
    meilleurs meilleures pire pires inadmissible inacceptable incroyable deplorable ravi ravie
    heureux heureuse malheureux malheureuse bravo desole desolee dommage ras tip chapeau correct
    correcte corrects correctes agreable agreables desagreable desagreables interessant
    interessante interessants interessantes utile utiles inutile inutiles important importante
    importants importantes necessaire necessaires normal normale normaux normales anormal
    evident evidente possible impossible difficile difficiles vrai vraie faux fausse serieux
    serieuse recommandation recommandations recommande recommandes recommander recommandent
    deconseille deconseiller fuir fuyez eviter evitez cauchemar horreur merde bof positif
    positive positifs positives negatif negative negatifs negatives bonheur joie plaisant
    qualites defaut great good nice amazing awesome fantastic wonderful brilliant superb perfect
    lovely fine okay decent fair average poor bad terrible awful horrendous worse worst better
    best disappointed disappointing disappointment disgrace disgraceful disgusting appalling
    shocking outstanding exceptional fabulous marvellous happy unhappy pleased satisfied
    dissatisfied impressed unacceptable ridiculous joke nightmare shame pleasure pity recommend
    recommended recommendation recommending pleasant unpleasant useful useless interesting
    difficult true false serious main complaint complaints complain complained compliments
    congratulations gratitude thankful grateful incredible enjoyable delighted glad sorry
    """
)
# Adjectives, adverbs and loose nouns.
_LOOSE = word_set(
    """
    fort forte forts fortes seuls seules deplacement deplacements depart departs consideration
    adresse adresses validation secteur secteurs matiere matieres petit petits petites gros
    grosse grands grandes jeune jeunes vieux vieille vieilles beau belle belles beaux haut haute
    bas basse long longue longs longues court courte certain certaine certains certaines divers
    diverses different differente differents differentes prochain prochaine plein pleine entier
    entiere general generale generaux generales particulier particuliere principal principale
    principaux special speciale specifique specifiques reel reelle reels actuel actuelle actuels
    actuellement total totale totalement unique commun commune communs publique public publics
    social sociale sociaux sociales nouveaux recent recente recemment rapidement simplement
    facilement directement immediatement finalement clairement notamment egalement effectivement
    vraiment absolument completement regulierement heureusement malheureusement evidemment
    naturellement justement longtemps maintenant ensuite ailleurs dehors dedans partout autour
    loin pres cependant neanmoins toutefois afin lorsque quoique malgre environ via voire soit
    cela ceux chacun chacune quelqu celui aucunement rapport sujet sujets domaine domaines
    aspect aspects element elements ensemble majorite quantite serie ordre sens but objectif
    objectifs effet effets cause causes consequence consequences situation situations condition
    sorte type types forme formes titre nature mesure mesures exemple exemples solution
    solutions moyen moyens possibilite possibilites capacite fonction role effort efforts
    experience experiences personne personnes individu individus homme hommes femmes humain
    humains humaine etre etres dame dames monsieur madame collegue collegues copain copine frere
    soeur fils fille bebe papa maman proche proches famille utilisateur utilisateurs
    consommateur consommateurs adherent adherents assure assures assuree citoyen citoyens usager
    usagers internaute internautes patient patients voyageur voyageurs passager passagers
    habitant habitants nuit matinee apres vacances date dates periode epoque siecle lendemain
    veille instant retour debut milieu tour coin face cote cotes bord fond dessus centre rue
    page ligne mille cent cents deux quatre cinq six sept huit neuf dix vingt trente dizaine
    centaine premiere seconde deuxieme troisieme double moitie tiers quart pourcentage numero
    numeros nbre chiffre chiffres taux euro euros somme article commentaire commentaires texte
    textes phrase truc trucs machin affaire affaires conclusion introduction proposition
    propositions remarque remarques bout manque nombreux nombreuses final finale extreme termes
    terme doute contraire hauteur disposition dizaines eventuel eventuelle motif cours bientot
    fortement juste demi assez sous journee journees foi lieux local locale intermediaire
    definitif definitive parfaitement entierement moindre totalite vivement aupres arriere
    demeure importe provisoire revanche surement complet complete supplementaire annuel annuelle
    partiel partielle resultat resultats difference differences detail details marche difficulte
    difficultes attention fait faite evidence interet interets base bases ca peine faveur
    echange echanges etape etapes stade tort raison pouvoir faits vigueur contexte hasard regard
    theme themes moyenne importance souhait souhaits debat ajout lecture globalite vue vues
    groupe groupes bande tas ex max mini maxi super hyper limite limites volume besoins attentes
    plaisir soucis realite verite esprit tete main mains pied pieds yeux oeil corps bouche dos
    nez principe principes maniere usage objet objets cadre systeme systemes projet projets
    evolution arrivee oui non bah ben hein voila etc svp stp cdt bjr slt merci lol mdr ah oh
    little big small large huge short high low new old young previous past present real whole
    entire upper lower early late later full empty half single only several various similar same
    other else next last second third former current overall particular specific usual normal
    actual sure able ready due obvious hard open free extra available amount number level range
    quality standard way ways matter matters kind sort form manner idea ideas thought thoughts
    part parts area areas section place places point points reason reasons result results
    circumstances change changes option options fault mistake mistakes opinion comment comments
    feedback word words feeling fact stuff couple plenty none everybody nobody anybody somebody
    man men woman women lady ladies gentleman kid kids boy girl baby dad mum mom brother sister
    grandson granddaughter parent parents partner husband wife passenger passengers traveller
    travellers user users member members consumer today yesterday tomorrow tonight age future
    term year occasion occasions period season holiday holidays trip trips january gave give
    gives keep keeps kept keeping deal deals dealt dealing discuss discussed discussing attend
    attended attending job jobs hand hands enough throughout regular regularly mind trouble
    easier clearer quicker faster cheaper nicer bigger smaller longer earlier sooner closer
    regards concerned involved unable aware glad calm busy personal personally process life
    lives living needed understood gone met sees check checks checked checking makes felt told
    comes knowing letting leading turned sorted sorting handle handled manage managed managing
    deserve deserves remember forget forgot believe agree agreed suppose guess realise realised
    notice noticed decide decided choose chose chosen continue continued carry carried become
    hold held holding build built fill filled cover covered allow allows require required
    include includes involve involves pass passed seemed appear appeared happens world everyday
    bits lots loads ton tons piece pieces really actually finally currently recently usually
    generally definitely absolutely completely totally extremely highly fully especially
    particularly simply easily quickly immediately unfortunately luckily basically literally
    probably certainly clearly hopefully obviously however therefore although though whilst
    despite instead besides anyway away ahead alone along across around back forward inside
    outside nearby near far ever almost nearly first one two three four five seven eight nine
    ten twenty hundred thousand eventually together apart always sometimes rarely yes no okay
    plus per likes adult adults individual creating providing provide starters starter pretty
    chance saying wants another moving presented differently seriously properly straight sound
    sense share shared voice state practical cope coping meeting exact genuine already walks
    walk enjoying building hassle
    """
)
# Nouns of reports and speeches: they tell how a thing is seen, hardly which thing.
_ABSTRACT = word_set(
    """
    lutte luttes quotidien quotidienne quotidiennes representation representations diffusion
    danger dangers dispositif dispositifs amelioration ameliorations evaluation evaluations
    abandon argument arguments necessite creation creations formulation formulations
    fonctionnement acteur acteurs reference references support supports exploitation
    exploitations developpement developpements strict stricte sein version versions modele
    modeles notion notions concept concepts enjeu enjeux definition definitions perspective
    perspectives approche approches logique logiques critere criteres processus structure
    structures modes adaptation adaptations oeuvre place places fonds fond valeur valeurs
    principal caractere caracteres intention intentions volonte capacites essence generation
    generations tendance tendances phenomene phenomenes existence presence absence evocation
    realisation realisations initiative initiatives action actions strategie strategies plan
    plans cycle cycles phase phases echelle niveaux degre degres portee champ champs cas usages
    regle regles nuance nuances position positions avantage avantages inconvenient inconvenients
    limitation limitations exigence exigences obligation obligations contrainte contraintes
    interdiction francais francaise francaises europeen europeenne europeens national nationale
    nationales nationaux international internationale etat etats pays considerent considere
    considerer puissent permettant permette suffisant suffisante pertinent pertinente reellement
    largement uniquement systematiquement generalement existant existante existantes existants
    lie lies liee liees fixe suffit global globale civil civile commerciales basis approach
    approaches aspect context purpose purposes principle principles development tendency extent
    manner futur partage charges chargees chargee mise collectif reunions fins conflit evolution
    question
    """
)
# Verbs that tell what was done rather than what is judged: excluded with all their forms.
_ACTIONS = word_set(
    """
    demander proposer envoyer envoi recevoir recois recu indiquer confirmer annoncer accepter
    obliger apporter acheter perdre perdu gagner prouver entendre entendu hesiter oublier
    regretter finaliser beneficier quitter rouler agir agit changer remplir retourner renvoyer
    fournir verifier modifier souhaiter partir forcer stipuler affirmer pretendre avouer
    conclure decouvrir disposer durer empecher exiger fixer ignorer imaginer inciter insister
    juger limiter manquer mentionner nommer noter occuper placer pousser prevoir prevu profiter
    promettre ramener recuperer refaire rejoindre remarquer remplacer retirer reussir risquer
    saisir subir suffire supposer surprendre surprise tarder tenter terminer toucher transmettre
    trahir tromper viser concerner justifier amener apprecier assurer reprocher redire figurer
    rendre tenir estimer pretexter sachant raconter aurai aurais serai serais devais veulent
    veulez savent sauront souhaitais disant soient auront seraient avancer aboutir eviter
    precedent extreme extremement agreer compter convenir convient concerne comparer donc meme
    encaisser trainer repeter montrer tomber bouger rentrer deposer appliquer
    """
)
# Left out of the lists above because they do tell a subject when they come alone.
_TELLING = word_set(
    """
    reponse reponses question questions personnel dossier dossiers rayon equipe attente prix
    delai delais conseil conseils accueil ecoute produits produit staff price prices queue
    answer answers
    """
)
VAGUE = (STOP_WORDS | GENERAL | _VERBS | _JUDGING | _LOOSE | _ABSTRACT) - _TELLING
# Whatever their endings: "recommandé", "recommanderai".
VAGUE_STEMS = frozenset(stem(word) for word in _JUDGING | _ACTIONS)
