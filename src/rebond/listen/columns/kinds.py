"""Words by which files tell the channel of a response and who speaks, put in ours."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from rebond.listen.columns.names import spelled
from rebond.listen.columns.values import strings
from rebond.vocabulary import Channel, Stakeholder

_CHANNELS: dict[Channel, tuple[str, ...]] = {
    Channel.SURVEY: ("survey", "enquete", "questionnaire", "sondage", "form", "formulaire", "nps"),
    Channel.REVIEW: (
        "review",
        "reviews",
        "avis",
        "avis en ligne",
        "avis client",
        "google",
        "trustpilot",
        "app store",
        "google play",
    ),
    Channel.EMAIL: ("email", "e mail", "mail", "courriel", "courrier", "letter", "lettre"),
    Channel.CHAT: (
        "chat",
        "chatbot",
        "messagerie",
        "messenger",
        "whatsapp",
        "sms",
        "live chat",
        "tchat",
    ),
    Channel.CALL: (
        "call",
        "phone",
        "telephone",
        "appel",
        "tel",
        "call center",
        "voice",
        "centre d appels",
    ),
    Channel.SOCIAL: (
        "social",
        "facebook",
        "twitter",
        "x",
        "instagram",
        "linkedin",
        "tiktok",
        "reseaux sociaux",
        "social media",
    ),
    Channel.FORUM: ("forum", "community", "communaute", "reddit"),
    Channel.STORE: (
        "store",
        "magasin",
        "boutique",
        "kiosk",
        "borne",
        "agence",
        "shop",
        "point de vente",
        "in store",
    ),
    Channel.OTHER: (
        "other",
        "autre",
        "web",
        "site",
        "site web",
        "website",
        "internet",
        "online",
        "en ligne",
        "application",
        "app",
        "mobile",
    ),
}
_STAKEHOLDERS: dict[Stakeholder, tuple[str, ...]] = {
    Stakeholder.CUSTOMER: (
        "customer",
        "client",
        "cliente",
        "clients",
        "customers",
        "prospect",
        "usager",
        "user",
        "patient",
    ),
    Stakeholder.EMPLOYEE: (
        "employee",
        "employees",
        "salarie",
        "salariee",
        "collaborateur",
        "collaboratrice",
        "staff",
        "employe",
        "employee e",
    ),
    Stakeholder.PARTNER: (
        "partner",
        "partners",
        "partenaire",
        "fournisseur",
        "supplier",
        "distributeur",
        "franchise",
        "reseller",
    ),
}


def channels(values: Any) -> pa.StringArray:
    """Return the channel that each value names, null where it names none.

    >>> channels(["Enquête", "Téléphone", "Mars"]).to_pylist()
    ['survey', 'call', None]
    """
    return _translated(
        values, {word: kind.value for kind, words in _CHANNELS.items() for word in words}
    )


def stakeholders(values: Any) -> pa.StringArray:
    """Return who each value names: customer, employee or partner; null for anything else."""
    return _translated(
        values, {word: kind.value for kind, words in _STAKEHOLDERS.items() for word in words}
    )


def _translated(values: Any, known: dict[str, str]) -> pa.StringArray:
    encoded = strings(values).dictionary_encode()
    words = [known.get(spelled(word)) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)
