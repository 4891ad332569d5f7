"""Challenges, in French."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "Challenge": "Défi",
    "challenge made": "défi écrit",
    "challenge changed": "défi modifié",
    "challenge opened": "défi ouvert",
    "challenge closed": "défi fermé",
    "The space is closed: open it again first.": "L’espace est fermé\u00a0: rouvrez-le d’abord.",
    "A challenge needs its question: one that people can answer.": (
        "Un défi a besoin de sa question\u00a0: une question à laquelle on peut répondre."
    ),
    "A phase ends after it begins: {closes} is before {opens}.": (
        "Une étape finit après avoir commencé\u00a0: le {closes} est avant le {opens}."
    ),
    "Give dates to at least one phase: propose, sort or choose.": (
        "Donnez des dates à une étape au moins\u00a0: proposer, trier ou choisir."
    ),
    "Say by when you answer: without an answer, people do not come back.": (
        "Dites quand vous répondrez\u00a0: sans réponse, les gens ne reviennent pas."
    ),
    "Choose the space in which the challenge is opened.": (
        "Choisissez l’espace dans lequel le défi est ouvert."
    ),
    "Propose": "Proposer",
    "Rebound": "Rebondir",
    "Sort": "Trier",
    "Propose an idea": "Proposer une idée",
    "Rebound on an idea": "Rebondir sur une idée",
    "Sort the statements": "Trier les affirmations",
    "Choose among the ideas": "Choisir parmi les idées",
    "A challenge of {name}, without an account": "Un défi de {name}, sans compte",
    "A challenge of {name}": "Un défi de {name}",
    "Over: it can still be read": "Terminé\u00a0: on peut encore le lire",
    "The steps of the challenge": "Les étapes du défi",
    "Each idea gets an answer with its reason, adopted or not.": (
        "Chaque idée reçoit une réponse avec sa raison, adoptée ou non."
    ),
    "All the challenges": "Tous les défis",
    "Found in what people said before this challenge, with its interval at 95%. Nobody’s name "
    "is shown.": (
        "Trouvé dans ce qui s’est dit avant ce défi, avec son intervalle à 95\u202f%. Aucun "
        "nom n’est montré."
    ),
    "What will be done with it": "Ce qu’on en fera",
    "One that people can answer: “How could we wait less at the till on Saturdays?”": (
        "Une question à laquelle on peut répondre\u00a0: «\u00a0Comment attendre moins en "
        "caisse le samedi\u202f?\u00a0»"
    ),
    "Why you ask it": "Pourquoi vous la posez",
    "What is possible, the budget if there is one, what is not. Promise only what will be kept.": (
        "Ce qui est possible, le budget s’il y en a un, ce qui ne l’est pas. Ne promettez que "
        "ce qui sera tenu."
    ),
    "Who decides": "Qui décide",
    "Shown to all as": "Montré à tous comme",
    "A name and what they are in charge of. E-mail addresses are never shown.": (
        "Un nom et ce dont cette personne a la charge. Les adresses ne sont jamais montrées."
    ),
    "When": "Quand",
    "Both days included. Phases may overlap; one left empty does not take place.": (
        "Les deux jours compris. Les étapes peuvent se chevaucher\u202f; une étape laissée "
        "vide n’a pas lieu."
    ),
    "Phase": "Étape",
    "From": "Du",
    "To": "Au",
    "{phase}: from": "{phase}\u00a0: du",
    "{phase}: to": "{phase}\u00a0: au",
    "Draft: seen by those who run the space": "Brouillon\u00a0: vu de ceux qui animent l’espace",
    "What it was born from": "D’où il est né",
    "Open": "Ouvert",
    "A challenge: a question, and what you will do with the answers": (
        "Un défi\u00a0: une question, et ce que vous ferez des réponses"
    ),
    "See it as those who take part": "Le voir comme ceux qui participent",
    "Open this challenge": "Ouvrir ce défi",
    "Close this challenge": "Fermer ce défi",
    "Shown to all who take part. Take out what could tell who spoke.": (
        "Montré à tous ceux qui participent. Retirez ce qui pourrait dire qui a parlé."
    ),
    "Take it out": "Retirer",
    "Its words and its dates": "Ses mots et ses dates",
    "Keep these changes": "Garder ces changements",
    "The insight": "Le constat",
    "Written in": "Écrit en",
    "Keep as a draft": "Garder comme brouillon",
    "Open a challenge": "Ouvrir un défi",
    "From what was found to what could be done": "De ce qu’on a trouvé à ce qu’on pourrait faire",
    "Open a challenge on it": "Ouvrir un défi à son sujet",
    "A challenge is opened in a space, and there is none yet.": (
        "Un défi s’ouvre dans un espace, et il n’y en a pas encore."
    ),
    "What comes along": "Ce qui vient avec",
    "The sentence and its figures, with how sure they are, and the words you choose. No name, "
    "no place, no date.": (
        "La phrase et ses chiffres, avec leur certitude, et les mots que vous choisissez. Ni "
        "nom, ni lieu, ni date."
    ),
    "Words to show: read each, and choose those that name and point at nobody": (
        "Des mots à montrer\u00a0: lisez chacun, et choisissez ceux qui ne nomment ni ne "
        "désignent personne"
    ),
    "In which space": "Dans quel espace",
    "Nobody sees it before you open it.": "Personne ne le voit avant que vous l’ouvriez.",
    "{n} idea": "{n}\u00a0idée",
    "{n} ideas": "{n}\u00a0idées",
    "{n} rebound": "{n}\u00a0rebond",
    "{n} rebounds": "{n}\u00a0rebonds",
    "{n} statement": "{n}\u00a0affirmation",
    "{n} statements": "{n}\u00a0affirmations",
    "before {day}": "avant le {day}",
    "{first} to {last}": "{first} au {last}",
    "Ask those concerned": "Demander à ceux que cela concerne",
    "The sentence, its figures and the words that you choose come along; names do not.": (
        "La phrase, ses chiffres et les mots que vous choisissez viennent avec\u202f; les "
        "noms, non."
    ),
}
