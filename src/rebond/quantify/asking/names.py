"""The names a question may use: measures, dimensions, operators and values, with their aliases.

Canonical names are English. Every alias is written in normal form: lower case, no accents, words
parted by one space.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from rebond.vocabulary import Channel, ScoreKind, Stakeholder

RESPONSE_DIMENSIONS = (
    "stakeholder",
    "channel",
    "solicited",
    "source",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "moment",
)
VOICE_DIMENSIONS = ("language", "question")
OPINION_DIMENSIONS = ("theme", "branch", "target", "polarity", "intent")
DIMENSIONS = OPINION_DIMENSIONS + RESPONSE_DIMENSIONS + VOICE_DIMENSIONS
TIME_DIMENSIONS = ("day", "week", "month", "quarter", "year")
FILTER_ONLY = ("score", "value", "kind", "text", "words", "response", "voice", "person")
ATTRIBUTE_PREFIX = "attribute:"
# The normal names of the attributes that tell a moment, in the order in which they are looked for.
MOMENT_ATTRIBUTES = (
    "moment", "moment of the journey", "moment du parcours", "etape", "etape du parcours",
    "journey step", "step", "stage", "touchpoint", "point de contact", "point of contact",
)  # fmt: skip
# Words that part a question: a name that holds one of them is written between quotation marks.
RESERVED = frozenset(
    ("and", "et", "or", "ou", "not", "pas", "non", "by", "par", "where", "in", "dans", "contains")
) | {"contient"}

# Values that a question may name even when no row of the data has them: then nothing is counted.
OWN_VALUES = {
    "stakeholder": tuple(str(value) for value in Stakeholder),
    "channel": tuple(str(value) for value in Channel),
    "kind": tuple(str(value) for value in ScoreKind),
}

MEASURES = {
    "responses": "count",
    "voices": "count",
    "opinions": "count",
    "share": "%",
    "net_polarity": "points",
    "nps": "points",
    "csat_mean": "score",
    "csat_top": "%",
    "ces": "score",
    "mean_score": "score",
    "median": "score",
    "distribution": "%",
    "weight": "%",
    "shapley": "%",
    "impact": "score",
    "critics": "%",
    "together": "ratio",
    "trending": "%",
    "behind_nps": "points",
    "perception": "points",
    "best": "points",
    "evolution": "%",
    "llosa": "%",
    "attention": "%",
    "weighted_share": "%",
    "weighted_net_polarity": "points",
    "weighted_nps": "points",
    "weighted_csat_mean": "score",
    "weighted_csat_top": "%",
    "weighted_ces": "score",
    "weighted_mean_score": "score",
}

# Measures asked beside the same weighted to the known population → the measure weighted.
WEIGHTED = {name: name.removeprefix("weighted_") for name in MEASURES if name[:9] == "weighted_"}

# Dimensions of a measure asked without any.
OWN_DIMENSIONS = {
    "shapley": ("theme",),
    "impact": ("theme",),
    "critics": ("theme",),
    "together": ("theme", "polarity"),
    "trending": ("theme",),
    "behind_nps": ("theme",),
    "evolution": ("month",),
    "llosa": ("theme",),
}

# Measures with a method of their own that look at scores; all such measures look at opinions.
SCORE_ANSWERS = ("weight", "shapley", "impact", "behind_nps", "llosa")

# The kind of score that a measure sums up, where it is one kind only.
KIND_OF = {"nps": "nps", "csat_mean": "csat", "csat_top": "csat", "ces": "ces"}

MEASURE_ALIASES = {
    "volume": "responses",
    "volume responses": "responses",
    "volume of responses": "responses",
    "volume voices": "voices",
    "volume of voices": "voices",
    "volume opinions": "opinions",
    "volume of opinions": "opinions",
    "reponses": "responses",
    "voix": "voices",
    "verbatims": "voices",
    "part": "share",
    "weighted share": "weighted_share",
    "part redressee": "weighted_share",
    "weighted net polarity": "weighted_net_polarity",
    "polarite nette redressee": "weighted_net_polarity",
    "weighted nps": "weighted_nps",
    "nps redresse": "weighted_nps",
    "weighted mean score": "weighted_mean_score",
    "note moyenne redressee": "weighted_mean_score",
    "weighted csat": "weighted_csat_mean",
    "csat redresse": "weighted_csat_mean",
    "polarite nette": "net_polarity",
    "polarite": "net_polarity",
    "net polarity": "net_polarity",
    "csat": "csat_mean",
    "csat mean": "csat_mean",
    "csat moyen": "csat_mean",
    "csat top": "csat_top",
    "satisfaits": "csat_top",
    "mean score": "mean_score",
    "mean": "mean_score",
    "note moyenne": "mean_score",
    "moyenne": "mean_score",
    "mediane": "median",
    "note mediane": "median",
    "median score": "median",
    "repartition": "distribution",
    "poids": "weight",
    "weights": "weight",
    "lmg": "shapley",
    "parts de shapley": "shapley",
    "impacts": "impact",
    "impact on satisfaction": "impact",
    "impact sur la satisfaction": "impact",
    "criteria": "impact",
    "top criteria": "impact",
    "criteres": "impact",
    "main critics": "critics",
    "critiques": "critics",
    "principales critiques": "critics",
    "top negative opinions": "critics",
    "opinions negatives": "critics",
    "goes with": "together",
    "co-occurrence": "together",
    "cooccurrence": "together",
    "cooccurrences": "together",
    "ensemble": "together",
    "va avec": "together",
    "trending opinions": "trending",
    "tendances": "trending",
    "opinions en tendance": "trending",
    "behind nps": "behind_nps",
    "behind my nps": "behind_nps",
    "what is behind my nps": "behind_nps",
    "derriere le nps": "behind_nps",
    "derriere mon nps": "behind_nps",
    "ce qu'il y a derriere mon nps": "behind_nps",
    "perceptions": "perception",
    "best brands": "best",
    "meilleurs": "best",
    "meilleures": "best",
    "meilleures marques": "best",
    "llosa matrix": "llosa",
    "matrice de llosa": "llosa",
    "points of attention": "attention",
    "attention points": "attention",
    "points d'attention": "attention",
}

DIMENSION_ALIASES = {
    "themes": "theme",
    "branche": "branch",
    "cible": "target",
    "polarite": "polarity",
    "intention": "intent",
    "jour": "day",
    "semaine": "week",
    "mois": "month",
    "trimestre": "quarter",
    "annee": "year",
    "moment du parcours": "moment",
    "etape": "moment",
    "partie prenante": "stakeholder",
    "canal": "channel",
    "sollicite": "solicited",
    "langue": "language",
    "note": "score",
    "rating": "score",
    "mesure": "kind",
    "texte": "text",
    "mots": "words",
    "word": "words",
    "mot": "words",
    "reponse": "response",
    "voix": "voice",
    "personne": "person",
}

VALUE_ALIASES = {
    "channel": {
        "sondage": "survey",
        "enquete": "survey",
        "avis": "review",
        "e-mail": "email",
        "courriel": "email",
        "appel": "call",
        "reseaux sociaux": "social",
        "magasin": "store",
        "autre": "other",
    },
    "stakeholder": {
        "client": "customer",
        "clients": "customer",
        "customers": "customer",
        "employe": "employee",
        "employes": "employee",
        "salarie": "employee",
        "salaries": "employee",
        "collaborateur": "employee",
        "employees": "employee",
        "partenaire": "partner",
        "partners": "partner",
    },
    "solicited": {
        "yes": "true",
        "oui": "true",
        "vrai": "true",
        "sollicite": "true",
        "solicited": "true",
        "no": "false",
        "non": "false",
        "faux": "false",
        "spontane": "false",
        "spontaneous": "false",
    },
    "polarity": {
        "negatif": "negative",
        "negative": "negative",
        "-1": "negative",
        "neutre": "neutral",
        "0": "neutral",
        "positif": "positive",
        "1": "positive",
        "+1": "positive",
    },
    "intent": {
        "eloge": "praise",
        "plainte": "complaint",
        "reclamation": "complaint",
        "autre": "other",
    },
}

VALUES = {
    "channel": ("survey", "review", "email", "chat", "call", "social", "forum", "store", "other"),
    "stakeholder": ("customer", "employee", "partner"),
    "solicited": ("true", "false"),
    "polarity": ("negative", "neutral", "positive"),
    "intent": ("praise", "complaint", "suggestion", "question", "other"),
}


def normal(name: str) -> str:
    """Return ``name`` in normal form: lower case, no accents, words parted by one space.

    >>> normal("  Polarité   Nette ")
    'polarite nette'
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def measure_named(name: str) -> str | None:
    """Return the canonical measure of ``name``, or None when there is none.

    >>> measure_named("Polarité nette")
    'net_polarity'
    """
    if name in MEASURES:
        return name
    form = normal(name)
    if form in MEASURES:
        return form
    return MEASURE_ALIASES.get(form)


def dimension_named(name: str) -> str | None:
    """Return the canonical dimension or filter of ``name``; None for the name of an attribute.

    >>> dimension_named("Mois"), dimension_named("Magasin")
    ('month', None)
    """
    form = normal(name)
    if form in DIMENSIONS or form in FILTER_ONLY:
        return form
    return DIMENSION_ALIASES.get(form)


def nearest(name: str, valid: Iterable[str], most: int = 8) -> list[str]:
    """Return valid names, those most like ``name`` first, the others in their order.

    >>> nearest("polarite net", ["nps", "share", "net_polarity"], 2)
    ['net_polarity', 'nps']
    """
    known = list(dict.fromkeys(valid))
    forms: dict[str, list[str]] = {}
    for one in known:
        forms.setdefault(normal(one).replace("_", " "), []).append(one)
    near = difflib.get_close_matches(normal(name).replace("_", " "), list(forms), most, 0.5)
    first = [one for form in near for one in forms[form]]
    return (first + [one for one in known if one not in first])[:most]
