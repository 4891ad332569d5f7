"""New subjects in the voices of a workspace, for a person to accept: nothing enters by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rebond.errors import CodebookError
from rebond.understand.codebook import Codebook, Theme, document_of, read_document
from rebond.understand.discovery import BRANCH, discover
from rebond.understand.keeping.editing import add, free_id
from rebond.understand.matching import matcher_for
from rebond.understand.reading import attribute_values, meaningful_voices, workspace_codebook
from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of
from rebond.vocabulary import Label

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_SHOWN, REFUSED = "candidates", "candidates refused"
_EXAMPLES = 3


@dataclass(frozen=True)
class Candidate:
    """A subject that people name and the codebook does not hold."""

    theme: Theme
    voices: int
    people: int
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a person calls it on the command line: the end of its id."""
        return self.theme.id.rpartition(".")[2]


def candidates(
    texts: Sequence[str],
    languages: Sequence[str],
    people: Sequence[str],
    codebook: Codebook,
    *,
    names: Sequence[str] = (),
    refused: Sequence[str] = (),
) -> list[Candidate]:
    """Return the subjects that the texts hold and the codebook does not, most people first.

    Parameters
    ----------
    texts, languages, people : the voices, the language of each and who wrote it.
    codebook : the themes already looked for.
    names : proper names, whose words are no subjects.
    refused : subjects that a person has turned down, by name.
    """
    found = [
        theme
        for theme in discover(texts, languages, people, codebook, names=names)
        if theme.parent and theme.id.rpartition(".")[2] not in refused
    ]
    if not found:
        return []
    voices: dict[str, list[int]] = {theme.id: [] for theme in found}
    book = _book(found)
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        matcher = matcher_for(book, language)
        words = words_of(text)
        told = {
            matcher.themes[match.theme].id
            for clause in clauses_of(text, words)
            for match in matcher.find(words, clause)
        }
        for identifier in told:
            voices[identifier].append(row)
    return [
        Candidate(
            theme,
            len(voices[theme.id]),
            len({people[row] for row in voices[theme.id]}),
            tuple(_typical([texts[row] for row in voices[theme.id]])),
        )
        for theme in found
    ]


def candidates_of(workspace: Workspace) -> list[Candidate]:
    """Return the candidates of a workspace, and remember them, so that they can be accepted."""
    codebook = workspace_codebook(workspace)
    voices = meaningful_voices(workspace)
    found = candidates(
        voices.column("text").to_pylist(),
        voices.column("language").to_pylist(),
        voices.column("person").to_pylist(),
        codebook,
        names=attribute_values(workspace),
        refused=workspace.settings.get(REFUSED, []),
    )
    with workspace.writing():
        if found:
            shown = document_of(_book([candidate.theme for candidate in found]))
            workspace.settings.set(_SHOWN, shown)
        else:
            workspace.settings.delete(_SHOWN)
    return found


def accept(
    workspace: Workspace,
    codebook: Codebook,
    name: str,
    *,
    branch: str = "",
    label: Label | None = None,
) -> Codebook:
    """Return the codebook with a candidate as one of its themes, under a branch of it.

    Parameters
    ----------
    name : as the list of candidates gave it.
    branch : id of a branch; by default the one of the themes discovered.
    label : another name than the word that people use most.

    Raises
    ------
    CodebookError
        When no candidate has this name, or the branch is not there.
    """
    stored = workspace.settings.get(_SHOWN)
    known = {theme.id.rpartition(".")[2]: theme for theme in _leaves(stored)} if stored else {}
    if name not in known:
        raise CodebookError(
            "No candidate is called {name}. Candidates: {known}. To look for new ones: "
            "rebond codebook candidates",
            name=name,
            known=", ".join(known) or "–",
        )
    under = branch or BRANCH
    theme = known[name]
    if not branch and BRANCH not in codebook:
        codebook = codebook.with_themes([_branch()])
    codebook.theme(under)
    taken = {one.id for one in codebook.themes}
    identifier = free_id(label.fr if label else name, under, taken)
    made = replace(
        theme, id=identifier, parent=under, label=label or theme.label, discovered=under == BRANCH
    )
    return add(codebook, made, what="accepted")


def refuse(workspace: Workspace, name: str) -> None:
    """Turn a candidate down: it will not be shown again."""
    with workspace.writing():
        refused = workspace.settings.get(REFUSED, [])
        workspace.settings.set(REFUSED, sorted({*refused, name}))


def _leaves(stored: dict[str, object]) -> tuple[Theme, ...]:
    return tuple(theme for theme in read_document(stored).themes if theme.parent)


def _branch() -> Theme:
    label = Label(en="Discovered in this data", fr="Découverts dans ces données")
    return Theme(BRANCH, "", label, label, specific=False, discovered=True)


def _book(themes: Sequence[Theme]) -> Codebook:
    return Codebook("candidates", Label("Candidates", "Candidats"), (_branch(), *themes))


def _typical(texts: Sequence[str]) -> list[str]:
    """Return a few texts of a usual length, none twice, in a fixed order."""
    ranked = sorted(set(texts), key=lambda text: (abs(len(text) - 80), text))
    return ranked[:_EXAMPLES]
