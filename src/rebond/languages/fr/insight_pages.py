"""French of the page of an insight, of its comments, and of plans."""

MESSAGES = {
    # drawings of insights
    "Voices that hold these words: {words}": "Voix qui contiennent ces mots\u00a0: {words}",
    "Correlation within each {attribute}, by lag": "Corrélation à l’intérieur de chaque {attribute}, selon le décalage",
    "From −1 to +1, over {n} places. Full dot: the likeliest lag; band: its 95% interval.": "De −1 à +1, sur {n} lieux. Point plein\u00a0: le décalage le plus vraisemblable\u202f; bande\u00a0: son intervalle à 95\u202f%.",
    "customers first": "les clients d’abord",
    "teams first": "les équipes d’abord",
}
