"""French of surveys, receipts, the note and single answers."""

MESSAGES = {
    # single answers
    "“{value}” cannot be the {name} of an answer. Give one to {most} characters that name it, without spaces around them.": "«\u00a0{value}\u00a0» ne peut pas être le champ {name} d’une réponse. Donnez de un à {most} caractères qui la nomment, sans espaces autour.",
    "“{column}” cannot be a column of an answer: each has a name, and its own. {taken} are already those of its id and date.": "«\u00a0{column}\u00a0» ne peut pas être une colonne d’une réponse\u00a0: chacune a un nom, et le sien. {taken} sont déjà celles de son identifiant et de sa date.",
    "as its sender says": "comme le dit son expéditeur",
}
