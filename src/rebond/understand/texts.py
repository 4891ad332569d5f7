"""The texts of a file that is in no workspace: one a line, or a column of a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rebond.errors import FileUnreadable, MappingError
from rebond.listen.reading.encoding import encoding_of
from rebond.vocabulary import Message, Role

LINES = (".txt", ".text", "")  # endings of files that hold one text a line
_MOST = 1 << 30  # bytes read at most


@dataclass(frozen=True)
class Texts:
    """Texts in order, one a line or a row, "" where there is none.

    ``column`` : of the table, "" for lines. ``rejected`` : why rows could not be read, with their
    lines; they are not among the texts.
    """

    texts: list[str]
    column: str = ""
    rejected: tuple[tuple[int, Message], ...] = ()


def texts_of_lines(data: bytes, name: str) -> Texts:
    """Return the lines of a text, whatever its encoding.

    Raises
    ------
    FileUnreadable
        When it is empty, too big, or not text.

    >>> texts_of_lines("Déçu\\r\\n\\nMerci".encode("cp1252"), "-").texts
    ['Déçu', '', 'Merci']
    """
    if len(data) > _MOST:
        raise FileUnreadable(
            "{file} holds more than {size} MB. Cut it into several files.",
            file=name,
            size=_MOST >> 20,
        )
    encoding, mark, _ = encoding_of(data, complete=True, name=name)
    written = data[mark:].decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    if not written.strip():
        raise FileUnreadable("{file} holds no text. Write one text a line.", file=name)
    return Texts(written.removesuffix("\n").split("\n"))


def texts_of_file(path: Path, column: str | None = None) -> Texts:
    """Return the texts of a file: a table as the main job reads it, or one text a line (.txt).

    Parameters
    ----------
    column : the column that holds the texts; the first that looks so by default.

    Raises
    ------
    FileUnreadable
        When the file is missing, empty or broken.
    MappingError
        When the table has no such column, or none that holds texts.
    """
    if path.suffix.lower() in LINES and column is None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise FileUnreadable("There is no file {file}. Check its path.", file=path) from None
        except IsADirectoryError:
            raise FileUnreadable("{file} is a folder. Name a file of it.", file=path) from None
        except OSError as error:
            raise FileUnreadable(
                "{file} cannot be read: {problem}.", file=path, problem=error.strerror or str(error)
            ) from None
        return texts_of_lines(data, path.name)
    return _texts_of_table(path, column)


def _texts_of_table(path: Path, column: str | None) -> Texts:
    from rebond.listen.columns.roles import RoleOverride
    from rebond.listen.reading import open_file

    opened = open_file(path, overrides={column: RoleOverride(Role.TEXT)} if column else {})
    chosen = [one for one in opened.mapping.columns if one.role is Role.TEXT]
    asked = [one for one in chosen if column and one.reason == Message("as you asked")]
    if not chosen:
        raise MappingError(
            "No column of {file} looks like texts. Name it with --column; the columns are: "
            "{columns}.",
            file=path.name,
            columns=", ".join(one.column for one in opened.mapping.columns),
        )
    name = (asked or chosen)[0].column
    texts: list[str] = []
    rejected: list[tuple[int, Message]] = []
    for batch in opened.batches():
        texts += [text or "" for text in batch.table.column(name).to_pylist()]
        rejected += [(row.line, row.reason) for row in batch.rejected]
    return Texts(texts, name, tuple(rejected))
