"""What search says, in French."""

MESSAGES = {
    "“{query}” holds nothing to look for. Write words or a sentence, as in: {example}": "«\u00a0{query}\u00a0» ne contient rien à chercher. Écrivez des mots ou une phrase, par exemple\u00a0: {example}",
    "“{by}” is not a way to search. Use one of: {valid}.": "«\u00a0{by}\u00a0» n’est pas une façon de chercher. Au choix\u00a0: {valid}.",
    "A search gives at least one voice, not {limit}.": "Une recherche donne au moins une voix, pas {limit}.",
    "“{query}” holds no word to look for. Search by meaning.": "«\u00a0{query}\u00a0» ne contient aucun mot à chercher. Cherchez par le sens.",
    "Voices were searched by words only.": "Les voix ont été cherchées par les mots seulement.",
    "The workspace is being written to: the latest voices may be missing from what was found.": "L’espace est en cours d’écriture\u00a0: les dernières voix manquent peut-être à ce qui a été trouvé.",
    "The search index {path} cannot be used: {error}. Delete it: the next search makes it anew.": "L’index de recherche {path} ne peut pas servir\u00a0: {error}. Supprimez-le\u00a0: la prochaine recherche le refera.",
}
