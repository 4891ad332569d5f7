"""What making a codebook from the data says, in French."""

MESSAGES = {
    "make a codebook from the voices of a workspace, in their own words": "fait un plan de codage à partir des voix d’un espace, dans leurs propres mots",
    "where to write the codebook; never over a file that is there": "où écrire le plan de codage\u00a0; jamais par-dessus un fichier présent",
    "{path} is already there, and may hold your changes: nothing was written. Give another name with -o, or remove it first.": "{path} existe déjà et contient peut-être vos modifications\u00a0: rien n’a été écrit. Donnez un autre nom avec -o, ou retirez-le d’abord.",
    "Written to {path}. Read it, rename, move or remove what you wish, then: rebond analyse FILES --workspace DIR --report FILE --codebook {path}": "Écrit dans {path}. Lisez-le, renommez, déplacez ou retirez ce que vous voulez, puis\u00a0: rebond analyse FICHIERS --workspace DOSSIER --report FICHIER --codebook {path}",
    "Made by Rebond from {n} voices; {covered} % of them speak of a subject below.": "Tiré par Rebond de {n}\u00a0voix\u00a0; {covered}\u00a0% d’entre elles parlent d’un des sujets ci-dessous.",
    "Change what you like: labels, words, order. Keep ids once you use it.": "Changez ce que vous voulez\u00a0: libellés, mots, ordre. Gardez les identifiants une fois le plan en service.",
    "{voices} voices ({share} %), {people} people": "{voices}\u00a0voix ({share}\u00a0%), {people}\u00a0personnes",
    "{voices} voices ({share} %), {people} people, cohesion {cohesion}": "{voices}\u00a0voix ({share}\u00a0%), {people}\u00a0personnes, cohésion {cohesion}",
    "to look at first: its sentences have little in common": "à regarder d’abord\u00a0: ses phrases ont peu en commun",
    "{covered} % of {n} voices speak of a subject of this codebook ({leaves} subjects, {branches} branches).": "{covered}\u00a0% des {n}\u00a0voix parlent d’un sujet de ce plan ({leaves}\u00a0sujets, {branches}\u00a0branches).",
    "No subject is named by enough people in {n} voices: there is nothing to make a codebook of. Bring more voices, or start from a ready-made codebook.": "Aucun sujet n’est nommé par assez de personnes dans {n}\u00a0voix\u00a0: il n’y a pas de quoi faire un plan de codage. Apportez plus de voix, ou partez d’un plan fourni.",
}
