"""French of corrections, of the sample to label, of the page of voices."""

MESSAGES: dict[str, str] = {
    "The words {start} to {end} are not in the voice, which has {length} characters.": "Les signes {start} à {end} ne sont pas dans la voix, qui en compte {length}.",
    "Voices corrected by choice: {voices} ({who}). They teach; no figure above counts them.": "Voix corrigées par choix\u00a0: {voices} ({who}). Elles enseignent\u202f; aucun chiffre ci-dessus ne les compte.",
    "  where two people corrected the same: alpha {alpha} over {n} voices": "  là où deux personnes ont corrigé la même\u00a0: alpha {alpha} sur {n} voix",
}
