"""What plain questions say beside the names that the data bring, in French and in English.

Words are in normal form: lower case, no accents; plurals in s or x are found without them.
"""

from __future__ import annotations

NOISE_WORDS = (
    "a", "about", "ai", "all", "are", "as", "at", "au", "aux", "avec", "avons", "ce", "ces", "chez",
    "comment", "concernant", "d", "dans", "de", "des", "did", "display", "do", "does", "donne",
    "donnez", "du", "elle", "en", "est", "est ce que", "et", "and", "for", "from", "give", "have",
    "how", "how is", "i", "il", "in", "is", "it", "j", "je", "l", "la", "le", "les", "leur", "me",
    "moi", "mon", "mes", "my", "nos", "notre", "nous", "of", "on", "our", "ont", "parlent", "parle",
    "parlant", "pour", "qu", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "s", "se",
    "show", "sont", "speak", "speaks", "sur", "tell", "the", "their", "to", "tous", "toutes", "un",
    "une", "us", "voir", "montre", "montrez", "vos", "votre", "was", "we", "were", "what", "which",
    "who", "with", "y", "you", "your", "moyen", "moyenne de", "global", "overall", "plus", "most",
    "said", "dit", "disent", "people", "gens", "personnes", "there",
)  # fmt: skip
GROUPING_WORDS = (
    "by", "par", "per", "selon", "each", "chaque", "pour chaque", "dans chaque", "for each",
    "in each", "across", "according to", "suivant", "by each",
)  # fmt: skip
EVOLVING = (
    "evolution", "evolutions", "evolution de", "evolue", "evoluent", "evoluer", "evolve", "evolves",
    "evolved", "over time", "dans le temps", "au fil du temps", "au cours du temps", "trend of",
    "tendance de", "tendance du", "change over time", "changes over time", "changed",
)  # fmt: skip
NOUN_WORDS = {
    "voices": ("avis", "commentaires", "comments", "reviews", "verbatims", "remarks", "remarques",
               "messages", "combien", "how many", "nombre de", "number of", "nombre d"),
    "responses": ("answers", "repondants", "respondents"),
}  # fmt: skip
SCORE_WORDS = ("satisfaction", "score", "scores", "note", "notes", "rating", "ratings", "resultat",
          "resultats", "results")  # fmt: skip
MEASURE_WORDS = {
    "critics": ("critique", "critiques principales", "main criticisms", "criticisms", "criticism",
                "criticised", "criticized", "critiquees", "critiques le plus", "reproches",
                "what is criticised", "points faibles", "weaknesses", "weak points",
                "principales critiques"),
    "impact": ("what goes with the score", "what goes with satisfaction", "ce qui compte",
               "what matters", "ce qui va avec la note", "ce qui va avec la satisfaction",
               "irritants", "leviers", "levers", "drivers"),
    "trending": ("what is new", "nouveautes", "ce qui monte", "what rises", "what changes",
                 "ce qui change", "tendance", "trends", "trending"),
    "best": ("meilleur", "meilleure", "best", "classement", "ranking", "palmares", "ranked"),
    "perception": ("perception", "percu", "percue", "percus", "percues", "perceived"),
    "attention": ("a surveiller", "to watch", "attention"),
    "behind_nps": ("ce qui est derriere le nps", "behind the nps", "derriere nos nps"),
    "share": ("part de", "share of", "proportion", "pourcentage", "percentage"),
    "net_polarity": ("polarite", "tonalite", "tone", "sentiment", "jugement", "judged", "juge",
                     "jugee", "juges", "jugees", "opinion"),
}  # fmt: skip
VALUE_WORDS = {
    "channel": {
        "review": ("avis en ligne", "dans les avis", "avis publics", "online reviews", "in reviews",
                   "public reviews"),
        "survey": ("sondages", "enquetes", "surveys"),
        "email": ("courriels", "emails", "e mails", "mails"),
        "call": ("appels", "calls", "telephone", "phone"),
        "store": ("bornes", "kiosks"),
    },
    "polarity": {
        "negative": ("negatives", "negatifs", "unfavourable", "defavorables", "mecontents",
                     "insatisfaits", "unhappy"),
        "positive": ("positives", "positifs", "favourable", "favorables", "satisfied"),
    },
    "intent": {
        "complaint": ("plaintes", "complaints", "reclamations"),
        "suggestion": ("suggestions", "propositions", "idees", "ideas"),
        "praise": ("compliments", "eloges", "praises"),
    },
    "stakeholder": {
        "employee": ("equipes", "equipe", "teams", "team", "staff", "collaborateurs"),
        "partner": ("partenaires",),
    },
}  # fmt: skip
# What one kind of place or person is called, in both languages, whatever the data call it.
SAME_WORDS = (
    ("magasin", "shop", "store", "boutique", "point de vente"),
    ("agence", "agency", "office"),
    ("region", "zone", "secteur"),
    ("vendeur", "vendeuse", "seller", "salesperson", "conseiller", "advisor"),
    ("ville", "city", "town"),
    ("pays", "country", "countries"),
    ("produit", "product", "article"),
    ("rayon", "department", "aisle", "univers"),
    ("marque", "brand"),
    ("equipe", "team"),
    ("age", "ages", "tranche d'age", "age group"),
    ("canal de vente", "sales channel"),
)
