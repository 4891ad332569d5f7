"""Clauses built from parts that we wrote, so that the model learns which words judge.

The same names and the same facts appear under every polarity: what is named weighs nothing, what
judges it does. The order is drawn from a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

NAMES_FR = """le service|le service client|l'accueil|le personnel|la vendeuse|le conseiller|
mon conseiller|le magasin|la caisse|l'attente|le prix|le tarif|la cotisation|
le remboursement|le contrat|la garantie|le dossier|le sinistre|l'expert|la livraison|
le colis|le livreur|la commande|le site|l'application|le produit|la qualité|le rayon|
le choix|le parking|la chambre|le petit déjeuner|le repas|le plat|le menu|la carte|
l'ambiance|la décoration|le bruit|la propreté|le téléphone|la réponse|le délai|l'échange|
le retour|le paiement|la facture|la mutuelle|l'assurance|la banque|l'agence|le devis|
la souscription|la résiliation|le suivi|l'équipe|le chef|le planning|le salaire|
la formation|la batterie|l'écran|le son|la taille|le tissu|la couleur|l'emballage|le goût|
l'appareil|le matériel|les horaires|les vendeurs|les prix|les produits|les garanties|
les informations|les explications|l'enfant|le covid|le confinement|la voiture|la maison|
la santé|la famille|la France|le médecin|l'hôpital|le chien|le mois|l'année|le courrier|
l'e-mail|le document|le formulaire|le conjoint"""
GOOD_FR = """{n} : parfait|{n} est parfait|{n} est impeccable|{n} est très bien|
très satisfait de {n}|
{n} est au top|{n} est excellent|{n} est super|{n} est rapide et efficace|{n} est sérieux|
j'ai apprécié {n}|j'aime {n}|{n} me convient|rien à redire sur {n}|aucun problème avec {n}|
{n} répond à mes attentes|bravo pour {n}|{n} vaut le détour|{n} est agréable|content de {n}|
{n} est vraiment bien|bon point pour {n}|{n} s'est bien passé|{n} est facile|{n} est clair|
on peut compter sur {n}|{n} est d'une grande qualité|{n} a été réglé rapidement"""
BAD_FR = """{n} est nul|{n} est lamentable|{n} est catastrophique|déçu par {n}|très déçu de {n}|
{n} laisse à désirer|{n} n'est pas à la hauteur|aucun suivi pour {n}|problème avec {n}|
toujours le même problème avec {n}|{n} est trop long|{n} est beaucoup trop cher|
{n} ne va pas|{n} ne fonctionne pas|{n} n'est pas respecté|je n'ai pas aimé {n}|
impossible d'avoir {n}|on attend toujours {n}|ils refusent {n}|{n} à revoir|
{n} est décevant|mécontent de {n}|{n} est mal géré|{n} a été annulé sans explication|
{n} est inadmissible|quelle honte {n}|on repassera pour {n}|{n} est de pire en pire|
personne ne s'occupe de {n}|{n} est bloqué|{n} m'a été refusé|on me réclame {n}|
{n} a encore augmenté|erreur sur {n}|{n} est incompréhensible"""
FACTS_FR = """j'ai demandé {n}|je parle de {n}|il s'agit de {n}|concernant {n}|pour {n}|avec {n}|
suite à {n}|j'ai appelé pour {n}|j'ai reçu {n} hier|on m'a parlé de {n}|{n} est à Lyon|
{n} date de 2019|j'ai envoyé un mail pour {n}|{n} se trouve en face|je suis passé voir {n}|
{n} a changé cette année|j'ai signé pour {n} en mars|ma femme a choisi {n}|voici {n}|
{n} dépend de la région|il m'a indiqué {n}|{n} commence à 9 h|mon mari a vu {n}|
nous avons utilisé {n} deux fois"""
TROUBLES_FR = """cela fait {d} que j'attends|{d} que j'attends une réponse|toujours rien après {d}|
après {d} toujours pas de réponse|malgré {k} relances rien ne bouge|
j'ai dû appeler {k} fois|j'ai relancé {k} fois sans réponse|{d} pour obtenir un rendez-vous|
{d} d'attente au téléphone|{k} appels pour rien|on m'a demandé {k} fois le même document|
obligé de rappeler {k} fois|je suis sans solution depuis {d}|
il a fallu {d} pour être remboursé|on me fait patienter depuis {d}|
ils mettent {d} à répondre|{k} interlocuteurs différents et personne ne sait rien|
je dois avancer les frais depuis {d}|bloqué depuis {d}|promis sous 48 h, reçu {d} plus tard"""
DURATIONS = "deux semaines|trois mois|6 mois|un an|40 minutes|une heure|10 jours|plusieurs semaines"
COUNTS = "trois|cinq|dix|plusieurs|4|de nombreux"
NAMES_EN = """the service|customer service|the staff|the waiter|the store|the queue|
the price|the refund|
the contract|the policy|the claim|the delivery|the parcel|the driver|the order|the website|
the app|the product|the quality|the room|the breakfast|the food|the menu|the atmosphere|
the noise|the phone|the reply|the delay|the return|the payment|the bill|the insurance|
the bank|the branch|the quote|the team|the manager|the schedule|the pay|the training|
the battery|the screen|the sound|the size|the fabric|the colour|the packaging|the taste|
the device|the seats|the lounge|the crew|the wifi|the children|the car|the house|the doctor|
the dog|the letter|the form|my husband|the flight"""
GOOD_EN = """{n} was perfect|{n} is excellent|{n} was great|very happy with {n}|I love {n}|
no problem with {n}|{n} is really good|{n} was quick and easy|{n} exceeded my expectations|
{n} works well|{n} is worth it|{n} was lovely|{n} is friendly|{n} was so helpful|{n} is brilliant|
thanks for {n}|{n} is reliable|pleased with {n}|
can't fault {n}"""
BAD_EN = """{n} was terrible|{n} is awful|disappointed with {n}|{n} was not good|problem with {n}|
{n} does not work|{n} is too slow|{n} is a joke|never received {n}|still waiting for {n}|
they refused {n}|{n} was cancelled without notice|{n} is way too expensive|
I did not like {n}|nobody cares about {n}|{n} was rude|could not find {n}|{n} is broken|
{n} needs fixing|{n} was poor|unhappy with {n}|
avoid {n}|worst thing is {n}"""
FACTS_EN = """I asked about {n}|it is about {n}|regarding {n}|for {n}|with {n}|I called about {n}|
I received {n} yesterday|they told me about {n}|{n} is in London|{n} dates from 2019|
my wife chose {n}|{n} starts at 9|we used {n} twice|{n} depends on the region|
I went to see {n}"""


