"""French of the home page."""

MESSAGES = {
    # the loop
    "The loop, from listening to the answer": "La boucle, de l’écoute à la réponse",
    "{n} voice | listened to": "{n} voix | écoutée",
    "{n} voices | listened to": "{n} voix | écoutées",
    "{n} opinion | read": "{n} opinion | lue",
    "{n} opinions | read": "{n} opinions | lues",
    "{n} insight | that holds": "{n} enseignement | qui tient",
    "{n} insights | that hold": "{n} enseignements | qui tiennent",
    "{n} plan | decided": "{n} plan | décidé",
    "{n} plans | decided": "{n} plans | décidés",
    "{n} voice | answered": "{n} voix | a reçu une réponse",
    "{n} voices | answered": "{n} voix | ont reçu une réponse",
    # nothing yet
    "Nothing has been brought in yet.": "Rien n’est encore entré ici.",
    "Give the file that your survey or your reviews tool exports: you see how it is read before"
    " anything comes in.": "Donnez le fichier qu’exporte votre outil d’enquête ou d’avis\u00a0: vous"
    " verrez comment il est lu avant que rien n’entre.",
    "Bring in a file": "Apporter un fichier",
    "Ask a question": "Poser une question",
    # what waits
    "For you": "À vous",
    "Nothing here is repeated to you more than once a day.": "Rien ici ne vous est rappelé plus d’une"
    " fois par jour.",
    "What waits for you": "Ce qui vous attend",
    "Nothing waits for you.": "Rien ne vous attend.",
    "Cases, plans and rows in quarantine that are yours would be here.": "Les cas, les plans et les"
    " lignes en quarantaine qui vous reviennent seraient ici.",
    "plan is yours": "plan est à vous",
    "plans are yours": "plans sont à vous",
    "row is in quarantine": "ligne est en quarantaine",
    "rows are in quarantine": "lignes sont en quarantaine",
    "nothing is lost: mend them and they join the others": "rien n’est perdu\u00a0: une fois corrigées,"
    " elles rejoignent les autres",
}
