"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from rebond.errors import InputError


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
        raise InputError(
            "The file {file} cannot be written: {error}. Choose another folder.",
            file=str(path),
            error=os.strerror(error.errno) if error.errno else str(error),
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return rows
