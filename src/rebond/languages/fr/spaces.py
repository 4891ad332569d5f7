"""Spaces, in French."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "Challenges": "Défis",
    "No challenge is open here yet.": "Aucun défi n’est encore ouvert ici.",
    "Take part": "Participer",
    "You are": "Vous êtes",
    "The name you are shown under": "Le nom sous lequel on vous verra",
    "Challenge": "Défi",
    "space joined": "espace rejoint",
    "This space is closed: what was said in it can still be read.": (
        "Cet espace est fermé\u00a0: on peut encore lire ce qui s’y est dit."
    ),
    "This space asks for an account. Sign in, then come back to this page.": (
        "Cet espace demande un compte. Connectez-vous, puis revenez à cette page."
    ),
    "Say which of these you are: it tells who thinks what, never who you are.": (
        "Dites ce que vous êtes parmi ceux-ci\u00a0: cela dit qui pense quoi, jamais qui vous êtes."
    ),
}
