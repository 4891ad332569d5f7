"""What understanding says, in French."""

MESSAGES = {
    "No theme is called {id} in the codebook {codebook}. Its themes: {themes}.": "Aucun thème ne s’appelle {id} dans le plan de codage {codebook}. Ses thèmes\u00a0: {themes}.",
    "No codebook can be read at {path}. Give a TOML file in UTF-8, or one of: {ids}.": "Aucun plan de codage ne peut être lu dans {path}. Donnez un fichier TOML en UTF-8, ou l’un de ceux-ci\u00a0: {ids}.",
    "The codebook {name} is not valid TOML: {problem}. Correct it and start again.": "Le plan de codage {name} n’est pas un TOML valide\u00a0: {problem}. Corrigez-le et recommencez.",
    "The theme {theme} of the codebook {name} has an unknown entry, {entry}. Valid entries: {valid}.": "Le thème {theme} du plan de codage {name} a une entrée inconnue, {entry}. Entrées valides\u00a0: {valid}.",
    "In the codebook {name}, {entry} of the theme {theme} must be a list of non-empty sentences or words by language, as in {example}.": "Dans le plan de codage {name}, {entry} du thème {theme} doit être une liste de mots ou de phrases non vides par langue, comme dans {example}.",
    "The theme {theme} appears twice in the codebook {name}. Rename or remove one.": "Le thème {theme} apparaît deux fois dans le plan de codage {name}. Renommez ou retirez l’un des deux.",
    "In the codebook {name}, the theme {theme} stands before its branch {branch}, or its branch is missing. Add the branch above it.": "Dans le plan de codage {name}, le thème {theme} précède sa branche {branch}, ou sa branche manque. Ajoutez la branche au-dessus.",
    "The codebook {name} lacks {entry}. Add it, as in the codebooks that ship with Rebond.": "Il manque {entry} au plan de codage {name}. Ajoutez cette entrée, comme dans les plans fournis avec Rebond.",
    "The workspace {path} has no codebook yet: its voices have not been understood. Run: rebond analyse": "L’espace {path} n’a pas encore de plan de codage\u00a0: ses voix n’ont pas été comprises. Lancez\u00a0: rebond analyse",
    "None of the {n} coded examples can be learned from: each theme needs at least {least}, and some without it. Code more of them.": "Aucun des {n} exemples codés ne permet d’apprendre\u00a0: il en faut au moins {least} par thème, et d’autres sans lui. Codez-en davantage.",
    "The opinion model needs {name}, which is not installed. Type: pip install {name}. Without it, the engine “rules” reads.": "Le modèle d’opinions a besoin de {name}, qui n’est pas installé. Tapez\u00a0: pip install {name}. Sans lui, le moteur «\u00a0rules\u00a0» lit.",
    "The opinion model in {folder} cannot be used: {problem}. Install Rebond again, or read with the engine “rules”.": "Le modèle d’opinions de {folder} ne peut pas servir\u00a0: {problem}. Réinstallez Rebond, ou lisez avec le moteur «\u00a0rules\u00a0».",
}
