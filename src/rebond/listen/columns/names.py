"""The words by which columns are named, in French and in English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9#★]+")


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the bare words of a column's name.

    >>> words_of("dateDePublication"), words_of("N° client")
    (('date', 'de', 'publication'), ('n', 'client'))
    """
    folded = unicodedata.normalize(
        "NFKD", _CAMEL.sub(" ", name).replace("œ", "oe").replace("°", " ")
    )
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter)).lower()
    return tuple(word for word in _NOT_WORD.split(bare) if word)


def spelled(name: str) -> str:
    """Return the bare words of ``name`` joined by spaces."""
    return " ".join(words_of(name))


TEXT = {
    "avis",
    "commentaire",
    "commentaires",
    "comment",
    "comments",
    "verbatim",
    "verbatims",
    "texte",
    "text",
    "review",
    "reviews",
    "content",
    "contenu",
    "message",
    "body",
    "feedback",
    "remarque",
    "remarques",
    "reponse",
    "answer",
    "opinion",
    "temoignage",
    "suggestion",
    "suggestions",
    "reclamation",
    "complaint",
    "description",
    "corps",
    "tweet",
    "post",
    "conversation",
    "transcript",
    "observations",
    "observation",
    "precisez",
    "expliquez",
    "pourquoi",
    "why",
    "raison",
    "reason",
    "improve",
    "ameliorer",
    "retour",
    "note_libre",
    "libre",
    "snippet",
    "pros",
    "cons",
    "avantages",
    "inconvenients",
}
SURE_TEXT = {
    "avis",
    "commentaire",
    "commentaires",
    "comment",
    "comments",
    "verbatim",
    "verbatims",
    "texte",
    "text",
    "review",
    "pourquoi",
    "why",
    "feedback",
    "message",
    "temoignage",
}
TITLE = {"titre", "title", "objet", "subject", "summary", "headline", "sujet", "intitule"}
DATE = {
    "date",
    "dates",
    "horodateur",
    "horodatage",
    "timestamp",
    "jour",
    "day",
    "datetime",
    "time",
    "created",
    "submitted",
    "submitdate",
    "startdate",
    "enddate",
    "recordeddate",
    "quand",
    "heure",
    "datestamp",
    "updated",
    "publie",
    "cree",
    "saisie",
}
LANGUAGE = {"langue", "language", "lang", "locale", "startlanguage", "idioma"}
SCORE = {
    "note",
    "notes",
    "score",
    "rating",
    "ratings",
    "stars",
    "star",
    "etoiles",
    "etoile",
    "nps",
    "csat",
    "ces",
    "satisfaction",
    "evaluation",
    "recommandation",
    "recommend",
    "recommended",
    "recommander",
    "recommandez",
    "recommanderiez",
    "grade",
    "points",
    "effort",
    "appreciation",
    "overall",
    "notation",
    "satisfait",
    "satisfied",
    "promoter",
}
PERSON = {
    "client",
    "customer",
    "user",
    "utilisateur",
    "respondent",
    "repondant",
    "patient",
    "member",
    "adherent",
    "abonne",
    "contact",
    "employee",
    "salarie",
    "matricule",
    "panelist",
    "person",
    "personne",
    "recipient",
    "subscriber",
    "compte",
    "account",
    "societaire",
    "acheteur",
}
IDENTIFIER = {
    "id",
    "identifiant",
    "ids",
    "uuid",
    "guid",
    "key",
    "cle",
    "code",
    "numero",
    "number",
    "no",
    "n",
    "ref",
    "reference",
    "token",
    "num",
    "#",
}
EMAIL = {"email", "mail", "courriel", "mel", "emails"}
ATTRIBUTE = {
    "ville",
    "city",
    "magasin",
    "store",
    "shop",
    "produit",
    "product",
    "region",
    "pays",
    "country",
    "age",
    "sexe",
    "gender",
    "genre",
    "segment",
    "categorie",
    "category",
    "marque",
    "brand",
    "agence",
    "enseigne",
    "departement",
    "department",
    "type",
    "canal",
    "channel",
    "source",
    "nom",
    "name",
    "statut",
    "status",
    "service",
    "company",
    "entreprise",
    "societe",
    "modele",
    "version",
    "location",
    "site",
    "question",
    "label",
    "theme",
    "organisation",
    "organization",
    "assureur",
    "author",
    "auteur",
    "url",
    "position",
    "poste",
    "role",
}
_KNOWN = TEXT | TITLE | DATE | LANGUAGE | SCORE | PERSON | IDENTIFIER | EMAIL | ATTRIBUTE


def is_known_name(cell: str) -> bool:
    """Tell whether ``cell`` reads like the name of a column: short, with a word used for that."""
    words = words_of(cell)
    if not words or len(cell) > 200:
        return False
    if len(words) <= 4:
        return bool(_KNOWN & set(words)) and not cell.rstrip().endswith((".", "!"))
    return cell.rstrip().endswith("?") or cell.lstrip().startswith(("Q1", "Q2", "Q3"))
