"""Test panels, in French."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "A test panel": "Un panel de test",
    "A test panel: something to try, and people who try it": (
        "Un panel de test\u00a0: quelque chose à essayer, et des gens qui l’essaient"
    ),
    "{accepted} of {n} place is taken.": "{accepted}\u00a0place sur {n} est prise.",
    "{accepted} of {n} places are taken.": "{accepted}\u00a0places sur {n} sont prises.",
    "Close this panel": "Fermer ce panel",
    "Open this panel": "Ouvrir ce panel",
    "Who applied": "Qui a postulé",
    "Each reads your answer on the page of the panel, and by e-mail where they have an account.": (
        "Chacun lit votre réponse sur la page du panel, et par courriel s’il a un compte."
    ),
    "Accept": "Accepter",
    "Refuse, with this reason": "Refuser, pour cette raison",
    "Nobody has applied yet.": "Personne n’a encore postulé.",
    "The call is on the page of the space, for those whom it is for.": (
        "L’appel est sur la page de l’espace, pour ceux à qui il s’adresse."
    ),
    "What they say": "Ce qu’ils disent",
    "Each feedback is a response of the workspace: its score and its words are read with the "
    "others.": (
        "Chaque retour est une réponse de l’espace de travail\u00a0: sa note et ses mots sont "
        "lus avec les autres."
    ),
    "{n} tester spoke of it": "{n}\u00a0testeur en a parlé",
    "{n} testers spoke of it": "{n}\u00a0testeurs en ont parlé",
    "What came of it, for those who tried": "Ce que cela a donné, pour ceux qui ont essayé",
    "The call": "L’appel",
    "What testers say is kept under this name, beside your other sources.": (
        "Ce que disent les testeurs est gardé sous ce nom, à côté de vos autres sources."
    ),
    "What is tried, and why": "Ce qui est essayé, et pourquoi",
    "What is lent and given back, what is owed to testers, what stays secret, for how long "
    "answers are kept.": (
        "Ce qui est prêté et rendu, ce qui est dû aux testeurs, ce qui reste secret, combien "
        "de temps les réponses sont gardées."
    ),
    "To whom they may speak": "À qui ils peuvent parler",
    "For": "Pour",
    "All who take part": "Tous ceux qui participent",
    "Whose answers fulfil": "Dont les réponses remplissent",
    "As in a question: Produit = Skis. Empty: no condition. With one, an account is needed.": (
        "Comme dans une question\u00a0: Produit = Skis. Vide\u00a0: aucune condition. Avec une "
        "condition, il faut un compte."
    ),
    "Questions to those who apply, one a line": "Questions à ceux qui postulent, une par ligne",
    "The steps": "Les étapes",
    "Both days included. After each, testers give a mark and their words. Leave a name empty "
    "to remove its step.": (
        "Les deux jours compris. Après chacune, les testeurs donnent une note et leurs mots. "
        "Laissez un nom vide pour retirer son étape."
    ),
    "Step {n}": "Étape {n}",
    "What they do": "Ce qu’ils font",
    "The protocol": "Le protocole",
    "The agreement": "L’accord",
    "A test panel of {name}": "Un panel de test de {name}",
    "To whom you may speak": "À qui vous pouvez parler",
    "Your voice was received. This address will tell you what becomes of it: keep it, we "
    "cannot find it for you.": (
        "Votre voix a été reçue. Cette adresse vous dira ce qu’elle devient\u00a0: gardez-la, "
        "nous ne pouvons pas la retrouver pour vous."
    ),
    "Leave this panel": "Quitter ce panel",
    "What came of it": "Ce que cela a donné",
    "What you do, and when.": "Ce que vous faites, et quand.",
    "You spoke of it on {day}": "Vous en avez parlé le {day}",
    "How satisfied are you with this step?": "Êtes-vous satisfait de cette étape\u202f?",
    "In your words: what worked, what did not": (
        "Avec vos mots\u00a0: ce qui a marché, ce qui n’a pas marché"
    ),
    "Give my feedback": "Donner mon retour",
    "Apply": "Postuler",
    "Each application gets an answer, with its reason if it is no.": (
        "Chaque candidature reçoit une réponse, avec sa raison si c’est non."
    ),
    "Take part, then apply": "Participer, puis postuler",
    "What you say of each step is read by {name}, under a pseudonym of your address if you "
    "have an account here. You may have it erased at any time.": (
        "Ce que vous dites de chaque étape est lu par {name}, sous un pseudonyme de votre "
        "adresse si vous avez un compte ici. Vous pouvez le faire effacer à tout moment."
    ),
    "I accept this agreement": "J’accepte cet accord",
    "{n} tester is wanted": "{n}\u00a0testeur est recherché",
    "{n} testers are wanted": "{n}\u00a0testeurs sont recherchés",
    "How many testers": "Combien de testeurs",
    "Try before everybody": "Essayer avant tout le monde",
    "Test panels": "Panels de test",
    "A prototype or a pilot to try, with a protocol, an agreement and steps: what testers say "
    "comes back among your voices.": (
        "Un prototype ou un pilote à essayer, avec un protocole, un accord et des "
        "étapes\u00a0: ce que disent les testeurs revient parmi vos voix."
    ),
    "Recruit testers": "Recruter des testeurs",
    "An application is accepted or refused. Choose one of the two.": (
        "Une candidature est acceptée ou refusée. Choisissez l’un des deux."
    ),
    "Say why, in a sentence: who applied reads it.": (
        "Dites pourquoi, en une phrase\u00a0: qui a postulé la lit."
    ),
    "The {n} places are taken. Give the panel more places, or refuse with a reason.": (
        "Les {n}\u00a0places sont prises. Donnez plus de places au panel, ou refusez avec une "
        "raison."
    ),
    "A panel needs a name: what its testers say is known by it.": (
        "Un panel a besoin d’un nom\u00a0: on y reconnaît ce que disent ses testeurs."
    ),
    "There is already a panel or a survey named “{name}”: what people say would be mixed. Give "
    "another name.": (
        "Il y a déjà un panel ou un questionnaire nommé «\u00a0{name}\u00a0»\u00a0: ce que "
        "disent les gens serait mêlé. Donnez un autre nom."
    ),
    "At most {most} questions: an application is short.": (
        "Au plus {most}\u00a0questions\u00a0: une candidature est courte."
    ),
    "“{field}” is empty: those who apply must know what they come for.": (
        "«\u00a0{field}\u00a0» est vide\u00a0: ceux qui postulent doivent savoir pour quoi ils "
        "viennent."
    ),
    "“{value}” is not a number of places. Write one from 1 to {most}.": (
        "«\u00a0{value}\u00a0» n’est pas un nombre de places. Écrivez-en un de 1 à {most}."
    ),
    "Give at least one step: its name, and its days.": (
        "Donnez au moins une étape\u00a0: son nom, et ses jours."
    ),
    "Two steps have the same name: results could not tell them apart.": (
        "Deux étapes portent le même nom\u00a0: les résultats ne pourraient pas les distinguer."
    ),
    "A step ends after it begins: {closes} is before {opens}.": (
        "Une étape finit après avoir commencé\u00a0: le {closes} précède le {opens}."
    ),
    "Testers spoke of the step “{name}”: it cannot go. Rename it instead.": (
        "Des testeurs ont parlé de l’étape «\u00a0{name}\u00a0»\u00a0: elle ne peut pas "
        "disparaître. Renommez-la plutôt."
    ),
    "You are a tester of “{panel}”. The steps and their dates: {address}": (
        "Vous êtes testeur de «\u00a0{panel}\u00a0». Les étapes et leurs dates\u00a0: {address}"
    ),
    "You are not among the testers of “{panel}” this time. The reason: {reason}\n{address}": (
        "Vous n’êtes pas parmi les testeurs de «\u00a0{panel}\u00a0» cette fois. La "
        "raison\u00a0: {reason}\n{address}"
    ),
    "Your application to “{panel}”": "Votre candidature à «\u00a0{panel}\u00a0»",
    "waits for an answer": "attend une réponse",
    "left by themselves": "parti de lui-même",
    "You spoke of this step already: the first answer stays.": (
        "Vous avez déjà parlé de cette étape\u00a0: la première réponse reste."
    ),
    "An application to “{panel}”": "Une candidature à «\u00a0{panel}\u00a0»",
    "What you thought of the step “{step}”": (
        "Ce que vous avez pensé de l’étape «\u00a0{step}\u00a0»"
    ),
    "This panel takes no application.": "Ce panel ne prend pas de candidature.",
    "Accept the agreement first: it says what you do and what we owe you.": (
        "Acceptez d’abord l’accord\u00a0: il dit ce que vous faites et ce que nous vous devons."
    ),
    "Answer each question, in a few words: places are given on them.": (
        "Répondez à chaque question, en quelques mots\u00a0: les places se donnent là-dessus."
    ),
    "This step takes no feedback now.": "Cette étape ne prend pas de retour en ce moment.",
    "Your application waits for an answer": "Votre candidature attend une réponse",
    "You are a tester": "Vous êtes testeur",
    "You are not among the testers this time": "Vous n’êtes pas parmi les testeurs cette fois",
    "You left this panel": "Vous avez quitté ce panel",
    "panel made": "panel écrit",
    "panel changed": "panel modifié",
    "panel opened": "panel ouvert",
    "panel closed": "panel fermé",
    "panel outcome told": "suites du panel dites",
    "application accepted": "candidature acceptée",
    "application refused": "candidature refusée",
    "applied to a panel": "candidature à un panel",
    "left a panel": "panel quitté",
    "step spoken of": "retour sur une étape",
    "{name} looks for people to try “{panel}”.\n\n{about}\n\nThe protocol, and how to apply: "
    "{address}": (
        "{name} cherche des gens pour essayer «\u00a0{panel}\u00a0».\n\n{about}\n\nLe "
        "protocole, et comment postuler\u00a0: {address}"
    ),
    "Would you try “{panel}”?": "Voulez-vous essayer «\u00a0{panel}\u00a0»\u202f?",
    "What came of “{panel}”:\n\n{outcome}\n\n{address}": (
        "Ce que «\u00a0{panel}\u00a0» a donné\u00a0:\n\n{outcome}\n\n{address}"
    ),
    "What came of “{panel}”": "Ce que «\u00a0{panel}\u00a0» a donné",
    "To receive no more letters about test panels: {link}": (
        "Pour ne plus recevoir de lettres sur les panels de test\u00a0: {link}"
    ),
    "Open the panel first: its call leads there.": (
        "Ouvrez d’abord le panel\u00a0: son appel y mène."
    ),
    "panel called": "appel du panel envoyé",
    "{n} letter is on its way.": "{n}\u00a0lettre est en route.",
    "{n} letters are on their way.": "{n}\u00a0lettres sont en route.",
    "Write to those whom it is for": "Écrire à ceux à qui il s’adresse",
    "Each once; those who have an account here and want such letters.": (
        "Chacun une fois\u202f; ceux qui ont un compte ici et veulent de telles lettres."
    ),
}
