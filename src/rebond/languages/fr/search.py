"""What search says, in French."""

MESSAGES = {
    "“{query}” holds nothing to look for. Write words or a sentence, as in: {example}": "«\u00a0{query}\u00a0» ne contient rien à chercher. Écrivez des mots ou une phrase, par exemple\u00a0: {example}",
    "“{by}” is not a way to search. Use one of: {valid}.": "«\u00a0{by}\u00a0» n’est pas une façon de chercher. Au choix\u00a0: {valid}.",
    "A search gives at least one voice, not {limit}.": "Une recherche donne au moins une voix, pas {limit}.",
    "“{query}” holds no word to look for. Search by meaning.": "«\u00a0{query}\u00a0» ne contient aucun mot à chercher. Cherchez par le sens.",
    "Voices were searched by words only.": "Les voix ont été cherchées par les mots seulement.",
    "The workspace is being written to: the latest voices may be missing from what was found.": "L’espace est en cours d’écriture\u00a0: les dernières voix manquent peut-être à ce qui a été trouvé.",
    "The search index {path} cannot be used: {error}. Delete it: the next search makes it anew.": "L’index de recherche {path} ne peut pas servir\u00a0: {error}. Supprimez-le\u00a0: la prochaine recherche le refera.",
    "find the voices that say something, in these words or in others": "trouver les voix qui disent une chose, avec ces mots ou d’autres",
    "words, “phrases” between quotation marks, -words to leave out": "mots, «\u00a0phrases\u00a0» entre guillemets, -mots à exclure",
    "by their words only": "par leurs mots seulement",
    "by their meaning only": "par leur sens seulement",
    "show at most N voices (20)": "montrer au plus N voix (20)",
    "keep some voices only: “channel = survey and month >= 2026-01”": "ne garder que certaines voix\u00a0: «\u00a0canal = sondage et mois >= 2026-01\u00a0»",
    "No voice was found.": "Aucune voix n’a été trouvée.",
    "{n} texts hold all the words.": "{n} textes contiennent tous les mots.",
    "by words": "par les mots",
    "by meaning": "par le sens",
    "search index": "index de recherche",
    "{name} cannot go with {other}": "{name} ne va pas avec {other}",
}
