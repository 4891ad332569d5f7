"""Words that name no subject, in French and English, folded: never the name of a theme."""

from __future__ import annotations

from rebond.understand.wordlists import word_set

FRENCH = word_set(
    """
    a ai aie aient ainsi ais ait alors apres as au aucun aucune aujourd auquel aura aurait
    auront aussi autant autre autres aux avaient avais avait avant avec avez avoir avons ayant
    beaucoup bien bon bonne bonnes bons bref c ca car ce ceci cela celle celles celui cependant
    ces cet cette ceux chaque chez ci comme comment contre d dans de deja depuis derriere des
    dernier derniere dernieres derniers des desormais deux devant devoir doit doivent donc dont
    du e elle elles en encore enfin entre envers es est et etaient etais etait etant ete etes
    etre eu eux fait faire fais faites fois font fut grace h hors hui ici il ils j jamais je
    jour jours jusqu jusque l la le les leur leurs lors lorsque lui m ma mais mal malgre me meme
    memes merci mes mettre mieux mis moi moins mois mon n ne ni non nos notre nous on ont or ou
    oui par parce parfois pas passe pendant personne peu peut peuvent peux plupart plus
    plusieurs plutot pour pourquoi pourtant pouvoir premier premiere pres prendre presque pris
    puis puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui quoi
    rien s sa sais sait sans sauf se selon sera serait seront ses seul seule seulement si sinon
    soi soit sommes son sont souvent suis sur surtout t ta tandis tant te tel telle tellement
    tels tes toi ton toujours tous tout toute toutes tre tres trois trop tu un une va vais vas
    vers veux veut vient voici voila voir vont vos votre vous vraiment vu y chose choses an ans
    annee annees heure heures minute minutes semaine semaines moment temps peine cas part partie
    point facon maniere sorte genre exemple niveau cote coup suite lieu place fin debut probleme
    problemes souci soucis gens monde monsieur madame mr mme avis question questions reponse
    reponses nombre besoin envie impression bonjour bonsoir cordialement merci bravo plaisir
    ensemble reste raison raisons mot mots idee etat note etoile etoiles type histoire vie
    aujourd demain hier lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars
    avril mai juin juillet aout septembre octobre novembre decembre euro euros pourcent
    """
)
ENGLISH = word_set(
    """
    a about above after again against all also always am an and any are aren as at be because
    been before being below between both but by came can cannot cant come could couldn did didn
    do does doesn doing don dont done down during each either else even ever every few first for
    from further get gets getting give given go goes going gone got had hadn has hasn have haven
    having he her here hers herself him himself his how however i if in into is isn it its
    itself just keep kept know last least less let like ll lot lots made make makes many may
    maybe me might more most much must my myself never new next no nor not nothing now of off
    often ok okay on once one only onto or other others ought our ours out over own per perhaps
    please quite rather re really right s said same say says see seem seems several shall she
    should shouldn since so some something soon still such sure t take taken than thank thanks
    that the their theirs them themselves then there these they thing things think this those
    though through time times to today together told too took toward tried try two under until
    up upon us use used using ve very want wanted was wasn way we week weeks well went were
    weren what when where whether which while who whom whose why will with within without won
    would wouldn yes yet you your yours yourself day days month months year years hour hours
    minute minutes moment bit lot kind sort part point problem problems issue issues people
    person guy guys anyone everyone someone anything everything reason reasons case fact number
    end start top bottom side place star stars review reviews rating question questions answer
    answers example monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december dollar dollars pound pounds
    """
)
# Nouns that name whoever speaks or sells, not a subject: no theme is discovered under them.
GENERAL = word_set(
    """
    client clients cliente clientes clientele service services produit produits magasin magasins
    enseigne entreprise entreprises societe societes compagnie marque marques article articles
    personnel personnes nouveau nouvel nouvelle nouveaux nouvelles instant instants nom noms
    fils fille filles mari femme enfant enfants ami amie amis amies parents mere pere epoux epouse
    conjoint soir matin midi weekend hiver ete assureur assureurs assurance assurances mutuelle
    mutuelles banque banques restaurant restaurants hotel hotels resto achat achats usage grand
    grande petit petite ancien ancienne ensemble base difference
    voiture voitures vehicule vehicules auto autos moto argent maison appartement dossier dossiers
    ville quartier voisin voisins voisine region pays monde essentiel
    car cars vehicle vehicles money house home town city neighbour neighbours
    customer customers client company companies business businesses shop shops store stores product
    products item items service services name names son daughter husband wife child children friend
    friends family mother father parents insurer insurance bank banks restaurant restaurants hotel
    hotels purchase experience experiences evening morning night weekend winter summer world
    """
)
STOP_WORDS = FRENCH | ENGLISH
