"""What the columns of a use case's figure are called, in the two languages of the product."""

from __future__ import annotations

from rebond.vocabulary import Label

READING = "reading"  # the name of the detail that holds one of `READINGS`
CLASS = "class"  # the name of the detail that holds one of `CLASSES`
LEAST_SHOWN = 30  # responses or voices below which a row is shown apart

READINGS = {
    "unweighted": Label("as they spoke", "brut"),
    "weighted": Label("weighted", "redressé"),
    "gap": Label("mean gap", "écart de moyenne"),
    "without": Label("without it", "sans lui"),
    "lever": Label("without its dissatisfied", "sans ses mécontents"),
    "preserved": Label("without its satisfied", "sans ses satisfaits"),
    "likely": Label("gap, likely", "écart vraisemblable"),
    "weight": Label("Johnson", "Johnson"),
    "shapley": Label("Shapley", "Shapley"),
    "within": Label("Shapley, others equal", "Shapley, le reste égal"),
    "inflation": Label("inflation", "inflation"),
    "share": Label("share", "part"),
    "elsewhere": Label("elsewhere", "ailleurs"),
    "lift": Label("lift", "fréquence relative"),
    "before": Label("before", "avant"),
    "now": Label("now", "maintenant"),
    "change": Label("change of odds", "variation de la cote"),
    "last_year": Label("odds on last year", "cote sur un an"),
    "nps": Label("NPS", "NPS"),
    "variation": Label("variation", "variation"),
    "promoters": Label("promoters", "promoteurs"),
    "passives": Label("passives", "passifs"),
    "detractors": Label("detractors", "détracteurs"),
    "observed": Label("observed", "observé"),
    "shrunk": Label("likely", "vraisemblable"),
    "rank": Label("rank", "rang"),
    "first": Label("chance of first", "chance d’être premier"),
    "voices": Label("voices", "voix"),
    "positive": Label("positive", "positif"),
    "negative": Label("negative", "négatif"),
    "well": Label("well judged", "bien jugé"),
    "badly": Label("badly judged", "mal jugé"),
    "as basic": Label("as basic", "en basique"),
    "as plus": Label("as plus", "en plus"),
    "as key": Label("as key", "en clé"),
    "as secondary": Label("as secondary", "en secondaire"),
    "excess": Label("more than elsewhere", "de plus qu’ailleurs"),
}

CLASSES = {
    "basic": Label("basic", "basique"),
    "plus": Label("plus", "plus"),
    "key": Label("key", "clé"),
    "secondary": Label("secondary", "secondaire"),
}

# Readings that are differences: written with their sign.
SIGNED = (
    "gap",
    "without",
    "lever",
    "preserved",
    "likely",
    "variation",
    "change",
    "last_year",
    "excess",
)

# What the total of a measure's figure is; "" for the others.
TOTALS = {
    "": Label("all", "ensemble"),
    "shapley": Label("all themes together (R²)", "tous les thèmes ensemble (R²)"),
    "critics": Label("voices that criticise anything", "voix qui critiquent quoi que ce soit"),
    "attention": Label("voices that criticise anything", "voix qui critiquent quoi que ce soit"),
    "together": Label("voices that hold it", "voix qui la portent"),
    "trending": Label("number of voices, change", "nombre de voix, variation"),
    "evolution": Label("over the whole period", "sur toute la période"),
    "llosa": Label("part of the first axis", "part du premier axe"),
}
