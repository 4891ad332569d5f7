"""What the columns of a use case's figure are called, in the two languages of the product."""

from __future__ import annotations

from rebond.vocabulary import Label

READING = "reading"  # the name of the detail that holds one of `READINGS`
CLASS = "class"  # the name of the detail that holds one of `CLASSES`
LEAST_SHOWN = 30  # responses or voices below which a row is shown apart

READINGS = {
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
    "change": Label("change", "variation"),
    "last_year": Label("on last year", "sur un an"),
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
    "neutral": Label("neither", "ni l’un ni l’autre"),
    "well": Label("well judged", "bien jugé"),
    "badly": Label("badly judged", "mal jugé"),
    "certainty": Label("certainty", "certitude"),
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
