"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from rebond.errors import InputError


def check_folder(path: Path) -> None:
    """Refuse a file whose folder is not there, before what it would hold is computed.

    Raises
    ------
    InputError
        When the folder does not exist.
    """
    if not path.parent.is_dir():
        raise _unwritable(path, os.strerror(errno.ENOENT))


def written_whole(path: Path, write: Callable[[Path], int]) -> int:
    """Have ``write`` make a file beside ``path``, then put it in place; return what it returned.

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    unfinished = path.with_name(f".{secrets.token_hex(6)}{path.suffix}")
    try:
        rows = write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(path, os.strerror(error.errno) if error.errno else str(error)) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def _unwritable(path: Path, error: str) -> InputError:
    return InputError(
        "The file {file} cannot be written: {error}. Choose another folder.",
        file=str(path),
        error=error,
    )
