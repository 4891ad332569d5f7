"""French of the wall."""

MESSAGES = {
    "Wall": "Mur",
    "Nothing to show on the wall yet": "Rien encore à montrer au mur",
    "One cell is red: {first}": "Une case est rouge\u00a0: {first}",
    "{n} cells are red, first {first}": "{n} cases sont rouges, d’abord {first}",
    "Nothing is red: no market stands below the others, none has fallen": "Rien n’est rouge\u00a0: aucun marché n’est sous les autres, aucun n’a baissé",
    "Net polarity, from −100 to +100, from {since} to {until}.": "Polarité nette, de −100 à +100, du {since} au {until}.",
    "Tinted: apart from the other markets; arrow: has fallen. Both beyond chance, 5% of false discoveries.": "Teinte\u00a0: à part des autres marchés\u202f; flèche\u00a0: a baissé. Les deux au-delà du hasard, 5\u202f% de fausses découvertes.",
    "One other value is not shown.": "Une autre valeur n’est pas montrée.",
    "{n} other values are not shown.": "{n} autres valeurs ne sont pas montrées.",
    "Markets": "Marchés",
    "Weeks": "Semaines",
    "Show": "Montrer",
    "Why": "Pourquoi",
    "elsewhere {value}": "ailleurs {value}",
    "has fallen": "a baissé",
    "has fallen from its own past": "a baissé par rapport à son passé",
    "No cell has earned its red.": "Aucune case n’a mérité son rouge.",
    "A red one would be told here, with a voice that says it.": "Une case rouge serait dite ici, avec une voix qui le dit.",
    "A wall needs markets: an attribute such as a shop or a region, and a few weeks of voices.": "Un mur demande des marchés\u00a0: un attribut comme un magasin ou une région, et quelques semaines de voix.",
}
