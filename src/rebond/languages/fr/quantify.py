"""What quantify says, in French."""

MESSAGES = {
    (
        "A perimeter cannot be cut by “{field}”. Cut it by responses or voices "
        "(channel, month, an attribute…) and put “{field}” in the question."
    ): (
        "Un périmètre ne peut pas être découpé par «\u00a0{field}\u00a0». Découpez-le par "
        "réponses ou par voix (canal, mois, un attribut…) et mettez «\u00a0{field}\u00a0» dans la"
        " question."
    ),
    (
        "Better words about “{theme}” go with lower answers to “{score}”: {weight}% of "
        "its variance ({low} to {high}; n = {n})."
    ): (
        "De meilleurs mots sur «\u00a0{theme}\u00a0» vont de pair avec des réponses plus basses à"
        " «\u00a0{score}\u00a0»\u00a0: {weight}\u202f% de sa variance ({low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "By {attribute}, {measure} of employees and of customers go opposite ways: "
        "correlation {coefficient} ({low} to {high}; {places} places)."
    ): (
        "Par {attribute}, {measure} des employés et des clients vont en sens "
        "contraire\u00a0: corrélation {coefficient} ({low} à {high}\u202f; {places} lieux)."
    ),
    (
        "By {attribute}, {measure} of employees and of customers go together: "
        "correlation {coefficient} ({low} to {high}; {places} places)."
    ): (
        "Par {attribute}, {measure} des employés et des clients vont de pair\u00a0: "
        "corrélation {coefficient} ({low} à {high}\u202f; {places} lieux)."
    ),
    (
        "Fewer voices since around the week of {since}: {after} a week, against "
        "{before} before ({difference}%, {low} to {high}; n = {n})."
    ): (
        "Moins de voix depuis la semaine du {since} environ\u00a0: {after} par semaine, "
        "contre {before} avant ({difference}\u202f%, {low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "It is not established that what is said of “{theme}” goes with “{score}” (at "
        "most {high}% of its variance; n = {n})."
    ): (
        "Il n’est pas établi que ce qui est dit de «\u00a0{theme}\u00a0» soit lié à «\u00a0{score}\u00a0» "
        "(au plus {high}\u202f% de sa variance\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "More voices since around the week of {since}: {after} a week, against {before}"
        " before ({difference}%, {low} to {high}; n = {n})."
    ): (
        "Plus de voix depuis la semaine du {since} environ\u00a0: {after} par semaine, "
        "contre {before} avant ({difference}\u202f%, {low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    "No response.": "Aucune réponse.",
    "No “{value}” in {field}. It holds {count} values, such as: {valid}.": (
        "Pas de «\u00a0{value}\u00a0» dans {field}. Il y a {count} valeurs, par exemple\u00a0: "
        "{valid}."
    ),
    "The engine’s error is not measured on your data.": "L’erreur du moteur n’est pas mesurée sur vos données.",
    "The engine’s reading does not enter these figures.": "La lecture du moteur n’entre pas dans ces chiffres.",
    (
        "The engine’s error is not measured on your data yet: {labelled} voices are labelled,"
        " at least {least} are needed."
    ): (
        "L’erreur du moteur n’est pas encore mesurée sur vos données\u00a0: {labelled} voix sont étiquetées,"
        " il en faut au moins {least}."
    ),
    (
        "The engine’s error was measured on {labelled} of your voices: figures are corrected"
        " for it, and intervals include it."
    ): (
        "L’erreur du moteur a été mesurée sur {labelled} de vos voix\u00a0: les chiffres en sont corrigés,"
        " et les intervalles la comprennent."
    ),
    (
        "These figures count what the engine reads. Its error, measured on {labelled} of your"
        " voices, does not enter them."
    ): (
        "Ces chiffres comptent ce que lit le moteur. Son erreur, mesurée sur {labelled} de vos"
        " voix, n’y entre pas."
    ),
    ("The filter on “{field}” uses “{operator}”, which is not an operator. Use one of: {valid}."): (
        "Le filtre sur «\u00a0{field}\u00a0» emploie «\u00a0{operator}\u00a0», qui n’est pas un opérateur. "
        "Au choix\u00a0: {valid}."
    ),
    "There is no score here for themes to go with. Import some scores.": "Il n’y a ici aucune note à laquelle relier les thèmes. Importez des notes.",
    (
        "Voices are shown in proportion to how they judge (positive, negative, "
        "neither), those of about {length} characters first, the same text once; the "
        "choice is always the same."
    ): (
        "Les voix sont montrées en proportion de leur jugement (positif, négatif, ni "
        "l’un ni l’autre), celles d’environ {length} caractères d’abord, un même texte "
        "une seule fois\u202f; le choix est toujours le même."
    ),
    "Weights are those of themes on a score. Ask “{example}”.": "Les poids sont ceux des thèmes sur une note. Demandez «\u00a0{example}\u00a0».",
    ("What is said of {count} other themes goes with “{score}” too, for less each: {themes}."): (
        "Ce qui est dit de {count} autres thèmes est aussi lié à «\u00a0{score}\u00a0», chacun pour "
        "moins\u00a0: {themes}."
    ),
    (
        "What is said of “{theme}” goes with “{score}”: {part}% of what themes explain "
        "of it, {weight}% of its variance ({low} to {high}; n = {n})."
    ): (
        "Ce qui est dit de «\u00a0{theme}\u00a0» est lié à «\u00a0{score}\u00a0»\u00a0: {part}\u202f% de ce que les "
        "thèmes en expliquent, {weight}\u202f% de sa variance ({low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "{measure} would mix {count} scales. Keep one with a filter such as "
        "“{example}”; scores: {valid}."
    ): (
        "{measure} mélangerait {count} échelles. Gardez-en une par un filtre tel que "
        "«\u00a0{example}\u00a0»\u202f; notes\u00a0: {valid}."
    ),
    (
        "{responses} responses of {people} people: {solicited} solicited, {spontaneous}"
        " spontaneous, {unknown} not known; {customers} from customers, {employees} "
        "from employees, {partners} from partners. From {first} to {last}."
    ): (
        "{responses} réponses de {people} personnes\u00a0: {solicited} sollicitées, "
        "{spontaneous} spontanées, {unknown} de recueil inconnu\u202f; {customers} de clients, "
        "{employees} d’employés, {partners} de partenaires. Du {first} au {last}."
    ),
    (
        "{responses} responses of {people} people: {solicited} solicited, {spontaneous}"
        " spontaneous, {unknown} not known; {customers} from customers, {employees} "
        "from employees, {partners} from partners. Undated."
    ): (
        "{responses} réponses de {people} personnes\u00a0: {solicited} sollicitées, "
        "{spontaneous} spontanées, {unknown} de recueil inconnu\u202f; {customers} de clients, "
        "{employees} d’employés, {partners} de partenaires. Sans date."
    ),
    "“{measure}” is not a measure. Ask one of: {valid}; for example “{example}”.": (
        "«\u00a0{measure}\u00a0» n’est pas une mesure. Au choix\u00a0: {valid}\u202f; par exemple "
        "«\u00a0{example}\u00a0»."
    ),
    ("“{name}” can filter but not group. Group by one of: {valid}, or by an attribute’s name."): (
        "«\u00a0{name}\u00a0» peut filtrer, pas grouper. Groupez par l’une de ces dimensions\u00a0: "
        "{valid}, ou par le nom d’un attribut."
    ),
    "“{operator}” does not apply to {field}. Use one of: {valid}.": "«\u00a0{operator}\u00a0» ne s’applique pas à {field}. Au choix\u00a0: {valid}.",
    (
        "“{text}” is not a condition. Write a field, an operator and a value, for "
        "example “{example}”; operators: {valid}."
    ): (
        "«\u00a0{text}\u00a0» n’est pas une condition. Écrivez un champ, un opérateur et une "
        "valeur, par exemple «\u00a0{example}\u00a0»\u202f; opérateurs\u00a0: {valid}."
    ),
    (
        "“{theme}” appears around the week of {since}: {after}% of voices since, "
        "{before}% before ({difference} points, {low} to {high}; n = {n})."
    ): (
        "«\u00a0{theme}\u00a0» apparaît vers la semaine du {since}\u00a0: {after}\u202f% des voix depuis, "
        "{before}\u202f% avant ({difference} points, {low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "“{theme}” appears around the week of {since}: {after}% of voices since, "
        "{before}% before ({difference} points, {low} to {high}; n = {n}). Less than 13"
        " months are known: a season is not ruled out."
    ): (
        "«\u00a0{theme}\u00a0» apparaît vers la semaine du {since}\u00a0: {after}\u202f% des voix depuis, "
        "{before}\u202f% avant ({difference} points, {low} à {high}\u202f; n\u00a0=\u00a0{n}). Moins de 13 "
        "mois sont connus\u00a0: une saison n’est pas exclue."
    ),
    (
        "“{theme}” follows the season: highest around the week of {since} ({after}% of "
        "voices, {before}% at its lowest), at the same time of each year. It is no "
        "trend (n = {n})."
    ): (
        "«\u00a0{theme}\u00a0» suit la saison\u00a0: au plus haut vers la semaine du {since} "
        "({after}\u202f% des voix, {before}\u202f% au plus bas), au même moment chaque année. Ce "
        "n’est pas une tendance (n\u00a0=\u00a0{n})."
    ),
    (
        "“{theme}” follows the season: highest around the week of {since} ({after}% of "
        "voices, {before}% at its lowest), then back. One peak is known: a second year "
        "will tell whether it returns (n = {n})."
    ): (
        "«\u00a0{theme}\u00a0» suit la saison\u00a0: au plus haut vers la semaine du {since} "
        "({after}\u202f% des voix, {before}\u202f% au plus bas), puis retour. Un seul pic est "
        "connu\u00a0: une deuxième année dira s’il revient (n\u00a0=\u00a0{n})."
    ),
    (
        "“{theme}” is spoken of less since around the week of {since}: {after}% of "
        "voices, against {before}% ({difference} points, {low} to {high}; n = {n}). "
        "Less than 13 months are known: a season is not ruled out."
    ): (
        "On parle moins de «\u00a0{theme}\u00a0» depuis la semaine du {since} environ\u00a0: {after}\u202f%"
        " des voix, contre {before}\u202f% ({difference} points, {low} à {high}\u202f; n\u00a0=\u00a0{n}). "
        "Moins de 13 mois sont connus\u00a0: une saison n’est pas exclue."
    ),
    (
        "“{theme}” is spoken of less since around the week of {since}: {after}% of "
        "voices, against {before}% with the season taken out ({difference} points, "
        "{low} to {high}; n = {n})."
    ): (
        "On parle moins de «\u00a0{theme}\u00a0» depuis la semaine du {since} environ\u00a0: {after}\u202f%"
        " des voix, contre {before}\u202f% une fois la saison ôtée ({difference} points, "
        "{low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    (
        "“{theme}” is spoken of more since around the week of {since}: {after}% of "
        "voices, against {before}% ({difference} points, {low} to {high}; n = {n}). "
        "Less than 13 months are known: a season is not ruled out."
    ): (
        "On parle plus de «\u00a0{theme}\u00a0» depuis la semaine du {since} environ\u00a0: {after}\u202f% "
        "des voix, contre {before}\u202f% ({difference} points, {low} à {high}\u202f; n\u00a0=\u00a0{n}). "
        "Moins de 13 mois sont connus\u00a0: une saison n’est pas exclue."
    ),
    (
        "“{theme}” is spoken of more since around the week of {since}: {after}% of "
        "voices, against {before}% with the season taken out ({difference} points, "
        "{low} to {high}; n = {n})."
    ): (
        "On parle plus de «\u00a0{theme}\u00a0» depuis la semaine du {since} environ\u00a0: {after}\u202f% "
        "des voix, contre {before}\u202f% une fois la saison ôtée ({difference} points, "
        "{low} à {high}\u202f; n\u00a0=\u00a0{n})."
    ),
    "“{value}” is not a value of {field}. Use one of: {valid}.": "«\u00a0{value}\u00a0» n’est pas une valeur de {field}. Au choix\u00a0: {valid}.",
}
