"""How a subject is called: a noun, as people write it, with its accents; never somebody's name."""

from __future__ import annotations

from functools import cache

from rebond.listen.texts.personal_data.first_names import FIRST_NAMES
from rebond.understand.building.subjects import Form, Subject
from rebond.understand.building.surroundings import surroundings
from rebond.understand.wordlists import word_set
from rebond.understand.words import fold

_NOUN = 0.35  # share of its uses after a determiner, an article or a preposition
_NOUN_ENGLISH = 0.25
_DETERMINED = 0.06  # of its uses after what no pronoun looks like…
_ARTICLED = 0.5  # … or after "le", "la", which also stand before verbs
_GRADED = 0.2  # share after "très" from which a form is an adjective
_CLOSING = 0.3  # share before a little word or a mark, under which an English form is an adjective
_OF_ALL = 0.08  # share of the uses of a subject under which a form does not name it
_CAPITALS = 0.5  # share of capitals inside clauses: a proper name
_CAPITALS_OF_FIRST_NAMES = 0.12
_AFTER_AT = 0.12  # share after "chez": the name of a company
_ACCENTED = 0.15  # share of the spellings from which the accented one is shown
_INFINITIVES = ("er", "ir", "re", "oir")
_NOT_INFINITIVES = ("eur", "ier", "iere", "aire", "oire", "ure", "tre", "bre", "ore", "ere")
_CONJUGATED = ("ent", "ons", "ez", "ait", "aient")
_PARTICIPLES = ("é", "ée", "és", "ées", "ez")
_ACRONYMS = word_set(
    """
    sav rib iban sms mms gps tva wifi pin rdv cb pmr gsm adsl tpe rgpd sim vod tv urssaf irm
    caf ivg cdi cdd rsa smic wc
    """
)


def is_name(subject: Subject, called: bool = False) -> bool:
    """Tell whether a subject is the name of a person, a place or a brand.

    ``called`` when something is known to be called so: fewer capitals are then enough.

    >>> from collections import Counter
    >>> said = Form(uses=9, inside=8, capitals=7, written=Counter({"maif": 9}))
    >>> is_name(Subject(("maif",), forms={"maif": said}))
    True
    """
    if not _ACRONYMS.isdisjoint(subject.forms):
        return False
    inside = max(1, sum(form.inside for form in subject.forms.values()))
    capitals = sum(form.capitals for form in subject.forms.values())
    uses = sum(form.uses for form in subject.forms.values())
    if sum(form.after_at for form in subject.forms.values()) >= _AFTER_AT * uses:
        return True
    if called or not _first_names().isdisjoint(subject.forms):
        return capitals >= _CAPITALS_OF_FIRST_NAMES * inside
    return capitals >= _CAPITALS * inside


@cache
def _first_names() -> frozenset[str]:
    return frozenset(fold(name) for name in FIRST_NAMES)


def noun_share(form: Form) -> float:
    """Return the share of the uses of a form that are those of a noun, from 0 to 1."""
    led = form.determined + form.led + form.articled
    return min(1.0, led / form.uses) if form.uses else 0.0


def is_noun(folded: str, form: Form, language: str) -> bool:
    """Tell whether a form is used as a noun."""
    if folded in surroundings(language).adjectives or form.graded > _GRADED * form.uses:
        return False
    if language == "en":
        closed = form.closing >= _CLOSING * form.uses
        return closed and noun_share(form) >= _NOUN_ENGLISH and not _mostly_verb(form)
    if _infinitive(folded):
        return form.determined >= 0.3 * form.uses
    if noun_share(form) < _NOUN:
        return False
    conjugated = folded.endswith(_CONJUGATED) and not folded.endswith("ment")
    often = form.articled >= _ARTICLED * form.uses and not conjugated
    return often or form.determined >= _DETERMINED * form.uses


def _mostly_verb(form: Form) -> bool:
    return form.predicated > 0.6 * form.uses and form.determined < 0.1 * form.uses


def _infinitive(folded: str) -> bool:
    return folded.endswith(_INFINITIVES) and not folded.endswith(_NOT_INFINITIVES)


def noun_form(subject: Subject) -> str | None:
    """Return the folded form under which a subject is a noun, the most used; None without any."""
    language = main_language(subject)
    total = sum(form.uses for form in subject.forms.values())
    nouns = [
        (form.uses * noun_share(form) * (0.3 if looks_verbal(subject, folded) else 1.0), folded)
        for folded, form in subject.forms.items()
        if form.uses >= _OF_ALL * total and is_noun(folded, form, language)
    ]
    return max(nouns)[1] if nouns else None


def looks_verbal(subject: Subject, folded: str) -> bool:
    """Tell whether a form looks like a past participle, which "les" may precede too."""
    written = subject.forms[folded].written
    most = max(written, key=lambda text: (written[text], text))
    return _participle(most)


def _participle(written: str) -> bool:
    return written.endswith(_PARTICIPLES) and not written.endswith("té")


def main_language(subject: Subject) -> str:
    """Return the language in which a subject is said most."""
    return max(subject.languages, key=lambda name: (subject.languages[name], name), default="und")


def written_form(subject: Subject, folded: str | None = None) -> str:
    """Return how a form (the most used, unless told) is written: accents kept."""
    chosen = folded or max(
        subject.forms, key=lambda name: (subject.forms[name].uses, -len(name), name)
    )
    written = subject.forms[chosen].written
    total = written.total()
    accented = [
        text
        for text in written
        if text != chosen
        and written[text] >= _ACCENTED * total
        and (written[chosen] < written[text] or not _participle(text))
    ]
    among = accented or list(written)
    return max(among, key=lambda text: (written[text], text)).replace("’", "'")


def title(text: str) -> str:
    """Return ``text`` with a capital first letter, acronyms in capitals.

    >>> title("sav"), title("bris de glace")
    ('SAV', 'Bris de glace')
    """
    words = [word.upper() if word in _ACRONYMS else word for word in text.split()]
    return f"{words[0][:1].upper()}{words[0][1:]}" + "".join(f" {word}" for word in words[1:])


def slug(name: str) -> str:
    """Return a name in the letters and digits of an id.

    >>> slug("dégât des eaux")
    'degat_des_eaux'
    """
    folded = fold(name)
    letters = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in folded)
    return "_".join(part for part in letters.split("_") if part) or "theme"