def parts(text: str) -> list[str]:
    """Return the parts of a list written with bars."""
    return [part.strip() for part in text.replace("\n", "").split("|") if part.strip()]


def built(seed: int = 1, per_frame: int = 14) -> Iterator[tuple[str, int]]:
    """Give (clause, polarity) for each frame with some names drawn for it."""
    draw = random.Random(seed)
    sets = (
        (NAMES_FR, GOOD_FR, 1),
        (NAMES_FR, BAD_FR, -1),
        (NAMES_FR, FACTS_FR, 0),
        (NAMES_EN, GOOD_EN, 1),
        (NAMES_EN, BAD_EN, -1),
        (NAMES_EN, FACTS_EN, 0),
    )
    for names, frames, label in sets:
        for frame in parts(frames):
            for name in draw.sample(parts(names), per_frame):
                yield _agreed(frame.format(n=name)), label
    for frame in parts(TROUBLES_FR):
        for duration in parts(DURATIONS):
            yield frame.format(d=duration, k=draw.choice(parts(COUNTS))), -1


def _agreed(clause: str) -> str:
    """Return the clause with the articles that French writes in one word."""
    for apart, together in (("de le ", "du "), ("de les ", "des "), ("à le ", "au ")):
        clause = clause.replace(f" {apart}", f" {together}")
    return clause
