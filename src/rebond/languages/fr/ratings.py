"""French of two-way ratings."""

MESSAGES = {
    # the library
    "Rating “{id}” holds no mark: give one at least.": "La note «\u00a0{id}\u00a0» ne contient aucune valeur\u00a0: donnez-en une au moins.",
    "“{mark}” is not a mark for {criterion}. Marks are whole numbers from {low} to {high}.": "«\u00a0{mark}\u00a0» n’est pas une note pour {criterion}. Les notes sont des nombres entiers de {low} à {high}.",
    "A batch of {n} ratings holds too few people to be published: it takes {least} who rate and {least} who are rated.": "Un lot de {n} notes réunit trop peu de personnes pour être publié\u00a0: il en faut {least} qui notent et {least} qui sont notées.",
    "A batch holds the ratings of one place and one period. Separate those of {place}, {period} from the others.": "Un lot réunit les notes d’un seul lieu et d’une seule période. Séparez celles de {place}, {period} des autres.",
    "Rating “{id}” is in two batches: it is published once.": "La note «\u00a0{id}\u00a0» est dans deux lots\u00a0: elle n’est publiée qu’une fois.",
    "Ratings of one table have the same criteria. These have: {valid}.": "Les notes d’un même tableau ont les mêmes critères. Celles-ci ont\u00a0: {valid}.",
}
