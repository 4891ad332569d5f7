"""What living codebooks say, in French."""

MESSAGES = {
    "In the history of the codebook {name}, {entry} is not written as it should be. Each change has a date (on), what was done ({valid}), and the themes before and after (from, to).": "Dans l’historique du plan de codage {name}, {entry} n’est pas écrit comme il le faut. Chaque changement a une date (on), ce qui a été fait ({valid}), et les thèmes avant et après (from, to).",
    "What was learned for this codebook reads with the encoder {wanted}, and this version of Rebond has {found}. Learn again: rebond codebook teach or import.": "Ce que ce plan de codage a appris se lit avec l’encodeur {wanted}, et cette version de Rebond a {found}. Faites-le apprendre à nouveau\u00a0: rebond codebook teach ou import.",
    "What was learned for this codebook cannot be read in {path}: {problem}. Put the file back, or learn again: rebond codebook teach or import.": "Ce que ce plan de codage a appris ne peut être lu dans {path}\u00a0: {problem}. Remettez le fichier à sa place, ou faites-le apprendre à nouveau\u00a0: rebond codebook teach ou import.",
    "The theme {theme} cannot be put under {branch}, which is itself or below it.": "Le thème {theme} ne peut pas être mis sous {branch}, qui est lui-même ou au-dessous de lui.",
    "Merging takes at least two themes. Name another beside {id}.": "Il faut au moins deux thèmes pour une fusion. Nommez-en un autre à côté de {id}.",
    "Each part of the theme {theme} needs a name and expressions, as in {example}.": "Chaque partie du thème {theme} a besoin d’un nom et d’expressions, comme dans {example}.",
    "The theme {theme} is all that the codebook {codebook} holds. Add another first.": "Le thème {theme} est tout ce que contient le plan de codage {codebook}. Ajoutez-en d’abord un autre.",
    "There is already a theme {theme} in the codebook {codebook}. Give another name.": "Il y a déjà un thème {theme} dans le plan de codage {codebook}. Donnez un autre nom.",
    "The theme {theme} is a branch: opinions belong to its leaves, {leaves}. Name these.": "Le thème {theme} est une branche\u00a0: les opinions appartiennent à ses feuilles, {leaves}. Nommez celles-ci.",
    "The workspace {path} has been read with one codebook and one model only: there is nothing to compare yet.": "L’espace {path} n’a été lu qu’avec un seul plan de codage et un seul modèle\u00a0: il n’y a encore rien à comparer.",
    "The voices of the workspace {path} have not been understood by this version yet, so what the edit moves cannot be told. Run: rebond analyse": "Les voix de l’espace {path} n’ont pas encore été comprises par cette version\u00a0: on ne peut pas dire ce que le changement déplace. Lancez\u00a0: rebond analyse",
    "No candidate is called {name}. Candidates: {known}. To look for new ones: rebond codebook candidates": "Aucun candidat ne s’appelle {name}. Candidats\u00a0: {known}. Pour en chercher de nouveaux\u00a0: rebond codebook candidates",
}
