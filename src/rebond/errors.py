"""The errors of Rebond, drawn once.

RebondError
├── InputError            what was given cannot be used as it is
│   ├── FileUnreadable    a file cannot be opened, decoded or parsed at all
│   ├── MappingError      a column or a role named by the user does not fit
│   ├── QuestionError     a question cannot be understood or answered
│   ├── CodebookError     a codebook is not well formed
│   └── BallotError       ballots, votes or a rule of choice cannot be counted
├── WorkspaceError        the workspace cannot be opened, read or written
│   ├── WorkspaceMissing  there is no workspace there
│   └── WorkspaceBusy     another process is writing to it
├── ModelUnusable         the files of a model are absent or damaged
├── EngineRefused         an engine outside the package may not, cannot or can no longer read
└── MissingPart           an optional part is not installed

Every message is a template with named values: the problem, the value received, what is valid, what
to do next. The library never translates it; the command line and the site do, by the template.
"""

from __future__ import annotations

from rebond.vocabulary import Message


class RebondError(Exception):
    """Base of every error that Rebond raises on purpose.

    Parameters
    ----------
    template : str
        English sentence with ``{names}``; also the key of its translations.
    **values : object
        What fills the names.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.message = Message(template, values)
        super().__init__(str(self.message))


class InputError(RebondError):
    """What was given cannot be used as it is."""


class FileUnreadable(InputError):
    """A file cannot be opened, decoded or parsed at all."""


class MappingError(InputError):
    """A column or a role named by the user does not fit the file."""


class QuestionError(InputError):
    """A question cannot be understood or answered."""


class CodebookError(InputError):
    """A codebook is not well formed."""


class BallotError(InputError):
    """Ballots, votes or a rule of choice cannot be counted."""


class WorkspaceError(RebondError):
    """The workspace cannot be opened, read or written."""


class WorkspaceMissing(WorkspaceError):
    """There is no workspace at the path given."""


class WorkspaceBusy(WorkspaceError):
    """Another process is writing to the workspace."""


class ModelUnusable(RebondError):
    """The files of a model are absent or damaged."""


class EngineRefused(RebondError):
    """An engine outside the package may not be called, does not answer, or has cost too much."""


class MissingPart(RebondError):
    """An optional part is not installed; the message gives its install command."""
