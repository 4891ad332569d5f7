"""French of accounts and rights on the site."""

MESSAGES = {
    # limits
    "This was asked too often from here": "Cela a été demandé trop souvent d’ici",
    "Nothing was lost. Try again in a minute.": "Rien n’est perdu. Réessayez dans une minute.",
    "Nothing was lost. Try again in {n} minutes.": "Rien n’est perdu. Réessayez dans {n} minutes.",
}
