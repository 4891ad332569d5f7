"""What questions and their answers say, in French."""

MESSAGES = {
    "“{name}” is neither a dimension nor an attribute of this data; the nearest are {near}. Dimensions: {dimensions}. Attributes: {attributes}.": "«\xa0{name}\xa0» n’est ni une dimension ni un attribut de ces données\u202f; les plus proches sont {near}. Dimensions\xa0: {dimensions}. Attributs\xa0: {attributes}.",
    "“{value}” is not a period for {field}. Write 2025, 2025-Q3, 2025-09, 2025-W36, 2025-09-03 or last 3 months.": "«\xa0{value}\xa0» n’est pas une période pour {field}. Écrivez 2025, 2025-T3, 2025-09, 2025-S36, 2025-09-03 ou 3 derniers mois.",
    "“{operator}” compares with one value, not with {count}.": "«\xa0{operator}\xa0» compare avec une valeur, pas avec {count}.",
    "“{value}” is not a number. A score’s answers compare with numbers, for example “{example}”; its question is named with “{named}”.": "«\xa0{value}\xa0» n’est pas un nombre. Les réponses d’un score se comparent à des nombres, par exemple «\xa0{example}\xa0»\u202f; sa question se nomme par «\xa0{named}\xa0».",
    "A parenthesis of “{text}” has no other half. Close each one, or put quotation marks around the name that holds it.": "Une parenthèse de «\xa0{text}\xa0» est seule. Fermez chacune, ou mettez entre guillemets le nom qui la contient.",
    "No column of this data tells the moment of the relation. Name the column that does “{example}” and import the file again, or group by one of: {attributes}.": "Aucune colonne de ces données ne dit le moment de la relation. Nommez «\xa0{example}\xa0» celle qui le dit et importez de nouveau le fichier, ou groupez par l’un de ces attributs\xa0: {attributes}.",
    "“{condition}” would compare answers of several scales. Say which one in the same parenthesis, for example “{example}”; scores: {valid}.": "«\xa0{condition}\xa0» comparerait des réponses de plusieurs échelles. Dites laquelle dans la même parenthèse, par exemple «\xa0{example}\xa0»\u202f; scores\xa0: {valid}.",
    "“{of}” does not tell “{name}”: the same {of} is found with several {name}. If it should, correct the data or declare it: rebond tree “{of} < {name}”.": "«\xa0{of}\xa0» ne dit pas «\xa0{name}\xa0»\xa0: on trouve le même {of} avec plusieurs {name}. Si cela doit être, corrigez les données ou déclarez-le\xa0: rebond tree «\xa0{of} < {name}\xa0».",
    "“{name}” is no attribute of this data. Attributes: {attributes}.": "«\xa0{name}\xa0» n’est pas un attribut de ces données. Attributs\xa0: {attributes}.",
    "A tree has at least two different levels, from the finest to the widest: “{example}”.": "Un arbre a au moins deux niveaux différents, du plus fin au plus large\xa0: «\xa0{example}\xa0».",
    "{measure} would mix {count} questions that the same responses answer. Keep one with a filter such as “{example}”, or ask it by question; scores: {valid}.": "{measure} mêlerait {count} questions auxquelles les mêmes réponses répondent. Gardez-en une avec un filtre comme «\xa0{example}\xa0», ou demandez-le par question\u202f; scores\xa0: {valid}.",
    "{count} of {all} figures come from one person, who tells nothing of the spread: their interval is the whole range.": "{count} chiffres sur {all} viennent d’une seule personne, qui ne dit rien de la dispersion\xa0: leur intervalle est toute l’étendue.",
    "{count} of {all} figures have fewer than {few} answers: read their interval rather than their value.": "{count} chiffres sur {all} ont moins de {few} réponses\xa0: lisez leur intervalle plutôt que leur valeur.",
    "Answers go from {low} to {high}; {best} is best.": "Les réponses vont de {low} à {high}\u202f; {best} est le mieux.",
    "There is no score in this data.": "Il n’y a pas de score dans ces données.",
    "No answer to count here. The scores of this data: {scores}.": "Aucune réponse à compter ici. Les scores de ces données\xa0: {scores}.",
}
