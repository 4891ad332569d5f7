"""What living codebooks say, in French."""

MESSAGES = {
    "In the history of the codebook {name}, {entry} is not written as it should be. Each change has a date (on), what was done ({valid}), and the themes before and after (from, to).": "Dans l’historique du plan de codage {name}, {entry} n’est pas écrit comme il le faut. Chaque changement a une date (on), ce qui a été fait ({valid}), et les thèmes avant et après (from, to).",
    "What was learned for this codebook reads with the encoder {wanted}, and this version of Rebond has {found}. Learn again: rebond codebook teach or import.": "Ce que ce plan de codage a appris se lit avec l’encodeur {wanted}, et cette version de Rebond a {found}. Faites-le apprendre à nouveau\u00a0: rebond codebook teach ou import.",
    "What was learned for this codebook cannot be read in {path}: {problem}. Put the file back, or learn again: rebond codebook teach or import.": "Ce que ce plan de codage a appris ne peut être lu dans {path}\u00a0: {problem}. Remettez le fichier à sa place, ou faites-le apprendre à nouveau\u00a0: rebond codebook teach ou import.",
}
